import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Progress } from './progress';
import { runCommand } from './run-command';

/** What node-gyp needs, and the Debian package that brings it. */
const tools = [
	{ command: 'python3', debianPackage: 'python3' },
	{ command: 'make', debianPackage: 'make' },
	{ command: 'g++', debianPackage: 'g++' },
];

export function isOnPath(command: string): boolean {
	return (process.env.PATH ?? '')
		.split(delimiter)
		.some((folder) => existsSync(join(folder, command)));
}

export function canInstallDebianPackages(): boolean {
	return process.getuid?.() === 0 && isOnPath('apt-get');
}

export async function installDebianPackages(
	names: string[],
	progress: Progress,
	signal?: AbortSignal,
): Promise<void> {
	const options = { cwd: '/', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, signal };
	await progress.during(`Installing ${names.join(', ')} with apt-get`, async () => {
		await runCommand('apt-get', ['update', '-q'], options);
		await runCommand(
			'apt-get',
			['install', '-q', '-y', '--no-install-recommends', ...names],
			options,
		);
	});
}

/**
 * Installs the compilers that are missing, where that is possible.
 * @returns whether anything was installed
 * @throws Error saying what to install, when it cannot be done from here
 */
export async function installMissingBuildTools(
	progress: Progress,
	signal?: AbortSignal,
): Promise<boolean> {
	const missing = tools.filter(({ command }) => !isOnPath(command));
	if (missing.length === 0) return false;
	const names = missing.map(({ command }) => command).join(', ');
	if (process.platform === 'win32' || !canInstallDebianPackages()) {
		throw new Error(
			`n8n's database driver has to be compiled, and ${names} is missing. Install it ` +
				'(Debian, Ubuntu: apt-get install python3 make g++; macOS: xcode-select --install) and start again.',
		);
	}
	await installDebianPackages(
		missing.map(({ debianPackage }) => debianPackage),
		progress,
		signal,
	);
	return true;
}
