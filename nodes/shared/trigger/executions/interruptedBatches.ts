import type { Verdict } from '../../core/flow/eventGate';
import type { Clock } from '../../core/ports';

/** ms in which the server sends again what was not acknowledged before n8n was killed. */
const COLLECTING = 1_000;

interface Collecting<Entry> {
	entries: Entry[];
	verdict: Promise<Verdict>;
}

/**
 * Puts entries together again that were in one execution when n8n was killed. Under the key of that
 * execution n8n 2.x refuses them if it had stored it, and runs them if it had not.
 */
export class InterruptedBatches<Entry> {
	private readonly collecting = new Map<string, Collecting<Entry>>();

	/** `send` starts one execution under the old key, and resolves as `EventGate.accept`. */
	constructor(
		private readonly clock: Clock,
		private readonly send: (key: string, entries: Entry[]) => Promise<Verdict>,
	) {}

	/** Resolves when the event may be acknowledged. `key`: of the execution it was in. */
	async accept(key: string, entry: Entry): Promise<Verdict> {
		const known = this.collecting.get(key);
		if (known) {
			known.entries.push(entry);
			return await known.verdict;
		}
		const entries = [entry];
		const verdict = this.clock.sleep(COLLECTING).then(async () => {
			this.collecting.delete(key);
			return await this.send(key, entries);
		});
		this.collecting.set(key, { entries, verdict });
		return await verdict;
	}
}
