import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

import type { IDataObject } from 'n8n-workflow';

import { freePorts } from '../../../n8n-driver/free-port';
import { waitFor } from '../../../n8n-driver/wait-for';
import type { ExecutionRecord, N8n } from '../n8n';
import type { Activation, FromProcess, Pushing, ToProcess, WorkflowStart } from './messages';
import { smallN8nProgram, triggerNodeProgram } from './program';

const KEPT_LOG_LINES = 400;
const STARTS_WITHIN = 60_000;
const STOPS_WITHIN = 20_000;

export interface StandInOptions {
	/** Whose trigger; default BroadWorks. */
	pushing?: Pushing;
	parameters: IDataObject;
	credential: IDataObject;
	/** ms an execution takes. */
	executionMs: number;
	/** Times by which long waits of n8n pass faster. */
	hurry?: number;
}

/**
 * A small n8n: its process (`process.ts`) runs the real node and can be stopped or killed; the
 * database is here and outlives it. Executions are refused by their deduplication key, and static
 * data is what was saved last, as in n8n 2.x (docs/n8n.md#what-emit-really-does).
 */
export class StandIn implements N8n {
	private readonly records: ExecutionRecord[] = [];

	private readonly byKey = new Map<string, ExecutionRecord>();

	private staticData: IDataObject = {};

	private readonly log: string[] = [];

	private process?: ChildProcess;

	private state: 'starting' | 'active' | 'failed' = 'starting';

	private readonly hosts: Array<{ host: string; address: string }> = [];

	private readonly copies: StandIn[] = [];

	private constructor(
		private readonly options: StandInOptions,
		readonly webhookPort: number,
	) {}

	/** Starts n8n and switches the workflow on. */
	static async start(
		options: StandInOptions,
		hosts: Array<{ host: string; address: string }> = [],
	): Promise<StandIn> {
		const [port] = await freePorts(1);
		const standIn = new StandIn(options, port);
		standIn.hosts.push(...hosts);
		try {
			await standIn.begin('activate');
		} catch (error) {
			// Nobody else knows of it.
			await standIn.close();
			throw error;
		}
		return standIn;
	}

	async start(): Promise<void> {
		this.runWhatIsNew();
		await this.begin('init');
	}

	/** Unless it has a queue, n8n first runs what it had stored and not begun. */
	private runWhatIsNew(): void {
		for (const record of this.records) if (record.status === 'new') record.status = 'success';
	}

	async stop(): Promise<void> {
		await this.end('stop');
	}

	async kill(): Promise<void> {
		await this.end('kill');
		for (const record of this.records) {
			if (record.status === 'running') record.status = 'crashed';
		}
	}

	async close(): Promise<void> {
		await Promise.all(this.copies.map(async (copy) => await copy.close()));
		await this.end('kill');
	}

	/** With those of copies, which get events of their own. */
	async executions(): Promise<ExecutionRecord[]> {
		return await Promise.resolve([this, ...this.copies].flatMap(({ records }) => records));
	}

	/**
	 * Starts a copy of this n8n beside it, as of a backup that was restored elsewhere. It reads no call logs:
	 * they would tell it of calls that are told here.
	 */
	async copy(): Promise<StandIn> {
		const [port] = await freePorts(1);
		const { parameters, ...options } = this.options;
		const copied = parameters.options as IDataObject;
		const copy = new StandIn(
			{
				...options,
				parameters: { ...parameters, options: { ...copied, recoverMissedCalls: false } },
			},
			port,
		);
		copy.staticData = structuredClone(this.staticData);
		this.copies.push(copy);
		await copy.begin('init');
		return copy;
	}

	logTail(): string {
		return this.log.slice(-60).join('\n');
	}

	get logText(): string {
		return this.log.join('\n');
	}

	/** Moves the wall clock of n8n's machine. */
	stepClock(ms: number): void {
		this.send({ kind: 'stepClock', ms });
	}

	/** Changes what DNS tells n8n's machine. */
	resolve(host: string, address: string): void {
		this.hosts.push({ host, address });
		this.send({ kind: 'resolve', host, address });
	}

	/** Saves the credential, as a person does in the editor. */
	changeCredential(changes: IDataObject): void {
		this.options.credential = { ...this.options.credential, ...changes };
		this.send({ kind: 'credential', changes });
	}

	private send(message: ToProcess): void {
		if (this.process?.connected) this.process.send(message);
	}

	private async begin(activation: Activation): Promise<void> {
		this.state = 'starting';
		const child = fork(await smallN8nProgram(), [], {
			stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
			execArgv: [],
		});
		this.process = child;
		child.on('message', (message: FromProcess) => this.take(message, child));
		for (const stream of [child.stdout, child.stderr]) {
			stream?.setEncoding('utf8').on('data', (text: string) => this.keepLog(text.trimEnd()));
		}
		for (const { host, address } of this.hosts) this.send({ kind: 'resolve', host, address });
		this.send({ kind: 'start', workflow: this.workflow(activation) });
		await this.untilActive(child);
	}

	private workflow(activation: Activation): WorkflowStart {
		const { staticData, webhookPort } = this;
		return { ...this.options, staticData, activation, webhookPort };
	}

	/**
	 * Updates the package as the editor does: its code is loaded once more, the trigger that runs keeps the
	 * old one. Then one more workflow is published, with other parameters.
	 */
	async update(parameters: IDataObject): Promise<void> {
		const { process: child } = this;
		if (!child) throw new Error('n8n does not run');
		const workflow = this.workflow('activate');
		workflow.parameters = { ...workflow.parameters, ...parameters };
		this.state = 'starting';
		this.send({ kind: 'update', program: await triggerNodeProgram(), workflow });
		await this.untilActive(child);
	}

	/** Publishes the workflow anew, with these parameters of the trigger changed. */
	async publish(parameters: IDataObject = {}): Promise<void> {
		const { process: child } = this;
		if (!child) throw new Error('n8n does not run');
		this.state = 'starting';
		this.send({ kind: 'publish', parameters });
		await this.untilActive(child);
	}

	private async untilActive(child: ChildProcess): Promise<void> {
		await waitFor(
			() => {
				if (this.state === 'failed' || child.exitCode !== null) {
					throw new Error(`The workflow could not be switched on.\n${this.logTail()}`);
				}
				return this.state === 'active';
			},
			{
				what: 'the workflow is active',
				timeoutMs: STARTS_WITHIN,
				intervalMs: 20,
				explain: () => this.logTail(),
			},
		);
	}

	private async end(how: 'stop' | 'kill'): Promise<void> {
		const child = this.process;
		if (!child) return;
		this.process = undefined;
		if (child.exitCode !== null || child.signalCode !== null) return;
		const gone = once(child, 'exit');
		child.kill(how === 'kill' ? 'SIGKILL' : 'SIGTERM');
		const timer = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN);
		await gone;
		clearTimeout(timer);
	}

	private keepLog(line: string): void {
		this.log.push(line);
		if (this.log.length > KEPT_LOG_LINES) this.log.shift();
	}

	private take(message: FromProcess, child: ChildProcess): void {
		switch (message.kind) {
			case 'active':
				this.state = 'active';
				break;
			case 'failed':
				this.keepLog(`The workflow failed to start: ${message.message}`);
				this.state = 'failed';
				break;
			case 'log':
				this.keepLog(`${new Date().toISOString()} ${message.level}: ${message.message}`);
				break;
			case 'staticData':
				this.staticData = message.data;
				break;
			case 'create':
				this.create(message, child);
				break;
			case 'running':
				this.records[message.executionId].status = 'running';
				break;
			case 'finished':
				this.records[message.executionId].status = 'success';
		}
	}

	/** The unique column: an execution that has begun refuses its key, one still `new` is replaced. */
	private create(
		{ number, items, deduplicationKey }: Extract<FromProcess, { kind: 'create' }>,
		child: ChildProcess,
	): void {
		// One that was killed a moment ago needs no answer.
		const answer = (message: ToProcess) => child.connected && child.send(message, () => undefined);
		const known = deduplicationKey === undefined ? undefined : this.byKey.get(deduplicationKey);
		if (known && known.status !== 'new') {
			answer({ kind: 'duplicate', number });
			return;
		}
		if (known) known.items = [];
		const executionId = this.records.length;
		const record: ExecutionRecord = {
			id: String(executionId),
			status: 'new',
			items,
			at: Date.now(),
		};
		this.records.push(record);
		if (deduplicationKey !== undefined) this.byKey.set(deduplicationKey, record);
		answer({ kind: 'stored', number, executionId });
	}
}
