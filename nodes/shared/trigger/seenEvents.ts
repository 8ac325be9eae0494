import type { IDataObject } from 'n8n-workflow';

import { dropOldest } from '../core/flow/dropOldest';
import { ExecutionKeys } from '../core/flow/executionKeys';
import { SeenSet } from '../core/flow/seenSet';
import { digestOf } from '../secrets';

/** Ids remembered while the trigger runs, and those that outlive it. */
const REMEMBERED = 5_000;
const KEPT = 1_000;

/** For events that have no id of their own and may be the same again later, as a state. */
export interface Recurring {
	/** An equal event is a repetition only while nothing else of this subject came between. */
	subject?: string;
	/** ms for which an equal event counts as a repetition. */
	within?: number;
}

interface Last {
	key: string;
	/** ms of the clock that never jumps. */
	at: number;
}

interface Kept {
	/** Short hashes of the ids of events whose executions have ended. */
	events?: string[];
	/** Those that a process has just taken, and when: ms since 1970. */
	taken?: Array<[string, number]>;
}

/**
 * ms for which what one process has taken counts as seen in another before its execution has ended. An n8n that
 * was killed needs longer to start: then the sender's repetition is wanted.
 */
const TAKEN_FOR = 5_000;

/** A short name for an event's id, the same in every process. */
export function eventKey(id: string): string {
	return digestOf(id).slice(0, 22);
}

/**
 * Which pushed events were seen before. An event is kept over a restart only when its execution has ended:
 * if n8n is killed in the middle, the sender's repetition is wanted.
 */
export class SeenEvents {
	private readonly seen = new SeenSet(REMEMBERED);

	/** The last event of each subject. */
	private readonly last = new Map<string, Last>();

	private readonly finished = new SeenSet(KEPT);

	private readonly keys = new ExecutionKeys();

	/** Taken here and not finished. */
	private readonly taken = new Map<string, number>();

	private elsewhere: ReadonlyMap<string, number> = new Map();

	/** `staticData`: n8n's static data of the node, as it was saved last; `nowMs`: ms since 1970. */
	constructor(staticData: IDataObject = {}, nowMs = 0) {
		this.read(staticData, nowMs);
	}

	/** Takes over what static data holds: another process may have added to it. */
	read(staticData: IDataObject, nowMs = 0): void {
		const { events = [], taken = [] } = staticData as Kept;
		this.finish(events);
		this.elsewhere = new Map(taken.filter(([, at]) => Math.abs(nowMs - at) < TAKEN_FOR));
	}

	/** Says that an event was taken, for other processes. */
	take(key: string, nowMs: number): void {
		this.taken.set(key, nowMs);
	}

	/**
	 * False for an event that was seen before. `key`: from `eventKey`; `elapsedMs`: the clock that never
	 * jumps.
	 */
	isNew(key: string, { subject, within = 0 }: Recurring = {}, elapsedMs = 0): boolean {
		if (subject !== undefined) return this.isChange(key, subject, within, elapsedMs);
		return !this.finished.has(key) && !this.elsewhere.has(key) && this.seen.add(key);
	}

	/** Whether an event was seen before, without counting this as seeing it. */
	has(key: string): boolean {
		return this.finished.has(key) || this.seen.has(key);
	}

	private isChange(key: string, subject: string, within: number, elapsedMs: number): boolean {
		const last = this.last.get(subject);
		if (last?.key === key && elapsedMs - last.at < within) return false;
		this.last.delete(subject);
		this.last.set(subject, { key, at: elapsedMs });
		dropOldest(this.last, REMEMBERED);
		return true;
	}

	finish(keys: readonly string[]): void {
		for (const key of keys) {
			this.finished.add(key);
			this.taken.delete(key);
		}
	}

	/** The execution of these events crashed: what did not run was not seen, and may come again. */
	crash(keys: readonly string[]): void {
		for (const key of keys) {
			this.seen.forget(key);
			this.taken.delete(key);
			this.keys.crashed(key);
		}
	}

	/** What n8n refuses a second execution of the event by. */
	executionKey(key: string): string {
		return this.keys.keyOf(key);
	}

	/**
	 * Puts what must outlive n8n into static data. n8n saves that with the next emit of a trigger, and after
	 * every call of a webhook before it answers.
	 */
	write(staticData: IDataObject, nowMs = 0): void {
		const kept = staticData as Kept;
		kept.events = this.finished.toJSON();
		for (const [key, at] of this.taken) if (nowMs - at >= TAKEN_FOR) this.taken.delete(key);
		if (this.taken.size > 0) kept.taken = [...this.taken].slice(-KEPT);
		else delete kept.taken;
	}
}
