import type { N8nApi } from '../../../../n8n-driver/rest/api';
import { DataTables } from '../../../../n8n-driver/rest/data-tables';
import { importWorkflow } from '../../../../n8n-driver/example-workflows';
import type { JsonObject, WorkflowDefinition } from '../../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../../n8n-driver/wait-for';
import { startHttpApi, type Answer, type HttpApi } from '../../../support/servers/httpApi';

/** Runs `work` while the other side of a workflow is there. */
export async function withServer(
	answer: Answer,
	work: (server: HttpApi) => Promise<void>,
): Promise<void> {
	const server = await startHttpApi(answer);
	try {
		await work(server);
	} finally {
		await server.close();
	}
}

/** Imports a template, switches it on, and removes it after `work`. */
export async function whileActive(
	api: N8nApi,
	definition: WorkflowDefinition,
	work: (id: string) => Promise<void>,
): Promise<void> {
	const { id } = await importWorkflow(api, definition);
	try {
		await api.activate(id);
		await work(id);
	} finally {
		await api.deleteWorkflow(id);
	}
}

/** Waits for something that a workflow does; tells of its executions if it does not come. */
export async function comes<T>(
	api: N8nApi,
	what: string,
	id: string,
	look: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
	return await waitFor(look, {
		what,
		explain: async () => JSON.stringify(await api.waitForExecutions(id, 0)).slice(0, 4_000),
	});
}

/** The rows of a data table, newest first; none when there is no such table. */
export async function rowsOf(api: N8nApi, name: string): Promise<JsonObject[]> {
	const tables = await DataTables.of(api);
	const table = (await tables.list()).find((candidate) => candidate.name === name);
	return table ? await tables.newestRows(table.id) : [];
}
