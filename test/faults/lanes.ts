import { cpus } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';

/** Share of all cores that must be idle, and of this process's one thread that must be free, for one more row. */
const IDLE_CORES = 0.25;
const FREE_THREAD = 0.4;

/** ms that are looked at; the row before has started by then. */
const LOOK = 1_000;

/** Rows at once: the first number in any case, up to the second while there is room. */
export interface Lanes {
	least: number;
	most: number;
	/** Looks for a moment whether the machine bears one more. */
	hasRoom(): Promise<boolean>;
}

/** Idle and all time of the cores, ms. */
function coreTimes(): { idle: number; all: number } {
	const times = cpus().map(({ times: { user, nice, sys, idle, irq } }) => ({
		idle,
		all: user + nice + sys + idle + irq,
	}));
	const sum = (of: 'idle' | 'all') => times.reduce((total, core) => total + core[of], 0);
	return { idle: sum('idle'), all: sum('all') };
}

/** Whether neither the cores nor this thread, which runs the telephone systems of all rows, were busy for a second. */
async function machineHasRoom(): Promise<boolean> {
	const before = coreTimes();
	const thread = performance.eventLoopUtilization();
	await pause(LOOK);
	const after = coreTimes();
	const idle = (after.idle - before.idle) / Math.max(1, after.all - before.all);
	return (
		idle >= IDLE_CORES && 1 - performance.eventLoopUtilization(thread).utilization >= FREE_THREAD
	);
}

/** Rows mostly wait, so the machine says how many run at once: a quiet one bears more than twice the least. */
export const lanesOf = (least: number, most: number): Lanes => ({
	least,
	most,
	hasRoom: machineHasRoom,
});

/**
 * Runs `work` for every input and gives the results in the order of the inputs. The first failure stops new starts
 * and is thrown once the running ones have ended.
 */
export async function mapInLanes<Input, Output>(
	inputs: readonly Input[],
	{ least, most, hasRoom }: Lanes,
	work: (input: Input) => Promise<Output>,
): Promise<Output[]> {
	const results = new Array<Output>(inputs.length);
	const running = new Set<Promise<void>>();
	const failures: unknown[] = [];
	for (const [index, input] of inputs.entries()) {
		while (running.size >= most || (running.size >= least && !(await hasRoom()))) {
			if (running.size >= most) await Promise.race(running);
		}
		if (failures.length > 0) break;
		const one = work(input)
			.then(
				(result) => void (results[index] = result),
				(error: unknown) => void failures.push(error),
			)
			.finally(() => running.delete(one));
		running.add(one);
	}
	await Promise.all(running);
	if (failures.length > 0) throw failures[0];
	return results;
}
