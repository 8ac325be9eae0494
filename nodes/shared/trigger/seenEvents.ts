import { dropOldest } from '../core/bounded/dropOldest';
import type { Outcome } from '../core/flow/eventGate';
import { SeenSet } from '../core/bounded/seenSet';
import { InterruptedRuns, type InterruptedRun, type Settled } from './executions/interruptedRuns';
import { digestOf } from '../secrets';
import type { EventsStaticData, KeptRun } from './staticData';

/** Ids remembered while the trigger runs, and those that outlive it. */
const REMEMBERED = 5_000;
const KEPT = 1_000;

/** Characters by which an event is known in static data, which is written with every execution. */
const KEPT_LENGTH = 10;

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

/** One execution of events. */
export interface Run {
	/** By which n8n refuses a second execution of the same; undefined where it may run again. */
	name?: string;
	keys: readonly string[];
}

/**
 * What becomes of events whose execution ran when n8n was killed, where the server sends them again:
 * - `new`: they run again.
 * - `seen`: they do not. The execution ran, or is shown as crashed, and n8n starts it again only by hand.
 * - `sameExecution`: they go out together under its name, so that n8n 2.x refuses them if it had stored it, and runs
 *   them if it had not.
 * - `sameOrSeen`: as `sameExecution`, also what is told once more by another name, as a call by the call log; those
 *   of an execution without a name, which n8n cannot refuse, are seen.
 */
export type AfterKill = 'new' | 'seen' | 'sameExecution' | 'sameOrSeen';

export interface MemoryPolicy {
	afterKill: AfterKill;
	/** A short hash of an event's key, for static data. */
	keptAs(key: string): string;
}

/** A short hash of a key that is a hash itself. */
export const shortened = (key: string): string => key.slice(0, KEPT_LENGTH);

let last = { key: '', digest: shortened(digestOf('')) };

/** A short hash of a key that is the server's own id. An event goes to many triggers, one after the other. */
export function shortDigest(key: string): string {
	if (last.key !== key) last = { key, digest: shortened(digestOf(key)) };
	return last.digest;
}

/** For keys from `eventKey`. */
const DEFAULTS: MemoryPolicy = { afterKill: 'new', keptAs: shortened };

/**
 * ms for which what one process has taken counts as seen in another before its execution has ended. An n8n that
 * was killed needs longer to start: then the sender's repetition is wanted.
 */
const TAKEN_FOR = 5_000;

/** A short name for an event's id, the same in every process. */
export function eventKey(id: string): string {
	return digestOf(id).slice(0, 22);
}

/** Names whose crashes are remembered. */
const CRASHES = 1_000;

/**
 * Keys by which n8n 2.x refuses a second execution of the same. After a crash the key is another: n8n has
 * stored the execution that did not do its work.
 */
export class ExecutionKeys {
	private readonly crashes = new Map<string, number>();

	crashed(name: string): void {
		this.crashes.set(name, (this.crashes.get(name) ?? 0) + 1);
		dropOldest(this.crashes, CRASHES);
	}

	keyOf(name: string): string {
		const crashes = this.crashes.get(name);
		return crashes === undefined ? name : `${name}:${crashes + 1}`;
	}
}

/**
 * Which events were seen before, and what ran. An event is kept over a restart only when its execution has
 * ended: what becomes of it if n8n is killed in the middle says the policy.
 */
export class SeenEvents {
	private readonly seen = new SeenSet(REMEMBERED);

	/** The last event of each subject. */
	private readonly last = new Map<string, Last>();

	/** As in static data. */
	private readonly finished = new SeenSet(KEPT);

	private readonly keys = new ExecutionKeys();

	/** With their events as in static data, which is written for each other execution meanwhile. */
	private readonly running = new Map<Run, readonly string[]>();

	/** Executions that events were in when n8n was killed, by the event as in static data. */
	private readonly interrupted = new InterruptedRuns();

	/** Taken and not finished, and when: in this process, and in others as in static data. */
	private readonly taken = {
		here: new Map<string, number>(),
		elsewhere: new Map<string, number>(),
	};

	/** `staticData`: n8n's static data of the node, as it was saved last; `nowMs`: ms since 1970. */
	constructor(
		staticData: EventsStaticData = {},
		nowMs = 0,
		private readonly policy: MemoryPolicy = DEFAULTS,
	) {
		this.read(staticData, nowMs);
		this.resume(staticData);
	}

	/** Takes over what static data holds: another process may have added to it. */
	read({ events = [], taken = [] }: EventsStaticData, nowMs = 0): void {
		this.finishKept(events);
		this.taken.elsewhere = new Map(
			taken
				.filter(([, at]) => Math.abs(nowMs - at) < TAKEN_FOR)
				.map(([key, at]) => [shortened(key), at]),
		);
	}

	/** Takes over what had not ended when n8n was killed or stopped. */
	resume({ running = [] }: EventsStaticData): void {
		for (const run of running) this.resumeRun(run);
	}

	/** Says that an event was taken, for other processes. */
	take(key: string, nowMs: number): void {
		this.taken.here.set(key, nowMs);
	}

	/**
	 * False for an event that was seen before. `key`: from `eventKey` or what the policy takes; `elapsedMs`:
	 * the clock that never jumps.
	 */
	isNew(key: string, { subject, within = 0 }: Recurring = {}, elapsedMs = 0): boolean {
		if (subject !== undefined) return this.isChange(key, subject, within, elapsedMs);
		return !this.finished.has(this.policy.keptAs(key)) && this.seen.add(key);
	}

	/** Whether another process has just taken an event that has not run yet as far as is known: it may be killed. */
	isTakenElsewhere(key: string): boolean {
		const kept = this.policy.keptAs(key);
		return this.taken.elsewhere.has(kept) && !this.finished.has(kept) && !this.seen.has(key);
	}

	/** Whether an event was seen before, without counting this as seeing it. */
	has(key: string): boolean {
		return this.finished.has(this.policy.keptAs(key)) || this.seen.has(key);
	}

	private isChange(key: string, subject: string, within: number, elapsedMs: number): boolean {
		const last = this.last.get(subject);
		if (last?.key === key && elapsedMs - last.at < within) return false;
		this.last.delete(subject);
		this.last.set(subject, { key, at: elapsedMs });
		dropOldest(this.last, REMEMBERED);
		return true;
	}

	/** An event that may be the same again did not run: an equal one is no repetition. */
	undo(key: string, subject: string): void {
		if (this.last.get(subject)?.key === key) this.last.delete(subject);
	}

	/** An execution begins; until `end` static data says that it runs, where the policy needs that. */
	begin(run: Run): void {
		this.running.set(run, run.keys.map(this.policy.keptAs));
	}

	/**
	 * An execution has ended. `mayRepeat`: the server is told of a failure, so that its events come again.
	 * What crashed did not run, and may come again under another key in any case.
	 */
	end(run: Run, outcome: Outcome, mayRepeat: boolean): void {
		this.running.delete(run);
		if (outcome === 'crashed' && run.name !== undefined) this.keys.crashed(run.name);
		if (outcome === 'crashed' || (outcome === 'failed' && mayRepeat)) this.forget(run.keys);
		else this.finish(run.keys);
	}

	/** These events have run; they are not wanted again. */
	finish(keys: readonly string[]): void {
		for (const key of keys) {
			this.finished.add(this.policy.keptAs(key));
			this.taken.here.delete(key);
		}
	}

	/** These events were not seen, and may come again. */
	private forget(keys: readonly string[]): void {
		for (const key of keys) {
			this.seen.forget(key);
			this.taken.here.delete(key);
		}
	}

	/** Some earlier versions wrote longer hashes, which begin in the same way. */
	private finishKept(events: readonly string[]): void {
		for (const event of events) this.finished.add(shortened(event));
	}

	private resumeRun(run: KeptRun): void {
		const { afterKill } = this.policy;
		const [name, events, since] = typeof run === 'string' ? ['', [run]] : run;
		if (afterKill === 'seen' || (afterKill === 'sameOrSeen' && name === ''))
			this.finishKept(events);
		else if (afterKill !== 'new' && name !== '')
			this.interrupted.add(name, events.map(shortened), since);
	}

	/** The execution that an event, known by any of these keys, was in when n8n was killed. */
	interruptedIn(keys: readonly string[]): InterruptedRun | undefined {
		for (const key of keys) {
			const run = this.interrupted.of(this.policy.keptAs(key));
			if (run !== undefined) return run;
		}
		return undefined;
	}

	/** n8n has said whether it had stored such an execution: then its events have run. */
	settleInterrupted(run: InterruptedRun, how: Settled): void {
		if (how === 'refused') this.finishKept(run.events);
		this.interrupted.settle(run, how);
	}

	/** What n8n refuses a second execution of this name by. */
	executionKey(name: string): string {
		return this.keys.keyOf(name);
	}

	/**
	 * Puts what must outlive n8n into static data. n8n saves that with the next emit of a trigger, and after
	 * every call of a webhook before it answers.
	 */
	write(kept: EventsStaticData, nowMs = 0): void {
		this.writeSeen(kept, nowMs);
		this.writeRunning(kept, nowMs);
	}

	/** Leaves what runs as it stands there: that belongs to another process. */
	writeSeen(kept: EventsStaticData, nowMs = 0): void {
		const { keptAs } = this.policy;
		kept.events = this.finished.toJSON();
		const { here } = this.taken;
		for (const [key, at] of here) if (nowMs - at >= TAKEN_FOR) here.delete(key);
		const taken = [...here].slice(-KEPT);
		if (taken.length > 0) kept.taken = taken.map(([key, at]) => [keptAs(key), at]);
		else delete kept.taken;
	}

	private writeRunning(kept: EventsStaticData, nowMs: number): void {
		const { afterKill } = this.policy;
		if (afterKill === 'new') return;
		const isKept = ([{ name }, keys]: [Run, readonly string[]]) =>
			keys.length > 0 && (afterKill !== 'sameExecution' || name !== undefined);
		const running = [...this.running]
			.filter(isKept)
			.map(([{ name = '' }, keys]): [string, string[]] => [name, [...keys]]);
		// Oldest first: of too many the oldest are forgotten.
		kept.running = [...this.interrupted.unknown(nowMs), ...running];
	}
}
