import type { IDataObject } from 'n8n-workflow';

import { filtersField } from '../../../shared/action/collections';
import { TelephonyError } from '../../../shared/core/errors';
import { limitField, limitOf, returnAllField } from '../../../shared/action/limitFields';
import type { Operation } from '../../../shared/action/operation';
import { mandatory, optional } from '../../../shared/action/parameters';
import { text, type JsonObject } from '../../client/transport/answers';
import { createRule, deleteRule, getRule, rulePages, updateRule } from '../../client/account/rules';
import type { RingCentralClient } from '../../connect';
import { collected } from '../../fields/call';
import { ruleField, ruleIdOf, ruleOwnerFields, ruleOwnerOf } from '../../fields/rules';
import { ruleContentFields, ruleContentOf } from './ruleContent';

const resource = 'answeringRule';

const sample: IDataObject = {
	id: '33584004',
	type: 'Custom',
	name: 'New Year',
	enabled: true,
};

const wholeSample: IDataObject = {
	...sample,
	schedule: { ranges: [{ from: '2026-12-31T17:00:00.000Z', to: '2027-01-02T08:00:00.000Z' }] },
	callHandlingAction: 'UnconditionalForwarding',
	unconditionalForwarding: { phoneNumber: '+14155550100' },
};

const ruleItem = (rule: JsonObject): IDataObject => ({ ...rule, id: text(rule.id) }) as IDataObject;

/** See docs/protocols/ringcentral.md#answering-rules. */
export const ruleOperations: ReadonlyArray<Operation<RingCentralClient>> = [
	{
		resource,
		name: 'getMany',
		label: 'Get Many',
		action: 'Get answering rules',
		description: 'Get the rules for calls of the company, a user or a queue, one item per rule',
		kind: 'read',
		fields: [
			...ruleOwnerFields,
			returnAllField,
			limitField,
			filtersField([
				{
					displayName: 'Enabled Only',
					name: 'enabledOnly',
					type: 'boolean',
					default: true,
					description: 'Whether to leave out rules that are switched off; not for the company',
				},
				{
					displayName: 'Types',
					name: 'type',
					type: 'multiOptions',
					options: [
						{ name: 'After Hours', value: 'AfterHours' },
						{ name: 'Business Hours', value: 'BusinessHours' },
						{ name: 'Custom', value: 'Custom' },
					],
					default: [],
					description: 'Only rules of these types; none chosen means all',
				},
			]),
		],
		sample,
		async run(context) {
			const { type = [], enabledOnly } = context.parameter<{
				type?: string[];
				enabledOnly?: boolean;
			}>('filters', {});
			const filters = {
				type: type.length > 0 ? type : undefined,
				enabledOnly: enabledOnly ? true : undefined,
			};
			const limit = limitOf(context);
			const rules = rulePages(context.client, ruleOwnerOf(context), filters, { limit });
			return (await collected(rules)).map(ruleItem);
		},
	},
	{
		resource,
		name: 'get',
		label: 'Get',
		action: 'Get an answering rule',
		description: 'Get one rule with what it does',
		kind: 'read',
		fields: [...ruleOwnerFields, ruleField],
		sample: wholeSample,
		async run(context) {
			const id = ruleIdOf(context);
			return ruleItem(await getRule(context.client, ruleOwnerOf(context), id));
		},
	},
	{
		resource,
		name: 'setEnabled',
		label: 'Switch',
		action: 'Switch an answering rule on or off',
		description: 'Switch a rule on or off, such as that of a holiday or of an emergency',
		kind: 'change',
		fields: [
			...ruleOwnerFields,
			ruleField,
			{
				displayName: 'Enabled',
				name: 'enabled',
				type: 'boolean',
				default: true,
				description: 'Whether the rule is switched on',
			},
		],
		sample,
		async run(context) {
			const id = ruleIdOf(context);
			const enabled = Boolean(context.parameter('enabled', true));
			return ruleItem(await updateRule(context.client, ruleOwnerOf(context), id, { enabled }));
		},
	},
	{
		resource,
		name: 'create',
		label: 'Create',
		action: 'Create an answering rule',
		description: 'Create a rule for callers, numbers or a time, such as a holiday',
		kind: 'change',
		fields: [
			...ruleOwnerFields,
			{
				displayName: 'Name',
				name: 'ruleName',
				type: 'string',
				default: '',
				required: true,
				placeholder: 'e.g. New Year',
				description: 'What the list of rules shows',
			},
			...ruleContentFields,
		],
		sample: wholeSample,
		async run(context) {
			const owner = ruleOwnerOf(context);
			const name = mandatory(context, 'ruleName', 'Name');
			const rule = { name, ...ruleContentOf(context, owner) };
			return ruleItem(await createRule(context.client, owner, rule));
		},
	},
	{
		resource,
		name: 'update',
		label: 'Update',
		action: 'Update an answering rule',
		description: 'Change what a rule does, such as who is called after hours',
		kind: 'change',
		fields: [
			...ruleOwnerFields,
			ruleField,
			{
				displayName: 'New Name',
				name: 'newName',
				type: 'string',
				default: '',
				description: 'Empty leaves it as it is',
			},
			...ruleContentFields,
		],
		sample: wholeSample,
		async run(context) {
			const id = ruleIdOf(context);
			const name = optional(context, 'newName');
			const owner = ruleOwnerOf(context);
			const changes = { ...(name ? { name } : {}), ...ruleContentOf(context, owner) };
			if (Object.keys(changes).length === 0) {
				throw new TelephonyError('badRequest', 'Choose what to change in the rule');
			}
			return ruleItem(await updateRule(context.client, owner, id, changes));
		},
	},
	{
		resource,
		name: 'delete',
		label: 'Delete',
		action: 'Delete an answering rule',
		description: 'Delete a custom rule',
		kind: 'change',
		fields: [...ruleOwnerFields, ruleField],
		sample: { deleted: true, id: '33584004' },
		async run(context) {
			const id = ruleIdOf(context);
			await deleteRule(context.client, ruleOwnerOf(context), id);
			return { deleted: true, id };
		},
	},
];
