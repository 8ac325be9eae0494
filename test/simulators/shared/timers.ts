import type { SimulatorClock } from './clock';

/** Timers by name: setting one replaces the one of the same name. */
export class Timers {
	private readonly cancels = new Map<string, () => void>();

	constructor(private readonly clock: SimulatorClock) {}

	set(name: string, ms: number, run: () => void): void {
		this.cancel(name);
		const cancel = this.clock.after(ms, () => {
			this.cancels.delete(name);
			run();
		});
		this.cancels.set(name, cancel);
	}

	cancel(name: string): void {
		this.cancels.get(name)?.();
		this.cancels.delete(name);
	}

	has(name: string): boolean {
		return this.cancels.has(name);
	}

	clear(): void {
		for (const cancel of this.cancels.values()) cancel();
		this.cancels.clear();
	}
}
