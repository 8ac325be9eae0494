import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface Output {
	out: string;
	err: string;
}

/** Starts `npm run simulate` as a process of its own and collects what it prints. */
export function runSimulator(...args: string[]) {
	const script = join(__dirname, '../cli.ts');
	const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const output: Output = { out: '', err: '' };
	child.stdout.on('data', (part: Buffer) => (output.out += part.toString()));
	child.stderr.on('data', (part: Buffer) => (output.err += part.toString()));
	const exit = new Promise<number | null>((done) => child.on('exit', (code) => done(code)));
	return { child, output, exit };
}

const PATIENCE = 60_000;

/** Waits until something is there; for tests on a busy machine. Throws with what was waited for. */
export async function becomes<T>(look: () => T | undefined | false, what: string): Promise<T> {
	const deadline = Date.now() + PATIENCE;
	for (;;) {
		const found = look();
		if (found !== undefined && found !== false) return found;
		if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}`);
		await delay(20);
	}
}

/** Waits for the line that says that the simulator is ready, and reads it. */
export async function printed<Description>(output: Output): Promise<Description> {
	await becomes(() => output.out.includes('\n'), `a line is printed. ${output.err}`);
	return JSON.parse(output.out) as Description;
}
