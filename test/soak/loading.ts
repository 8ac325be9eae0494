import { setTimeout as pause } from 'node:timers/promises';

/** Something that people do again and again. */
export class Loading {
	private stop?: AbortController;

	private done: Promise<void> = Promise.resolve();

	/** Begins to do it `perSecond` times a second. What it throws ends the load, and comes out of `end`. */
	begin(perSecond: number, act: () => void): void {
		const stop = new AbortController();
		this.stop = stop;
		this.done = (async () => {
			while (!stop.signal.aborted) {
				act();
				await pause(1_000 / perSecond);
			}
		})();
		// Told by `end`, which comes later.
		this.done.catch(() => undefined);
	}

	async end(): Promise<void> {
		this.stop?.abort();
		await this.done;
	}
}
