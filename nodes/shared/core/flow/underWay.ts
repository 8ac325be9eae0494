import { deferred, type Deferred } from './deferred';
import { dropOldest } from '../bounded/dropOldest';
import { isUndone, type Outcome } from './eventGate';
import type { Clock } from '../ports';

/** Events kept whose execution did not do its work. */
const KEPT = 1_000;

/**
 * Events whose execution has not ended yet, waiting ones too, with what is made of them. A server that
 * misses the acknowledgement sends such an event again; what to answer then is known when the execution
 * has ended. What is made of an event that was not done is kept for its repetition.
 */
export class UnderWay<Work> {
	private readonly runs = new Map<string, { work: Work; ended: Deferred<Outcome> }>();

	private readonly undone = new Map<string, Work>();

	constructor(private readonly clock: Clock) {}

	begin(id: string, work: Work): void {
		if (!this.runs.has(id)) this.runs.set(id, { work, ended: deferred<Outcome>() });
	}

	end(ids: readonly string[], outcome: Outcome): void {
		for (const id of ids) {
			const run = this.runs.get(id);
			if (!run) continue;
			this.runs.delete(id);
			if (isUndone(outcome)) this.undone.set(id, run.work);
			run.ended.resolve(outcome);
		}
		dropOldest(this.undone, KEPT);
	}

	/** What was made of an event that was not done; once. */
	takeUndone(id: string): Work | undefined {
		const work = this.undone.get(id);
		this.undone.delete(id);
		return work;
	}

	/**
	 * How the execution of an event ended; `running` when it has not after `patience` ms. Undefined when
	 * none is under way.
	 */
	async outcomeOf(id: string, patience: number): Promise<Outcome | 'running' | undefined> {
		const run = this.runs.get(id);
		if (!run) return undefined;
		const done = new AbortController();
		const late = this.clock.sleep(patience, done.signal).then(() => 'running' as const);
		try {
			return await Promise.race([run.ended.promise, late]);
		} finally {
			done.abort();
		}
	}
}
