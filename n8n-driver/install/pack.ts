import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { npmEnvironment } from './npm-environment';
import { runCommand } from './run-command';

/** A packed npm package. */
export interface Tarball {
	/** Absolute path of the .tgz. */
	path: string;
	name: string;
	version: string;
}

/** Packs the package in `folder` as `npm publish` would; it must have been built. */
export async function packPackage(
	folder: string,
	destination: string,
	signal?: AbortSignal,
): Promise<Tarball> {
	await mkdir(destination, { recursive: true });
	const output = await runCommand(
		'npm',
		['pack', '--json', '--ignore-scripts', '--pack-destination', destination],
		{ cwd: folder, env: npmEnvironment(process.execPath), signal },
	);
	const { name, version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
		name: string;
		version: string;
	};
	const path = join(destination, `${name}-${version}.tgz`);
	const packed = output.includes(`"filename": "${name}-${version}.tgz"`);
	if (!packed) throw new Error(`npm pack did not make ${path}. It said:\n${output}`);
	return { path, name, version };
}
