import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { build } from 'esbuild';

async function bundle(entry: string): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'telephony-small-n8n-'));
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	const outfile = join(folder, 'process.js');
	await build({
		entryPoints: [join(__dirname, entry)],
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
let node: Promise<string> | undefined;

/**
 * The process of the small n8n as one file of JavaScript, made once. Read file by file it would take seconds of
 * processor time to start, in every row.
 */
export async function smallN8nProgram(): Promise<string> {
	program ??= bundle('process.ts');
	return await program;
}

/** The trigger node alone, as an update of the package has n8n load it once more. */
export async function triggerNodeProgram(): Promise<string> {
	node ??= bundle('../../../nodes/BroadWorks/BroadWorksTrigger.node.ts');
	return await node;
}
