import type { IDataObject, ITriggerFunctions } from 'n8n-workflow';

import { LruMap } from '../../shared/core/bounded/lruMap';
import { SeenSet } from '../../shared/core/bounded/seenSet';
import { leastOf } from '../../shared/core/extremes';
import { compact, isoTime } from '../../shared/core/callRecord';
import type { Log } from '../../shared/core/ports';
import { withWords, wordsOf } from '../../shared/core/words';
import { refusesByKey } from '../../shared/trigger/executions/emitExecution';
import { LiveExecutions } from '../../shared/trigger/executions/liveExecutions';
import { toNodeError } from '../../shared/action/nodeErrors';
import {
	eventKey,
	SeenEvents,
	shortened,
	type MemoryPolicy,
} from '../../shared/trigger/seenEvents';
import { leaveUnread, startAfter, takeUnread } from '../../shared/trigger/starts';
import { staticDataOf } from '../../shared/trigger/staticData';
import { CallRecovery } from './callRecovery';
import { text, type JsonObject } from '../client/transport/answers';
import type { RingCentralConnection } from '../client/transport/connection';
import {
	callOfRecord,
	isFinished,
	wasAnswered,
	type EndedCall,
} from '../client/callLog/endedCalls';
import { EventMemory } from '../client/events/eventMemory';
import type { LineChange } from '../client/events/lineChange';
import {
	endOf,
	loggedCalls,
	SKEW,
	wasMissed,
	type Span,
	type UnreadSpan,
} from '../client/callLog/loggedCalls';
import { recordingsOf } from '../client/callLog/recordMedia';
import type { Notification } from '../client/events/notification';
import { recordItem } from './item';
import { recordingFiles } from '../recordingFiles';
import { callLogsOf, EventReader, recordNames, UNREADABLE, type Reading } from './eventReader';
import { CALL_EVENTS, RECORD_EVENTS, type TriggerSettings } from './settings';
import { keepUnread, unreadBefore, type RingCentralStaticData } from './staticData';

/** Calls kept over a restart while their records are waited for. */
const KEPT_CALLS = 200;

/**
 * ms from one reading of the log of an outage to the next, where records are what is wanted: they come seconds to
 * minutes after the call (docs/protocols/ringcentral.md#when-records-come). Few, for the log is in the Heavy rate group.
 */
const LATER_READINGS = [60_000, 240_000];

/** Records that the log is known to have told: of a long outage more than the memory of events holds. */
const LOGGED_RECORDS = 50_000;

/** Calls of the log that events may still tell late. */
const LOGGED_CALLS = 5_000;

/**
 * What RingCentral brings again after a kill, in a session that is recovered or by its call log, has run already if
 * n8n had stored it. n8n 2.x knows that by the key; 1.x does not.
 */
const memoryPolicy = (node: ITriggerFunctions): MemoryPolicy => ({
	afterKill: refusesByKey(node) ? 'sameOrSeen' : 'seen',
	keptAs: shortened,
});

/** What a live workflow does with notifications and with changes of its line. */
export interface LiveReceiver {
	/** False when too much waits already. */
	readonly hasRoom: boolean;
	/** Events whose executions have not ended. */
	readonly waiting: number;
	take(notification: Notification): void;
	changed(change: LineChange): void;
	/** Somebody else gets the same events. */
	shared(cause: string): void;
	close(): Promise<void>;
}

function earliestOf(...times: Array<number | undefined>): number | undefined {
	const known = times.filter((time) => time !== undefined);
	return known.length === 0 ? undefined : leastOf(known);
}

/** A time that begins then, ms since 1970, and is not over; none where nobody knows of one. */
const openSpan = (from: number | undefined) => (from === undefined ? [] : [{ from }]);

/**
 * True for a record that is still to become what is wanted: of a call in progress, or without the recording that may
 * come as long after the call as one is waited for. `nowMs`: since 1970.
 */
function isUnripe(record: JsonObject, settings: TriggerSettings, nowMs: number): boolean {
	const direction = text(record.direction)?.toLowerCase();
	if (settings.direction !== undefined && direction !== settings.direction) return false;
	if (!isFinished(record)) return true;
	if (settings.event !== 'newRecording' || !wasAnswered(record)) return false;
	return recordingsOf(record).length === 0 && nowMs - endOf(record) < settings.record.recordingWait;
}

/** What the version before left to be read. `from`: since when, ms since 1970; undefined where it left nothing. */
const unreadOfVersion = (from: number | undefined, { unread }: EventMemory) =>
	from === undefined ? [] : [...(unread ?? openSpan(from))];

function restored({ waiting = [] }: RingCentralStaticData): EndedCall[] {
	return waiting.map((call) => JSON.parse(call) as EndedCall);
}

/**
 * What stands between notifications and the executions of one live workflow: nothing runs twice, a
 * burst does not drown n8n, and what an outage hid comes from the call log. `memory`: what came for the
 * versions of the workflow before this one.
 */
export function liveReceiver(
	node: ITriggerFunctions,
	settings: TriggerSettings,
	connection: RingCentralConnection,
	log: Log,
	onRoom: () => void = () => {},
	memory: EventMemory = new EventMemory(),
): LiveReceiver {
	const { clock } = connection;
	const kept = staticDataOf<RingCentralStaticData>(node);
	const seen = new SeenEvents(kept, clock.now(), memoryPolicy(node));
	const earlier: { calls: EndedCall[]; unread: UnreadSpan[] } =
		startAfter(node) === 'downtime'
			? { calls: restored(kept), unread: unreadBefore(kept, clock.now()) }
			: { calls: [], unread: unreadOfVersion(takeUnread(node), memory) };
	kept.aliveAt = clock.now();
	// n8n saves static data when the trigger has started, and may be killed before anything runs.
	keepUnread(kept, earlier.unread);
	const executions = new LiveExecutions(node, {
		gate: settings.gate,
		clock,
		memory: seen,
		onRoom,
		write() {
			seen.write(kept, clock.now());
			kept.waiting = reader
				.pending()
				.slice(-KEPT_CALLS)
				.map((call) => JSON.stringify(call));
			kept.aliveAt = executions.unstoredSince ?? clock.now();
			keepUnread(kept, [...recovery.unread, ...openSpan(lostSince)]);
		},
	});
	/** Since when something may be missing that is still to come, ms since 1970. */
	let lostSince: number | undefined;
	/** Ends of calls that the log has told, ms since 1970, by their names. */
	const logged = new LruMap<string, number>(LOGGED_CALLS);
	const isLate = ({ calls, at }: NonNullable<Reading['about']>) =>
		calls.some((name) => at <= (logged.get(name) ?? -Infinity) + SKEW);
	/** What readings of the log have told, which may read it again: short hashes of the records' names. */
	const readBefore = new SeenSet(LOGGED_RECORDS);
	/** True when it was sent: nothing of the same name went out before, and the log has not told the call. */
	const send = ({ items, files, id, calls = [], also = [], about }: Reading): boolean => {
		if (about && isLate(about)) return false;
		const key = id === undefined ? undefined : eventKey(id);
		if (also.some((name) => name !== id && seen.has(eventKey(name)))) return false;
		if (key !== undefined && !seen.isNew(key)) return false;
		// Names of the call are only marks for the call log, which comes after events.
		const marks = calls.map(eventKey);
		for (const mark of marks) seen.isNew(mark);
		const keys = new Set(key === undefined ? marks : [key, ...marks]);
		void executions.gate({ key, keys: [...keys], also: also.map(eventKey), items, files });
		return true;
	};
	const { audioField } = settings;
	const fetchRecordings = recordingFiles(connection, { helpers: node.helpers, audioField });
	const reader = new EventReader({ settings, connection, send, fetchRecordings });
	/** Items of a record of the call log; none of one that cannot be read, as the others of the same outage are wanted. */
	const recoveredItems = (record: JsonObject): IDataObject[] => {
		try {
			const view = { ...settings, numberPlan: connection.numberPlan };
			return recordItem(view, record, { recovered: true });
		} catch (error) {
			log.error(UNREADABLE, { reason: (error as Error).message });
			return [];
		}
	};
	const readLog = async (span: Span, signal: AbortSignal, isLast: boolean): Promise<number> => {
		const { event, phoneNumber } = settings;
		const inProgress = isLast && RECORD_EVENTS.has(event);
		const filter = { extensionIds: callLogsOf(settings), phoneNumber, inProgress };
		const calls = await loggedCalls(connection, filter, span, signal);
		const awaited = reader.pendingNames();
		let count = 0;
		for (const { extensionId, record } of calls) {
			if (event === 'missedCall' && !wasMissed(record)) continue;
			const names = recordNames(event, record, extensionId);
			// It goes out when it is complete, with the recording where that is waited for.
			if (names.also?.some((name) => awaited.has(name))) continue;
			if (isUnripe(record, settings, clock.now())) {
				const call = callOfRecord(record, extensionId, clock.now());
				if (call) reader.restore([call]);
				for (const name of names.also ?? []) awaited.add(name);
				continue;
			}
			const items = recoveredItems(record);
			if (items.length === 0) continue;
			const key = eventKey(names.id ?? JSON.stringify(record));
			if (!readBefore.add(shortened(key))) continue;
			const isKnown = names.id !== undefined && seen.has(key);
			const fetched = isKnown ? undefined : await fetchRecordings?.(record);
			const { file, failure } = fetched ?? {};
			const told = items.map((item) => ({ ...item, ...failure }));
			// An agent who missed a call of a queue may be rung again: what was told was not its end.
			const also = reader.isLive(record) ? [] : names.also;
			if (!send({ items: told, files: file && told.map(() => file), ...names, also })) continue;
			for (const name of names.also ?? []) logged.set(name, endOf(record));
			count++;
		}
		if (count > 0) log.info(`${count} calls were read from the call log`);
		return count;
	};
	const recovery = new CallRecovery(
		connection,
		readLog,
		async () => await executions.allStored(),
		RECORD_EVENTS.has(settings.event) ? LATER_READINGS : [],
	);
	const recovers =
		RECORD_EVENTS.has(settings.event) ||
		(settings.recoverMissedCalls && CALL_EVENTS.has(settings.event));
	const recover = async (from: number, to?: number) =>
		recovers ? await recovery.recover(from, to) : 0;
	const sendConnection = (item: IDataObject) => {
		if (!settings.connectionItems) return;
		const items = [compact({ type: 'Connection', event: settings.event, ...item })];
		void executions.gate({ keys: [], items, isNotice: true });
	};

	reader.restore([...earlier.calls, ...memory.takeCalls(clock.elapsed())]);
	for (const { from, to } of earlier.unread) void recover(from, to);
	return {
		get hasRoom() {
			return executions.hasRoom;
		},
		get waiting() {
			return executions.open;
		},
		take(notification) {
			if (memory.isNew(notification, clock.elapsed(), clock.now())) reader.take(notification);
		},
		changed(change) {
			if (change.state === 'lost') lostSince ??= change.since;
			noteChange(change, { settings, log, recover, sendConnection, now: () => clock.now() });
			if (change.state === 'active') {
				const isKnown = () => (lostSince = undefined);
				// Without a wait the recovery knows from here on, which was notified first.
				if (change.caughtUp) void change.caughtUp.then(isKnown);
				else isKnown();
			}
			if (change.state === 'refused' && settings.delivery === 'webSocket')
				reportRefused(node, change);
		},
		shared: (cause) => sendConnection({ state: 'shared', cause }),
		async close() {
			memory.unread = [...recovery.unread, ...openSpan(lostSince)];
			leaveUnread(node, earliestOf(recovery.unreadFrom, lostSince));
			recovery.close();
			memory.leave(reader.pending(), clock.elapsed());
			await reader.close();
			executions.close();
		},
	};
}

/**
 * What no retry can cure becomes a failed execution in n8n 2.x, and the line goes on looking whether it was
 * put right: an emitted error would have the trigger started again some times and then never. n8n 1.x
 * starts it again for ever.
 */
function reportRefused(
	node: ITriggerFunctions,
	{ error }: LineChange & { state: 'refused' },
): void {
	const told = toNodeError(node.getNode(), withWords(error));
	if (typeof node.saveFailedExecution === 'function') node.saveFailedExecution(told);
	else node.emitError(told);
}

interface ChangeContext {
	settings: TriggerSettings;
	log: Log;
	recover(from: number): Promise<number>;
	sendConnection(item: IDataObject): void;
	now(): number;
}

/** States of connection items, by what carries the events. */
const STATES = {
	webhook: { lost: 'subscriptionLost', active: 'subscriptionBack' },
	webSocket: { lost: 'down', active: 'up' },
};

function noteChange(change: LineChange, context: ChangeContext): void {
	const { settings, log, sendConnection, now } = context;
	const isSilent = change.state !== 'refused' && change.isSilent;
	const states = STATES[isSilent ? 'webSocket' : settings.delivery];
	if (change.state === 'lost') {
		log.info('Connection to RingCentral is lost; repairing it', { cause: change.cause });
		const { cause, since } = change;
		sendConnection({ state: states.lost, cause, since: isoTime(since) });
	} else if (change.state === 'refused') {
		const cause = wordsOf(change.error);
		log.error('RingCentral refuses the subscription', { reason: cause });
		sendConnection({ state: 'subscriptionRefused', cause });
	} else {
		const { since, complete } = change;
		const duration = Math.round((now() - since) / 1000);
		log.info(`Connection to RingCentral is up again after ${duration} s`, { complete });
		const recovering = complete ? Promise.resolve(0) : context.recover(since);
		void recovering.then((recovered) => {
			const times = { since: isoTime(since), until: isoTime(now()) };
			sendConnection({ state: states.active, ...times, duration, complete, recovered });
			if (!complete && !isSilent) sendConnection({ state: 'gap', ...times, recovered });
		});
	}
}
