import { DataTables } from '../../n8n-driver/rest/data-tables';
import type { Execution, JsonObject, WorkflowNode } from '../../n8n-driver/rest/rest-types';
import { waitFor } from '../../n8n-driver/wait-for';
import type { Workbench } from '../../n8n-driver/workbench';
import type { Finding, Look, Stage } from './system';

/** ms that workflows get; the longest of them waits 15 s by itself. */
const workflowWithin = 60_000;

/** Whether something comes true in the time that workflows get. */
export async function succeeds(
	signal: AbortSignal | undefined,
	look: () => Promise<boolean> | boolean,
): Promise<boolean> {
	const deadline = Date.now() + workflowWithin;
	const overAt = async () => ((await look()) ? 'yes' : Date.now() > deadline && 'no');
	const what = 'the workflow has done its work';
	return (await waitFor(overAt, { what, timeoutMs: 2 * workflowWithin, signal })) === 'yes';
}

/** Whether a workflow has an execution that ended well and in which `node` gave something. */
export async function executed(
	{ api }: Workbench,
	workflowId: string,
	node: string,
): Promise<Pick<Finding, 'holds' | 'found'>> {
	let executions: Execution[] = [];
	const holds = await succeeds(undefined, async () => {
		executions = await api.waitForExecutions(workflowId, 0);
		return executions.some(
			({ status, output }) => status === 'success' && (output[node]?.length ?? 0) > 0,
		);
	});
	const found = executions
		.map(({ id, status, error }) => `${id} ${status} ${error ?? ''}`)
		.join('; ');
	return { holds, found: found || 'it did not run' };
}

/** Whether an action node that a person adds runs as it opens, with the credential of the demo. */
export async function actionWorks(
	{ api }: Workbench,
	node: string,
	settings: Partial<Pick<WorkflowNode, 'parameters' | 'credentials'>>,
): Promise<Pick<Finding, 'holds' | 'found'>> {
	const start = 'Start';
	const { id } = await api.createWorkflow({
		name: `Try ${node}`,
		nodes: [
			{
				name: start,
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				name: node,
				type: `n8n-nodes-telephony.${node}`,
				typeVersion: 1.1,
				position: [220, 0],
				parameters: {},
				...settings,
			},
		],
		connections: { [start]: { main: [[{ node, type: 'main', index: 0 }]] } },
	});
	try {
		const { status, error, output } = await api.runManually(id, start, node);
		const items = output[node] ?? [];
		const found = `${status} ${error ?? ''}, ${items.length} items`;
		return { holds: status === 'success' && items.length > 0, found };
	} finally {
		await api.deleteWorkflow(id);
	}
}

/** The rows of a data table, none when there is no such table. */
export async function rowsOf({ api }: Workbench, name: string): Promise<JsonObject[]> {
	const tables = await DataTables.of(api);
	const table = (await tables.list()).find((candidate) => candidate.name === name);
	return table ? await tables.newestRows(table.id) : [];
}

/** Columns of n8n's own, which say nothing of a call. */
const OWN_COLUMNS = ['id', 'createdAt', 'updatedAt'];

const MOST_CHARACTERS = 140;

const shortened = (text: string) =>
	text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)} …` : text;

/** Finds a row that fits; it shows what stands in it. */
export const rowOf =
	(name: string, fits: (row: JsonObject) => boolean): Look =>
	async ({ bench }) => {
		const tables = await DataTables.of(bench.api);
		const table = (await tables.list()).find((candidate) => candidate.name === name);
		const row = table && (await tables.newestRows(table.id)).find(fits);
		if (!row) return undefined;
		const values = Object.entries(row).filter(
			([column, value]) => !OWN_COLUMNS.includes(column) && value !== null && value !== '',
		);
		const shown = values.map(([, value]) => String(value)).join(', ');
		return {
			text: `Row ${String(row.id)} of "${name}": ${shortened(shown)}`,
			url: `${bench.server.url}${tables.pathOf(table.id)}`,
		};
	};

/** Whether a row comes that fits. */
export async function rowComes(
	{ bench, signal }: Stage,
	table: string,
	fits: (row: JsonObject) => boolean,
): Promise<Pick<Finding, 'holds' | 'found'>> {
	let rows: JsonObject[] = [];
	const holds = await succeeds(signal, async () => {
		rows = await rowsOf(bench, table);
		return rows.some(fits);
	});
	return { holds, found: JSON.stringify(rows) };
}

export function say(text: string): void {
	process.stdout.write(`${text}\n`);
}
