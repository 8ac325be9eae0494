import type { Clock } from '../../../nodes/shared/core/ports';
import { settled } from './turns';

interface Sleeper {
	due: number;
	signal?: AbortSignal;
	wake(): void;
}

/** Time that passes only when a test says so. */
export class FakeClock implements Clock {
	private passed = 0;

	private wall = Date.UTC(2026, 0, 1);

	private readonly sleepers = new Set<Sleeper>();

	private readonly watched = new WeakSet<AbortSignal>();

	now(): number {
		return this.wall + this.passed;
	}

	elapsed(): number {
		return this.passed;
	}

	async sleep(ms: number, signal?: AbortSignal): Promise<void> {
		if (signal?.aborted) return;
		await new Promise<void>((resolve) => {
			const wake = () => {
				this.sleepers.delete(sleeper);
				resolve();
			};
			const sleeper = { due: this.passed + ms, signal, wake };
			this.sleepers.add(sleeper);
			if (signal) this.watch(signal);
		});
	}

	/** One listener for all who sleep until the same signal: Node warns of more than ten. */
	private watch(signal: AbortSignal): void {
		if (this.watched.has(signal)) return;
		this.watched.add(signal);
		const wakeAll = () => {
			for (const sleeper of [...this.sleepers]) if (sleeper.signal === signal) sleeper.wake();
		};
		signal.addEventListener('abort', wakeAll, { once: true });
	}

	/** Lets `ms` pass: whatever falls due runs at its own time, in order, with all that follows. */
	async advance(ms: number): Promise<void> {
		const end = this.passed + ms;
		for (let woken = 0; ; woken++) {
			if (woken > 100_000) throw new Error('Something never stops waking up');
			await settled();
			const next = [...this.sleepers].reduce<Sleeper | undefined>(
				(first, sleeper) => (first && first.due <= sleeper.due ? first : sleeper),
				undefined,
			);
			if (!next || next.due > end) break;
			this.passed = Math.max(this.passed, next.due);
			next.wake();
		}
		this.passed = end;
		await settled();
	}

	/** The wall clock is set; elapsed time is not touched. */
	stepWall(ms: number): void {
		this.wall += ms;
	}

	/** How many wait for time to pass. */
	get sleeping(): number {
		return this.sleepers.size;
	}
}
