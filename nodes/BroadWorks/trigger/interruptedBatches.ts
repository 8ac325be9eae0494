import type { IDataObject } from 'n8n-workflow';

import type { Verdict } from '../../shared/core/flow/eventGate';
import type { Clock } from '../../shared/core/ports';

/** Events that go out together. */
export interface Batch {
	ids: string[];
	items: IDataObject[];
	key?: string;
}

/** ms in which the server sends again what was not acknowledged before n8n was killed. */
const COLLECTING = 1_000;

/**
 * Puts events together again that were in one execution when n8n was killed. Under the key of that
 * execution n8n 2.x refuses them if it had stored it, and runs them if it had not.
 */
export class InterruptedBatches {
	private readonly collecting = new Map<string, { batch: Batch; verdict: Promise<Verdict> }>();

	constructor(
		private readonly clock: Clock,
		private readonly send: (batch: Batch) => Promise<Verdict>,
	) {}

	/** Resolves when the event may be acknowledged. */
	async accept(key: string, { ids, items }: Batch): Promise<Verdict> {
		const known = this.collecting.get(key);
		if (known) {
			known.batch.ids.push(...ids);
			known.batch.items.push(...items);
			return await known.verdict;
		}
		const batch = { ids: [...ids], items: [...items], key };
		const verdict = this.clock.sleep(COLLECTING).then(async () => {
			this.collecting.delete(key);
			return await this.send(batch);
		});
		this.collecting.set(key, { batch, verdict });
		return await verdict;
	}
}
