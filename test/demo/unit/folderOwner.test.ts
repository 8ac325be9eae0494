import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { FolderOwner } from '../../../demo/folder-owner';
import { processIsAlive } from '../../../n8n-driver/process-group';
import { waitFor } from '../../../n8n-driver/wait-for';

const tether = join(__dirname, '../../../n8n-driver/tether.cjs');

describe('A user folder of the demo', () => {
	let folder: string;
	const started: ChildProcess[] = [];

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'telephony-owner-'));
	});
	afterEach(() => {
		for (const child of started.splice(0)) child.kill('SIGKILL');
		rmSync(folder, { recursive: true, force: true });
	});

	/** A program of its own group that waits; `words` are seen in its command line. */
	const startWaiting = (...words: string[]): number => {
		const program = 'setInterval(() => {}, 1000)';
		const child = spawn(process.execPath, ['-e', program, ...words], {
			stdio: 'ignore',
			detached: true,
		});
		started.push(child);
		return child.pid ?? 0;
	};
	const owners = () => JSON.parse(readFileSync(join(folder, 'running.json'), 'utf8')) as unknown;
	const write = (value: unknown) =>
		writeFileSync(join(folder, 'running.json'), JSON.stringify(value));

	it('belongs to one program at a time', async () => {
		const program = startWaiting('demo/demo.ts');
		write({ program });
		await expect(FolderOwner.take(folder)).rejects.toThrow(`Process ${program} works in ${folder}`);
		expect(owners()).toEqual({ program });
	});

	it('is free again when its program has released it or was killed', async () => {
		const first = await FolderOwner.take(folder);
		await first.runs(undefined);
		await first.release();
		write({ program: 2 ** 22 + 1 });
		const second = await FolderOwner.take(folder);
		expect(owners()).toEqual({ program: process.pid });
		await second.release();
	});

	it('loses the n8n that a killed program left behind, and nobody else', async () => {
		const left = startWaiting(tether, 'n8n', 'start');
		const other = startWaiting('somebody else');
		write({ program: 2 ** 22 + 1, n8n: left });
		await (await FolderOwner.take(folder)).release();
		expect(processIsAlive(left)).toBe(false);
		write({ program: 2 ** 22 + 1, n8n: other });
		await (await FolderOwner.take(folder)).release();
		expect(processIsAlive(other)).toBe(true);
	});

	it('can be taken after its file was cut off while it was written', async () => {
		writeFileSync(join(folder, 'running.json'), '{"program":');
		await FolderOwner.take(folder);
		expect(owners()).toEqual({ program: process.pid });
	});
});

describe('An n8n that was started', () => {
	it('ends, with all it started, when the group of its starter is killed', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'telephony-tether-'));
		// What n8n is here: it starts a helper of its own and never ends by itself.
		const n8n = join(folder, 'n8n.cjs');
		const pids = join(folder, 'pids');
		writeFileSync(
			n8n,
			`const { spawn } = require('node:child_process');
			const helper = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
			require('node:fs').writeFileSync(${JSON.stringify(pids)}, [process.pid, helper.pid].join(' '));
			process.on('SIGTERM', () => {});
			setInterval(() => {}, 1000);`,
		);
		const starter = `const { spawn } = require('node:child_process');
			spawn(process.execPath, ['--require', ${JSON.stringify(tether)}, ${JSON.stringify(n8n)}], {
				stdio: ['ignore', 'pipe', 'pipe', 'pipe'], detached: true });
			setInterval(() => {}, 1000);`;
		const child = spawn(process.execPath, ['-e', starter], { stdio: 'ignore', detached: true });
		const [main, helper] = await waitFor(
			() => {
				const text = readIfThere(pids);
				return text.includes(' ') && text.split(' ').map(Number);
			},
			{ what: 'both run' },
		);
		expect([main, helper].map(processIsAlive)).toEqual([true, true]);
		process.kill(-(child.pid ?? 0), 'SIGKILL');
		await waitFor(() => !processIsAlive(main) && !processIsAlive(helper), {
			what: 'nothing is left',
		});
		rmSync(folder, { recursive: true, force: true });
	});
});

function readIfThere(path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
		throw error;
	}
}
