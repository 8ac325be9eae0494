import { existsSync } from 'node:fs';
import { cp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheRoot } from './cache';
import type { N8nLine } from './lines';
import { npmEnvironment } from './npm-environment';
import type { Progress } from './progress';
import { CommandError, runCommand } from './run-command';

/** An n8n that is being installed. */
export interface Unfinished {
	line: N8nLine;
	folder: string;
	/** The Node that will run it. */
	nodeBinary: string;
	/** Folder with the headers of that Node; undefined where node-gyp fetches them itself. */
	headers: string | undefined;
}

/**
 * Half the compiler's time of `-O3`, which the modules ask for, and hardly slower for what n8n does with them
 * here. It stands behind theirs on the command line, so it counts.
 */
const SPARING = '-O1';

/**
 * Version of Node's stable binary interface that modules are compiled for where they use it: every Node that
 * n8n runs on has it. Left alone, a module asks for the newest of the Node that compiles it and crashes others.
 */
const OLDEST_INTERFACE = 6;

/**
 * Compiles the native parts of the line's modules, or takes them from another n8n in the cache.
 * @throws Error when a module does not load afterwards
 */
export async function compileNativeModules(
	{ line, folder, nodeBinary, headers }: Unfinished,
	progress: Progress,
	signal?: AbortSignal,
): Promise<void> {
	const missing: string[] = [];
	for (const name of line.nativeModules) {
		if (!(await takeFromOther(name, { folder, nodeBinary, signal }))) missing.push(name);
	}
	if (missing.length > 0) {
		const env = npmEnvironment(nodeBinary, {
			...(headers ? { npm_config_nodedir: headers } : {}),
			npm_config_napi_build_version: String(OLDEST_INTERFACE),
			CFLAGS: `${process.env.CFLAGS ?? ''} ${SPARING}`,
			CXXFLAGS: `${process.env.CXXFLAGS ?? ''} ${SPARING}`,
		});
		await progress.during(`Compiling ${missing.join(' and ')}`, async () => {
			const args = ['rebuild', '--ignore-scripts=false', ...missing];
			await runCommand('npm', args, { cwd: folder, env, signal });
		});
	}
	// `npm rebuild` ends with 0 also when it built nothing.
	for (const name of line.nativeModules) await load(name, { folder, nodeBinary, signal });
}

/** Where a module is to load. */
interface Place {
	folder: string;
	nodeBinary: string;
	signal?: AbortSignal;
}

async function load(name: string, { folder, nodeBinary, signal }: Place): Promise<void> {
	await runCommand(nodeBinary, ['-e', `require(${JSON.stringify(name)})`], {
		cwd: folder,
		signal,
	});
}

interface Manifest {
	version: string;
	/** Versions of Node's stable binary interface: what is built for it runs in every Node. */
	binary?: { napi_versions?: number[] };
}

async function manifestOf(name: string, folder: string): Promise<Manifest | undefined> {
	const file = join(folder, 'node_modules', name, 'package.json');
	if (!existsSync(file)) return undefined;
	return JSON.parse(await readFile(file, 'utf8')) as Manifest;
}

/** Takes it from another finished install that has this version, built for every Node; false without one that loads. */
async function takeFromOther(name: string, place: Place): Promise<boolean> {
	const wanted = await manifestOf(name, place.folder);
	if (wanted?.binary?.napi_versions === undefined) return false;
	for (const other of await readdir(cacheRoot())) {
		if (/\.(tmp-\d+|lock)$/.test(other)) continue;
		const built = join(cacheRoot(), other, 'node_modules', name, 'build');
		if (!existsSync(join(built, 'Release'))) continue;
		if ((await manifestOf(name, join(cacheRoot(), other)))?.version !== wanted.version) continue;
		const taken = join(place.folder, 'node_modules', name, 'build');
		await cp(built, taken, { recursive: true });
		if (await loads(name, place)) return true;
		await rm(taken, { recursive: true, force: true });
	}
	return false;
}

/** False also where it ends the process, as one built for a newer Node or another platform does. */
async function loads(name: string, place: Place): Promise<boolean> {
	try {
		await load(name, place);
		return true;
	} catch (error) {
		place.signal?.throwIfAborted();
		if (error instanceof CommandError) return false;
		throw error;
	}
}
