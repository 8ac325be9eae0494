import { segment } from '../transport/urls';

/** What a trigger may listen to; the words of the dropdown, which never change. */
export type EventName =
	| 'telephonySession'
	| 'callEnded'
	| 'missedCall'
	| 'presence'
	| 'dnd'
	| 'voicemail'
	| 'fax'
	| 'sms'
	| 'message'
	| 'post'
	| 'chat'
	| 'queuePresence'
	| 'eventFilter';

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

/** The end of the path after the extension or account, by event. */
const TAILS: Partial<Record<EventName, (narrowing: Narrowing) => string>> = {
	telephonySession: (narrowing) => `/telephony/sessions${queryOf({ ...narrowing })}`,
	// Not narrowed: all of a call's events are needed to see its end.
	callEnded: () => '/telephony/sessions',
	missedCall: ({ phoneNumber }) =>
		`/telephony/sessions${queryOf({ direction: 'Inbound', missedCall: 'true', phoneNumber })}`,
	presence: () => '/presence?detailedTelephonyState=true&sipData=true',
	dnd: () => '/presence/dnd',
	voicemail: () => '/voicemail',
	fax: () => '/fax?direction=Inbound',
	sms: () => '/message-store/instant?type=SMS',
	message: () => '/message-store',
};

/** Filters of events that have no extension in their path. */
const OWN: Partial<Record<EventName, string>> = {
	post: '/team-messaging/v1/posts',
	chat: '/team-messaging/v1/chats',
};

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
			return [OWN[event] ?? ''];
		case 'queue':
			return target.queueIds.map(
				(id) => `${ACCOUNT}/call-queues/${segment(id, 'The queue')}/presence`,
			);
		case 'account':
			// Account presence takes no query (docs/protocols/ringcentral.md#event-filters).
			return [
				`${ACCOUNT}${event === 'presence' ? '/presence' : (TAILS[event]?.(narrowing) ?? '')}`,
			];
		case 'extension':
			return target.extensionIds.map(
				(id) =>
					`${ACCOUNT}/extension/${segment(id, 'The extension')}${TAILS[event]?.(narrowing) ?? ''}`,
			);
	}
}
