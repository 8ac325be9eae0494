import { randomUUID } from 'node:crypto';

import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject, StoredCredential } from '../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../n8n-driver/wait-for';
import type { Operation } from '../../../nodes/shared/action/operation';
import { backends } from '../../../scripts/backends';
import {
	alice,
	caller,
	whileListening,
	type TelephoneSystem,
} from '../../broadWorks/n8n/support/telephoneSystem';
import { cooCenterTriggerWorkflow, startPbx } from '../../cooCenter/n8n/support/cooCenter';
import { GivenItems } from '../../contract/sources/samples';
import { startAccount } from '../../ringCentral/n8n/support/ringCentral';
import { DELIVERIES, ringCentralTrigger } from '../../ringCentral/n8n/support/ringCentralTrigger';
import { callIn } from '../../simulators/cooCenter/calls';
import { handedOver } from '../../support/n8n/handedOver';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { triggeredItems, waitForItem } from '../../support/n8n/poll';
import { actionOf, post, pushedWorkflow, pushSecret, whileActive } from '../../support/n8n/pushed';
import {
	byId,
	chain,
	nodeNames,
	startedByHand,
	triggerWorkflow,
} from '../../support/n8n/workflows';

const given = new GivenItems();
const parameters = { resource: 'connection', operation: 'getState' };

let api: N8nApi;

beforeAll(async () => {
	api = await sharedN8n();
});

/** Samples of lines are one, and those of pushes. */
const kindOf = ({ delivery }: JsonObject) => (delivery === 'push' ? 'push' : 'line');

const noted = (items: JsonObject[]) => {
	for (const item of items) given.add({ resource: kindOf(item), operation: 'getState' }, [item]);
};

/** What the action gives of a workflow; without a credential of its own where `credential` is undefined. */
async function statesIn(backend: string, credential?: StoredCredential): Promise<JsonObject[]> {
	const action = {
		name: nodeNames.action,
		type: `n8n-nodes-telephony.${backend}`,
		typeVersion: 1,
		parameters,
	};
	const definition = credential
		? actionOf(backend, credential, parameters)
		: startedByHand(`${backend} state`, [{}], [action]);
	const { nodes } = definition;
	const run = await api.runOnce(definition, nodes[0].name, nodes[1].name);
	expect(run).toMatchObject({ status: 'success' });
	const items = run.output[nodes[1].name];
	noted(items);
	return items;
}

const stateOf = (states: JsonObject[], workflowId: string) =>
	states.find((state) => state.workflowId === workflowId);

async function becomes(
	look: () => Promise<JsonObject[]>,
	workflowId: string,
	state: string,
): Promise<JsonObject> {
	let seen: JsonObject | undefined;
	return await waitFor(
		async () => {
			seen = stateOf(await look(), workflowId);
			return seen?.state === state && seen;
		},
		{ what: `the state is ${state}`, timeoutMs: 60_000, explain: () => JSON.stringify(seen) },
	);
}

const callEvents = (system: TelephoneSystem, options: JsonObject = {}) =>
	triggerWorkflow(system.administrator, {
		triggerOn: 'callEvent',
		type: ['CallReceivedEvent'],
		targetType: 'user',
		userId: byId(alice),
		options: { connectionItems: true, eventTimeout: 10, ...options },
	});

describe('Connection: Get State', () => {
	test('BroadWorks: a line that is cut and comes back, its error workflow and its items, once each', async () => {
		const alarm = await api.createWorkflow({
			...chain('Alarm', [
				{
					name: nodeNames.trigger,
					type: 'n8n-nodes-base.errorTrigger',
					typeVersion: 1,
					parameters: {},
				},
				{ name: nodeNames.end, type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} },
			]),
		});
		try {
			// An error workflow of 2.x is a published one; 1.x runs it as it is, and lets nobody switch it on.
			if (api.line === 'two') await api.activate(alarm.id);
			const definitionFor = (system: TelephoneSystem) => ({
				...callEvents(system, { errorWorkflowAfter: 12 }),
				settings: { executionOrder: 'v1', errorWorkflow: alarm.id },
			});
			await whileListening(api, definitionFor, async (id, system) => {
				const look = async () => await statesIn('broadWorks', system.administrator);
				await system.phones.placeCall({ ...caller, to: alice });
				await waitForItem(api, id, { type: 'CallReceivedEvent' });
				expect(await becomes(look, id, 'connected')).toMatchObject({
					workflowName: 'BroadWorks trigger',
					nodeName: nodeNames.trigger,
					credentialId: system.administrator.id,
					delivery: 'channel',
					secondsSinceLastEvent: expect.any(Number) as number,
					subscriptions: [
						{
							id: (await system.phones.subscriptionIds())[0],
							target: `user ${alice}`,
							events: 'Advanced Call',
							expires: expect.stringMatching(/^20\d\d-/) as string,
						},
					],
				});
				await system.phones.cut(25_000);
				const down = await becomes(look, id, 'reconnecting');
				expect(down).toMatchObject({ lastError: expect.any(String) as string });
				expect(down.downSince).toEqual(expect.stringMatching(/^20\d\d-/));
				await becomes(look, id, 'connected');
				await waitForItem(api, id, { type: 'Connection', state: 'up' });
				const alarms = await api.waitForExecutions(alarm.id, 1);
				expect(alarms).toHaveLength(1);
				const [told] = alarms[0].output[nodeNames.trigger];
				expect(told).toMatchObject({ workflow: { id } });
				// 1.x has words of its own for a trigger that ends with an error, and drops ours.
				const words = { two: 'No event can come from BroadWorks', one: 'problem with the trigger' };
				expect(JSON.stringify(told)).toContain(words[api.line]);
				const items = await triggeredItems(api, id);
				const states = items.filter(({ type }) => type === 'Connection').map(({ state }) => state);
				expect(states.filter((state) => state === 'up')).toHaveLength(1);
				const next = await system.phones.placeCall({ ...caller, to: alice });
				await waitForItem(api, id, { callId: next });
				expect(stateOf(await statesIn('broadWorks', system.own), id)).toBeUndefined();
			});
		} finally {
			await api.deleteWorkflow(alarm.id);
		}
	});

	test.each(DELIVERIES)(
		'RingCentral by %s: the subscription and when it ends',
		async (delivery) => {
			const account = await startAccount(api);
			const workflow = ringCentralTrigger(account.credential, {
				triggerOn: 'telephonySession',
				targetType: 'account',
				delivery,
			});
			try {
				await whileActive(api, workflow, async ({ id }) => {
					const look = async () => await account.items(parameters);
					const connected = await becomes(look, id, 'connected');
					noted([connected]);
					expect(connected).toMatchObject({
						delivery,
						subscriptions: [
							{
								target: 'account',
								events: 'telephonySession',
								expires: expect.any(String) as string,
							},
						],
					});
				});
				expect(await account.items(parameters)).toEqual([
					expect.objectContaining({ state: 'stopped' }),
				]);
			} finally {
				await account.remove();
			}
		},
	);

	test.each([
		['udesk', 'udeskWebhookApi', '{"conversation_id":"1"}'],
		['dimensions', 'dimensionsWebhookApi', '{"type":"cdr"}'],
	])('%s: pushes that were taken and refused', async (backend, type, body) => {
		const credential = await api.createCredential(`${backend} ${randomUUID()}`, type, {
			secret: pushSecret,
		});
		try {
			await whileActive(api, pushedWorkflow(backend, credential, {}), async ({ id, url }) => {
				expect(await post(`${url}?token=guess`, body)).toBe(401);
				await post(`${url}?token=${pushSecret}`, body);
				const state = stateOf(await statesIn(backend), id);
				expect(state).toMatchObject({
					state: 'listening',
					delivery: 'push',
					refusedPushes: 1,
					lastRefusedStatus: 401,
					secondsSinceLastEvent: expect.any(Number) as number,
				});
			});
		} finally {
			await api.deleteCredential(credential.id);
		}
	});

	test('cooCenter: pushes that were taken; n8n itself refuses those to another address', async () => {
		const pbx = await startPbx(api);
		const { definition, path } = cooCenterTriggerWorkflow(pbx.credential, {
			triggerOn: ['dialBegin'],
		});
		const { id } = await api.createWorkflow(definition);
		try {
			await api.activate(id);
			const url = handedOver().url + path;
			pbx.world.settings.push = url;
			callIn(pbx.world, '85322361', '801');
			const taken = async () => stateOf(await statesIn('cooCenter'), id)?.lastEvent !== undefined;
			await waitFor(taken, { what: 'the push is told' });
			expect(stateOf(await statesIn('cooCenter'), id)).toMatchObject({
				state: 'listening',
				events: 'dialBegin',
				refusedPushes: 0,
			});
		} finally {
			await api.deleteWorkflow(id);
			await pbx.remove();
		}
	});

	test('every member of the samples was given', () => {
		const missing = backends.flatMap(({ name, operations }) => {
			const all = operations as ReadonlyArray<Operation<never>>;
			const own = all.find(({ resource }) => resource === 'connection')!;
			const resource = kindOf(own.sample as JsonObject);
			return given.missing(name, [{ ...own, resource, asksNobody: undefined }]);
		});
		expect(missing).toEqual([]);
	});
});
