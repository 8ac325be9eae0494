import { randomUUID } from 'node:crypto';

import axios from 'axios';

import type { N8nApi } from '../../../n8n-driver/rest/api';
import type {
	JsonObject,
	StoredCredential,
	WorkflowDefinition,
	WorkflowNode,
} from '../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../n8n-driver/wait-for';
import type { RunningPushing } from '../../simulators/shared/pushingSimulator';
import { handedOver } from './handedOver';
import { triggeredItems } from './poll';
import { chain, nodeNames, startedByHand } from './workflows';

export const pushSecret = 'a-secret-of-32-random-characters';

const typeOf = (name: string) => `n8n-nodes-telephony.${name}`;

export const credentialsFor = ({
	id,
	name,
	type,
}: StoredCredential): WorkflowNode['credentials'] => ({
	[type]: { id, name },
});

/** Start by hand -> one action for each of the `items`. */
export function actionOf(
	node: string,
	credential: StoredCredential,
	parameters: JsonObject,
	items: JsonObject[] = [{}],
): WorkflowDefinition {
	return startedByHand(`${node} action`, items, [
		{
			name: nodeNames.action,
			type: typeOf(node),
			typeVersion: 1,
			parameters,
			credentials: credentialsFor(credential),
		},
	]);
}

export interface PushedWorkflow {
	definition: WorkflowDefinition;
	/** Path of the webhook below n8n's address, for live and for test runs. */
	path: string;
	testPath: string;
}

/** One trigger on pushes -> a node that does nothing, or that waits so many seconds. */
export function pushedWorkflow(
	node: string,
	credential: StoredCredential,
	parameters: JsonObject,
	waitSeconds = 0,
): PushedWorkflow {
	const webhookId = randomUUID();
	const last =
		waitSeconds > 0
			? {
					type: 'n8n-nodes-base.wait',
					typeVersion: 1.1,
					parameters: { amount: waitSeconds, unit: 'seconds' },
					webhookId: randomUUID(),
				}
			: { type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} };
	const definition = chain(`${node} pushes`, [
		{
			name: nodeNames.trigger,
			type: typeOf(`${node}Trigger`),
			typeVersion: 1,
			parameters,
			credentials: credentialsFor(credential),
			webhookId,
		},
		{ name: nodeNames.end, ...last },
	]);
	return {
		definition,
		path: `/webhook/${webhookId}/${node}`,
		testPath: `/webhook-test/${webhookId}/${node}`,
	};
}

export interface Live {
	id: string;
	/** Address without a secret. */
	url: string;
	items(): Promise<JsonObject[]>;
	/** Waits for so many items, and a little longer for what should not come. */
	settled(count: number): Promise<JsonObject[]>;
}

/** Runs `work` while the workflow is active. */
export async function whileActive(
	api: N8nApi,
	{ definition, path }: PushedWorkflow,
	work: (live: Live) => Promise<void>,
	n8nUrl = handedOver().url,
): Promise<void> {
	const { id } = await api.createWorkflow(definition);
	const items = async () => await triggeredItems(api, id);
	try {
		await api.activate(id);
		await work({
			id,
			url: n8nUrl + path,
			items,
			async settled(count) {
				let found: JsonObject[] = [];
				await waitFor(async () => (found = await items()).length >= count, {
					what: `the workflow gives ${count} item(s)`,
					explain: () => JSON.stringify(found),
				});
				await new Promise((resolve) => setTimeout(resolve, 500));
				return await items();
			},
		});
	} finally {
		await api.deleteWorkflow(id);
	}
}

/** Works while the workflow is active and a simulator, made by `start`, pushes to its address. */
export async function whilePushing<Simulator>(
	api: N8nApi,
	workflow: PushedWorkflow,
	start: (url: string) => Promise<RunningPushing<Simulator>>,
	work: (live: Live, simulator: Simulator) => Promise<void>,
): Promise<void> {
	await whileActive(api, workflow, async (live) => {
		const running = await start(live.url);
		try {
			await work(live, running.simulator);
		} finally {
			await running.close();
		}
	});
}

/** Posts as any client would, and gives the status. */
export async function post(
	url: string,
	body: string,
	contentType = 'application/json',
	headers: Record<string, string> = {},
): Promise<number> {
	const { status } = await axios.post(url, body, {
		headers: { 'Content-Type': contentType, ...headers },
		proxy: false,
		maxBodyLength: Infinity,
		validateStatus: () => true,
		transformRequest: [(data: unknown) => data],
	});
	return status;
}

/** Listens for a test event, lets `push` send one, and gives what the run's trigger gave. */
export async function testRun(
	api: N8nApi,
	{ definition, testPath }: PushedWorkflow,
	push: (url: string) => Promise<unknown>,
): Promise<JsonObject[]> {
	const { id } = await api.createWorkflow(definition);
	try {
		const answer = await api.rest.data<{ waitingForWebhook?: boolean }>(
			'POST',
			`/rest/workflows/${id}/run`,
			{
				workflowData: await api.getWorkflow(id),
				triggerToStartFrom: { name: nodeNames.trigger },
				destinationNode: { nodeName: nodeNames.end, mode: 'inclusive' },
			},
		);
		expect(answer.waitingForWebhook).toBe(true);
		await push(handedOver().url + testPath);
		const [run] = await api.waitForExecutions(id, 1);
		expect(run).toMatchObject({ status: 'success', mode: 'manual' });
		return run.output[nodeNames.trigger];
	} finally {
		await api.deleteWorkflow(id);
	}
}
