import type { ItemsWithFiles } from '../../shared/trigger/executionItems';
import { sessionIdOf, text, type JsonObject } from '../client/transport/answers';
import type { RingCentralConnection } from '../client/transport/connection';
import { EndedCalls, type EndedCall } from '../client/callLog/endedCalls';
import type { EventName } from '../client/events/eventFilters';
import type { Notification } from '../client/events/notification';
import { PartyTimes } from '../client/events/partyTimes';
import { SessionBook, type KnownSession } from '../client/events/sessionBook';
import { ORDER_DEFAULTS, SessionOrder } from '../client/events/sessionOrder';
import {
	hasEnded,
	hasLeft,
	sessionEventOf,
	type SessionEvent,
} from '../client/events/telephonyEvent';
import { hasNewSms, sentSms } from '../client/messaging/sentMessages';
import { isTranscribed, Transcriptions } from '../client/messaging/transcriptions';
import { isOfDirection, itemsOf, recordItem, unrecordedItem } from './item';
import { RecordingFetches, type FetchRecordings } from '../recordingFiles';
import { CALL_EVENTS, RECORD_EVENTS, type TriggerSettings } from './settings';

/** What an operator reads of an event or record that is none. */
export const UNREADABLE =
	'What RingCentral tells of an event could not be read and starts no execution';

/** Events of mailboxes that may wait for a text. */
const VOICEMAILS: ReadonlySet<EventName> = new Set(['voicemail', 'queueVoicemail']);

/** What goes out for one event. */
export interface Reading extends ItemsWithFiles {
	/** Names the event: nothing with the same name runs twice. */
	id?: string;
	/** Names of the call, where this tells its end: the call log must not tell it again. */
	calls?: string[];
	/** Names under which the same may have gone out already. */
	also?: string[];
	/** The call that an event is about, by its names, and when it happened (ms since 1970), as far as it says so. */
	about?: { calls: string[]; at: number };
}

export interface ReaderContext {
	settings: TriggerSettings;
	connection: RingCentralConnection;
	send(reading: Reading): void;
	/** Calls known from elsewhere. */
	book?: SessionBook;
	/** Where the sound of a recorded call is wanted with it. */
	fetchRecordings?: FetchRecordings;
}

/** Whose call logs have the calls of a target; undefined for that of the company. */
export function callLogsOf({ target }: TriggerSettings): readonly string[] | undefined {
	return target.kind === 'extension' ? target.extensionIds : undefined;
}

/** The name under which a call is told once, where it is told without a record of its own. */
function callName(event: EventName, sessionId: string, log = ''): string {
	// Two extensions of one call have a record each; of events the call is told by the session.
	return RECORD_EVENTS.has(event) ? `ended:${log}:${sessionId}` : `call:${sessionId}`;
}

/** The names of a call by both its ids: a record of the call log may have the older one only. */
const callNames = (
	event: EventName,
	{ telephonySessionId, sessionId }: Partial<Pick<EndedCall, 'telephonySessionId' | 'sessionId'>>,
	log?: string,
): string[] =>
	[telephonySessionId, sessionId].flatMap((id) =>
		id === undefined ? [] : [callName(event, id, log)],
	);

/**
 * Names of what a record of the call log tells: its own, for one call may have several records, and
 * those under which the call may have gone out without it.
 */
export function recordNames(
	event: EventName,
	record: JsonObject,
	log = '',
): Pick<Reading, 'id' | 'also'> {
	const telephonySessionId = sessionIdOf(record.telephonySessionId);
	const sessionId = sessionIdOf(record.sessionId);
	const also = callNames(event, { telephonySessionId, sessionId }, log);
	const own = text(record.id);
	if (own === undefined) return { id: also[0], also };
	// Both ends of a call may have it in their log; as a record each only where records are what is wanted.
	return { id: RECORD_EVENTS.has(event) ? `record:${log}:${own}` : `record:${own}`, also };
}

/** Events that come in the order of numbers, and the thing they count for. */
function orderKeyOf({ body }: Notification): string | undefined {
	return sessionIdOf(body.telephonySessionId);
}

/**
 * What notifications mean for one workflow: puts those of a call in order, waits for call log records
 * and transcriptions, and gives items.
 */
export class EventReader {
	private readonly book: SessionBook;

	private readonly order: SessionOrder<Notification>;

	private readonly ended: EndedCalls;

	private readonly transcriptions: Transcriptions;

	private readonly times = new PartyTimes();

	/** Voicemails that wait for their text, and messages that are read. */
	private readonly underWay = new Set<Promise<void>>();

	private readonly fetches: RecordingFetches<EndedCall>;

	constructor(private readonly context: ReaderContext) {
		const { settings, connection } = context;
		this.book = context.book ?? new SessionBook();
		this.order = new SessionOrder<Notification>(
			connection.clock,
			(notification, late) => this.guarded(() => this.read(notification, late)),
			{ ...ORDER_DEFAULTS, gracePeriod: settings.orderGracePeriod },
		);
		this.ended = new EndedCalls(
			connection,
			{ view: 'Detailed', ...settings.record },
			{
				deliver: (call, record) => this.guarded(() => this.deliverCall(call, record)),
				isLive: (id) => this.book.isLive(id),
			},
		);
		this.fetches = new RecordingFetches(context.fetchRecordings);
		this.transcriptions = new Transcriptions(connection, {
			giveUpAfter: settings.transcriptionWait,
		});
	}

	/** The panel, and the country of the credential. */
	private get view() {
		const { settings, connection } = this.context;
		return { ...settings, numberPlan: connection.numberPlan };
	}

	/** Takes a notification that was not seen before. */
	take(notification: Notification): void {
		const key = CALL_EVENTS.has(this.context.settings.event) ? orderKeyOf(notification) : undefined;
		const { sequence } = sessionEventOf(notification) ?? {};
		this.order.accept(notification, key ?? '', key === undefined ? undefined : sequence);
	}

	/** Calls whose records are waited for, to be kept over a restart. */
	pending(): EndedCall[] {
		return [...this.ended.pending(), ...this.fetches.pending];
	}

	/** Names of the calls whose records are waited for, as `recordNames` has them. */
	pendingNames(): Set<string> {
		const { event } = this.context.settings;
		return new Set(this.pending().flatMap((call) => callNames(event, call, call.extensionId)));
	}

	/** True while something is still to come of what was taken. */
	get isWaiting(): boolean {
		return this.underWay.size > 0 || this.ended.pending().length > 0;
	}

	/** True for the record of a call in which somebody is known to be, so that no event has told its end for good. */
	isLive({ telephonySessionId }: JsonObject): boolean {
		if (RECORD_EVENTS.has(this.context.settings.event)) return false;
		return this.book.isLive(sessionIdOf(telephonySessionId) ?? '');
	}

	/** Waits for calls that were waited for before a restart, or that only the call log has told of. */
	restore(calls: readonly EndedCall[]): void {
		for (const call of calls) this.ended.add(call);
	}

	/** What waits for earlier events or for a text goes out; calls wait for the next start. */
	async close(): Promise<void> {
		this.fetches.close();
		this.order.close();
		this.transcriptions.close();
		await Promise.all([...this.underWay, this.ended.close()]);
	}

	/** What brings the others goes on after one that cannot be read, which is logged and left out. */
	private guarded(read: () => void): void {
		try {
			read();
		} catch (error) {
			this.context.connection.log.error(UNREADABLE, { reason: (error as Error).message });
		}
	}

	private read(notification: Notification, late: boolean): void {
		const { settings, send } = this.context;
		if (RECORD_EVENTS.has(settings.event)) {
			this.see(notification);
			return;
		}
		if (settings.event === 'smsSent') {
			if (hasNewSms(notification)) this.keep(this.readSent(notification));
			return;
		}
		if (VOICEMAILS.has(settings.event) && settings.transcriptionWait > 0) {
			if (!isTranscribed(notification.body)) {
				this.keep(this.hold(notification));
				return;
			}
		}
		const session = sessionEventOf(notification);
		const isEnd = session !== undefined && this.tellsEnd(session, late);
		const times = session && !late ? this.times.see(session) : undefined;
		const items = itemsOf(this.view, notification, { late }, times);
		if (items.length === 0) return;
		send({
			items,
			id: this.idOf(notification),
			calls: isEnd ? callNames(settings.event, session) : undefined,
			about: this.aboutOf(notification),
		});
	}

	private aboutOf(notification: Notification): Reading['about'] {
		const session = sessionEventOf(notification);
		if (!session) return undefined;
		const calls = callNames(this.context.settings.event, session);
		return { calls, at: Date.parse(session.eventTime ?? '') };
	}

	/**
	 * Missed calls may be told several times for the same party; a voicemail that is waited for may be told again
	 * when its text is there.
	 */
	private idOf(notification: Notification): string | undefined {
		const session = sessionEventOf(notification);
		const { event, oncePerCall, transcriptionWait } = this.context.settings;
		const messageId = text(notification.body.id);
		if (VOICEMAILS.has(event) && transcriptionWait > 0 && messageId !== undefined) {
			return `voicemail:${messageId}`;
		}
		if (event !== 'missedCall' || !session) return notification.uuid;
		if (oncePerCall) return `missed:${session.telephonySessionId}`;
		const parties = session.parties.filter(({ missed }) => missed).map(({ id }) => id);
		return `missed:${session.telephonySessionId}:${parties.join()}`;
	}

	/**
	 * Whether a call is told to its end with an event, so that the call log need not tell it: nobody is left in it of
	 * those that the trigger tells of. Who leaves alone ends nothing, as an agent whose colleague has answered
	 * (docs/protocols/ringcentral.md#telephony-events).
	 */
	private tellsEnd(session: SessionEvent, late: boolean): boolean {
		const { settings } = this.context;
		// Only parties that missed a call are told; that is all there is to tell of it.
		if (settings.event === 'missedCall') return session.parties.some(hasLeft);
		const parties = session.parties.filter(
			// What is late may be over, but nobody comes back with it.
			(party) => isOfDirection(settings, party) && (!late || hasLeft(party)),
		);
		const known = this.book.see({ ...session, parties });
		return known?.isOver === true && parties.some(hasEnded);
	}

	/** What is under way is waited for before the end. */
	private keep(work: Promise<void>): void {
		const tracked = work.finally(() => this.underWay.delete(tracked));
		this.underWay.add(tracked);
	}

	/** The messages that an event only counts; each has a name of its own, for several events may count it. */
	private async readSent(notification: Notification): Promise<void> {
		const { send, connection } = this.context;
		try {
			for (const message of await sentSms(connection, notification)) {
				const body = message as JsonObject;
				const items = itemsOf(this.view, { ...notification, body, received: body });
				if (items.length > 0) send({ items, id: `sms:${String(message.id)}` });
			}
		} catch (error) {
			connection.log.error('A sent SMS could not be read and starts no execution', {
				reason: (error as Error).message,
			});
		}
	}

	private async hold(notification: Notification): Promise<void> {
		const { send } = this.context;
		const complete = await this.transcriptions.complete(notification);
		this.guarded(() => send({ items: itemsOf(this.view, complete), id: this.idOf(notification) }));
	}

	private see(notification: Notification): void {
		const session = sessionEventOf(notification);
		const known = session && this.book.see(session);
		if (!known) return;
		const endedAt = Date.parse(session.eventTime ?? '') || this.context.connection.clock.now();
		const { telephonySessionId, sessionId, startedAt, recorded } = known;
		for (const extensionId of this.logsOf(known, notification)) {
			this.ended.add({
				telephonySessionId,
				sessionId,
				extensionId,
				endedAt,
				startedAt,
				recorded,
				event: notification.received,
			});
		}
	}

	/** In whose call log the record will be. */
	private logsOf({ extensionIds }: KnownSession, { ownerId }: Notification) {
		const logs = callLogsOf(this.context.settings);
		if (logs === undefined) return [undefined];
		if (logs.length === 1) return logs;
		const own = ownerId !== undefined && extensionIds.includes(ownerId);
		const among = logs.filter((log) => (log === '~' ? own : extensionIds.includes(log)));
		return among.length > 0 ? among : logs;
	}

	/** A call goes out with its files, where they are wanted. */
	private sendCall(call: EndedCall, record: JsonObject, reading: Reading): void {
		const { send } = this.context;
		const fetched = this.fetches.take(call, record, ({ file, failure }) => {
			const items = reading.items.map((item) => ({ ...item, ...failure }));
			send({ ...reading, items, files: items.map(() => file) });
		});
		if (fetched) this.keep(fetched);
		else send(reading);
	}

	private deliverCall(call: EndedCall, record: JsonObject | undefined): void {
		const { send, settings } = this.context;
		const { event } = settings;
		if (record) {
			const items = recordItem(this.view, record, { recovered: call.recovered });
			const names = recordNames(event, record, call.extensionId);
			if (items.length > 0) this.sendCall(call, record, { items, ...names });
			return;
		}
		// Without its record nobody knows whether the call was recorded.
		if (event === 'newRecording') return;
		const items = unrecordedItem(this.view, call.event);
		const calls = callNames(event, call, call.extensionId);
		if (items.length > 0) send({ items, id: calls[0], calls });
	}
}
