import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { n8nEnvironment, type N8nPorts } from './environment';
import { freePorts } from './free-port';
import type { N8nInstall } from './install';
import type { LineName } from './lines';
import { groupIsAlive, signalGroup } from './process-group';
import { lastLines } from './run-command';
import { waitFor } from './wait-for';

const readyWithinMs = 120_000;
const stopsWithinMs = 20_000;
const keptLogLines = 5_000;

export interface N8nServerOptions {
	install: N8nInstall;
	/** n8n's data; the same folder again continues where the last run ended. */
	userFolder: string;
	/** 0 or absent: any free port. */
	port?: number;
	env?: Record<string, string>;
	/** Gives up starting. */
	signal?: AbortSignal;
}

/** One n8n process that can be stopped, killed and started again on the same data and address. */
export class N8nServer {
	private child?: ChildProcess;
	private log: string[] = [];

	private constructor(
		private readonly options: N8nServerOptions,
		private readonly ports: N8nPorts,
	) {}

	/** Starts n8n and waits until its REST interface answers. */
	static async start(options: N8nServerOptions): Promise<N8nServer> {
		const [http, broker] = await freePorts(2);
		const server = new N8nServer(options, { http: options.port || http, broker });
		await server.start();
		return server;
	}

	get url(): string {
		return `http://127.0.0.1:${this.ports.http}`;
	}

	get line(): LineName {
		return this.options.install.line.name;
	}

	get logFile(): string {
		return join(this.options.userFolder, 'n8n.log');
	}

	/** The last lines n8n printed. */
	logTail(lines = 40): string {
		return `The end of n8n's log:\n${lastLines(this.log.join('\n'), lines)}`;
	}

	/** Id of n8n's process while it runs. */
	get pid(): number | undefined {
		return this.child?.pid;
	}

	async start(): Promise<void> {
		if (this.child) throw new Error('n8n is running already.');
		const { install, userFolder, env = {}, signal } = this.options;
		await mkdir(userFolder, { recursive: true });
		const file = createWriteStream(this.logFile, { flags: 'a' });
		const child = spawn(install.nodeBinary, [install.n8nScript, 'start'], {
			cwd: userFolder,
			env: n8nEnvironment(install, userFolder, this.ports, env),
			stdio: ['ignore', 'pipe', 'pipe'],
			// A group of its own: its task runners can be found and ended, and Ctrl-C reaches us alone.
			detached: process.platform !== 'win32',
		});
		this.child = child;
		this.keepLog(child, file);
		try {
			await waitFor(async () => await this.isReady(child), {
				what: `n8n answers on ${this.url}`,
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

	/** During start-up 1.x answers 200 with plain text on every path, so only JSON with `data` counts. */
	private async isReady(child: ChildProcess): Promise<boolean> {
		if (hasEnded(child)) {
			throw new Error(
				`n8n ended while starting (${child.exitCode ?? child.signalCode}).\n${this.logTail()}`,
			);
		}
		try {
			const response = await fetch(`${this.url}/rest/settings`, {
				signal: AbortSignal.timeout(5_000),
			});
			const body = (await response.json()) as { data?: unknown };
			return response.ok && body.data !== undefined;
		} catch {
			// Not listening yet, or not JSON yet: that is what is being waited for.
			return false;
		}
	}
}

function hasEnded(child: ChildProcess): boolean {
	return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}
