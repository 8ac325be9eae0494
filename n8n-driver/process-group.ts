import { spawnSync } from 'node:child_process';

/** Sends a signal to a process started with `detached: true` and to all that it started. */
export function signalGroup(leaderPid: number, signal: NodeJS.Signals): void {
	if (process.platform === 'win32') {
		spawnSync('taskkill', ['/pid', String(leaderPid), '/T', '/F'], { stdio: 'ignore' });
		return;
	}
	try {
		process.kill(-leaderPid, signal);
	} catch (error) {
		if (!isNoSuchProcess(error)) throw error;
	}
}

/** Whether any process of the group still exists. */
export function groupIsAlive(leaderPid: number): boolean {
	if (process.platform === 'win32') return processIsAlive(leaderPid);
	return processIsAlive(-leaderPid);
}

/** Whether a process with this id exists. */
export function processIsAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		if (isNoSuchProcess(error)) return false;
		// EPERM: it exists and belongs to somebody else.
		return true;
	}
}

function isNoSuchProcess(error: unknown): boolean {
	return (error as NodeJS.ErrnoException).code === 'ESRCH';
}
