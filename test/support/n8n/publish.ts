import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject } from '../../../n8n-driver/rest/rest-types';
import { nodeNames } from './workflows';

/** Publishes a version of a workflow whose trigger has these parameters instead, as the editor does. */
export async function publishTrigger(
	api: N8nApi,
	workflowId: string,
	changes: JsonObject,
): Promise<void> {
	const stored = await api.getWorkflow(workflowId);
	const nodes = stored.nodes.map((node) =>
		node.name === nodeNames.trigger
			? { ...node, parameters: { ...node.parameters, ...changes } }
			: node,
	);
	await api.rest.data('PATCH', `/rest/workflows/${workflowId}`, { ...stored, nodes });
	await api.activate(workflowId);
}
