import { cpus } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';

/** Share of all cores that must be idle, and of the asking process's one thread that must be free, for more work. */
const IDLE_CORES = 0.25;
const FREE_THREAD = 0.4;

/** Idle and all time of the cores, ms. */
function coreTimes(): { idle: number; all: number } {
	const times = cpus().map(({ times: { user, nice, sys, idle, irq } }) => ({
		idle,
		all: user + nice + sys + idle + irq,
	}));
	const sum = (of: 'idle' | 'all') => times.reduce((total, core) => total + core[of], 0);
	return { idle: sum('idle'), all: sum('all') };
}

/**
 * Whether the machine bears more work: looks for so many ms how busy its cores and the thread of this process are. Tests that wait
 * more than they work run as many at once as it says, on a quick machine and on a slow one.
 */
export async function machineHasRoom(lookMs: number): Promise<boolean> {
	const before = coreTimes();
	const thread = performance.eventLoopUtilization();
	await pause(lookMs);
	const after = coreTimes();
	const idle = (after.idle - before.idle) / Math.max(1, after.all - before.all);
	const { utilization } = performance.eventLoopUtilization(thread);
	return idle >= IDLE_CORES && 1 - utilization >= FREE_THREAD;
}
