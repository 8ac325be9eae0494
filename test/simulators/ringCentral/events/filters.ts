import type { PublishedEvent } from '../world';

/** An event filter of a subscription (docs/protocols/ringcentral.md#event-filters). */
export interface EventFilter {
	/** As the API gives it back: `~` resolved, the query as it was sent. */
	text: string;
	path: string;
	query: URLSearchParams;
	kind: FilterKind;
}

/** What one sort of filter is about. */
export interface FilterKind {
	name: string;
	pattern: RegExp;
	/** App scope a subscriber needs. */
	scope?: string;
	/** Account-wide: administrators, and those with the permission, only. */
	permission?: string;
	/** Query members that may narrow it. */
	narrows: readonly string[];
	/** Query members that add something to the body. */
	widens?: readonly string[];
}

const ACCOUNT = '/restapi/v1\\.0/account/(\\d+)';
const EXTENSION = `${ACCOUNT}/extension/(\\d+)`;
const kind = (
	name: string,
	pattern: string,
	scope: string | undefined,
	more: Partial<FilterKind> = {},
): FilterKind => ({ name, pattern: new RegExp(`^${pattern}$`), scope, narrows: [], ...more });

const CALL_QUERY = [
	'direction',
	'missedCall',
	'phoneNumber',
	'statusCode',
	'withRecordings',
] as const;

/** Every filter the simulator knows (docs/protocols/ringcentral.md#event-filters). */
export const FILTER_KINDS: readonly FilterKind[] = [
	kind('telephonySessions', `${EXTENSION}/telephony/sessions`, 'CallControl', {
		narrows: CALL_QUERY,
		widens: ['sipData'],
	}),
	kind('accountTelephonySessions', `${ACCOUNT}/telephony/sessions`, 'CallControl', {
		narrows: CALL_QUERY,
		widens: ['sipData'],
	}),
	kind('presence', `${EXTENSION}/presence`, 'ReadPresence', {
		widens: ['detailedTelephonyState', 'sipData'],
	}),
	kind('accountPresence', `${ACCOUNT}/presence`, 'ReadPresence', {
		widens: ['detailedTelephonyState', 'sipData'],
	}),
	kind('dnd', `${EXTENSION}/presence/dnd`, 'ReadPresence'),
	kind('line', `${EXTENSION}/presence/line`, 'ReadPresence'),
	kind('linePresence', `${EXTENSION}/presence/line/presence`, 'ReadPresence'),
	kind('queuePresence', `${ACCOUNT}/call-queues/(\\d+)/presence`, 'ReadPresence'),
	kind('voicemail', `${EXTENSION}/voicemail`, 'ReadMessages'),
	kind('instant', `${EXTENSION}/message-store/instant`, 'ReadMessages', { narrows: ['type'] }),
	kind('messageStore', `${EXTENSION}/message-store`, 'ReadMessages'),
	kind('fax', `${EXTENSION}/fax`, 'ReadMessages', { narrows: ['direction'] }),
	kind('posts', '/team-messaging/v1/posts', 'TeamMessaging'),
	kind('chats', '/team-messaging/v1/chats', 'TeamMessaging'),
	kind('groups', '/team-messaging/v1/groups', 'TeamMessaging'),
	kind('oldPosts', '/restapi/v1\\.0/glip/posts', 'TeamMessaging'),
	kind('oldGroups', '/restapi/v1\\.0/glip/groups', 'TeamMessaging'),
	kind('extension', `${EXTENSION}`, 'ReadAccounts'),
	kind('extensions', `${ACCOUNT}/extension`, 'ReadAccounts'),
	kind('directory', `${ACCOUNT}/directory/entries`, 'ReadAccounts'),
	kind('reminder', '/restapi/v1\\.0/subscription/~', undefined, {
		widens: ['threshold', 'interval'],
	}),
];

/** Names the same event has elsewhere: a subscription by the old name gets it too. */
const OTHER_NAMES: Record<string, readonly string[]> = {
	'/team-messaging/v1/posts': ['/restapi/v1.0/glip/posts'],
	'/team-messaging/v1/chats': ['/team-messaging/v1/groups', '/restapi/v1.0/glip/groups'],
};

/** Paths whose account form hears every extension. */
const ACCOUNT_WIDE =
	/^(\/restapi\/v1\.0\/account\/\d+)\/extension\/\d+(\/telephony\/sessions|\/presence)$/;

/**
 * A filter as it is stored: `~` resolved to the subscriber's account and extension.
 * @returns undefined for a filter that names nothing the API knows
 */
export function parseFilter(
	text: string,
	own: { accountId: string; extensionId: string },
): EventFilter | undefined {
	const [rawPath, search = ''] = text.split(/\?(.*)/s, 2);
	const path = rawPath
		.replace(/\/+$/, '')
		.replace(/^(\/restapi\/v1\.0\/account\/)~(?=\/|$)/, `$1${own.accountId}`)
		.replace(/(\/extension\/)~(?=\/|$)/, `$1${own.extensionId}`);
	const found = FILTER_KINDS.find(({ pattern }) => pattern.test(path));
	if (!found) return undefined;
	return {
		text: search === '' ? path : `${path}?${search}`,
		path,
		query: new URLSearchParams(search),
		kind: found,
	};
}

/** Ids a filter names: account and extension (or queue), where it has them. */
export function idsOf(filter: EventFilter): string[] {
	return (filter.kind.pattern.exec(filter.path) ?? []).slice(1);
}

type Body = Record<string, unknown>;

interface EventParty {
	direction?: string;
	missedCall?: boolean;
	from?: { phoneNumber?: string };
	to?: { phoneNumber?: string };
	status?: { code?: string };
	recordings?: unknown[];
}

const PARTY_TESTS: Record<string, (party: EventParty, wanted: string) => boolean> = {
	direction: (party, wanted) => same(party.direction, wanted),
	missedCall: (party, wanted) => String(party.missedCall ?? false) === wanted,
	phoneNumber: (party, wanted) =>
		[party.from?.phoneNumber, party.to?.phoneNumber].some(
			(number) => digits(number) === digits(wanted),
		),
	statusCode: (party, wanted) => same(party.status?.code, wanted),
	withRecordings: (party, wanted) =>
		wanted !== 'true' || (Array.isArray(party.recordings) && party.recordings.length > 0),
};

const same = (value: unknown, wanted: string) =>
	String(value).toLowerCase() === wanted.toLowerCase();
const digits = (text: string | undefined) => text?.replace(/[^\d]/g, '');

function narrowed({ query, kind: { narrows } }: EventFilter, event: PublishedEvent): boolean {
	const asked = narrows.filter((name) => query.has(name));
	if (asked.length === 0) return true;
	const { parties } = event.body;
	if (!Array.isArray(parties)) {
		return asked.every((name) => {
			const values = [event.query?.[name] ?? event.body[name]].flat();
			return query.getAll(name).some((wanted) => values.some((value) => same(value, wanted)));
		});
	}
	return (parties as EventParty[]).some((party) =>
		asked.every((name) => query.getAll(name).some((wanted) => PARTY_TESTS[name](party, wanted))),
	);
}

/** True when a subscription of `subscriberId` with this filter gets the event. */
export function matches(filter: EventFilter, event: PublishedEvent, subscriberId: string): boolean {
	if (event.visibleTo && !event.visibleTo.includes(subscriberId)) return false;
	const names = [event.path, ...(OTHER_NAMES[event.path] ?? [])];
	const accountForm = event.path.replace(ACCOUNT_WIDE, '$1$2');
	if (!names.includes(filter.path) && filter.path !== accountForm) return false;
	return narrowed(filter, event);
}

function withoutSip(body: Body, list: 'parties' | 'activeCalls'): Body {
	const items = body[list];
	if (!Array.isArray(items)) return body;
	return {
		...body,
		[list]: items.map((item) => {
			const { sipData: dropped, ...rest } = item as Body;
			return dropped === undefined ? (item as Body) : rest;
		}),
	};
}

/**
 * The body as this filter asked for it: calls of a presence only with `detailedTelephonyState`,
 * SIP identifiers only with `sipData` (fixtures event.presence.*).
 */
export function shapeFor({ kind: { name }, query }: EventFilter, body: Body): Body {
	const sip = query.get('sipData') === 'true';
	if (name === 'telephonySessions' || name === 'accountTelephonySessions') {
		return sip ? body : withoutSip(body, 'parties');
	}
	if (name !== 'presence' && name !== 'accountPresence') return body;
	if (query.get('detailedTelephonyState') !== 'true') {
		const { activeCalls: dropped, ...rest } = body;
		return dropped === undefined ? body : rest;
	}
	return sip ? body : withoutSip(body, 'activeCalls');
}

/**
 * `event` of the envelope: the path of the event itself, with the query where the printed samples
 * show it (presence, instant messages, fax); a subscription by an old name reads its own name.
 */
export function eventName(filter: EventFilter, event: PublishedEvent): string {
	if (event.path.startsWith('/team-messaging/')) return filter.path;
	const search = filter.query.toString();
	const shows = ['presence', 'accountPresence', 'instant', 'fax'].includes(filter.kind.name);
	return shows && search !== '' ? `${event.path}?${search}` : event.path;
}
