import type { ExecutionSummary } from '../../n8n-driver/rest/rest-types';
import type { Deed, Look, Sight, Stage } from '../systems/system';

/** What the page shows of something that was made happen. */
export interface RunView {
	executions: Array<{ id: string; status: string; workflow: string; url: string }>;
	/** One for each thing that comes of it, undefined (left out in JSON) until it is there. */
	sights: Array<Sight | null>;
	/** Nothing more will come. */
	done: boolean;
}

interface Run {
	deed: Deed;
	looks: Look[];
	sights: Array<Sight | null>;
	/** Highest execution id of each of its workflows before, by file name. */
	before: Record<string, number>;
	since: number;
}

/** ms after which nothing more is expected; the slowest template waits 15 s. */
const GIVE_UP = 90_000;

const ENDED = ['success', 'error', 'crashed', 'canceled'];

/** Deeds that were done on the page, with the executions and results that follow. */
export class DeedRuns {
	private readonly runs: Run[] = [];

	constructor(private readonly stage: Stage) {}

	/** @returns the number to ask with */
	async start(deed: Deed): Promise<number> {
		const before: Record<string, number> = {};
		for (const file of deed.templates) {
			const [newest] = await this.executionsOf(file);
			before[file] = Number(newest?.id ?? 0);
		}
		const since = Date.now();
		const looks = await deed.run(this.stage);
		return this.runs.push({ deed, looks, sights: looks.map(() => null), before, since }) - 1;
	}

	/** undefined for a number that was never given */
	async view(number: number): Promise<RunView | undefined> {
		const run = this.runs[number];
		if (!run) return undefined;
		for (const [index, look] of run.looks.entries()) {
			run.sights[index] ??= (await look(this.stage)) ?? null;
		}
		const executions = await this.caused(run);
		const finished =
			executions.length > 0 &&
			executions.every(({ status }) => ENDED.includes(status)) &&
			!run.sights.includes(null);
		return { executions, sights: run.sights, done: finished || Date.now() - run.since > GIVE_UP };
	}

	workflow(file: string): { name: string; url: string } {
		return { name: file, url: `${this.stage.bench.server.url}/workflow/${this.idOf(file)}` };
	}

	private async caused({ deed, before }: Run): Promise<RunView['executions']> {
		const all: RunView['executions'] = [];
		for (const file of deed.templates) {
			const newer = (await this.executionsOf(file)).filter(({ id }) => Number(id) > before[file]);
			const { url } = this.workflow(file);
			for (const { id, status } of newer.reverse()) {
				all.push({ id, status, workflow: file, url: `${url}/executions/${id}` });
			}
		}
		return all;
	}

	/** The newest of them, newest first. */
	private async executionsOf(file: string): Promise<ExecutionSummary[]> {
		const pages = this.stage.bench.api.executionPages(this.idOf(file));
		return (await pages.next()).value ?? [];
	}

	private idOf(file: string): string {
		return this.stage.workflowIds[file];
	}
}
