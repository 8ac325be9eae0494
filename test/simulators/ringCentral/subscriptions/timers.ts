import type { SimulatorClock } from '../../shared/clock';

/** Longest delay one timer is set for: Node's own limit is 24.8 days, a subscription lives for years. */
const LONGEST = 2_000_000_000;

/** Timers by name that may be years away: setting one replaces the one of the same name. */
export class LongTimers {
	private readonly cancels = new Map<string, () => void>();

	constructor(private readonly clock: SimulatorClock) {}

	/** Runs once at `due` (epoch ms). */
	at(name: string, due: number, run: () => void): void {
		this.cancel(name);
		const left = due - this.clock.now();
		const cancel = this.clock.after(Math.min(left, LONGEST), () => {
			this.cancels.delete(name);
			if (left > LONGEST) this.at(name, due, run);
			else run();
		});
		this.cancels.set(name, cancel);
	}

	cancel(name: string): void {
		this.cancels.get(name)?.();
		this.cancels.delete(name);
	}

	clear(): void {
		for (const cancel of this.cancels.values()) cancel();
		this.cancels.clear();
	}
}
