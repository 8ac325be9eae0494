import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { n8nEnvironment, type N8nPorts } from './environment';
import type { N8nInstall } from './install/install';
import { groupIsAlive, signalGroup } from './process-group';
import { lastLines } from './install/run-command';
import { waitFor } from './wait-for';

const readyWithinMs = 120_000;
const stopsWithinMs = 20_000;
const keptLogLines = 5_000;
const tether = join(__dirname, 'tether.cjs');

/** n8n makes much that it drops at once: collecting it took a seventh of its processor time. MB. */
const YOUNG_GENERATION = '--max-semi-space-size=64';

export interface N8nProcessOptions {
	install: N8nInstall;
	/** n8n's data; all processes of one n8n share it. */
	userFolder: string;
	/** What n8n is called with: `['start']`, `['worker', '--concurrency=10']`, `['webhook']`. */
	command: string[];
	ports: N8nPorts;
	env?: Record<string, string>;
	/** Whether the process answers by now; what it throws counts as no. */
	isReady(): Promise<boolean>;
	/** Gives up starting. */
	signal?: AbortSignal;
}

/** One process of n8n that can be stopped, killed and started again on the same data and address. */
export class N8nProcess {
	private child?: ChildProcess;
	private log: string[] = [];

	constructor(private readonly options: N8nProcessOptions) {}

	/** As n8n names it: `start` is the main process. */
	private get name(): string {
		return this.options.command[0];
	}

	get logFile(): string {
		const file = this.name === 'start' ? 'n8n.log' : `n8n-${this.name}.log`;
		return join(this.options.userFolder, file);
	}

	/** The last lines n8n printed. */
	logTail(lines = 40): string {
		return `The end of n8n's log:\n${lastLines(this.log.join('\n'), lines)}`;
	}

	/** Id of the process while it runs. */
	get pid(): number | undefined {
		return this.child?.pid;
	}

	/** Starts the process and waits until it is ready. */
	async start(): Promise<void> {
		if (this.child) throw new Error('n8n is running already.');
		const { install, userFolder, command, ports, env = {}, signal } = this.options;
		await mkdir(userFolder, { recursive: true });
		const file = createWriteStream(this.logFile, { flags: 'a' });
		const nodeArgs = ['--require', tether, YOUNG_GENERATION];
		const child = spawn(install.nodeBinary, [...nodeArgs, install.n8nScript, ...command], {
			cwd: userFolder,
			env: n8nEnvironment(install, userFolder, ports, env),
			// The fourth is never written to: it ends when this process does, however that happens.
			stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
			// A group of its own: its task runners can be found and ended, and Ctrl-C reaches us alone.
			detached: process.platform !== 'win32',
		});
		this.child = child;
		this.keepLog(child, file);
		try {
			await waitFor(async () => await this.isReady(child), {
				what: `n8n ${this.name} is ready on port ${ports.http}`,
				timeoutMs: readyWithinMs,
				intervalMs: 200,
				explain: () => this.logTail(),
				signal,
			});
		} catch (error) {
			await this.kill();
			throw error;
		}
	}

	/** Ends n8n as an operator would (SIGTERM), and hard if that takes too long. */
	async stop(): Promise<void> {
		await this.end('SIGTERM');
	}

	/** Ends n8n as a crash would: nothing of its own runs any more. */
	async kill(): Promise<void> {
		await this.end('SIGKILL');
	}

	private async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
		const child = this.child;
		if (!child) return;
		this.child = undefined;
		const pid = child.pid;
		if (pid === undefined) return;
		if (signal === 'SIGTERM' && hasEnded(child) === false) child.kill('SIGTERM');
		else signalGroup(pid, 'SIGKILL');
		const gone = async (timeoutMs: number) =>
			await waitFor(() => hasEnded(child) && !groupIsAlive(pid), {
				what: `n8n (process ${pid}) and all it started have ended`,
				timeoutMs,
			});
		try {
			await gone(stopsWithinMs);
		} catch (error) {
			if (signal === 'SIGKILL') throw error;
			signalGroup(pid, 'SIGKILL');
			await gone(stopsWithinMs);
		}
	}

	private keepLog(child: ChildProcess, file: WriteStream): void {
		for (const stream of [child.stdout, child.stderr]) {
			stream?.setEncoding('utf8').on('data', (text: string) => {
				file.write(text);
				this.log.push(...text.trimEnd().split('\n'));
				if (this.log.length > keptLogLines) this.log = this.log.slice(-keptLogLines);
			});
		}
		child.once('error', (error) => this.log.push(`n8n could not be started: ${error.message}`));
		child.once('close', () => file.end());
	}

	private async isReady(child: ChildProcess): Promise<boolean> {
		if (hasEnded(child)) {
			throw new Error(
				`n8n ended while starting (${child.exitCode ?? child.signalCode}).\n${this.logTail()}`,
			);
		}
		try {
			return await this.options.isReady();
		} catch {
			// Not listening yet: that is what is being waited for.
			return false;
		}
	}
}

function hasEnded(child: ChildProcess): boolean {
	return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}
