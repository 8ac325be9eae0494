import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { canInstallDebianPackages } from '../../../demo/n8n/build-tools';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** A browser, or why there is none. */
export type Chromium = { path: string } | { missing: string };

/**
 * Finds a Chromium (CHROMIUM_PATH, or on the path), or installs Debian's where that is possible.
 * Synchronous, because a test file must know before it declares its tests.
 */
export function findChromium(): Chromium {
	const given = process.env.CHROMIUM_PATH;
	if (given) {
		return existsSync(given)
			? { path: given }
			: { missing: `CHROMIUM_PATH=${given} does not exist` };
	}
	const found = onPath();
	if (found) return { path: found };
	if (!canInstallDebianPackages()) {
		return {
			missing: 'no chromium on the path, and it cannot be installed without root and apt-get',
		};
	}
	process.stderr.write('[n8n] Installing chromium with apt-get for the browser test ...\n');
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	for (const args of [
		['update', '-q'],
		['install', '-q', '-y', '--no-install-recommends', 'chromium'],
	]) {
		const { status, stderr } = spawnSync('apt-get', args, { env, encoding: 'utf8' });
		if (status !== 0) return { missing: `apt-get ${args.join(' ')} failed: ${stderr.trim()}` };
	}
	const installed = onPath();
	return installed ? { path: installed } : { missing: 'apt-get installed no chromium' };
}

function onPath(): string | undefined {
	const folders = (process.env.PATH ?? '').split(delimiter);
	return folders
		.flatMap((folder) => names.map((name) => join(folder, name)))
		.find((path) => existsSync(path));
}
