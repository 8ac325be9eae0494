import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { TelephonyError } from '../../../shared/core/errors';
import { limitField, limitOf, returnAllField } from '../../../shared/action/limitFields';
import type { Operation } from '../../../shared/action/operation';
import { mandatory, optional } from '../../../shared/action/parameters';
import { text, type JsonObject } from '../../client/transport/answers';
import {
	addListedNumber,
	getBlocking,
	listedNumberPages,
	removeListedNumber,
	setBlocking,
	updateListedNumber,
	type NumberStatus,
} from '../../client/account/blocking';
import type { RingCentralClient } from '../../connect';
import { collected, extensionOf, locator, ownExtensionField } from '../../fields/call';
import type { Context } from '../../fields/call';

const resource = 'callerBlocking';

const settingsSample: IDataObject = {
	mode: 'Specific',
	noCallerId: 'Allow',
	payPhones: 'Allow',
	greetings: [],
};

const sample: IDataObject = {
	id: '900000001',
	phoneNumber: '+14155550100',
	label: 'Robot calls',
	status: 'Blocked',
};

const whoseField = ownExtensionField('Whose callers');

const statusField: INodeProperties = {
	displayName: 'List',
	name: 'status',
	type: 'options',
	options: [
		{ name: 'Allowed', value: 'Allowed', description: 'Numbers that get through' },
		{ name: 'Blocked', value: 'Blocked', description: 'Numbers that do not' },
	],
	default: 'Blocked',
	description: 'Which of the two lists of numbers',
};

const labelField: INodeProperties = {
	displayName: 'Label',
	name: 'label',
	type: 'string',
	default: '',
	description: 'Why the number is listed, at most 60 characters',
};

const numberField: INodeProperties = locator({
	displayName: 'Number',
	name: 'numberId',
	description: 'The number of the lists, by the ID that Get Numbers gives',
	search: 'searchListedNumbers',
	placeholder: 'e.g. 900000001',
	required: true,
});

const settingFields: INodeProperties[] = [
	{
		displayName: 'Block',
		name: 'mode',
		type: 'options',
		options: [
			{ name: 'All Callers but Allowed Ones', value: 'All' },
			{ name: 'As It Is', value: '' },
			{ name: 'Blocked Numbers Only', value: 'Specific' },
		],
		default: '',
		description: 'Who does not get through',
	},
	{
		displayName: 'Callers Without Number',
		name: 'noCallerId',
		type: 'options',
		options: [
			{ name: 'Allow', value: 'Allow' },
			{ name: 'As It Is', value: '' },
			{ name: 'Block Calls and Faxes', value: 'BlockCallsAndFaxes' },
			{ name: 'Block Faxes', value: 'BlockFaxes' },
		],
		default: '',
		description: 'What happens to callers who withhold their number',
	},
	{
		displayName: 'Pay Phones',
		name: 'payPhones',
		type: 'options',
		options: [
			{ name: 'Allow', value: 'Allow' },
			{ name: 'As It Is', value: '' },
			{ name: 'Block', value: 'Block' },
		],
		default: '',
		description: 'What happens to calls from pay phones',
	},
];

const numberItem = (record: JsonObject): IDataObject =>
	({ ...record, id: text(record.id) }) as IDataObject;

const numberIdOf = (context: Context): string => mandatory(context, 'numberId', 'Number');

const statusOf = ({ parameter }: Context) => parameter<NumberStatus>('status', 'Blocked');

/** See docs/protocols/ringcentral.md#caller-blocking. */
export const blockingOperations: ReadonlyArray<Operation<RingCentralClient>> = [
	{
		resource,
		name: 'getNumbers',
		label: 'Get Numbers',
		action: 'Get blocked or allowed numbers',
		description: 'Get the numbers that a user has blocked or allowed, one item per number',
		kind: 'read',
		fields: [whoseField, statusField, returnAllField, limitField],
		sample,
		async run(context) {
			const limit = limitOf(context);
			const { client } = context;
			const list = listedNumberPages(client, extensionOf(context), statusOf(context), { limit });
			return (await collected(list)).map(numberItem);
		},
	},
	{
		resource,
		name: 'addNumber',
		label: 'Add Number',
		action: 'Block or allow a number',
		description: 'Block a number for a user, or allow it',
		kind: 'change',
		fields: [
			whoseField,
			statusField,
			{
				displayName: 'Phone Number',
				name: 'phoneNumber',
				type: 'string',
				default: '',
				required: true,
				placeholder: 'e.g. +14155550100',
				description: 'With country code (E.164)',
			},
			labelField,
		],
		sample,
		async run(context) {
			const number = {
				phoneNumber: mandatory(context, 'phoneNumber', 'Phone Number'),
				label: optional(context, 'label') || undefined,
				status: statusOf(context),
			};
			return numberItem(await addListedNumber(context.client, extensionOf(context), number));
		},
	},
	{
		resource,
		name: 'updateNumber',
		label: 'Update Number',
		action: 'Move or rename a listed number',
		description: 'Move a number to the other list, or give it another label',
		kind: 'change',
		fields: [whoseField, numberField, statusField, labelField],
		sample,
		async run(context) {
			const id = numberIdOf(context);
			const changes = {
				label: optional(context, 'label') || undefined,
				status: statusOf(context),
			};
			const extensionId = extensionOf(context);
			return numberItem(await updateListedNumber(context.client, extensionId, id, changes));
		},
	},
	{
		resource,
		name: 'removeNumber',
		label: 'Remove Number',
		action: 'Remove a listed number',
		description: 'Take a number from the lists: it is neither blocked nor allowed',
		kind: 'change',
		fields: [whoseField, numberField],
		sample: { deleted: true, id: '900000001' },
		async run(context) {
			const id = numberIdOf(context);
			await removeListedNumber(context.client, extensionOf(context), id);
			return { deleted: true, id };
		},
	},
	{
		resource,
		name: 'getSettings',
		label: 'Get Settings',
		action: 'Get caller blocking',
		description: 'Get which callers a user blocks in general',
		kind: 'read',
		fields: [whoseField],
		sample: settingsSample,
		async run(context) {
			return (await getBlocking(context.client, extensionOf(context))) as IDataObject;
		},
	},
	{
		resource,
		name: 'setSettings',
		label: 'Set Settings',
		action: 'Set caller blocking',
		description: 'Set which callers a user blocks in general',
		kind: 'change',
		fields: [whoseField, ...settingFields],
		sample: settingsSample,
		async run(context) {
			const changes = {
				mode: optional(context, 'mode') || undefined,
				noCallerId: optional(context, 'noCallerId') || undefined,
				payPhones: optional(context, 'payPhones') || undefined,
			};
			if (Object.values(changes).every((value) => value === undefined)) {
				throw new TelephonyError('badRequest', 'Choose what to change in the caller blocking');
			}
			const extensionId = extensionOf(context);
			return (await setBlocking(context.client, extensionId, changes)) as IDataObject;
		},
	},
];
