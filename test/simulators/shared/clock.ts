/** Time as the simulators see it, so that expiry tests need no waiting. */
export interface SimulatorClock {
	/** Epoch milliseconds. */
	now(): number;
	/** Runs once after `ms` milliseconds; the returned function cancels it. */
	after(ms: number, run: () => void): () => void;
}

/** Longest delay a Node timer takes; a longer one would fire at once. */
const LONGEST_TIMER = 2_147_483_647;

/** The machine's clock. */
export const systemClock: SimulatorClock = {
	now: () => Date.now(),
	after(ms, run) {
		const timer = setTimeout(run, Math.min(Math.max(0, ms), LONGEST_TIMER));
		return () => clearTimeout(timer);
	},
};

export interface ManualClock extends SimulatorClock {
	/** Moves time forward and runs what falls due, in order of due time. */
	advance(ms: number): void;
	/** How many timers wait. */
	readonly waiting: number;
}

/** A clock that only moves when told to. `start`: epoch milliseconds. */
export function manualClock(start = 1_700_000_000_000): ManualClock {
	let now = start;
	let lastId = 0;
	const timers = new Map<number, { due: number; run: () => void }>();
	const next = (limit: number) =>
		[...timers]
			.filter(([, timer]) => timer.due <= limit)
			.sort(([a, x], [b, y]) => x.due - y.due || a - b)[0];
	return {
		now: () => now,
		after(ms, run) {
			const id = ++lastId;
			timers.set(id, { due: now + Math.max(0, ms), run });
			return () => void timers.delete(id);
		},
		advance(ms) {
			const end = now + ms;
			for (let due = next(end); due; due = next(end)) {
				timers.delete(due[0]);
				now = Math.max(now, due[1].due);
				due[1].run();
			}
			now = end;
		},
		get waiting() {
			return timers.size;
		},
	};
}
