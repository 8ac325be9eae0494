import type { Clock } from '../ports';
import { Queue } from './queue';

/**
 * How an execution ended. `skipped`: n8n knew its deduplication key already. `crashed`: the process that
 * ran it ended in the middle, as a worker of queue mode that was killed.
 */
export type Outcome = 'finished' | 'failed' | 'skipped' | 'crashed';

/** True when what the execution was for was not done. */
export const isUndone = (outcome: Outcome): boolean =>
	outcome === 'failed' || outcome === 'crashed';

/** What may be told to the server about an event. */
export type Verdict = 'accept' | 'refuse';

export interface GateSettings {
	/** Executions running at once, before events begin to wait. */
	maxInFlight: number;
	/** ms that an event waits at most for a running execution to end. */
	maxWait: number;
	/** Items of one execution. */
	maxBatch: number;
	/**
	 * Events that may be open, waiting or in an execution that has not ended: with more, whoever sends is asked
	 * to wait (`LiveExecutions.hasRoom`). With `atOnce`, so many may wait before it waits too.
	 */
	maxWaiting: number;
	/** Never more than one event in an execution. */
	oneEventPerExecution: boolean;
	/**
	 * ms after which such an event is started whatever runs: where whoever sent it waits for the
	 * acknowledgement and lets little come meanwhile. Infinity: a burst waits, or it would drown n8n.
	 */
	maxHold: number;
	/** When an event counts as taken (docs/design.md#at-least-once-and-never-twice). */
	acknowledge: 'whenFinished' | 'whenStored' | 'atOnce' | 'onlyWhenFinished';
	/**
	 * ms after the sign that n8n stores its execution in which `whenFinished` waits for the end at most; `whenStored`
	 * waits `SURE` ms.
	 */
	acknowledgeWithin: number;
	/**
	 * ms after its start in which n8n must have stored an execution: one that is drowning takes its time, and what
	 * is acknowledged before would be lost with it. Then it counts as stored.
	 */
	storeWithin: number;
}

export const GATE_DEFAULTS: GateSettings = {
	maxInFlight: 10,
	maxWait: 2_000,
	maxBatch: 1_000,
	maxWaiting: 5_000,
	oneEventPerExecution: false,
	maxHold: Infinity,
	acknowledge: 'whenFinished',
	acknowledgeWithin: 2_000,
	storeWithin: 10_000,
};

interface Waiting<Event> {
	event: Event;
	since: number;
	settle(verdict: Verdict): void;
}

/** An execution that was started: its number, and whether n8n has said that it stores it. */
interface Begun {
	nth: number;
	isStored: boolean;
}

/** Numbers of the newest execution that was started, and of the newest that n8n has stored. */
export interface Newest {
	started: number;
	stored: number;
}

/** ms an event waits for its execution with `onlyWhenFinished`. */
export const LONGEST_EXECUTION = 60_000;

/**
 * ms from the sign that n8n stores an execution until it is taken for stored. The sign comes before the last
 * statements of the transaction (docs/n8n.md#what-emit-really-does): what is acknowledged with the sign is lost where
 * n8n is killed between the two.
 */
const SURE = 250;

/**
 * Steps in which a bound passes. n8n tells nobody when it has stored an execution, which takes some turns of
 * the process: one that is busy must not reach the bound in a single turn.
 */
const STEPS = 20;

/**
 * Keeps a burst of events from becoming as many executions: a few run at once, what comes meanwhile
 * waits and goes out as many items of one execution, in the order it came
 * (docs/design.md#never-drowning-n8n). What waits is not acknowledged, unless that is wished: it would be
 * lost with the process.
 */
export class EventGate<Event> {
	private readonly waiting = new Queue<Waiting<Event>>();

	private readonly closing = new AbortController();

	/** One for each execution that runs; aborted when it has ended. */
	private readonly running = new Map<AbortController, Begun>();

	private timer?: Promise<void>;

	/**
	 * `start` begins one execution, says when n8n has stored it, and resolves when it has ended. `newest` is one of all
	 * gates whose executions the same n8n stores.
	 */
	constructor(
		private readonly settings: GateSettings,
		private readonly clock: Clock,
		private readonly start: (
			events: Event[],
			stored: (isStored: boolean) => void,
		) => Promise<Outcome>,
		private readonly newest: Newest = { started: 0, stored: 0 },
	) {}

	/** Resolves when the event may be acknowledged. */
	async accept(event: Event): Promise<Verdict> {
		return await new Promise<Verdict>((settle) => {
			const { acknowledge, maxWaiting } = this.settings;
			if (acknowledge === 'atOnce' && this.waiting.length < maxWaiting) settle('accept');
			this.waiting.push({ event, since: this.clock.elapsed(), settle });
			this.pump();
		});
	}

	/** Sends out what waits, whatever runs, and takes no part in what comes later. */
	close(): void {
		this.closing.abort();
		while (this.waiting.length > 0) this.launch();
		// What is acknowledged before n8n has stored it would be lost with an n8n that stops.
		for (const [ended, { isStored }] of this.running) if (isStored) ended.abort();
	}

	private pump(): void {
		while (
			this.waiting.length > 0 &&
			(this.running.size < this.settings.maxInFlight || this.leftToWait() <= 0)
		) {
			this.launch();
		}
		if (this.waiting.length > 0) this.watch();
	}

	/** ms that the first may still wait for a running execution to end. */
	private leftToWait(): number {
		const { oneEventPerExecution, maxHold, maxWait } = this.settings;
		const since = this.waiting.first?.since ?? Infinity;
		return since + (oneEventPerExecution ? maxHold : maxWait) - this.clock.elapsed();
	}

	/** A workflow that sleeps holds its place for long, and a ringing call cannot wait for that. */
	private watch(): void {
		const left = this.leftToWait();
		if (this.timer || left === Infinity) return;
		this.timer = this.clock.sleep(Math.max(1, left), this.closing.signal).then(() => {
			this.timer = undefined;
			if (!this.closing.signal.aborted) this.pump();
		});
	}

	private launch(): void {
		const batch = this.waiting.take(
			this.settings.oneEventPerExecution ? 1 : this.settings.maxBatch,
		);
		const ended = new AbortController();
		const begun: Begun = { nth: ++this.newest.started, isStored: false };
		this.running.set(ended, begun);
		const { acknowledge } = this.settings;
		const settle = (verdict: Verdict) => {
			for (const { settle: one } of batch) one(verdict);
		};
		const stored = (now: boolean) => {
			begun.isStored = now;
			if (now) this.noteStored(begun);
		};
		void this.bound(ended, begun).then(() =>
			settle(acknowledge === 'onlyWhenFinished' ? 'refuse' : 'accept'),
		);
		const finish = (outcome: Outcome) => {
			settle(this.verdictOn(outcome));
			this.running.delete(ended);
			this.noteStored(begun);
			ended.abort();
			this.pump();
		};
		void this.start(
			batch.map(({ event }) => event),
			stored,
		).then(finish, () => finish('failed'));
	}

	/** Whoever repeats what is refused does so too where n8n could not store it, and else it would be lost. */
	private verdictOn(outcome: Outcome): Verdict {
		const { acknowledge } = this.settings;
		if (acknowledge === 'onlyWhenFinished') return isUndone(outcome) ? 'refuse' : 'accept';
		return acknowledge === 'whenStored' && outcome === 'crashed' ? 'refuse' : 'accept';
	}

	private noteStored({ nth }: Begun): void {
		this.newest.stored = Math.max(this.newest.stored, nth);
	}

	/**
	 * Whether n8n stores nothing that was started after this one: it stores one after the other, so that the last
	 * statements of this one may not be done yet (docs/n8n.md#what-emit-really-does).
	 */
	private standsStill({ nth }: Begun): boolean {
		const { started, stored } = this.newest;
		return started > nth && stored <= nth;
	}

	/** Resolves when an execution has taken as long as the settings say since it was stored. */
	private async bound(ended: AbortController, begun: Begun): Promise<void> {
		const { acknowledge, acknowledgeWithin, storeWithin } = this.settings;
		const only = acknowledge === 'onlyWhenFinished';
		const isSoon = acknowledge === 'whenStored' || this.closing.signal.aborted;
		const longest = isSoon ? Math.min(SURE, acknowledgeWithin) : acknowledgeWithin;
		const step = (only ? LONGEST_EXECUTION : longest) / STEPS;
		let waited = 0;
		for (let passed = 0; passed < STEPS && !ended.signal.aborted; ) {
			await this.clock.sleep(step, ended.signal);
			if (only || waited >= storeWithin || (begun.isStored && !this.standsStill(begun))) {
				passed++;
			} else {
				if (!begun.isStored) passed = 0;
				waited += step;
			}
		}
	}
}
