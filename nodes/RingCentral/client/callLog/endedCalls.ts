import { leastOf } from '../../../shared/core/extremes';
import { inBackground } from '../../../shared/core/flow/background';
import { isObject, sessionIdOf, text, type JsonObject } from '../transport/answers';
import { pages } from '../transport/api';
import type { RingCentralConnection } from '../transport/connection';
import { recordingsOf } from './recordMedia';
import { segment } from '../transport/urls';

/** A call whose record is waited for. JSON, so that it outlives a restart. */
export interface EndedCall {
	telephonySessionId: string;
	/** The older id; records have it always, the newer one mostly (docs/protocols/ringcentral.md#records). */
	sessionId?: string;
	/** Whose call log has it; undefined for that of the company. */
	extensionId?: string;
	/** ms since 1970. */
	endedAt: number;
	startedAt?: number;
	/** A recording was made. */
	recorded: boolean;
	/** The last event, for a call whose record never comes. */
	event: JsonObject;
	/** No event told of it: it was in the call log after an outage. */
	recovered?: boolean;
}

export interface EndedCallSettings {
	view: 'Simple' | 'Detailed';
	/** ms after the end of a call until its record is first read. */
	firstReading: number;
	/** ms after which a call goes out without its record. */
	giveUpAfter: number;
	/** ms after the record was found that its recording is waited for; 0: not at all. */
	recordingWait: number;
}

/**
 * ms between two readings at least: the Heavy group has 10 requests a minute
 * (docs/protocols/ringcentral.md#rate-limits).
 */
const SPACING = 10_000;

/** ms between two readings for the same call at most. */
const LONGEST_PAUSE = 60_000;

/** ms by which clocks may differ. */
const SKEW = 60_000;

const PER_PAGE = 1_000;

/** Calls that are waited for; with more, the oldest go out without their record. */
const MOST = 5_000;

interface Waiting {
	call: EndedCall;
	readings: number;
	/** `clock.elapsed()` of coming, and of the next reading. */
	since: number;
	next: number;
	/** By their ids: one call may have several. */
	records: Map<string, Found>;
	/** The reading that found the first finished record. */
	foundAtReading?: number;
}

/** One record of a call. */
interface Found {
	record: JsonObject;
	/** `clock.elapsed()` at which it was finished first. */
	finishedAt?: number;
	delivered: boolean;
}

export interface EndedCallListener {
	/** Once for each record of the call; without a record when none came in time. */
	deliver(call: EndedCall, record: JsonObject | undefined): void;
	/** True while somebody is known to be in the call. */
	isLive(telephonySessionId: string): boolean;
}

/** The path of a call log: the company's, or one extension's. */
export const callLogPath = (extensionId: string | undefined) =>
	extensionId === undefined
		? '/restapi/v1.0/account/~/call-log'
		: `/restapi/v1.0/account/~/extension/${segment(extensionId, 'The extension')}/call-log`;

const keyOf = ({ extensionId = '', telephonySessionId }: EndedCall) =>
	`${extensionId}:${telephonySessionId}`;

/**
 * A record without a result, or in progress, is of a call that still runs
 * (docs/protocols/ringcentral.md#records).
 */
export function isFinished({ result }: JsonObject): boolean {
	const known = text(result)?.toLowerCase();
	return known !== undefined && known !== 'in progress';
}

/** The name of a record among those of its call. */
const recordKey = ({ id, direction, startTime }: JsonObject) =>
	text(id) ?? `${String(direction)} ${String(startTime)}`;

const isInside = (end: unknown) =>
	isObject(end) && (text(end.extensionId) !== undefined || text(end.extensionNumber) !== undefined);

/**
 * A call between two of the account may have a record for each of them
 * (docs/protocols/ringcentral.md#several-records-of-a-call).
 */
const mayHaveSibling = ({ from, to }: JsonObject) => isInside(from) && isInside(to);

/** True for the record of a call that was answered: only such calls are recorded. */
export const wasAnswered = ({ result }: JsonObject): boolean =>
	/accepted|connected/i.test(text(result) ?? '');

const mayHaveRecording = (record: JsonObject, { recorded }: EndedCall) =>
	recorded || wasAnswered(record);

/** What stands for the event of a call of which none told; it becomes no item. */
const NO_EVENT: JsonObject = { event: '', body: {} };

/**
 * A call to wait for, out of a record that is still to change; undefined where the record has the older id only, by
 * which it cannot be asked for. `nowMs`: since 1970.
 */
export function callOfRecord(
	record: JsonObject,
	extensionId: string | undefined,
	nowMs: number,
): EndedCall | undefined {
	const telephonySessionId = sessionIdOf(record.telephonySessionId);
	if (telephonySessionId === undefined) return undefined;
	return {
		telephonySessionId,
		sessionId: sessionIdOf(record.sessionId),
		extensionId,
		endedAt: nowMs,
		startedAt: Date.parse(text(record.startTime) ?? '') || undefined,
		recorded: false,
		event: NO_EVENT,
		recovered: true,
	};
}

/**
 * Waits for the call log to have the records of calls that ended, which takes seconds to minutes
 * (docs/protocols/ringcentral.md#when-records-come). Few requests serve many calls, because the call log is
 * in the Heavy rate group.
 */
export class EndedCalls {
	private readonly waiting = new Map<string, Waiting>();

	private readonly stop = new AbortController();

	private wake = new AbortController();

	private running?: Promise<void>;

	private lastReading = -Infinity;

	constructor(
		private readonly connection: RingCentralConnection,
		private readonly settings: EndedCallSettings,
		private readonly listener: EndedCallListener,
	) {}

	/** Waits for the record of a call. A call that waits already has its time begin anew. */
	add(call: EndedCall): void {
		const now = this.connection.clock.elapsed();
		const key = keyOf(call);
		const known = this.waiting.get(key);
		this.waiting.delete(key);
		const next = now + this.settings.firstReading;
		const startedAt = known?.call.startedAt ?? call.startedAt;
		const records = known?.records ?? new Map<string, Found>();
		this.waiting.set(key, { call: { ...call, startedAt }, readings: 0, since: now, next, records });
		for (const [oldest, { call: dropped }] of this.waiting) {
			if (this.waiting.size <= MOST) break;
			this.waiting.delete(oldest);
			this.listener.deliver(dropped, undefined);
		}
		const { log } = this.connection;
		this.running ??= inBackground('The wait for call records', log, async () => await this.run());
		this.wake.abort();
	}

	/** The calls that wait now. */
	pending(): EndedCall[] {
		return [...this.waiting.values()].map(({ call }) => call);
	}

	async close(): Promise<void> {
		this.stop.abort();
		await this.running;
	}

	private async run(): Promise<void> {
		const { clock, log } = this.connection;
		const { signal } = this.stop;
		while (!signal.aborted) {
			this.wake = new AbortController();
			const next = leastOf([...this.waiting.values()].map((entry) => entry.next));
			const due = Math.max(next, this.lastReading + SPACING);
			const wait = Math.min(due - clock.elapsed(), 3_600_000);
			if (wait > 0) {
				await clock.sleep(wait, AbortSignal.any([signal, this.wake.signal]));
				continue;
			}
			this.lastReading = clock.elapsed();
			try {
				await this.readDue(signal);
			} catch (error) {
				if (signal.aborted) return;
				log.warn('The call log of RingCentral could not be read; trying again', {
					reason: (error as Error).message,
				});
			}
			this.settle();
		}
	}

	/** Reads every call log in which something is waited for and due. */
	private async readDue(signal: AbortSignal): Promise<void> {
		const now = this.connection.clock.elapsed();
		const byLog = new Map<string | undefined, Waiting[]>();
		for (const entry of this.waiting.values()) {
			const { extensionId } = entry.call;
			byLog.set(extensionId, [...(byLog.get(extensionId) ?? []), entry]);
		}
		const due = [...byLog].filter(([, entries]) => entries.some(({ next }) => next <= now));
		for (const [, entries] of due) {
			for (const entry of entries) {
				const pause = Math.min(this.settings.firstReading * 2 ** ++entry.readings, LONGEST_PAUSE);
				entry.next = now + Math.max(SPACING, pause);
			}
		}
		for (const [extensionId, entries] of due) await this.readLog(extensionId, entries, signal);
	}

	private async readLog(
		extensionId: string | undefined,
		entries: Waiting[],
		signal: AbortSignal,
	): Promise<void> {
		const unknown = entries.filter(({ call }) => call.startedAt === undefined);
		const dated = entries.filter(({ call }) => call.startedAt !== undefined);
		// Each by its id where there is one, or where nobody knows since when to read.
		const alone = dated.length === 1 ? [...unknown, ...dated] : unknown;
		for (const entry of alone) {
			const { telephonySessionId, startedAt, endedAt } = entry.call;
			const from = (startedAt ?? endedAt - 86_400_000) - SKEW;
			await this.read(extensionId, [entry], { telephonySessionId, dateFrom: iso(from) }, signal);
		}
		if (dated.length < 2) return;
		const from = leastOf(dated.map(({ call }) => call.startedAt ?? call.endedAt)) - SKEW;
		await this.read(extensionId, dated, { dateFrom: iso(from) }, signal);
	}

	private async read(
		extensionId: string | undefined,
		entries: Waiting[],
		query: { telephonySessionId?: string; dateFrom: string },
		signal: AbortSignal,
	): Promise<void> {
		const bySession = new Map<string | undefined, Waiting>(
			entries.flatMap((entry) => [
				[sessionIdOf(entry.call.sessionId), entry],
				[sessionIdOf(entry.call.telephonySessionId), entry],
			]),
		);
		bySession.delete(undefined);
		const missing = new Set(entries);
		const request = {
			method: 'GET' as const,
			path: callLogPath(extensionId),
			query: { view: this.settings.view, ...query },
			signal,
		};
		for await (const page of pages<JsonObject>(this.connection, request, { perPage: PER_PAGE })) {
			for (const record of page) {
				const session = sessionIdOf(record.telephonySessionId) ?? sessionIdOf(record.sessionId);
				const entry = bySession.get(session);
				if (!entry) continue;
				this.note(entry, record);
				if (isFinished(record)) missing.delete(entry);
			}
			// A recording may come to a record that was found before, on whatever page that is.
			if (missing.size === 0) return;
		}
	}

	private note(entry: Waiting, record: JsonObject): void {
		const key = recordKey(record);
		const found = entry.records.get(key) ?? { record, delivered: false };
		entry.records.set(key, found);
		found.record = record;
		if (!isFinished(record)) return;
		found.finishedAt ??= this.connection.clock.elapsed();
		entry.foundAtReading ??= entry.readings;
	}

	/** Sends out what is complete, and what has waited long enough. */
	private settle(): void {
		const now = this.connection.clock.elapsed();
		for (const [key, entry] of this.waiting) {
			const { call, records, since } = entry;
			for (const found of records.values()) this.deliverFinished(call, found, now);
			if (isComplete(entry)) {
				this.waiting.delete(key);
			} else if (now - since >= this.settings.giveUpAfter) {
				if ([...records.values()].some((found) => this.awaitsRecording(call, found, now))) continue;
				this.waiting.delete(key);
				// Only one party has left, then, and the call's own end is still to come.
				const runsOn = records.size > 0 || this.listener.isLive(call.telephonySessionId);
				if (!runsOn) this.listener.deliver(call, undefined);
			}
		}
	}

	private deliverFinished(call: EndedCall, found: Found, now: number): void {
		if (found.delivered || found.finishedAt === undefined) return;
		if (this.awaitsRecording(call, found, now)) return;
		found.delivered = true;
		this.listener.deliver(call, found.record);
	}

	private awaitsRecording(
		call: EndedCall,
		{ record, finishedAt, delivered }: Found,
		now: number,
	): boolean {
		if (delivered || finishedAt === undefined) return false;
		if (recordingsOf(record).length > 0 || !mayHaveRecording(record, call)) return false;
		return now - finishedAt < this.settings.recordingWait;
	}
}

/** Everything that is known of the call went out, and nothing more is likely to come. */
function isComplete({ records, readings, foundAtReading }: Waiting): boolean {
	const all = [...records.values()];
	if (all.length === 0 || all.some(({ delivered }) => !delivered)) return false;
	const isAlone = all.length === 1 && mayHaveSibling(all[0].record);
	return !isAlone || readings > (foundAtReading ?? readings);
}

const iso = (ms: number) => new Date(ms).toISOString();
