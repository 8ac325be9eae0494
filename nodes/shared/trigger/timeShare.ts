import type { Clock } from '../core/ports';
import { within } from '../core/flow/deadline';
import { deferred } from '../core/flow/deferred';

/** Bounds of the time between the end of one and the begin of the next, ms. */
export interface Between {
	least: number;
	most: number;
}

/**
 * Does one thing after the other, in the order of asking, so that together they take no more than a share of the time:
 * what is quick is done often. What takes longer than `most` holds nothing up.
 */
export class TimeShare {
	private tail: Promise<void> = Promise.resolve();

	/** @param share of the time, above 0 and below 1 */
	constructor(
		private readonly share: number,
		private readonly between: Between,
		private readonly clock: Clock,
	) {}

	/** What `work` gives or throws, when its turn has come. */
	async run<Done>(work: () => Promise<Done>): Promise<Done> {
		const { clock, tail } = this;
		const { most } = this.between;
		const free = deferred();
		this.tail = free.promise;
		await tail;
		const began = clock.elapsed();
		const done = work();
		const ended = done.then(
			() => undefined,
			// It goes to whoever asked.
			() => undefined,
		);
		void within(clock, most, ended, () => undefined).then(async () => {
			await clock.sleep(this.pauseAfter(clock.elapsed() - began));
			free.resolve();
		});
		return await done;
	}

	private pauseAfter(took: number): number {
		const { least, most } = this.between;
		return Math.min(most, Math.max(least, took / this.share - took));
	}
}
