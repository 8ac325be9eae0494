import { spawnSync } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { processIsAlive, signalGroup } from '../n8n-driver/process-group';
import { waitFor } from '../n8n-driver/wait-for';

/** Who works in a user folder: the program that was started, and the n8n that it started. */
interface Owners {
	program: number;
	n8n?: number;
}

const fileIn = (userFolder: string) => join(userFolder, 'running.json');

/** Takes a user folder for this program, which is the only one that works in it until `release`. */
export class FolderOwner {
	private constructor(private readonly userFolder: string) {}

	/**
	 * Ends an n8n that a program left behind in the folder. It ends by itself when its starter is gone, so there is
	 * one only where that failed.
	 * @throws Error when the program that took the folder still runs
	 */
	static async take(userFolder: string): Promise<FolderOwner> {
		const before = await readOwners(userFolder);
		if (before && isOurs(before.program, 'demo')) {
			throw new Error(
				`Process ${before.program} works in ${userFolder} already. End it first (Ctrl-C, or kill ${before.program}).`,
			);
		}
		if (before?.n8n !== undefined) await endLeftBehind(before.n8n);
		const owner = new FolderOwner(userFolder);
		await owner.write({ program: process.pid });
		return owner;
	}

	/** Tells later programs which n8n to end if this one cannot. */
	async runs(n8n: number | undefined): Promise<void> {
		await this.write({ program: process.pid, n8n });
	}

	async release(): Promise<void> {
		await rm(fileIn(this.userFolder), { force: true });
	}

	private async write(owners: Owners): Promise<void> {
		await mkdir(this.userFolder, { recursive: true });
		await writeFile(fileIn(this.userFolder), JSON.stringify(owners));
	}
}

async function readOwners(userFolder: string): Promise<Owners | undefined> {
	try {
		return JSON.parse(await readFile(fileIn(userFolder), 'utf8')) as Owners;
	} catch (error) {
		// None, or one that was cut off while it was written.
		if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') {
			return undefined;
		}
		throw error;
	}
}

/** Whether a process still is what it was: its id may be somebody else's by now. */
function isOurs(pid: number, word: string): boolean {
	if (pid === process.pid || !processIsAlive(pid)) return false;
	const { stdout } = spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], {
		encoding: 'utf8',
	});
	return String(stdout ?? '').includes(word);
}

async function endLeftBehind(n8n: number): Promise<void> {
	if (!isOurs(n8n, 'tether.cjs')) return;
	signalGroup(n8n, 'SIGKILL');
	await waitFor(() => !processIsAlive(n8n), {
		what: `n8n (process ${n8n}), which an earlier start left behind, has ended`,
		timeoutMs: 20_000,
	});
}
