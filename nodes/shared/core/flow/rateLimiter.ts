import { unlessAborted } from './aborts';
import type { Clock } from '../ports';

/** `requests` per `period` ms; 0 requests means no limit. */
export interface Rate {
	requests: number;
	period: number;
}

/**
 * Keeps a request rate by waiting, in the order of asking: never more than `requests` starts in any
 * window of `period` ms.
 */
export class RateLimiter {
	private readonly starts: number[] = [];

	private tail: Promise<void> = Promise.resolve();

	constructor(
		private readonly rate: Rate,
		private readonly clock: Clock,
	) {}

	/** Resolves when the next request may start, or at once when `signal` is aborted. */
	async take(signal?: AbortSignal): Promise<void> {
		if (this.rate.requests <= 0) return;
		const turn = this.tail.then(async () => await this.waitForSlot(signal));
		this.tail = turn;
		await (signal ? unlessAborted(turn, signal) : turn);
	}

	private async waitForSlot(signal?: AbortSignal): Promise<void> {
		if (this.starts.length >= this.rate.requests) {
			const free = this.starts[this.starts.length - this.rate.requests] + this.rate.period;
			const wait = free - this.clock.elapsed();
			if (wait > 0) await this.clock.sleep(wait, signal);
		}
		if (signal?.aborted) return;
		this.starts.push(this.clock.elapsed());
		if (this.starts.length > this.rate.requests) this.starts.shift();
	}
}
