import type { N8nApi } from '../../../../n8n-driver/rest/api';
import type { JsonObject, StoredCredential } from '../../../../n8n-driver/rest/rest-types';
import { PATIENCE, waitFor } from '../../../../n8n-driver/wait-for';
import type { Control } from '../../../simulators/ringCentral/control/control';
import type { RingCentralSimulator } from '../../../simulators/ringCentral';
import { triggeredItems } from '../../../support/n8n/poll';
import { credentialsFor, pushedWorkflow, type PushedWorkflow } from '../../../support/n8n/pushed';
import { authenticationOf } from './ringCentral';
import { nodeNames } from '../../../support/n8n/workflows';

export const DELIVERIES = ['webhook', 'webSocket'] as const;
export type Delivery = (typeof DELIVERIES)[number];

/** Somebody outside the account. */
export const customer = '+14155550100';

/** What people do at the telephones of a simulated account. */
export const controlOf = ({ world }: Pick<RingCentralSimulator, 'world'>): Control => world.control;

/** One RingCentral trigger -> a node that does nothing. */
export function ringCentralTrigger(
	credential: StoredCredential,
	{ options = {}, ...parameters }: JsonObject,
): PushedWorkflow {
	const workflow = pushedWorkflow('ringCentral', credential, {
		authentication: authenticationOf(credential),
		output: 'connector',
		...parameters,
		options: { ...(options as JsonObject) },
	});
	const [trigger] = workflow.definition.nodes;
	trigger.credentials = credentialsFor(credential);
	return workflow;
}

/** Subscriptions that the simulated server has. */
export const subscriptionsOf = (account: RingCentralSimulator) =>
	controlOf(account).hub.subscriptions.list();

export async function waitForSubscriptions(
	account: RingCentralSimulator,
	count: number,
): Promise<void> {
	await waitFor(async () => await Promise.resolve(subscriptionsOf(account).length === count), {
		what: `the server has ${count} subscription(s)`,
		explain: () =>
			JSON.stringify([
				subscriptionsOf(account).map(({ filters }) => filters.map(({ text }) => text)),
				account.requests.slice(-6),
			]),
	});
}

/** Waits until the workflow's trigger has given an item that fits, after the first `skip`. */
export async function itemWhere(
	api: N8nApi,
	workflowId: string,
	fits: (item: JsonObject) => boolean,
	{ skip = 0, timeoutMs = PATIENCE } = {},
): Promise<JsonObject> {
	let seen: JsonObject[] = [];
	return await waitFor(
		async () => {
			seen = (await triggeredItems(api, workflowId)).slice(skip);
			return seen.find(fits);
		},
		{
			what: 'the workflow gives the item',
			timeoutMs,
			explain: () => `It gave ${JSON.stringify(seen)}`,
		},
	);
}

/** Begins to listen for a test event; the result is the id of the execution where there is one. */
export async function listenForTest(api: N8nApi, workflowId: string): Promise<unknown> {
	return await api.rest.data('POST', `/rest/workflows/${workflowId}/run`, {
		workflowData: await api.getWorkflow(workflowId),
		triggerToStartFrom: { name: nodeNames.trigger },
		destinationNode: { nodeName: nodeNames.end, mode: 'inclusive' },
	});
}
