import type { Clock } from '../../../shared/core/ports';
import type { XsiEvent } from '../channel/decode';

/** The time in which events wait for a subscription that nobody here has yet, ms. */
export interface GracePeriod {
	/** After the start of a line: n8n starts its workflows one after the other. */
	during: number;
	/** Of each event, from when it came or the last workflow joined. */
	wait(): number;
	/** Of each event at most; shorter than a server waits for an acknowledgement. */
	longest(): number;
}

/** More of them would be those of a server that sends what was never asked for. */
const MOST_BUFFERED = 5_000;

interface Buffered {
	event: XsiEvent;
	/** `clock.elapsed()` when it came. */
	at: number;
	/** Otherwise it waits for outstanding answers only. */
	hasGrace: boolean;
	route(): void;
	leave(): void;
}

/**
 * Events of subscriptions that are not known yet: they have overtaken the answer to the request for it,
 * or the server has kept them for a workflow that n8n has not started yet.
 */
export class BufferedEvents {
	private buffered: Buffered[] = [];

	private readonly begun: number;

	private watching = false;

	/** `clock.elapsed()` when a workflow joined last. */
	private joinedAt = -Infinity;

	/** `isUnsettled`: whether answers are outstanding. */
	constructor(
		private readonly clock: Clock,
		private readonly gracePeriod: GracePeriod,
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
	 * Calls `route` at once, or when the subscription is known or has been waited for long enough. Events of
	 * one subscription are routed in the order they came. None waits after `signal` is aborted. Calls `leave`
	 * instead for one that can wait no longer while workflows are still starting: it is not refused, so
	 * that the server sends it again.
	 */
	routeWhenKnown(
		event: XsiEvent,
		route: () => void,
		signal: AbortSignal | undefined,
		leave: () => void = route,
	): void {
		const id = event.subscriptionId ?? '';
		const isBehind = this.buffered.some((entry) => entry.event.subscriptionId === id);
		const hasGrace = this.hasGrace(signal);
		if (!isBehind && (this.isKnown(id) || !(this.isUnsettled() || hasGrace))) {
			route();
			return;
		}
		this.buffered.push({ event, at: this.clock.elapsed(), hasGrace, route, leave });
		this.watch(signal);
	}

	/** Lets go what need not wait any longer; to be called when outstanding answers are there. */
	release(signal?: AbortSignal): void {
		const now = this.clock.elapsed();
		const given = signal?.aborted ?? false;
		const isKnown = ({ event }: Buffered) => given || this.isKnown(event.subscriptionId ?? '');
		const goes = (entry: Buffered) =>
			isKnown(entry) || (this.until(entry) <= now && !this.isUnsettled());
		const released = this.buffered.filter(goes);
		this.buffered = this.buffered.filter((entry) => !goes(entry));
		for (const entry of released) {
			const mayCome = entry.hasGrace && this.joinedAt + this.gracePeriod.wait() > now;
			if (mayCome && !isKnown(entry)) entry.leave();
			else entry.route();
		}
		this.watch(signal);
	}

	private hasGrace(signal: AbortSignal | undefined): boolean {
		const over = this.clock.elapsed() - this.begun >= this.gracePeriod.during;
		return !over && !signal?.aborted && this.buffered.length < MOST_BUFFERED;
	}

	/** `clock.elapsed()` after which it waits for outstanding answers only. */
	private until({ at, hasGrace }: Buffered): number {
		if (!hasGrace) return at;
		const { wait, longest } = this.gracePeriod;
		return Math.min(Math.max(at, this.joinedAt) + wait(), at + longest());
	}

	private watch(signal: AbortSignal | undefined): void {
		if (this.watching || this.buffered.length === 0 || this.isUnsettled()) return;
		this.watching = true;
		const next = this.buffered.reduce(
			(first, entry) => Math.min(first, this.until(entry)),
			Infinity,
		);
		const left = Math.max(1, next - this.clock.elapsed());
		void this.clock.sleep(left, signal).then(() => {
			this.watching = false;
			this.release(signal);
		});
	}
}
