import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

import { waitFor } from '../../../n8n-driver/wait-for';
import { handedOver } from './handedOver';

const root = join(__dirname, '../../..');

/** `npm run demo` as a person starts it, in a process group of its own. */
export class RunningDemo {
	private output = '';

	private constructor(private readonly process: ChildProcess) {
		for (const stream of [process.stdout, process.stderr]) {
			stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
		}
	}

	/**
	 * Starts it and waits until it says where everything is.
	 * @param folder where its n8n keeps data
	 */
	static async start(folder: string): Promise<RunningDemo> {
		const args = ['scripts/run.mjs', 'demo/demo.ts', '--line', handedOver().line];
		const child = spawn(process.execPath, [...args, '--folder', folder], {
			cwd: root,
			detached: true,
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		const demo = new RunningDemo(child);
		try {
			await waitFor(() => demo.hasEnded || demo.output.includes('Ctrl-C ends everything'), {
				what: 'the demo runs',
				timeoutMs: 300_000,
				explain: () => demo.output,
			});
			if (demo.hasEnded) throw new Error(`The demo ended:\n${demo.output}`);
		} catch (error) {
			demo.kill();
			throw error;
		}
		return demo;
	}

	/** Address of the editor, without a path. */
	get n8n(): string {
		return new URL(this.said(/n8n editor +(\S+)/)).origin;
	}

	/** Address of the telephones page. */
	get page(): string {
		return this.said(/telephones +(\S+)/);
	}

	private said(place: RegExp): string {
		return place.exec(this.output)?.[1] ?? '';
	}

	private get hasEnded(): boolean {
		return this.process.exitCode !== null || this.process.signalCode !== null;
	}

	/** Ends it and all it started that is in its group, as a machine that runs out of memory would. */
	kill(): void {
		if (this.process.pid !== undefined && !this.hasEnded)
			process.kill(-this.process.pid, 'SIGKILL');
	}

	/** Ctrl-C. */
	async stop(): Promise<void> {
		if (!this.hasEnded) process.kill(-(this.process.pid ?? 0), 'SIGINT');
		await waitFor(() => this.hasEnded, { what: 'the demo has ended', explain: () => this.output });
	}
}
