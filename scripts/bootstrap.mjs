import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Packages by their folder, as npm writes them into both its lock files. */
const packagesIn = (file) => JSON.parse(readFileSync(join(root, file), 'utf8')).packages;

/** Whether a package inside another one's folder comes before the one that the lock means. */
const isNested = (folder) =>
	folder.indexOf('node_modules/') !== folder.lastIndexOf('node_modules/');

/**
 * Whether node_modules is what package-lock.json says, whoever installed it: npm writes what it installed
 * into a lock file of its own, as the last thing it does.
 */
function isInstalled() {
	const written = 'node_modules/.package-lock.json';
	if (!existsSync(join(root, written))) return false;
	const installed = packagesIn(written);
	const { '': _project, ...wanted } = packagesIn('package-lock.json');
	const isThere = ([folder, { version, integrity, optional, devOptional }]) => {
		const found = installed[folder];
		// Of other platforms.
		if (!found) return Boolean(optional || devOptional);
		if (found.version !== version || found.integrity !== integrity) return false;
		return existsSync(join(root, folder));
	};
	return (
		Object.entries(wanted).every(isThere) &&
		Object.keys(installed).every((folder) => folder in wanted || !isNested(folder))
	);
}

/**
 * Makes sure that node_modules is what package-lock.json says, so that every npm script works in a
 * fresh clone. Uses nothing but Node itself.
 */
export function bootstrap() {
	const [major] = process.versions.node.split('.').map(Number);
	if (major < 20) {
		throw new Error(
			`Node 20 or newer is needed, this is ${process.version}. See https://nodejs.org`,
		);
	}
	if (isInstalled()) return;
	process.stderr.write(
		'Installing development packages (about a minute, only when they changed) ...\n',
	);
	execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
		cwd: root,
		stdio: ['ignore', 2, 2],
		shell: process.platform === 'win32',
	});
}

if (process.argv[1] === fileURLToPath(import.meta.url)) bootstrap();
