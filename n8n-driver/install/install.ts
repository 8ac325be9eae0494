import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { installMissingBuildTools } from './build-tools';
import { cacheFolder } from './cache';
import { chooseNode, headersOf, type N8nLine } from './lines';
import { compileNativeModules } from './native-modules';
import { npmEnvironment } from './npm-environment';
import { withPidLock } from './pid-lock';
import { processIsAlive } from '../process-group';
import type { Progress } from './progress';
import { runCommand } from './run-command';

/** An n8n that can be started. */
export interface N8nInstall {
	line: N8nLine;
	folder: string;
	/** The Node that runs it. */
	nodeBinary: string;
	/** n8n's own start script. */
	n8nScript: string;
}

/**
 * Gives a complete n8n install, from the cache where there is one. It is built in a folder beside its place
 * and renamed when it works, so an interrupted install is never used, and two processes can ask at once.
 */
export async function installN8n(
	line: N8nLine,
	progress: Progress,
	signal?: AbortSignal,
): Promise<N8nInstall> {
	const folder = cacheFolder(line);
	if (existsSync(folder)) return describeInstall(line, folder);
	const wait = (pid: number) =>
		progress.say(`Process ${pid} is installing n8n ${line.version} already, waiting for it ...`);
	await withPidLock(
		`${folder}.lock`,
		async () => {
			if (existsSync(folder)) return;
			await removeAbandoned(folder);
			const workFolder = `${folder}.tmp-${process.pid}`;
			try {
				await build(line, workFolder, progress, signal);
				await moveIntoPlace(workFolder, folder);
			} finally {
				await rm(workFolder, { recursive: true, force: true });
			}
		},
		wait,
		signal,
	);
	return describeInstall(line, folder);
}

function describeInstall(line: N8nLine, folder: string): N8nInstall {
	return {
		line,
		folder,
		nodeBinary: nodeBinaryIn(line, folder),
		n8nScript: join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
	};
}

function nodeBinaryIn(line: N8nLine, folder: string): string {
	const { packageName } = chooseNode(line);
	if (!packageName) return process.execPath;
	const name = process.platform === 'win32' ? 'node.exe' : 'node';
	return join(folder, 'node', 'node_modules', packageName, 'bin', name);
}

async function build(
	line: N8nLine,
	folder: string,
	progress: Progress,
	signal?: AbortSignal,
): Promise<void> {
	progress.say(
		`n8n ${line.version} is not in the cache yet: installing it takes four to six minutes, once.`,
	);
	await mkdir(folder, { recursive: true });
	await cp(line.folder, folder, { recursive: true });
	await installNode(line, folder, progress, signal);
	const nodeBinary = nodeBinaryIn(line, folder);
	const headers = headersOf(nodeBinary);
	const env = npmEnvironment(nodeBinary, headers ? { npm_config_nodedir: headers } : {});
	const npm = async (args: string[]) => await runCommand('npm', args, { cwd: folder, env, signal });

	await progress.during(`Downloading n8n ${line.version} and its packages`, async () => {
		// Scripts off: one dependency would download and compile a Kafka library that nothing here uses.
		await npm(['ci', '--legacy-peer-deps', '--ignore-scripts', '--no-audit', '--no-fund']);
	});
	const compile = async () =>
		await compileNativeModules({ line, folder, nodeBinary, headers }, progress, signal);
	try {
		await compile();
	} catch (error) {
		signal?.throwIfAborted();
		if (!(await installMissingBuildTools(progress, signal))) throw error;
		await compile();
	}
}

async function installNode(
	line: N8nLine,
	folder: string,
	progress: Progress,
	signal?: AbortSignal,
): Promise<void> {
	const { packageName, version } = chooseNode(line);
	if (!packageName) return;
	const nodeFolder = join(folder, 'node');
	await mkdir(nodeFolder);
	await progress.during(
		`Downloading Node ${version}, which n8n ${line.version} runs on`,
		async () => {
			const args = [
				'install',
				'--prefix',
				nodeFolder,
				'--ignore-scripts',
				'--no-audit',
				'--no-fund',
			];
			await runCommand('npm', [...args, '--no-package-lock', `${packageName}@${version}`], {
				cwd: nodeFolder,
				env: npmEnvironment(process.execPath),
				signal,
			});
		},
	);
}

/** Two processes that both found a dead one's lock may both get here: the first one's install serves both. */
async function moveIntoPlace(workFolder: string, folder: string): Promise<void> {
	try {
		await rename(workFolder, folder);
	} catch (error) {
		if (!existsSync(folder)) throw error;
	}
}

async function removeAbandoned(folder: string): Promise<void> {
	const prefix = `${basename(folder)}.tmp-`;
	for (const name of await readdir(dirname(folder))) {
		if (!name.startsWith(prefix) || processIsAlive(Number(name.slice(prefix.length)))) continue;
		await rm(join(dirname(folder), name), { recursive: true, force: true });
	}
}
