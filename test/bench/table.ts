import { cpus, loadavg } from 'node:os';

import { channelRows } from './channel';
import { loadingRows } from './loading';
import type { Row } from './spread';
import { triggerRows } from './trigger';
import { runToEnd } from './runToEnd';

const lineOf = ({ what, measured, goal }: Row) => `| ${what} | ${measured} | ${goal} |\n`;

/** The rows of `docs/benchmarks.md` that need no n8n. Each is least / median / greatest of its rounds. */
async function main(): Promise<void> {
	const [{ model }] = cpus();
	const busy = loadavg()[0].toFixed(1);
	process.stdout.write(
		`${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} x ${model}, load ${busy}\n\n`,
	);
	process.stdout.write('| What | Measured | Goal |\n| --- | --- | --- |\n');
	for (const part of [loadingRows, triggerRows, channelRows])
		for (const row of await part()) process.stdout.write(lineOf(row));
}

runToEnd(main);
