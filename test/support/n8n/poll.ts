import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { Execution, JsonObject } from '../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../n8n-driver/wait-for';
import { nodeNames } from './workflows';

/** All items a workflow's trigger has given so far in executions that have ended. */
export async function triggeredItems(api: N8nApi, workflowId: string): Promise<JsonObject[]> {
	return itemsOf(await api.waitForExecutions(workflowId, 0));
}

export function itemsOf(executions: Execution[]): JsonObject[] {
	return executions.flatMap(({ output }) => output[nodeNames.trigger] ?? []);
}

/** Waits for the first item of a workflow's trigger that has these fields. */
export async function waitForItem(
	api: N8nApi,
	workflowId: string,
	fields: JsonObject,
): Promise<JsonObject> {
	let seen: JsonObject[] = [];
	return await waitFor(
		async () => {
			seen = await triggeredItems(api, workflowId);
			return seen.find((item) => hasFields(item, fields));
		},
		{
			what: `the workflow gives an item with ${JSON.stringify(fields)}`,
			explain: () => `It gave ${JSON.stringify(seen)}`,
		},
	);
}

function hasFields(item: JsonObject, fields: JsonObject): boolean {
	return Object.entries(fields).every(([name, value]) => item[name] === value);
}
