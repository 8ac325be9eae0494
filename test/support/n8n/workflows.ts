import { randomUUID } from 'node:crypto';
import type {
	JsonObject,
	StoredCredential,
	WorkflowDefinition,
	WorkflowNode,
} from '../../../n8n-driver/rest/rest-types';

export const actionType = 'n8n-nodes-telephony.broadWorks';
export const triggerType = 'n8n-nodes-telephony.broadWorksTrigger';
export const credentialType = 'broadWorksXsiApi';

/** Names of the nodes in the workflows below. */
export const nodeNames = { start: 'Start', action: 'BroadWorks', trigger: 'Event', end: 'End' };

export function credentialsOf(credential: StoredCredential): WorkflowNode['credentials'] {
	return { [credentialType]: { id: credential.id, name: credential.name } };
}

/** A resource locator filled in by hand. */
export function byId(value: string): JsonObject {
	return { __rl: true, mode: 'id', value };
}

/** Nodes one after the other. */
export function chain(
	name: string,
	nodes: Array<Omit<WorkflowNode, 'position' | 'id'>>,
): WorkflowDefinition {
	return {
		name,
		nodes: nodes.map((node, index) => ({
			...node,
			id: randomUUID(),
			position: [index * 220, 0],
		})) as WorkflowNode[],
		connections: Object.fromEntries(
			nodes
				.slice(1)
				.map((node, index) => [
					nodes[index].name,
					{ main: [[{ node: node.name, type: 'main', index: 0 }]] },
				]),
		),
	};
}

/** Start by hand -> other nodes, which get the items. */
export function startedByHand(
	name: string,
	items: JsonObject[],
	nodes: Array<Omit<WorkflowNode, 'position' | 'id'>>,
): WorkflowDefinition {
	const start = {
		name: nodeNames.start,
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		parameters: {},
	};
	return {
		...chain(name, [start, ...nodes]),
		pinData: { [nodeNames.start]: items.map((json) => ({ json })) },
	};
}

/** Start by hand -> one BroadWorks action, for each of the `items`. */
export function actionWorkflow(
	credential: StoredCredential,
	parameters: JsonObject,
	items: JsonObject[] = [{}],
): WorkflowDefinition {
	return startedByHand('BroadWorks action', items, [
		{
			name: nodeNames.action,
			type: actionType,
			typeVersion: 1,
			parameters,
			credentials: credentialsOf(credential),
		},
	]);
}

/** One BroadWorks trigger -> a node that does nothing. */
export function triggerWorkflow(
	credential: StoredCredential,
	parameters: JsonObject,
): WorkflowDefinition {
	return chain('BroadWorks trigger', [
		{
			name: nodeNames.trigger,
			type: triggerType,
			typeVersion: 1,
			parameters,
			credentials: credentialsOf(credential),
			webhookId: randomUUID(),
		},
		{ name: nodeNames.end, type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} },
	]);
}
