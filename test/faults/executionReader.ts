import { parse } from 'flatted';
import type { IDataObject } from 'n8n-workflow';

import type { N8nApi } from '../../n8n-driver/rest/api';
import { nodeNames } from '../support/n8n/workflows';
import type { ExecutionRecord } from './n8n';

interface RunData {
	executionData?: { nodeExecutionStack?: Array<{ data?: { main?: Items } }> };
	resultData?: { runData?: Record<string, Array<{ data?: { main?: Items } }>> };
}

interface StoredExecution {
	data: string;
	status: ExecutionRecord['status'];
	startedAt: string;
}

type Items = Array<Array<{ json: IDataObject }> | null>;

/** What has not ended may change. */
const isOpen = (record?: ExecutionRecord) =>
	record === undefined || !['success', 'error', 'crashed'].includes(record.status);

/** What the trigger gave an execution: its output, or what still lies on the stack if it crashed. */
function triggerItems(data: string): IDataObject[] {
	const run = parse(data) as RunData | undefined;
	const output = run?.resultData?.runData?.[nodeNames.trigger] ?? [];
	const given = output.length > 0 ? output : (run?.executionData?.nodeExecutionStack ?? []);
	return given.flatMap((entry) =>
		(entry.data?.main ?? []).flatMap((items) => (items ?? []).map(({ json }) => json)),
	);
}

/** The executions of one workflow in a real n8n, with what its trigger gave them. */
export class ExecutionReader {
	/** By id, as they were read last. */
	private readonly records = new Map<string, ExecutionRecord>();

	constructor(
		private readonly api: N8nApi,
		private readonly workflowId: string,
	) {}

	/** As they were read last, oldest first. */
	known(): ExecutionRecord[] {
		return [...this.records.values()].sort((a, b) => Number(a.id) - Number(b.id));
	}

	/**
	 * All of them, oldest first. Whoever waits reads again and again, so only what is new is read: listing
	 * everything costs n8n a core.
	 */
	async read(): Promise<ExecutionRecord[]> {
		const open = new Set([...this.records.values()].filter(isOpen).map(({ id }) => id));
		for await (const page of this.api.executionPages(this.workflowId)) {
			for (const { id } of page) open.delete(id);
			const news = page.filter(({ id }) => isOpen(this.records.get(id)));
			for (const { id } of news) await this.readOne(id);
			if (news.length === 0) break;
		}
		for (const id of open) await this.readOne(id);
		return this.known();
	}

	private async readOne(id: string): Promise<void> {
		const { data, status, startedAt } = await this.api.rest.data<StoredExecution>(
			'GET',
			`/rest/executions/${id}`,
		);
		this.records.set(id, { id, status, items: triggerItems(data), at: Date.parse(startedAt) });
	}
}
