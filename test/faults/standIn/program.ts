import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { build } from 'esbuild';

async function bundle(): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'telephony-small-n8n-'));
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	const outfile = join(folder, 'process.js');
	await build({
		entryPoints: [join(__dirname, 'process.ts')],
		outfile,
		bundle: true,
		platform: 'node',
		target: 'node20',
		format: 'cjs',
		logLevel: 'warning',
	});
	return outfile;
}

let program: Promise<string> | undefined;

/**
 * The process of the small n8n as one file of JavaScript, made once. Read file by file it would take seconds of
 * processor time to start, in every row.
 */
export async function smallN8nProgram(): Promise<string> {
	program ??= bundle();
	return await program;
}
