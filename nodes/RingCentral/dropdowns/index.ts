import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { TelephonyError } from '../../shared/core/errors';
import { wordTable } from '../../shared/core/parsing/wordTable';
import { entryText, type Entry, type List as LiveList } from '../../shared/action/dropdowns';
import { callDropdowns } from './calls';
import { contactDropdowns } from './contacts';
import { optionsOf, searchOf } from './methods';
import { collected } from '../fields/call';
import { text, type JsonObject } from '../client/transport/answers';
import { COMMANDS, type ApiCommand } from '../client/transport/commands';
import {
	listDevices,
	listForwardingNumbers,
	listPhoneNumbers,
	sendsSms,
} from '../client/calls/devices';
import { extensionPages, fullNameOf, nameOfExtension } from '../client/account/directory';
import { activeCalls } from '../client/account/presence';
import { listQueues } from '../client/account/queues';
import { chatPages, getPerson } from '../client/messaging/teamMessaging';
import type { RingCentralClient } from '../connect';

type List = LiveList<RingCentralClient>;

/** More make no list that anybody reads; ids can be typed. */
const MOST = 5_000;

const labelled = (name: string | undefined, extra: string | undefined, id: string): string =>
	name === undefined ? (extra ?? id) : extra === undefined ? name : `${name} (${extra})`;

const entryOf = (record: JsonObject): Entry => {
	const value = text(record.id) ?? '';
	return { name: labelled(nameOfExtension(record), text(record.extensionNumber), value), value };
};

const extensions: List = async (client) =>
	(await collected(extensionPages(client, {}, { limit: MOST }))).map((record) => {
		const entry = entryOf(record);
		const type = text(record.type);
		const isUser = type === undefined || type === 'User';
		return isUser ? entry : { ...entry, name: `${entry.name} – ${type}` };
	});

const queues: List = async (client) =>
	(await collected(listQueues(client, undefined, { limit: MOST }))).map(entryOf);

const TELEPHONY: Record<string, string> = wordTable({
	callconnected: 'connected',
	onhold: 'on hold',
	parkedcall: 'parked',
	ringing: 'ringing',
});

const sessions: List = async (client) =>
	(await activeCalls(client, '~')).flatMap((call) => {
		const value = text(call.telephonySessionId);
		if (value === undefined) return [];
		const inbound = text(call.direction)?.toLowerCase() === 'inbound';
		const [other, name] = inbound ? [call.from, call.fromName] : [call.to, call.toName];
		const party = [text(name), text(other)].filter(Boolean).join(' ') || 'unknown number';
		const status = text(call.telephonyStatus) ?? '';
		return [{ name: `${party} – ${TELEPHONY[status.toLowerCase()] ?? status}`, value }];
	});

const devices: List = async (client) =>
	(await listDevices(client)).map(({ id, name, status }) => ({
		name: [text(name) ?? entryText(id), text(status)].filter(Boolean).join(' – '),
		value: entryText(id),
	}));

const numberEntry = (number: string, label?: string | null): Entry => ({
	name: labelled(text(label), number, number),
	value: number,
});

const phoneNumbers: List = async (client) =>
	(await listPhoneNumbers(client)).flatMap(({ phoneNumber, label, usageType }) =>
		phoneNumber ? [numberEntry(phoneNumber, label ?? usageType)] : [],
	);

/** Only those that may be the sender of an SMS. */
const smsNumbers: List = async (client) =>
	(await listPhoneNumbers(client))
		.filter(sendsSms)
		.flatMap(({ phoneNumber, label }) => (phoneNumber ? [numberEntry(phoneNumber, label)] : []));

const flipNumbers: List = async (client) =>
	(await listForwardingNumbers(client)).flatMap(({ flipNumber, label, phoneNumber }) =>
		flipNumber
			? [{ name: labelled(text(label), text(phoneNumber), flipNumber), value: flipNumber }]
			: [],
	);

/** Chats without a name are named by their members; so many persons are looked up at the most. */
const MOST_PERSONS = 20;

const NOT_SHOWN: ReadonlySet<string> = new Set(['notFound', 'forbidden']);

/** Undefined for who is not there any more, or is not shown to the login: the list is wanted all the same. */
async function personNameOf(client: RingCentralClient, id: string): Promise<string | undefined> {
	try {
		return fullNameOf(await getPerson(client, id)) || undefined;
	} catch (error) {
		if (error instanceof TelephonyError && NOT_SHOWN.has(error.kind)) return undefined;
		throw error;
	}
}

async function namesOf(
	client: RingCentralClient,
	chats: JsonObject[],
): Promise<Map<string, string>> {
	const membersOf = ({ name, members }: JsonObject) =>
		text(name) === undefined && Array.isArray(members) ? (members as JsonObject[]) : [];
	const ids = new Set(chats.flatMap((chat) => membersOf(chat).flatMap(({ id }) => text(id) ?? [])));
	const persons = await Promise.all(
		[...ids]
			.slice(0, MOST_PERSONS)
			.map(async (id) => [id, (await personNameOf(client, id)) ?? id] as const),
	);
	return new Map(persons);
}

const chats: List = async (client) => {
	const all = await collected(chatPages(client, [], { limit: MOST }));
	const names = await namesOf(client, all);
	return all.map((chat) => {
		const value = text(chat.id) ?? '';
		const members = Array.isArray(chat.members) ? (chat.members as JsonObject[]) : [];
		const persons = members.flatMap(({ id }) => names.get(text(id) ?? '') ?? []).join(', ');
		return {
			name: labelled(text(chat.name) || persons || undefined, text(chat.type), value),
			value,
		};
	});
};

/** Teams can be administered, other chats cannot. */
const teams: List = async (client) =>
	(await collected(chatPages(client, ['Team'], { limit: MOST }))).map((chat) => {
		const value = text(chat.id) ?? '';
		return { name: text(chat.name) || value, value };
	});

const ACCOUNT = '/restapi/v1.0/account/{accountId}';

/** Paths are longer than the panel is wide: what nearly all begin with is left out. */
const commandName = ({ path, scope }: ApiCommand): string => {
	const short = path.startsWith(`${ACCOUNT}/`) ? `…${path.slice(ACCOUNT.length)}` : path;
	return scope ? `${scope}: ${short}` : short;
};

/** Those that are asked for most come first; otherwise in the order of the catalogue. */
const CHOICES = [
	...COMMANDS.filter(({ path }) => path.startsWith('/restapi/')),
	...COMMANDS.filter(({ path }) => !path.startsWith('/restapi/')),
].map((command) => {
	const { method, path } = command;
	const name = commandName(command);
	return { method, path, name, searched: `${name} ${path}`.toLowerCase() };
});

/** The paths of the API with the chosen method. */
async function searchCommands(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const method = String(this.getCurrentNodeParameter('method') ?? 'GET');
	const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
	const results = CHOICES.filter(
		(choice) => choice.method === method && words.every((word) => choice.searched.includes(word)),
	).map(({ name, path }) => ({ name, value: path }));
	return await Promise.resolve({ results });
}

export const actionDropdowns = {
	loadOptions: {
		getChats: optionsOf(chats),
		getExtensions: optionsOf(extensions),
		getQueues: optionsOf(queues),
		...callDropdowns.loadOptions,
	},
	listSearch: {
		...callDropdowns.listSearch,
		...contactDropdowns.listSearch,
		searchChats: searchOf(chats),
		searchCommands,
		searchDevices: searchOf(devices),
		searchExtensions: searchOf(extensions),
		searchFlipNumbers: searchOf(flipNumbers),
		searchPhoneNumbers: searchOf(phoneNumbers),
		searchQueues: searchOf(queues),
		searchSessions: searchOf(sessions),
		searchSmsNumbers: searchOf(smsNumbers),
		searchTeams: searchOf(teams),
	},
};
