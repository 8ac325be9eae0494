import type { INodeProperties } from 'n8n-workflow';

import { callOutputField } from '../../shared/action/callOutputField';
import { TelephonyError } from '../../shared/core/errors';
import { typedList } from '../../shared/core/parsing/typedList';
import type { OperationContext } from '../../shared/action/operation';
import { mandatory, optional } from '../../shared/action/parameters';
import type { PartyAction } from '../client/calls/callParties';
import { onlineDevice } from '../client/calls/devices';
import { findParty, type FoundParty } from '../client/calls/telephony';
import type { RingCentralClient } from '../connect';

/** What operations of this backend get. */
export type Context = OperationContext<RingCentralClient>;

interface Locator {
	displayName: string;
	name: string;
	description: string;
	/** Method of the dropdown. */
	search: string;
	/** Name of the way to enter it by hand; `By ID` when not given. */
	by?: string;
	placeholder: string;
	/** What an empty choice means, for the list. */
	none?: string;
	required?: boolean;
	show?: NonNullable<INodeProperties['displayOptions']>['show'];
}

/** A field that is chosen from a live list or entered by hand. */
export function locator(texts: Locator): INodeProperties {
	const { displayName, name, description, search, by = 'By ID', placeholder, none } = texts;
	return {
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		...(texts.required ? { required: true } : {}),
		description,
		...(texts.show ? { displayOptions: { show: texts.show } } : {}),
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				...(none === undefined ? {} : { placeholder: none }),
				typeOptions: { searchListMethod: search, searchable: true },
			},
			{ displayName: by, name: 'id', type: 'string', placeholder },
		],
	};
}

const session: Locator = {
	displayName: 'Call',
	name: 'sessionId',
	description:
		'The telephonySessionId of a call event, of Get Active Calls or of the call log. The list has the calls of the credential’s user now.',
	search: 'searchSessions',
	placeholder: 'e.g. s-279e175539444bdc96d16c1e2fe4dbe9',
	required: true,
};

export const sessionField: INodeProperties = locator(session);

/** A second call beside the first. */
export const otherSessionField = (displayName: string, description: string): INodeProperties =>
	locator({ ...session, displayName, name: 'otherSessionId', description });

const partyBase: INodeProperties = {
	displayName: 'Party ID',
	name: 'partyId',
	type: 'string',
	default: '',
	placeholder: 'e.g. p-279e175539444bdc96d16c1e2fe4dbe9-2',
	description:
		'Which party of the call, as a call event or Call, Get gives its ID. Empty means the party of the credential’s own user, which is looked up in the call; RingCentral does not let it act on other parties.',
};

export const partyField: INodeProperties = partyBase;

/** The field Party ID where an empty one means something else. */
export const partyFieldFor = (changes: Partial<INodeProperties>): INodeProperties => ({
	...partyBase,
	...changes,
});

/** One of the user's telephones. */
export const deviceField: INodeProperties = locator({
	displayName: 'Device',
	name: 'deviceId',
	description:
		'Telephone of the credential’s user; only one that is online can take a call. Empty means the first such one. An event of a call has it as deviceId.',
	search: 'searchDevices',
	placeholder: 'e.g. 80000000101',
	none: 'The first one that is online',
});

/** An extension; empty means the credential's own. */
export const ownExtensionField = (description: string): INodeProperties =>
	locator({
		displayName: 'Extension',
		name: 'extensionId',
		description: `${description}, by the ID that Extension, Search Directory gives. Empty means the user of the credential; others may need an administrator.`,
		search: 'searchExtensions',
		placeholder: 'e.g. 62288329016',
		none: 'The user of the credential',
	});

export const queueField: INodeProperties = locator({
	displayName: 'Queue',
	name: 'queueId',
	description: 'The call queue, as Queue, Get Many gives its ID',
	search: 'searchQueues',
	placeholder: 'e.g. 62290000016',
	required: true,
});

export const countryField: INodeProperties = {
	displayName: 'Country ID',
	name: 'countryId',
	type: 'string',
	default: '',
	placeholder: 'e.g. 1',
	description:
		'RingCentral’s ID of the country that national numbers are read by, 1 for the United States; a Raw Request, Send to /restapi/v1.0/dictionary/country lists all. Empty means that of the user.',
};

export const outputField = callOutputField(
	'Flat fields named after those of RingCentral',
	'As RingCentral sent it',
);

/** The chosen country; undefined for none. Throws `badRequest` for what is no number. */
export function countryOf(context: Pick<Context, 'parameter'>): number | undefined {
	const given = optional(context, 'countryId');
	if (given === '' || given === '0') return undefined;
	if (/^\d+$/.test(given)) return Number(given);
	throw new TelephonyError('badRequest', 'The parameter "Country ID" is not a number');
}

export const sessionOf = (context: Context): string => mandatory(context, 'sessionId', 'Call');

/** The chosen party, or the own one, which is looked up. */
export async function partyOf(context: Context, action: PartyAction): Promise<FoundParty> {
	const sessionId = sessionOf(context);
	return await findParty(context.client, sessionId, optional(context, 'partyId'), action);
}

/** The chosen device, or the first one online. */
export async function deviceOf(context: Context): Promise<string> {
	const chosen = optional(context, 'deviceId');
	return chosen === '' ? String((await onlineDevice(context.client)).id) : chosen;
}

/** The pages of a list in one. */
export async function collected<T>(pages: AsyncIterable<T[]>): Promise<T[]> {
	const all: T[] = [];
	for await (const page of pages) all.push(...page);
	return all;
}

/** The chosen extension, or `~` for the login's own. */
export const extensionOf = (context: Pick<Context, 'parameter'>, name = 'extensionId'): string =>
	optional(context, name) || '~';

/** A list parameter: an array, or values with commas, blanks or lines between them. */
export const listOf = ({ parameter }: Pick<Context, 'parameter'>, name: string): string[] => [
	...new Set(typedList(parameter<unknown>(name, ''), /[\s,;]+/)),
];
