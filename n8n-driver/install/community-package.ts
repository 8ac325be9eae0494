import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runOnDatabase, type Statement } from './database';
import type { N8nInstall } from './install';
import { npmEnvironment } from './npm-environment';
import type { Tarball } from './pack';
import { runCommand } from './run-command';

interface PackageJson {
	name: string;
	version: string;
	author?: { name?: string; email?: string };
	dependencies?: Record<string, string>;
	[key: string]: unknown;
}

const npmFlagsOfN8n = [
	'--audit=false',
	'--fund=false',
	'--bin-links=false',
	'--install-strategy=shallow',
	'--ignore-scripts=true',
	'--package-lock=false',
];

/**
 * Puts a tarball where n8n's installer puts a community package, by the same steps: unpack, drop what is not
 * for production, install the dependencies, enter it in the list of installed packages. The installer
 * itself cannot be used: it takes packages from another registry only with a licence
 * (CommunityPackagesService.downloadPackage and getNpmRegistry in n8n 1.123 and 2.41).
 * @param userFolder n8n's N8N_USER_FOLDER
 */
export async function installCommunityPackage(
	install: N8nInstall,
	userFolder: string,
	tarball: Tarball,
	signal?: AbortSignal,
): Promise<void> {
	const downloads = join(userFolder, '.n8n', 'nodes');
	const folder = join(downloads, 'node_modules', tarball.name);
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	await runCommand('tar', ['-xzf', tarball.path, '-C', folder, '--strip-components=1'], {
		cwd: downloads,
		signal,
	});
	const manifest = await readJson<PackageJson>(join(folder, 'package.json'));
	for (const group of ['devDependencies', 'peerDependencies', 'optionalDependencies']) {
		delete manifest[group];
	}
	await writeJson(join(folder, 'package.json'), manifest);
	// npm takes seconds to find out that there is nothing to do.
	if (Object.keys(manifest.dependencies ?? {}).length > 0) {
		await runCommand('npm', ['install', ...npmFlagsOfN8n], {
			cwd: folder,
			env: npmEnvironment(install.nodeBinary),
			signal,
		});
	}
	await writeJson(join(downloads, 'package.json'), {
		name: 'installed-nodes',
		private: true,
		dependencies: { [manifest.name]: manifest.version },
	});
}

/** A node type as n8n's list of installed community nodes shows it. */
export interface InstalledNode {
	displayName: string;
	/** Full type name, for instance `n8n-nodes-telephony.broadWorks`. */
	type: string;
	version: number;
}

const now = "STRFTIME('%Y-%m-%d %H:%M:%f', 'NOW')";

/**
 * Enters the package in n8n's database, so that the Community nodes page lists it. n8n must have been
 * started once (it creates the tables) and may be running. Same rows as n8n's
 * InstalledPackagesRepository.saveInstalledPackageWithNodes writes.
 */
export async function registerCommunityPackage(
	install: N8nInstall,
	userFolder: string,
	tarball: Tarball,
	nodes: InstalledNode[],
): Promise<void> {
	const folder = join(userFolder, '.n8n', 'nodes', 'node_modules', tarball.name);
	const { author } = await readJson<PackageJson>(join(folder, 'package.json'));
	const statements: Statement[] = [
		[
			`INSERT OR REPLACE INTO installed_packages
				(packageName, installedVersion, authorName, authorEmail, createdAt, updatedAt)
				VALUES (?, ?, ?, ?, ${now}, ${now})`,
			[tarball.name, tarball.version, author?.name ?? '', author?.email ?? ''],
		],
		...nodes.map(
			({ displayName, type, version }): Statement => [
				'INSERT OR REPLACE INTO installed_nodes (name, type, latestVersion, package) VALUES (?, ?, ?, ?)',
				[displayName, type, version, tarball.name],
			],
		),
	];
	await runOnDatabase(install, userFolder, statements);
}

async function readJson<T>(path: string): Promise<T> {
	return JSON.parse(await readFile(path, 'utf8')) as T;
}

async function writeJson(path: string, value: unknown): Promise<void> {
	await writeFile(path, JSON.stringify(value, null, 2));
}
