import type { SimulatorClock } from '../../shared/clock';

/** Something to be delivered; called twice for a duplicate. */
type Deliver = () => void;

/** What goes wrong between an event and its subscribers. */
export class DeliveryFaults {
	private duplicates = 0;

	private reorders = 0;

	private delay = 0;

	private held?: Deliver;

	private readonly waiting = new Set<() => void>();

	constructor(private readonly clock: SimulatorClock) {}

	/** The next `count` notifications go out twice, with the same uuid. */
	duplicate(count: number): void {
		this.duplicates = count;
	}

	/** The next `count` notifications each go out after their successor. */
	reorder(count: number): void {
		this.reorders = count;
	}

	/** Every notification goes out so many ms late, until set to 0. */
	setDelay(ms: number): void {
		this.delay = ms;
	}

	pass(deliver: Deliver): void {
		if (this.delay > 0) this.later(deliver);
		else this.order(deliver);
	}

	/** Drops what waits and every fault. */
	clear(): void {
		for (const cancel of this.waiting) cancel();
		this.waiting.clear();
		this.held = undefined;
		this.duplicates = 0;
		this.reorders = 0;
		this.delay = 0;
	}

	private later(deliver: Deliver): void {
		const cancel = this.clock.after(this.delay, () => {
			this.waiting.delete(cancel);
			this.order(deliver);
		});
		this.waiting.add(cancel);
	}

	private order(deliver: Deliver): void {
		if (this.held) {
			const { held } = this;
			this.held = undefined;
			this.out(deliver);
			this.out(held);
		} else if (this.reorders > 0) {
			this.reorders--;
			this.held = deliver;
		} else {
			this.out(deliver);
		}
	}

	private out(deliver: Deliver): void {
		deliver();
		if (this.duplicates === 0) return;
		this.duplicates--;
		deliver();
	}
}
