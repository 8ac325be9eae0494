import type { Verdict } from '../../core/flow/eventGate';
import type { Clock } from '../../core/ports';
import type { InterruptedRun } from './interruptedRuns';

/** ms in which the server sends again what was not acknowledged before n8n was killed. */
const COLLECTING = 1_000;

interface Collecting<Entry> {
	entries: Entry[];
	verdict: Promise<Verdict>;
}

export interface BatchActions<Entry> {
	/** Starts one execution under the name of before, or a new one, and resolves as `EventGate.accept`. */
	send(entries: Entry[], run?: InterruptedRun): Promise<Verdict>;
	/** An entry has run before. */
	leaveOut(entry: Entry): void;
}

/**
 * Puts entries together again that were in one execution when n8n was killed. Under the name of that execution n8n
 * 2.x refuses them if it had stored it, and runs them if it had not. What comes after that goes by the answer: a
 * sender that repeats itself late, or waits for one answer before it pushes the next.
 */
export class InterruptedBatches<Entry> {
	private readonly collecting = new Map<InterruptedRun, Collecting<Entry>>();

	constructor(
		private readonly clock: Clock,
		private readonly actions: BatchActions<Entry>,
	) {}

	/** Resolves when the event may be acknowledged. `run`: that it was in. */
	async accept(run: InterruptedRun, entry: Entry): Promise<Verdict> {
		const known = this.collecting.get(run);
		if (known) {
			known.entries.push(entry);
			return await known.verdict;
		}
		if (run.state !== 'unknown') return await this.acceptLate(run, entry);
		// There is nothing to wait for where it was the only one.
		if (run.events.length === 1) return await this.ask(run, [entry]);
		const entries = [entry];
		const verdict = this.clock.sleep(COLLECTING).then(async () => {
			this.collecting.delete(run);
			return await this.ask(run, entries);
		});
		this.collecting.set(run, { entries, verdict });
		return await verdict;
	}

	private async ask(run: InterruptedRun, entries: Entry[]): Promise<Verdict> {
		run.state = 'asked';
		return await this.actions.send(entries, run);
	}

	private async acceptLate(run: InterruptedRun, entry: Entry): Promise<Verdict> {
		if ((await run.settled.promise) === 'ran') return await this.actions.send([entry]);
		this.actions.leaveOut(entry);
		return 'accept';
	}
}
