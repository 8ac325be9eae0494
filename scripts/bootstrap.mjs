import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Makes sure that node_modules is what package-lock.json says, so that every npm script works in a
 * fresh clone. Uses nothing but Node itself.
 */
export function bootstrap() {
	const [major] = process.versions.node.split('.').map(Number);
	if (major < 20) {
		throw new Error(`Node 20 or newer is needed, this is ${process.version}. See https://nodejs.org`);
	}
	const lock = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
	const stamp = join(root, 'node_modules', '.installed-lock');
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
	process.stderr.write('Installing development packages (about a minute, only when they changed) ...\n');
	execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
		cwd: root,
		stdio: ['ignore', 2, 2],
		shell: process.platform === 'win32',
	});
	writeFileSync(stamp, lock);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) bootstrap();
