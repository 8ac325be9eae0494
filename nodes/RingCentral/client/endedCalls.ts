import { isObject, text, type JsonObject } from './answers';
import { pages } from './api';
import type { RingCentralConnection } from './connection';

/** A call whose record is waited for. JSON, so that it outlives a restart. */
export interface EndedCall {
	telephonySessionId: string;
	/** The older id; records have it always, the newer one mostly (protocol page ringcentral 4). */
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
}

export interface EndedCallSettings {
	view: 'Simple' | 'Detailed';
	/** ms after the end of a call until its record is looked for. */
	firstLook: number;
	/** ms after which a call goes out without its record. */
	giveUpAfter: number;
	/** ms after the record was found that its recording is waited for; 0: not at all. */
	recordingWait: number;
}

/** ms between two looks at least: the Heavy group has 10 requests a minute (protocol page 3). */
const SPACING = 10_000;

/** ms between two looks for the same call at most. */
const LONGEST_PAUSE = 60_000;

/** ms by which clocks may differ. */
const SKEW = 60_000;

const PER_PAGE = 1_000;

/** Calls that are waited for; with more, the oldest go out without their record. */
const MOST = 5_000;

interface Waiting {
	call: EndedCall;
	looks: number;
	/** `clock.elapsed()` of coming, of the next look, and of finding the record. */
	since: number;
	next: number;
	foundAt?: number;
	record?: JsonObject;
}

export interface EndedCallListener {
	/** Without a record when none came in time. */
	deliver(call: EndedCall, record: JsonObject | undefined): void;
	/** True while somebody is known to be in the call. */
	isLive(telephonySessionId: string): boolean;
}

/** The path of a call log: the company's, or one extension's. */
export const callLogPath = (extensionId: string | undefined) =>
	extensionId === undefined
		? '/restapi/v1.0/account/~/call-log'
		: `/restapi/v1.0/account/~/extension/${encodeURIComponent(extensionId)}/call-log`;

const keyOf = ({ extensionId = '', telephonySessionId }: EndedCall) =>
	`${extensionId}:${telephonySessionId}`;

/** A record without a result, or in progress, is of a call that still runs (protocol page 4). */
export function isFinished({ result }: JsonObject): boolean {
	const known = text(result)?.toLowerCase();
	return known !== undefined && known !== 'in progress';
}

/** Only calls that were answered are recorded. */
const mayHaveRecording = ({ result }: JsonObject, { recorded }: EndedCall) =>
	recorded || /accepted|connected/i.test(text(result) ?? '');

/**
 * Waits for the call log to have the records of calls that ended, which takes seconds to minutes
 * (protocol page ringcentral 4). Few requests serve many calls, because the call log is in the Heavy
 * rate group.
 */
export class EndedCalls {
	private readonly waiting = new Map<string, Waiting>();

	private readonly stop = new AbortController();

	private wake = new AbortController();

	private running?: Promise<void>;

	private lastLook = -Infinity;

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
		const next = now + this.settings.firstLook;
		const startedAt = known?.call.startedAt ?? call.startedAt;
		this.waiting.set(key, { call: { ...call, startedAt }, looks: 0, since: now, next });
		for (const [oldest, { call: dropped }] of this.waiting) {
			if (this.waiting.size <= MOST) break;
			this.waiting.delete(oldest);
			this.listener.deliver(dropped, undefined);
		}
		this.running ??= this.run();
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
			const next = Math.min(...[...this.waiting.values()].map((entry) => entry.next));
			const due = Math.max(next, this.lastLook + SPACING);
			const wait = Math.min(due - clock.elapsed(), 3_600_000);
			if (wait > 0) {
				await clock.sleep(wait, AbortSignal.any([signal, this.wake.signal]));
				continue;
			}
			this.lastLook = clock.elapsed();
			try {
				await this.look(signal);
			} catch (error) {
				if (signal.aborted) return;
				log.warn('The call log of RingCentral could not be read; trying again', {
					reason: (error as Error).message,
				});
			}
			this.settle();
		}
	}

	/** One look for every call log in which something is waited for and due. */
	private async look(signal: AbortSignal): Promise<void> {
		const now = this.connection.clock.elapsed();
		const byLog = new Map<string | undefined, Waiting[]>();
		for (const entry of this.waiting.values()) {
			const { extensionId } = entry.call;
			byLog.set(extensionId, [...(byLog.get(extensionId) ?? []), entry]);
		}
		const due = [...byLog].filter(([, entries]) => entries.some(({ next }) => next <= now));
		for (const [, entries] of due) {
			for (const entry of entries) {
				const pause = Math.min(this.settings.firstLook * 2 ** ++entry.looks, LONGEST_PAUSE);
				entry.next = now + Math.max(SPACING, pause);
			}
		}
		for (const [extensionId, entries] of due) await this.lookInto(extensionId, entries, signal);
	}

	private async lookInto(
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
		const from = Math.min(...dated.map(({ call }) => call.startedAt ?? call.endedAt)) - SKEW;
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
				[entry.call.sessionId, entry],
				[entry.call.telephonySessionId, entry],
			]),
		);
		bySession.delete(undefined);
		const request = {
			method: 'GET' as const,
			path: callLogPath(extensionId),
			query: { view: this.settings.view, ...query },
			group: 'heavy' as const,
			kind: 'read' as const,
			signal,
		};
		for await (const page of pages<JsonObject>(this.connection, request, { perPage: PER_PAGE })) {
			for (const record of page) {
				const entry = bySession.get(text(record.telephonySessionId) ?? text(record.sessionId));
				if (!entry) continue;
				entry.record = record;
				if (isFinished(record)) entry.foundAt ??= this.connection.clock.elapsed();
			}
			if (entries.every(({ foundAt }) => foundAt !== undefined)) return;
		}
	}

	/** Sends out what is complete, and what has waited long enough. */
	private settle(): void {
		const now = this.connection.clock.elapsed();
		for (const [key, entry] of this.waiting) {
			const { call, record, since } = entry;
			if (entry.foundAt !== undefined && record) {
				if (this.awaitsRecording(entry, record, now)) continue;
				this.waiting.delete(key);
				this.listener.deliver(call, record);
			} else if (now - since >= this.settings.giveUpAfter) {
				this.waiting.delete(key);
				// Only one party has left, then, and the call's own end is still to come.
				const runsOn = record !== undefined || this.listener.isLive(call.telephonySessionId);
				if (!runsOn) this.listener.deliver(call, undefined);
			}
		}
	}

	private awaitsRecording(
		{ call, foundAt = 0 }: Waiting,
		record: JsonObject,
		now: number,
	): boolean {
		if (isObject(record.recording) || !mayHaveRecording(record, call)) return false;
		return now - foundAt < this.settings.recordingWait;
	}
}

const iso = (ms: number) => new Date(ms).toISOString();
