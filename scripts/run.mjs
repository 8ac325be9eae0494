import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { bootstrap, root } from './bootstrap.mjs';

bootstrap();
const [script, ...args] = process.argv.slice(2);
const child = spawn(process.execPath, ['--import', 'tsx', join(root, script), ...args], {
	stdio: 'inherit',
	cwd: root,
});
// The terminal sends Ctrl-C to the whole group; a `kill` reaches only this process, so it is passed on.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
// npm's shell dies of a SIGTERM without passing it on; then this process has another parent.
const parent = process.ppid;
setInterval(() => {
	if (process.ppid !== parent) child.kill('SIGTERM');
}, 300).unref();
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
