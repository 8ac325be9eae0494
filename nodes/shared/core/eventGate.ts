import type { Clock } from './ports';

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
	/** Waiting events beyond which acknowledgements wait too. */
	maxWaiting: number;
	/** Never more than one event in an execution. */
	oneEventPerExecution: boolean;
	/** When an event counts as taken (DESIGN section 6.2). */
	acknowledge: 'whenFinished' | 'atOnce' | 'onlyWhenFinished';
	/** ms after which `whenFinished` does not wait any longer. */
	acknowledgeWithin: number;
}

export const GATE_DEFAULTS: GateSettings = {
	maxInFlight: 10,
	maxWait: 2_000,
	maxBatch: 1_000,
	maxWaiting: 5_000,
	oneEventPerExecution: false,
	acknowledge: 'whenFinished',
	acknowledgeWithin: 2_000,
};

interface Waiting<Event> {
	event: Event;
	since: number;
	settle(verdict: Verdict): void;
	/** Starts the short bound of `whenFinished`. */
	started(): void;
}

/** ms an event waits for its execution with `onlyWhenFinished`. */
export const LONGEST_EXECUTION = 60_000;

/**
 * Keeps a burst of events from becoming as many executions: a few run at once, what comes meanwhile
 * waits and goes out as many items of one execution, in the order it came (DESIGN section 6.5).
 */
export class EventGate<Event> {
	private readonly waiting: Array<Waiting<Event>> = [];

	private readonly closing = new AbortController();

	private inFlight = 0;

	private timer?: Promise<void>;

	/** `start` begins one execution and resolves when it has ended. */
	constructor(
		private readonly settings: GateSettings,
		private readonly clock: Clock,
		private readonly start: (events: Event[]) => Promise<Outcome>,
	) {}

	/** Resolves when the event may be acknowledged. */
	async accept(event: Event): Promise<Verdict> {
		return await new Promise<Verdict>((resolve) => {
			const { acknowledge, acknowledgeWithin } = this.settings;
			const bound = () => {
				const wait = acknowledge === 'onlyWhenFinished' ? LONGEST_EXECUTION : acknowledgeWithin;
				const verdict = acknowledge === 'onlyWhenFinished' ? 'refuse' : 'accept';
				void this.clock.sleep(wait, this.closing.signal).then(() => resolve(verdict));
			};
			const hasRoom = this.waiting.length < this.settings.maxWaiting;
			if (acknowledge === 'atOnce' && hasRoom) resolve('accept');
			else if (acknowledge === 'whenFinished' && hasRoom) bound();
			this.waiting.push({
				event,
				since: this.clock.elapsed(),
				settle: resolve,
				started: hasRoom && acknowledge !== 'onlyWhenFinished' ? () => {} : bound,
			});
			this.pump();
		});
	}

	/** Sends out what waits, whatever runs, and takes no part in what comes later. */
	close(): void {
		while (this.waiting.length > 0) this.launch();
		this.closing.abort();
	}

	private pump(): void {
		while (
			this.waiting.length > 0 &&
			(this.inFlight < this.settings.maxInFlight || this.overdue())
		) {
			this.launch();
		}
		if (this.waiting.length > 0 && !this.settings.oneEventPerExecution) this.watch();
	}

	private overdue(): boolean {
		// Each event an execution of its own: then a burst must wait, or it would drown n8n.
		if (this.settings.oneEventPerExecution) return false;
		return this.clock.elapsed() - this.waiting[0].since >= this.settings.maxWait;
	}

	/** A workflow that sleeps holds its place for long, and a ringing call cannot wait for that. */
	private watch(): void {
		if (this.timer) return;
		const wait = this.waiting[0].since + this.settings.maxWait - this.clock.elapsed();
		this.timer = this.clock.sleep(Math.max(1, wait), this.closing.signal).then(() => {
			this.timer = undefined;
			if (!this.closing.signal.aborted) this.pump();
		});
	}

	private launch(): void {
		const size = this.settings.oneEventPerExecution ? 1 : this.settings.maxBatch;
		const batch = this.waiting.splice(0, size);
		this.inFlight++;
		for (const entry of batch) entry.started();
		void this.start(batch.map(({ event }) => event)).then(
			(outcome) => this.finish(batch, outcome),
			() => this.finish(batch, 'failed'),
		);
	}

	private finish(batch: Array<Waiting<Event>>, outcome: Outcome): void {
		this.inFlight--;
		const refuse = isUndone(outcome) && this.settings.acknowledge === 'onlyWhenFinished';
		for (const entry of batch) entry.settle(refuse ? 'refuse' : 'accept');
		this.pump();
	}
}
