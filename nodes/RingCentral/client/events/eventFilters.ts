import { segment } from '../transport/urls';

/** Whose events: of everybody, of some extensions (`~` is the login's own), or of some queues. */
export type EventTarget =
	| { kind: 'account' }
	| { kind: 'extension'; extensionIds: readonly string[] }
	| { kind: 'queue'; queueIds: readonly string[] }
	| { kind: 'own' }
	| { kind: 'filters'; filters: readonly string[] };

/** What the server is asked to leave out by itself (docs/protocols/ringcentral.md#event-filters). */
export interface Narrowing {
	direction?: 'Inbound' | 'Outbound';
	/** E.164 with `+`. */
	phoneNumber?: string;
}

/** Asks to be told three days before a subscription ends, and again every twelve hours. */
export const REMINDER_FILTER = '/restapi/v1.0/subscription/~?threshold=259200&interval=43200';

const ACCOUNT = '/restapi/v1.0/account/~';

const queryOf = (values: Record<string, string | undefined>) => {
	const known = Object.entries(values).flatMap(([name, value]) =>
		value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
	);
	return known.length === 0 ? '' : `?${known.join('&')}`;
};

/** How events are subscribed to. */
interface Source {
	/** Whose they are; with several, the first is all of them. */
	targets: ReadonlyArray<EventTarget['kind']>;
	/** Below the extension, the account or the queue; for events of the login the whole filter. */
	path: string;
	query?: (narrowing: Narrowing) => Record<string, string | undefined>;
	/** Whether a queue is listened to as the extension that it is, not below `call-queues`. */
	isOfQueueExtension?: boolean;
	/** More of the query where the target is an extension (docs/protocols/ringcentral.md#event-filters). */
	ofExtension?: Record<string, string>;
}

const CALLS = ['account', 'extension'] as const;
const MAILBOX = ['extension'] as const;

/** Everything a trigger may listen to; the names are those of the dropdown, which never change. */
const SOURCES = {
	telephonySession: {
		targets: CALLS,
		path: '/telephony/sessions',
		query: (narrowing) => ({ ...narrowing }),
	},
	// Not narrowed: all of a call's events are needed to see its end.
	callEnded: { targets: CALLS, path: '/telephony/sessions' },
	// As with callEnded: `withRecordings` says nothing of the end.
	newRecording: { targets: CALLS, path: '/telephony/sessions' },
	missedCall: {
		targets: CALLS,
		path: '/telephony/sessions',
		query: ({ phoneNumber }) => ({ direction: 'Inbound', missedCall: 'true', phoneNumber }),
	},
	presence: {
		targets: CALLS,
		path: '/presence',
		ofExtension: { detailedTelephonyState: 'true', sipData: 'true' },
	},
	dnd: { targets: MAILBOX, path: '/presence/dnd' },
	voicemail: { targets: MAILBOX, path: '/voicemail' },
	queueVoicemail: { targets: ['queue'], path: '/voicemail', isOfQueueExtension: true },
	fax: { targets: MAILBOX, path: '/fax', query: () => ({ direction: 'Inbound' }) },
	sms: { targets: MAILBOX, path: '/message-store/instant', query: () => ({ type: 'SMS' }) },
	// Only what comes in has an event of its own (docs/protocols/ringcentral.md#event-filters).
	smsSent: { targets: MAILBOX, path: '/message-store' },
	message: { targets: MAILBOX, path: '/message-store' },
	post: { targets: ['own'], path: '/team-messaging/v1/posts' },
	chat: { targets: ['own'], path: '/team-messaging/v1/chats' },
	queuePresence: { targets: ['queue'], path: '/presence' },
	eventFilter: { targets: ['filters'], path: '' },
} as const satisfies Record<string, Source>;

export type EventName = keyof typeof SOURCES;

export const EVENT_NAMES = Object.keys(SOURCES) as readonly EventName[];

/** Whose events a trigger may ask for. */
export const targetsOf = (event: EventName): Source['targets'] => SOURCES[event].targets;

/** The filter of an event for people to read, without whose it is; undefined where the user writes it. */
export function wireOf(event: EventName): string | undefined {
	const [target] = targetsOf(event);
	if (target === 'filters') return undefined;
	const filter = tailOf(event, {});
	if (target === 'queue') return `${queueBase(event)}/{groupId}${filter}`;
	return target === 'own' ? filter : filter.slice(1);
}

/** A queue is an extension too; its mailbox is that of the extension. */
function queueBase(event: EventName): string {
	const { isOfQueueExtension }: Source = SOURCES[event];
	return isOfQueueExtension ? 'extension' : 'call-queues';
}

function tailOf(event: EventName, narrowing: Narrowing, ofExtension = false): string {
	const { path, query, ofExtension: more }: Source = SOURCES[event];
	return path + queryOf({ ...query?.(narrowing), ...(ofExtension ? more : {}) });
}

/** The event filters to subscribe to, sorted, each once. */
export function eventFiltersOf(
	event: EventName,
	target: EventTarget,
	narrowing: Narrowing = {},
): string[] {
	return [...new Set(filtersOf(event, target, narrowing))].sort();
}

function filtersOf(event: EventName, target: EventTarget, narrowing: Narrowing): string[] {
	switch (target.kind) {
		case 'filters':
			return [...target.filters];
		case 'own':
			return [tailOf(event, narrowing)];
		case 'queue':
			return target.queueIds.map(
				(id) =>
					`${ACCOUNT}/${queueBase(event)}/${segment(id, 'The queue')}${tailOf(event, narrowing)}`,
			);
		case 'account':
			return [`${ACCOUNT}${tailOf(event, narrowing)}`];
		case 'extension':
			return target.extensionIds.map(
				(id) =>
					`${ACCOUNT}/extension/${segment(id, 'The extension')}${tailOf(event, narrowing, true)}`,
			);
	}
}
