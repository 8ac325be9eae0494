import { chmod, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';

import type { N8nApi } from '../../../../n8n-driver/rest/api';
import { isOnPath } from '../../../../n8n-driver/install/build-tools';
import type { N8nInstall } from '../../../../n8n-driver/install/install';
import type { Tarball } from '../../../../n8n-driver/install/pack';
import { runCommand } from '../../../../n8n-driver/install/run-command';

/** The package under another version, as a release would be that changes nothing. */
export async function nextVersionOf(
	{ path, name }: Tarball,
	version: string,
	folder: string,
): Promise<Tarball> {
	const unpacked = join(folder, `unpacked-${version}`);
	await mkdir(unpacked, { recursive: true });
	await runCommand('tar', ['-xzf', path, '-C', unpacked], { cwd: folder });
	const manifest = join(unpacked, 'package', 'package.json');
	const fields = JSON.parse(await readFile(manifest, 'utf8')) as object;
	await writeFile(manifest, JSON.stringify({ ...fields, version }, null, 2));
	const next = join(folder, `${name}-${version}.tgz`);
	await runCommand('tar', ['-czf', next, '-C', unpacked, 'package'], { cwd: folder });
	return { path: next, name, version };
}

/**
 * Environment of an n8n whose npm finds these packages, and every other where it always does. n8n asks
 * another registry than npm's own only with a licence, so the npm it calls is stood in for.
 */
export async function npmWith(
	tarball: Tarball,
	{ nodeBinary }: Pick<N8nInstall, 'nodeBinary'>,
	folder: string,
): Promise<Record<string, string>> {
	if (!isOnPath('npm')) throw new Error('npm is not there.');
	const path = [dirname(nodeBinary), process.env.PATH].join(delimiter);
	const bin = join(folder, 'bin');
	await mkdir(bin, { recursive: true });
	const script = join(bin, 'npm');
	const known = { ...tarball, path, tarball: tarball.path };
	await writeFile(
		script,
		`#!${nodeBinary}
const { copyFileSync } = require('node:fs');
const { basename } = require('node:path');
const { spawnSync } = require('node:child_process');
const { name, version, tarball, path } = ${JSON.stringify(known)};
const [command, wanted = ''] = process.argv.slice(2);
const isOurs = wanted.startsWith(name + '@');
if (isOurs && command === 'view') {
	console.log(JSON.stringify(version));
} else if (isOurs && command === 'pack') {
	copyFileSync(tarball, basename(tarball));
	console.log(basename(tarball));
} else {
	const env = { ...process.env, PATH: path };
	process.exit(spawnSync('npm', process.argv.slice(2), { env, stdio: 'inherit' }).status ?? 1);
}
`,
	);
	await chmod(script, 0o755);
	return { PATH: [bin, path].join(delimiter) };
}

/** Presses *Update* on the Community nodes page. */
export async function updatePackage(api: N8nApi, { name, version }: Tarball): Promise<void> {
	await api.rest.request('PATCH', '/rest/community-packages', { name, version });
	const installed = (await api.communityPackages()).find(({ packageName }) => packageName === name);
	if (installed?.installedVersion !== version) {
		throw new Error(`n8n has ${installed?.installedVersion} instead of ${version}`);
	}
}

/** Copies what a stopped n8n has on disk, as a backup that is restored elsewhere. */
export async function copyOf(userFolder: string, copy: string): Promise<void> {
	await cp(userFolder, copy, { recursive: true });
}
