import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { optionsField } from '../../../shared/action/collections';
import { TelephonyError } from '../../../shared/core/errors';
import { isRecord } from '../../../shared/core/records';
import { exactJson } from '../../../shared/core/parsing/exactJson';
import { mandatory, optional } from '../../../shared/action/parameters';
import { utcOf } from '../../../shared/action/times';
import type { RuleOwner } from '../../client/account/rules';
import { listOf, locator, type Context } from '../../fields/call';
import { optionsOf } from '../../fields/messaging';

/** What a rule does with a call; more of the vendor's list needs lists of its own, which *Members* takes. */
const actionField: INodeProperties = {
	displayName: 'Action',
	name: 'callHandlingAction',
	type: 'options',
	options: [
		{ name: 'As It Is', value: '', description: 'Or as Members (JSON) says' },
		{
			name: 'Connect to Extension',
			value: 'Bypass',
			description: 'Of the company: without its greeting',
		},
		{ name: 'Disconnect', value: 'Disconnect', description: 'Of the company: after its greeting' },
		{ name: 'Forward to Number', value: 'UnconditionalForwarding' },
		{
			name: 'Go to Operator',
			value: 'Operator',
			description: 'Of the company: after its greeting',
		},
		{ name: 'Play Announcement', value: 'PlayAnnouncementOnly' },
		{ name: 'Ring Telephones', value: 'ForwardCalls', description: 'As a user' },
		{ name: 'Take Messages', value: 'TakeMessagesOnly', description: 'Voicemail' },
		{ name: 'Transfer to Extension', value: 'TransferToExtension' },
	],
	default: '',
	description: 'What becomes of the calls',
};

const targetFields: INodeProperties[] = [
	{
		displayName: 'Forward To',
		name: 'forwardTo',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. +14155550100',
		description: 'With country code (E.164), such as the telephone of whoever is on call',
		displayOptions: { show: { callHandlingAction: ['UnconditionalForwarding'] } },
	},
	locator({
		displayName: 'Transfer To',
		name: 'transferTo',
		description:
			'The extension that takes the calls, by the ID that Extension, Search Directory gives',
		search: 'searchExtensions',
		placeholder: 'e.g. 62288329016',
		required: true,
		show: { callHandlingAction: ['Bypass', 'TransferToExtension'] },
	}),
];

const conditionFields: INodeProperties[] = [
	{
		displayName: 'Called Numbers',
		name: 'calledNumbers',
		type: 'string',
		default: '',
		placeholder: 'e.g. +16505550101',
		description: 'Only calls to these numbers, separated by commas',
	},
	{
		displayName: 'Callers',
		name: 'callers',
		type: 'string',
		default: '',
		placeholder: 'e.g. +14155550100',
		description: 'Only calls from these numbers, separated by commas',
	},
	{
		displayName: 'Date From',
		name: 'rangeFrom',
		type: 'dateTime',
		default: '',
		description: 'Only from then, such as the beginning of a holiday; together with Date To',
	},
	{
		displayName: 'Date To',
		name: 'rangeTo',
		type: 'dateTime',
		default: '',
		description: 'Only until then, such as the end of a holiday; together with Date From',
	},
	{
		displayName: 'Hours',
		name: 'ref',
		type: 'options',
		options: [
			{ name: 'After Hours', value: 'AfterHours' },
			{ name: 'Business Hours', value: 'BusinessHours' },
		],
		default: 'AfterHours',
		description: 'Only in these hours of the user or queue',
	},
	{
		displayName: 'Members (JSON)',
		name: 'members',
		type: 'json',
		default: '{}',
		description:
			'Further members of the rule as RingCentral names them, such as forwarding, queue, greetings or voicemail; they take precedence over the fields',
	},
];

/** What create and update have in common. */
export const ruleContentFields: INodeProperties[] = [
	actionField,
	...targetFields,
	optionsField(conditionFields),
];

function scheduleOf(context: Context): IDataObject | undefined {
	const { rangeFrom, rangeTo, ref } = optionsOf(context);
	const from = utcOf(rangeFrom, context.timeZone, 'Date From');
	const to = utcOf(rangeTo, context.timeZone, 'Date To');
	if ((from === undefined) !== (to === undefined)) {
		throw new TelephonyError('badRequest', 'Date From and Date To go together');
	}
	if (from !== undefined) return { ranges: [{ from, to }] };
	return ref ? { ref: ref as string } : undefined;
}

function membersOf(context: Context): IDataObject {
	const { members } = optionsOf(context);
	if (members === undefined || members === '') return {};
	const given: unknown = typeof members === 'string' ? parsed(members) : members;
	if (isRecord(given)) return given as IDataObject;
	throw new TelephonyError('badRequest', 'The option "Members (JSON)" is not a JSON object');
}

function parsed(text: string): unknown {
	try {
		return exactJson(text);
	} catch (cause) {
		throw new TelephonyError('badRequest', 'The option "Members (JSON)" is not valid JSON', {
			cause,
		});
	}
}

/** What the rules of the company can do; users and queues have the other actions. */
const COMPANY_ACTIONS: readonly string[] = ['Bypass', 'Disconnect', 'Operator'];

function actionOf(context: Context, owner: RuleOwner): IDataObject {
	const callHandlingAction = optional(context, 'callHandlingAction');
	if (callHandlingAction === '') return {};
	const isCompany = owner === 'company';
	if (COMPANY_ACTIONS.includes(callHandlingAction) !== isCompany) {
		const whose = isCompany ? 'the company' : 'a user or queue';
		throw new TelephonyError('badRequest', `A rule of ${whose} cannot have this "Action"`);
	}
	switch (callHandlingAction) {
		case 'Bypass': {
			const id = mandatory(context, 'transferTo', 'Transfer To');
			return { callHandlingAction, extension: { id } };
		}
		case 'UnconditionalForwarding': {
			const phoneNumber = mandatory(context, 'forwardTo', 'Forward To');
			return { callHandlingAction, unconditionalForwarding: { phoneNumber } };
		}
		case 'TransferToExtension': {
			const id = mandatory(context, 'transferTo', 'Transfer To');
			return { callHandlingAction, transfer: { extension: { id } } };
		}
		default:
			return { callHandlingAction };
	}
}

/** Numbers of an option; undefined for none. */
function numbersOf(context: Context, name: string): string[] | undefined {
	const numbers = listOf({ parameter: <T>() => optionsOf(context)[name] as T }, name);
	return numbers.length > 0 ? numbers : undefined;
}

/** The members of a rule that the fields give. Throws `badRequest` for what that owner's rules do not have. */
export function ruleContentOf(context: Context, owner: RuleOwner): IDataObject {
	const callers = numbersOf(context, 'callers')?.map((callerId) => ({ callerId }));
	const called = numbersOf(context, 'calledNumbers')?.map((phoneNumber) => ({ phoneNumber }));
	const schedule = scheduleOf(context);
	return {
		...actionOf(context, owner),
		...(callers ? { callers } : {}),
		...(called ? { calledNumbers: called } : {}),
		...(schedule ? { schedule } : {}),
		...membersOf(context),
	};
}
