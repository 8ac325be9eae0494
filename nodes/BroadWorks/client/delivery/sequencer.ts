import type { Clock } from '../../../shared/core/ports';

/** Numbers that are missing between two events of one subscription, both ends included. */
export interface Gap {
	from: number;
	to: number;
}

export interface SequencerSettings {
	/** ms an event waits for one with a smaller number that is still on its way. */
	gracePeriod: number;
	/** After this number counting starts at 1 again. */
	largest: number;
}

/** BroadWorks counts per subscription from 1 to 2147483647 (docs/protocols/broadworks.md#event-envelope). */
export const SEQUENCE_DEFAULTS: SequencerSettings = { gracePeriod: 1_000, largest: 2_147_483_647 };

/**
 * Puts the events of one subscription in order by their sequence numbers, and reports numbers that
 * never came. An event older than what went out already (a redelivery) goes out at once.
 */
export class Sequencer<Event> {
	private expected?: number;

	/** By number, with `clock.elapsed()` of their coming. */
	private readonly buffered = new Map<number, { event: Event; at: number }>();

	private waiting?: Promise<void>;

	private readonly closing = new AbortController();

	constructor(
		private readonly clock: Clock,
		private readonly deliver: (event: Event) => void,
		private readonly report: (gap: Gap) => void,
		private readonly settings: SequencerSettings = SEQUENCE_DEFAULTS,
	) {}

	/** Number of the event that is to come next; undefined before the first. */
	get next(): number | undefined {
		return this.expected;
	}

	/** Counting goes on where somebody else has stopped. */
	goOnAt(next: number | undefined): void {
		this.expected ??= next;
	}

	accept(event: Event, sequenceNumber: number | undefined): void {
		const { aborted } = this.closing.signal;
		if (aborted || !this.isInTurn(sequenceNumber)) {
			this.deliver(event);
			return;
		}
		this.expected ??= sequenceNumber;
		if (this.buffered.has(sequenceNumber)) {
			this.deliver(event);
			return;
		}
		this.buffered.set(sequenceNumber, { event, at: this.clock.elapsed() });
		this.flush();
		if (this.buffered.size > 0) this.wait();
	}

	/** Forgets what waits; what comes later goes out at once. */
	close(): void {
		this.buffered.clear();
		this.closing.abort();
	}

	/** Counting starts anew, as for a subscription that was made again. */
	restart(): void {
		const rest = [...this.buffered].sort(([a], [b]) => this.ahead(a) - this.ahead(b));
		this.buffered.clear();
		this.expected = undefined;
		for (const [, { event }] of rest) this.deliver(event);
	}

	/** How far a number is ahead of the expected one, over the turn of the counter. */
	private ahead(sequenceNumber: number): number {
		const { largest } = this.settings;
		return (sequenceNumber - (this.expected ?? sequenceNumber) + largest) % largest;
	}

	/** Not for one without a number that can be counted on from, nor for one that has gone out already. */
	private isInTurn(sequenceNumber: number | undefined): sequenceNumber is number {
		const { largest } = this.settings;
		if (!Number.isInteger(sequenceNumber)) return false;
		const number = sequenceNumber as number;
		return number >= 0 && number <= largest && this.ahead(number) <= largest / 2;
	}

	private flush(): void {
		while (this.expected !== undefined && this.buffered.has(this.expected)) {
			const number = this.expected;
			const entry = this.buffered.get(number);
			this.buffered.delete(number);
			this.expected = number === this.settings.largest ? 1 : number + 1;
			if (entry) this.deliver(entry.event);
		}
	}

	private wait(): void {
		if (this.waiting) return;
		this.waiting = this.clock.sleep(this.graceLeft(), this.closing.signal).then(() => {
			this.waiting = undefined;
			if (this.buffered.size === 0) return;
			if (this.graceLeft() <= 0) this.giveUp();
			if (this.buffered.size > 0) this.wait();
		});
	}

	/** ms that the event buffered longest may still wait. */
	private graceLeft(): number {
		const [oldest] = this.buffered.values();
		return oldest.at + this.settings.gracePeriod - this.clock.elapsed();
	}

	/** The missing numbers are not coming: goes on with the next one that is there. */
	private giveUp(): void {
		const next = [...this.buffered.keys()].reduce((a, b) =>
			this.ahead(a) <= this.ahead(b) ? a : b,
		);
		const from = this.expected ?? next;
		const { largest } = this.settings;
		this.report({ from, to: next === 1 ? largest : next - 1 });
		this.expected = next;
		this.flush();
	}
}
