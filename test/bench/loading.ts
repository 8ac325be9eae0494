import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { spreadOf, type Row } from './spread';

const ROOT = join(__dirname, '../..');
const ROUNDS = 5;

/** Loads what package.json lists, as n8n does, in a process that has n8n-workflow already. */
const LOADER = `
const root = process.argv[1];
require(require.resolve('n8n-workflow', { paths: [root] }));
gc();
const heap = process.memoryUsage().heapUsed;
const before = process.cpuUsage();
const { credentials, nodes } = require(root + '/package.json').n8n;
const kept = [...credentials, ...nodes].map((file) => {
	const found = Object.values(require(root + '/' + file)).find((one) => typeof one === 'function');
	return new found();
});
const { user, system } = process.cpuUsage(before);
gc();
console.log(JSON.stringify({
	ms: (user + system) / 1e3,
	mb: (process.memoryUsage().heapUsed - heap) / 1e6,
	kept: kept.length,
}));
`;

interface Loaded {
	ms: number;
	mb: number;
}

function loadOnce(): Loaded {
	const told = execFileSync(process.execPath, ['--expose-gc', '-e', LOADER, ROOT], {
		encoding: 'utf8',
	});
	return JSON.parse(told) as Loaded;
}

function packed(): number {
	const told = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
		cwd: ROOT,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	const [{ size }] = JSON.parse(told) as Array<{ size: number }>;
	return Math.round(size / 1000);
}

/** The rows of this part, of the package as it was built last. */
export function loadingRows(): Row[] {
	const what = 'Loading all nodes and credentials; tarball';
	const goal = '60 ms, 12 MB; 400 kB';
	if (!existsSync(join(ROOT, 'dist')))
		return [{ what, goal, measured: 'not measured: run npm run build first' }];
	loadOnce();
	const runs = Array.from({ length: ROUNDS }, loadOnce);
	const ms = spreadOf(
		runs.map((run) => run.ms),
		0,
	);
	const mb = spreadOf(
		runs.map((run) => run.mb),
		1,
	);
	return [{ what, goal, measured: `${ms} ms of processor time, ${mb} MB; ${packed()} kB` }];
}
