import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { N8nApi } from './rest/api';
import { DataTables, type DataTableColumn } from './rest/data-tables';
import { tagIds } from './tags';
import type {
	Json,
	JsonObject,
	StoredWorkflow,
	WorkflowDefinition,
	WorkflowNode,
} from './rest/rest-types';

const folder = join(__dirname, '../templates');
const dataTable = 'n8n-nodes-base.dataTable';

/** The templates of the package by file name without `.json`. */
export function readExampleWorkflows(): Record<string, WorkflowDefinition> {
	const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
	return Object.fromEntries(
		files.map((name) => [
			name.slice(0, -'.json'.length),
			JSON.parse(readFileSync(join(folder, name), 'utf8')) as WorkflowDefinition,
		]),
	);
}

/**
 * Imports a workflow as a person would, with its tags: n8n finds the credential by its name; the data tables the workflow
 * speaks of are created when they are missing, with the rows it would put in as an example.
 */
export async function importWorkflow(
	api: N8nApi,
	definition: WorkflowDefinition,
): Promise<StoredWorkflow> {
	const tables = await createTables(api, definition);
	// 1.x finds a data table by its id only.
	const knowsNames = api.line === 'two';
	return await api.createWorkflow(
		knowsNames ? definition : withTableIds(definition, tables),
		await tagIds(api, definition),
	);
}

async function createTables(
	api: N8nApi,
	definition: WorkflowDefinition,
): Promise<Map<string, string>> {
	const creating = definition.nodes.filter(
		({ type, parameters }) =>
			type === dataTable && parameters.resource === 'table' && parameters.operation === 'create',
	);
	if (creating.length === 0) return new Map();
	const dataTables = await DataTables.of(api);
	const ids = new Map((await dataTables.list()).map(({ id, name }) => [name, id]));
	for (const { parameters } of creating) {
		const name = String(parameters.tableName);
		if (ids.has(name)) continue;
		const { column } = parameters.columns as unknown as { column: DataTableColumn[] };
		const table = await dataTables.create(name, column, exampleRows(definition, name));
		ids.set(name, table.id);
	}
	return ids;
}

/** Rows that the workflow writes without an expression are its example data. */
function exampleRows(definition: WorkflowDefinition, table: string): JsonObject[] {
	return definition.nodes.filter((node) => tableName(node) === table).flatMap(constantRow);
}

function constantRow({ parameters }: WorkflowNode): JsonObject[] {
	const values = (parameters.columns as JsonObject | undefined)?.value as JsonObject | undefined;
	if (!values) return [];
	const isConstant = (value: Json) => !String(value).startsWith('=');
	return Object.values(values).every(isConstant) ? [values] : [];
}

function tableName({ type, parameters }: WorkflowNode): string | undefined {
	const reference = parameters.dataTableId as JsonObject | undefined;
	return type === dataTable && reference?.mode === 'name' ? String(reference.value) : undefined;
}

function withTableIds(
	definition: WorkflowDefinition,
	ids: Map<string, string>,
): WorkflowDefinition {
	const nodes = definition.nodes.map((node) => {
		const name = tableName(node);
		if (name === undefined) return node;
		const id = ids.get(name);
		if (id === undefined)
			throw new Error(`The workflow uses the data table "${name}", but creates none.`);
		const dataTableId = { __rl: true, mode: 'list', value: id, cachedResultName: name };
		return { ...node, parameters: { ...node.parameters, dataTableId } };
	});
	return { ...definition, nodes };
}
