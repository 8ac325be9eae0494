import { TelephonyError } from '../../../shared/core/errors';
import { endlessList } from '../../../shared/core/flow/endless';
import { child, childText, type XmlElement } from '../../../shared/core/parsing/xml';
import { isRecord } from '../../../shared/core/records';
import { bodyXml } from '../transport/answers';
import { segment, send, type XsiConnection, type XsiQuery } from '../transport/connection';
import { elementValue, type XsiObject } from './values';
import { documentOf } from '../documents/write';

const userPath = (userId: string) => `/v2.0/user/${segment(userId, 'The user')}`;

/**
 * Profile of a user, with the BluIP connector's field names. `details.serviceProvider` is text as there;
 * what its attribute says stands beside it as `details.isEnterprise`.
 */
export async function getProfile(connection: XsiConnection, userId: string): Promise<XsiObject> {
	const response = await send(connection, { method: 'GET', path: `${userPath(userId)}/profile` });
	const profile = elementValue(bodyXml(response));
	if (!isRecord(profile)) {
		throw new TelephonyError('protocolViolation', 'The server answered without the profile');
	}
	const details = isRecord(profile.details) ? (profile.details as XsiObject) : {};
	const provider = details.serviceProvider;
	if (!isRecord(provider)) return profile as XsiObject;
	return {
		...profile,
		details: {
			...details,
			serviceProvider: provider['#text'],
			isEnterprise: provider.isEnterprise === true,
		},
	};
}

/** Asks for a user once, whatever the server says of one. Throws `notFound` where there is none. */
export async function findUser(connection: XsiConnection, userId: string): Promise<void> {
	await send(connection, { method: 'GET', path: `${userPath(userId)}/profile`, retries: 0 });
}

export interface DirectoryEntry {
	userId: string;
	firstName: string;
	lastName: string;
	number?: string;
	extension?: string;
	groupId?: string;
	/** What a virtual user is, as `Call Center`; people have none. */
	serviceName?: string;
}

export interface DirectoryPage {
	entries: DirectoryEntry[];
	/** 1-based index of the next page; undefined on the last one. */
	next?: number;
}

const DIRECTORY_PAGE = 50;

export interface DirectorySearch {
	text?: string;
	/** 1-based. */
	start?: number;
	/** Entries of a page, up to 1000. */
	results?: number;
	scope?: 'Enterprise' | 'Group';
	sortColumn?: 'firstName';
}

/** A person of a directory. */
export function entryOf(details: XmlElement): DirectoryEntry {
	return {
		userId: childText(details, 'userId') ?? '',
		firstName: childText(details, 'firstName') ?? '',
		lastName: childText(details, 'lastName') ?? '',
		number: childText(details, 'number'),
		extension: childText(details, 'extension'),
		groupId: childText(details, 'groupId'),
		serviceName: childText(child(details, 'additionalDetails') ?? details, 'serviceName'),
	};
}

/**
 * One page of the directory around a user, the enterprise's or the group's. `search` matches first
 * name, last name or extension anywhere, whatever the case
 * (docs/protocols/broadworks.md#identifiers-and-escaping).
 */
export async function searchDirectory(
	connection: XsiConnection,
	userId: string,
	search: DirectorySearch = {},
): Promise<DirectoryPage> {
	const start = search.start ?? 1;
	const wildcard = search.text ? `*${search.text}*/i` : undefined;
	const filter: XsiQuery = {
		firstName: wildcard,
		lastName: wildcard,
		extension: search.text ? `*${search.text}*` : undefined,
		searchCriteriaModeOr: search.text ? true : undefined,
		sortColumn: search.sortColumn,
	};
	const path = `${userPath(userId)}/directories/${search.scope ?? 'Enterprise'}`;
	const read = async (query: XsiQuery) =>
		bodyXml(await send(connection, { method: 'GET', path, query }));
	const paged = { start, results: search.results ?? DIRECTORY_PAGE, ...filter };
	const root = await read(paged).catch(async (error: unknown) => {
		// Some servers refuse to give pages (docs/protocols/broadworks.md#identifiers-and-escaping).
		const refused = error instanceof TelephonyError && error.kind === 'badRequest';
		if (!refused || start !== 1) throw error;
		return await read(filter);
	});
	const list = root.children.find(({ name }) => /Directory$/i.test(name));
	const entries = (list?.children ?? [])
		.filter(({ name }) => name === 'directoryDetails')
		.map(entryOf);
	const total = Number(childText(root, 'totalAvailableRecords') ?? 0);
	const next = start + entries.length;
	return { entries, next: entries.length > 0 && next <= total ? next : undefined };
}

/** A directory, page by page from the first on. Throws `protocolViolation` for a directory without end. */
export async function* directoryPages(
	connection: XsiConnection,
	userId: string,
	search: Omit<DirectorySearch, 'start'> = {},
): AsyncGenerator<DirectoryEntry[]> {
	const look = endlessList();
	for (let start: number | undefined = 1; start !== undefined; ) {
		const page: DirectoryPage = await searchDirectory(connection, userId, { ...search, start });
		yield page.entries;
		if (page.next !== undefined) look(page.entries);
		start = page.next;
	}
}

/** The ACD states a client may set (docs/protocols/broadworks.md#services). */
export type AgentState = 'Sign-In' | 'Available' | 'Unavailable' | 'Wrap-Up' | 'Sign-Out';

/**
 * Sets an agent's ACD state; `unavailableCode` goes with `Unavailable` only
 * (docs/protocols/broadworks.md#eleven-actions).
 */
export async function setAgentState(
	connection: XsiConnection,
	userId: string,
	state: AgentState,
	unavailableCode?: string,
): Promise<void> {
	await send(connection, {
		method: 'PUT',
		path: `${userPath(userId)}/services/CallCenter`,
		body: documentOf('CallCenter', {
			agentACDState: state,
			agentUnavailableCode: state === 'Unavailable' ? unavailableCode || undefined : undefined,
		}),
	});
}

export interface UnavailableCode {
	code: string;
	description: string;
	isDefault: boolean;
}

/** The active unavailable codes of the user's group (docs/protocols/broadworks.md#group-level). */
export async function listUnavailableCodes(
	connection: XsiConnection,
	userId: string,
): Promise<UnavailableCode[]> {
	const profile = await getProfile(connection, userId);
	const details = isRecord(profile.details) ? profile.details : {};
	const provider = details.isEnterprise ? 'enterpriseId' : 'serviceProviderId';
	const response = await send(connection, {
		method: 'GET',
		path: `/v2.0/group/${segment(String(details.groupId))}/services/CallCenter/UnavailableCodes`,
		query: { [provider]: String(details.serviceProvider) },
	});
	const list = child(bodyXml(response), 'unavailableCodes');
	return (list?.children ?? [])
		.filter((detail) => childText(detail, 'active') !== 'false')
		.map((detail) => ({
			code: childText(detail, 'code') ?? '',
			description: childText(detail, 'description') ?? '',
			isDefault: detail.attributes.isDefault === 'true',
		}))
		.filter(({ code }) => code !== '');
}

/**
 * The call centres an agent belongs to, by service user id
 * (docs/protocols/broadworks.md#directories-logs-voice-mail).
 */
export async function listCallCenters(
	connection: XsiConnection,
	userId: string,
	role: 'Agent' | 'Supervisor',
): Promise<string[]> {
	const response = await send(connection, {
		method: 'GET',
		path: `${userPath(userId)}/directories/CallCenters`,
		query: { user: role },
	});
	return bodyXml(response)
		.children.filter(({ name }) => name === 'callCenter')
		.map((entry) => childText(entry, 'serviceUserID') ?? '')
		.filter((id) => id !== '');
}
