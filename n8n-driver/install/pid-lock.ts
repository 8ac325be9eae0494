import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { processIsAlive } from '../process-group';

const retryAfterMs = 500;

/**
 * Runs `work` while holding a lock file with this process's id in it. The lock of a process that no longer
 * exists counts for nothing.
 * @param onWait called once with the id of the process that is being waited for
 */
export async function withPidLock<T>(
	path: string,
	work: () => Promise<T>,
	onWait: (pid: number) => void,
	signal?: AbortSignal,
): Promise<T> {
	let told = false;
	for (;;) {
		const holder = await takePidLock(path);
		if (holder === undefined) break;
		if (!told) onWait(holder);
		told = true;
		await delay(retryAfterMs, undefined, { signal });
	}
	try {
		return await work();
	} finally {
		await freePidLock(path);
	}
}

/**
 * Takes a lock file unless somebody has it. The lock of a process that no longer exists counts for nothing.
 * @returns the id of the process that has it; undefined where it was taken
 */
export async function takePidLock(path: string): Promise<number | undefined> {
	await mkdir(dirname(path), { recursive: true });
	for (;;) {
		if (await makeLock(path)) return undefined;
		const holder = await readHolder(path);
		if (holder !== undefined && processIsAlive(holder)) return holder;
		await rm(path, { force: true });
	}
}

/** Gives up a lock that this process has. */
export async function freePidLock(path: string): Promise<void> {
	await rm(path, { force: true });
}

async function makeLock(path: string): Promise<boolean> {
	try {
		await writeFile(path, String(process.pid), { flag: 'wx' });
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
		throw error;
	}
}

async function readHolder(path: string): Promise<number | undefined> {
	// Between creating the file and writing into it there is a moment in which it is empty.
	for (let attempt = 0; attempt < 3; attempt++) {
		const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
			if (error.code === 'ENOENT') return '';
			throw error;
		});
		if (/^\d+$/.test(text)) return Number(text);
		await delay(50);
	}
	return undefined;
}
