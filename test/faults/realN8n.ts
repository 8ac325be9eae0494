import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { buildAndPack } from '../../demo/build-package';
import { installN8n } from '../../n8n-driver/install/install';
import { lines, type LineName } from '../../n8n-driver/install/lines';
import { stderrProgress } from '../../n8n-driver/install/progress';
import type { JsonObject } from '../../n8n-driver/rest/rest-types';
import { removeUserFolder, Workbench } from '../../n8n-driver/workbench';
import { credentialType, triggerWorkflow } from '../support/n8n/workflows';
import { ExecutionReader } from './executionReader';
import type { ExecutionRecord, N8n } from './n8n';
import type { FaultRow } from './row';
import { EVENTS_PER_SECOND, runRow, type Ground, type Result } from './runner';

/** One workflow in a real n8n. */
class RealWorkflow implements N8n {
	private readonly reader: ExecutionReader;

	private isRunning = true;

	constructor(
		private readonly bench: Workbench,
		private readonly workflowId: string,
		private readonly credentialId: string,
	) {
		this.reader = new ExecutionReader(bench.api, workflowId);
	}

	async stop(): Promise<void> {
		this.isRunning = false;
		await this.bench.server.stop();
	}

	async kill(): Promise<void> {
		this.isRunning = false;
		await this.bench.server.kill();
	}

	/** n8n answers before its triggers run; the runner waits for events. */
	async start(): Promise<void> {
		await this.bench.restart('stop');
		this.isRunning = true;
	}

	/** While n8n is down, what it had when it was read last. */
	async executions(): Promise<ExecutionRecord[]> {
		return this.isRunning ? await this.reader.read() : this.reader.known();
	}

	logTail(): string {
		return this.bench.server.logTail(60);
	}

	async close(): Promise<void> {
		if (!this.isRunning) await this.start();
		await this.bench.api.deleteWorkflow(this.workflowId);
		await this.bench.api.deleteCredential(this.credentialId);
	}
}

/** Real n8n with this package in them, for the rows marked *. */
export class RealN8n {
	/** s; longer than in the small n8n, because a real one under load takes a whole core. */
	static readonly EVENT_TIMEOUT = 8;

	private readonly idle: Workbench[];

	private constructor(
		readonly line: LineName,
		private readonly benches: readonly Workbench[],
		private readonly folder: string,
	) {
		this.idle = [...benches];
	}

	/** Starts so many. */
	static async install(name: LineName, count: number): Promise<RealN8n> {
		const progress = stderrProgress();
		const install = await installN8n(lines[name], progress);
		const folder = await mkdtemp(join(tmpdir(), 'n8n-telephony-faults-'));
		const benches: Workbench[] = [];
		try {
			const tarball = await buildAndPack(join(folder, 'package'), progress);
			await progress.during(`Starting n8n ${install.line.version}`, async () => {
				for (let number = 1; number <= count; number++) {
					const userFolder = join(folder, `n8n-${number}`);
					benches.push(await Workbench.start({ install, tarball, userFolder, lean: true }));
				}
			});
			return new RealN8n(name, benches, folder);
		} catch (error) {
			await stopAll(benches, folder);
			throw error;
		}
	}

	/** Rows that run at the same time. */
	get lanes(): number {
		return this.benches.length;
	}

	/** Runs a row in one that has nothing else to do: some rows end it, and the load of one takes a core. */
	async runRow(row: FaultRow): Promise<Result> {
		const bench = this.idle.pop();
		if (!bench) throw new Error(`${this.lanes} rows run in real n8n already.`);
		try {
			return await runRow(row, groundOf(bench));
		} finally {
			this.idle.push(bench);
		}
	}

	async remove(): Promise<void> {
		await stopAll(this.benches, this.folder);
	}
}

async function stopAll(benches: readonly Workbench[], folder: string): Promise<void> {
	await Promise.all(benches.map(async (bench) => await bench.stop()));
	await removeUserFolder(folder);
}

const groundOf = (bench: Workbench): Ground<N8n> => ({
	where: bench.server.line === 'one' ? '1.x' : '2.x',
	eventTimeout: RealN8n.EVENT_TIMEOUT,
	lookEvery: 500,
	loadOf: (row) => (row.realToo && row.realEventsPerSecond) || EVENTS_PER_SECOND,
	async start({ name }, parameters, credentialData) {
		const credential = await bench.api.createCredential(
			name,
			credentialType,
			credentialData as JsonObject,
		);
		const definition = triggerWorkflow(credential, parameters as JsonObject);
		const { id } = await bench.api.createWorkflow({ ...definition, name });
		await bench.api.activate(id);
		return new RealWorkflow(bench, id, credential.id);
	},
});
