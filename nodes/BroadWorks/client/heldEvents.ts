import type { Clock } from '../../shared/core/ports';
import type { XsiEvent } from './decode';

/** How long events wait for a subscription that nobody here has yet, ms. */
export interface Patience {
	/** After the start of a line: n8n starts its workflows one after the other. */
	during: number;
	/** Of each event; shorter than a server waits for an acknowledgement. */
	wait(): number;
}

/** More of them would be those of a server that sends what was never asked for. */
const MOST_HELD = 5_000;

interface Held {
	event: XsiEvent;
	/** `clock.elapsed()` after which it waits for outstanding answers only. */
	until: number;
	take(): void;
}

/**
 * Events of subscriptions that are not known yet: they have overtaken the answer to the request for it,
 * or the server has kept them for a workflow that n8n has not started yet.
 */
export class HeldEvents {
	private held: Held[] = [];

	private readonly begun: number;

	private watching = false;

	/** `isUnsettled`: whether answers are outstanding. */
	constructor(
		private readonly clock: Clock,
		private readonly patience: Patience,
		private readonly isKnown: (subscriptionId: string) => boolean,
		private readonly isUnsettled: () => boolean,
	) {
		this.begun = clock.elapsed();
	}

	/**
	 * Calls `take` at once, or when the subscription is known or has been waited for long enough. Events of
	 * one subscription are taken in the order they came. None waits after `signal` is aborted.
	 */
	pass(event: XsiEvent, take: () => void, signal: AbortSignal | undefined): void {
		const id = event.subscriptionId ?? '';
		const isBehind = this.held.some((entry) => entry.event.subscriptionId === id);
		const patience = this.patienceLeft(signal);
		if (!isBehind && (this.isKnown(id) || !(this.isUnsettled() || patience > 0))) {
			take();
			return;
		}
		this.held.push({ event, until: this.clock.elapsed() + patience, take });
		this.watch(signal);
	}

	/** Lets go what need not wait any longer; to be called when outstanding answers are there. */
	release(signal?: AbortSignal): void {
		const now = this.clock.elapsed();
		const given = signal?.aborted ?? false;
		const goes = ({ event, until }: Held) =>
			given || this.isKnown(event.subscriptionId ?? '') || (until <= now && !this.isUnsettled());
		const released = this.held.filter(goes);
		this.held = this.held.filter((entry) => !goes(entry));
		for (const { take } of released) take();
		this.watch(signal);
	}

	private patienceLeft(signal: AbortSignal | undefined): number {
		const { during, wait } = this.patience;
		const over = this.clock.elapsed() - this.begun >= during;
		return over || signal?.aborted || this.held.length >= MOST_HELD ? 0 : wait();
	}

	private watch(signal: AbortSignal | undefined): void {
		if (this.watching || this.held.length === 0 || this.isUnsettled()) return;
		this.watching = true;
		const left = Math.min(...this.held.map(({ until }) => until)) - this.clock.elapsed();
		void this.clock.sleep(left, signal).then(() => {
			this.watching = false;
			this.release(signal);
		});
	}
}
