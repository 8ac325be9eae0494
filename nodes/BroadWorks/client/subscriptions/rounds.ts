import { leastOf } from '../../../shared/core/extremes';
import { mapBounded } from '../../../shared/core/flow/concurrency';
import type { Clock } from '../../../shared/core/ports';
import type { Subscription } from './subscription';

/** Requests under way at once: after an outage every subscription is due. */
const RENEWALS_AT_ONCE = 8;

/** ms that the next round waits at most when nothing is due. */
const LONGEST_WAIT = 3_600_000;

/** What a round does. */
export interface RoundWork {
	/** Those that may be due. */
	all(): Subscription[];
	renew(subscription: Subscription, signal: AbortSignal): Promise<void>;
	/** All that was due is done. */
	onEnd(signal: AbortSignal): void;
}

/** Renews subscriptions when they are due, in rounds of which one runs at a time. */
export class RenewalRounds {
	private wake?: AbortController;

	private present?: Promise<void>;

	constructor(
		private readonly clock: Clock,
		private readonly work: RoundWork,
	) {}

	/** Whether answers are outstanding. */
	get isRunning(): boolean {
		return this.present !== undefined;
	}

	/** Resolves when the present round is over. */
	async settled(): Promise<void> {
		await this.present;
	}

	/** Has the loop find at once what is due. */
	hurry(): void {
		this.wake?.abort();
	}

	/** One round after the other until `signal` is aborted. */
	async run(signal: AbortSignal): Promise<void> {
		while (!signal.aborted) {
			await this.round(signal);
			this.wake = new AbortController();
			const now = this.clock.elapsed();
			const next = Math.min(leastOf(this.work.all().map(({ due }) => due)), now + LONGEST_WAIT);
			const wait = Math.max(0, next - now);
			if (wait > 0) await this.clock.sleep(wait, AbortSignal.any([signal, this.wake.signal]));
		}
	}

	/** Does what is due now. A call while a round runs makes the loop go round again. */
	async round(signal: AbortSignal): Promise<void> {
		if (this.present) {
			this.hurry();
			await this.present;
			return;
		}
		const now = this.clock.elapsed();
		const due = this.work.all().filter((one) => one.due <= now);
		if (due.length === 0) return;
		this.present = mapBounded(due, RENEWALS_AT_ONCE, async (one) => {
			await this.work.renew(one, signal);
		}).then(() => {});
		try {
			await this.present;
		} finally {
			this.present = undefined;
			this.hurry();
			this.work.onEnd(signal);
		}
	}
}
