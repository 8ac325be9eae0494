import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { canInstallDebianPackages } from '../../../../n8n-driver/install/build-tools';

const lockFile = join(tmpdir(), 'n8n-telephony-apt.lock');

/** A program on this machine, or why there is none. */
export type Tool = { path: string } | { missing: string };

export interface DebianTool {
	/** Names it may have on the path, the best first. */
	commands: string[];
	debianPackage: string;
	/** Variable with a path that is taken instead. */
	variable: string;
	/** Where Debian puts it when that is not on the path; a star stands for one folder, the last one counts. */
	folder?: string;
}

/**
 * Finds a program, or installs Debian's where that is possible. Synchronous, because a test file must
 * know before it declares its tests.
 */
export function findTool({ commands, debianPackage, variable, folder }: DebianTool): Tool {
	const given = process.env[variable];
	if (given) {
		return existsSync(given) ? { path: given } : { missing: `${variable}=${given} does not exist` };
	}
	const found = onPath(commands, folder);
	if (found) return { path: found };
	if (!canInstallDebianPackages()) {
		return {
			missing: `no ${commands[0]} on the path, and it cannot be installed without root and apt-get`,
		};
	}
	process.stderr.write(`[n8n] Installing ${debianPackage} with apt-get for a test ...\n`);
	// RUNLEVEL 1: a package with a server does not start it.
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
	for (const args of [
		['update', '-q'],
		['install', '-q', '-y', '--no-install-recommends', debianPackage],
	]) {
		// Two workers may find at the same time that it is missing: one after the other.
		const { status, stderr } = spawnSync('flock', [lockFile, 'apt-get', ...args], {
			env,
			encoding: 'utf8',
		});
		if (status !== 0) return { missing: `apt-get ${args.join(' ')} failed: ${stderr.trim()}` };
	}
	const installed = onPath(commands, folder);
	return installed
		? { path: installed }
		: { missing: `${debianPackage} brought no ${commands[0]}` };
}

function onPath(commands: string[], folder?: string): string | undefined {
	const folders = [
		...(process.env.PATH ?? '').split(delimiter),
		...(folder ? meantBy(folder) : []),
	];
	return folders
		.flatMap((place) => commands.map((name) => join(place, name)))
		.find((path) => existsSync(path));
}

function meantBy(folder: string): string[] {
	const [before, after = ''] = folder.split('*');
	if (!folder.includes('*')) return [folder];
	if (!existsSync(before)) return [];
	return readdirSync(before)
		.sort((a, b) => Number(b) - Number(a))
		.map((name) => join(before, name, after));
}
