import { mkdir, readdir, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';

import { isRecord } from '../../core/records';
import { systemClock } from '../../systemPorts';
import type { LineFacts, PushCount } from './lineReport';

/** What one process of n8n knows of its lines. */
export interface Snapshot {
	/** ms since 1970 */
	at: number;
	role: ProcessRole;
	lines: LineFacts[];
	/** By trigger. */
	pushes: Record<string, PushCount>;
}

/** `main` keeps the lines; the others are of queue mode. */
export type ProcessRole = 'main' | 'worker' | 'webhook';

/** ms after which what a process has left behind is deleted. */
const LEFT = 24 * 60 * 60_000;

const NAME = /^lines-.+\.json$/;

/** Actions run in other processes than triggers. */
export const sharesLines = (): boolean => process.env.EXECUTIONS_MODE === 'queue';

/** By the command that n8n was started with (docs/n8n.md#queue-mode). */
export function processRole(): ProcessRole {
	if (process.argv.includes('worker')) return 'worker';
	return process.argv.includes('webhook') ? 'webhook' : 'main';
}

/** Whether every trigger starts in this process, sooner or later: in queue mode it may be another one that has it. */
export const startsTriggers = (): boolean => !sharesLines() && processRole() === 'main';

/**
 * The folder below n8n's own that `helpers.getStoragePath` gives to a node, which triggers do not have. It is
 * the one place of n8n that nodes of a worker and of the main process both reach
 * (docs/n8n.md#what-a-node-in-a-worker-can-know-of-main).
 */
export function linesFolder(): string {
	const home = process.env.N8N_USER_FOLDER || homedir();
	return join(home, '.n8n', 'storage', 'n8n-nodes-telephony');
}

const ownName = (): string => `lines-${hostname().replace(/[^\w.-]/g, '_')}-${process.pid}.json`;

/** Tells the other processes; they never see half a file. */
export async function writeOwn(snapshot: Snapshot): Promise<void> {
	const folder = linesFolder();
	const path = join(folder, ownName());
	await mkdir(folder, { recursive: true });
	// Names of workflows are nobody else's business.
	await writeFile(`${path}.new`, JSON.stringify(snapshot), { mode: 0o600 });
	await rename(`${path}.new`, path);
}

async function namesIn(folder: string): Promise<string[]> {
	try {
		return (await readdir(folder)).filter((name) => NAME.test(name));
	} catch (error) {
		// Nobody has told anything yet.
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
		throw error;
	}
}

/** Undefined for one of a process that is long gone, which is deleted, or of another version of the format. */
async function snapshotAt(path: string): Promise<Snapshot | undefined> {
	try {
		const { mtimeMs } = await stat(path);
		if (systemClock.now() - mtimeMs > LEFT) {
			await unlink(path);
			return undefined;
		}
		const read: unknown = JSON.parse(await readFile(path, 'utf8'));
		const isWhole = isRecord(read) && Array.isArray(read.lines) && isRecord(read.pushes);
		return isWhole ? (read as unknown as Snapshot) : undefined;
	} catch (error) {
		// Another process may have deleted it just now.
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
		throw error;
	}
}

/** What the other processes have told. */
export async function readOthers(): Promise<Snapshot[]> {
	const folder = linesFolder();
	const names = (await namesIn(folder)).filter((name) => name !== ownName());
	const read = await Promise.all(names.map(async (name) => await snapshotAt(join(folder, name))));
	return read.filter((snapshot) => snapshot !== undefined);
}
