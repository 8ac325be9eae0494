import type { Clock } from '../../../shared/core/ports';
import type { XsiEvent } from './decode';

/** How long events wait for a subscription that nobody here has yet, ms. */
export interface Patience {
	/** After the start of a line: n8n starts its workflows one after the other. */
	during: number;
	/** Of each event, from when it came or the last workflow joined. */
	wait(): number;
	/** Of each event at most; shorter than a server waits for an acknowledgement. */
	longest(): number;
}

/** More of them would be those of a server that sends what was never asked for. */
const MOST_HELD = 5_000;

interface Held {
	event: XsiEvent;
	/** `clock.elapsed()` when it came. */
	at: number;
	/** Otherwise it waits for outstanding answers only. */
	isPatient: boolean;
	take(): void;
	leave(): void;
}

/**
 * Events of subscriptions that are not known yet: they have overtaken the answer to the request for it,
 * or the server has kept them for a workflow that n8n has not started yet.
 */
export class HeldEvents {
	private held: Held[] = [];

	private readonly begun: number;

	private watching = false;

	/** `clock.elapsed()` when a workflow joined last. */
	private joinedAt = -Infinity;

	/** `isUnsettled`: whether answers are outstanding. */
	constructor(
		private readonly clock: Clock,
		private readonly patience: Patience,
		private readonly isKnown: (subscriptionId: string) => boolean,
		private readonly isUnsettled: () => boolean,
	) {
		this.begun = clock.elapsed();
	}

	/** One more workflow has started, so that others may follow. */
	joined(): void {
		this.joinedAt = this.clock.elapsed();
	}

	/**
	 * Calls `take` at once, or when the subscription is known or has been waited for long enough. Events of
	 * one subscription are taken in the order they came. None waits after `signal` is aborted. Calls `leave`
	 * instead for one that can wait no longer while workflows are still starting: it is not refused, so
	 * that the server sends it again.
	 */
	pass(
		event: XsiEvent,
		take: () => void,
		signal: AbortSignal | undefined,
		leave: () => void = take,
	): void {
		const id = event.subscriptionId ?? '';
		const isBehind = this.held.some((entry) => entry.event.subscriptionId === id);
		const isPatient = this.isPatient(signal);
		if (!isBehind && (this.isKnown(id) || !(this.isUnsettled() || isPatient))) {
			take();
			return;
		}
		this.held.push({ event, at: this.clock.elapsed(), isPatient, take, leave });
		this.watch(signal);
	}

	/** Lets go what need not wait any longer; to be called when outstanding answers are there. */
	release(signal?: AbortSignal): void {
		const now = this.clock.elapsed();
		const given = signal?.aborted ?? false;
		const isKnown = ({ event }: Held) => given || this.isKnown(event.subscriptionId ?? '');
		const goes = (entry: Held) =>
			isKnown(entry) || (this.until(entry) <= now && !this.isUnsettled());
		const released = this.held.filter(goes);
		this.held = this.held.filter((entry) => !goes(entry));
		for (const entry of released) {
			const mayCome = entry.isPatient && this.joinedAt + this.patience.wait() > now;
			if (mayCome && !isKnown(entry)) entry.leave();
			else entry.take();
		}
		this.watch(signal);
	}

	private isPatient(signal: AbortSignal | undefined): boolean {
		const over = this.clock.elapsed() - this.begun >= this.patience.during;
		return !over && !signal?.aborted && this.held.length < MOST_HELD;
	}

	/** `clock.elapsed()` after which it waits for outstanding answers only. */
	private until({ at, isPatient }: Held): number {
		if (!isPatient) return at;
		const { wait, longest } = this.patience;
		return Math.min(Math.max(at, this.joinedAt) + wait(), at + longest());
	}

	private watch(signal: AbortSignal | undefined): void {
		if (this.watching || this.held.length === 0 || this.isUnsettled()) return;
		this.watching = true;
		const next = this.held.reduce((first, entry) => Math.min(first, this.until(entry)), Infinity);
		const left = Math.max(1, next - this.clock.elapsed());
		void this.clock.sleep(left, signal).then(() => {
			this.watching = false;
			this.release(signal);
		});
	}
}
