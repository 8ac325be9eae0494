import { readFileSync } from 'node:fs';

import axios from 'axios';

import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject, StoredCredential } from '../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../n8n-driver/wait-for';
import { tone } from '../../simulators/cooCenter/audio';
import { callIn } from '../../simulators/cooCenter/calls';
import { startDimensionsSimulator } from '../../simulators/dimensions';
import { startUdeskSimulator } from '../../simulators/udesk';
import {
	cooCenterAction,
	cooCenterTriggerWorkflow,
	names,
	startPbx,
} from '../../cooCenter/n8n/support/cooCenter';
import { triggeredItems, waitForItem } from '../../support/n8n/poll';
import { post, pushedWorkflow, pushSecret, whileActive } from '../../support/n8n/pushed';
import { findRedis, QueueMode } from '../../support/n8n/processes/queueMode';
import { startAccount } from '../../ringCentral/n8n/support/ringCentral';
import {
	controlOf,
	customer,
	listenForTest,
	ringCentralTrigger,
} from '../../ringCentral/n8n/support/ringCentralTrigger';
import { sideBySide } from '../../support/n8n/sideBySide';
import {
	alice,
	caller,
	doNotDisturbEvent,
	whileListening,
	withTelephoneSystem,
	type TelephoneSystem,
} from '../../broadWorks/n8n/support/telephoneSystem';
import {
	actionType,
	byId,
	chain,
	credentialsOf,
	nodeNames,
	triggerWorkflow,
} from '../../support/n8n/workflows';

const redis = findRedis();
if ('missing' in redis) {
	process.stderr.write(`[n8n] The tests of queue mode are skipped: ${redis.missing}\n`);
}
const describeWithRedis = 'path' in redis ? describe : describe.skip;

/** Main process, worker and webhook process, as a carrier runs n8n. */
describeWithRedis('Queue mode', () => {
	let queue: QueueMode;
	let api: N8nApi;
	let udeskCredential: StoredCredential;

	beforeAll(async () => {
		queue = await QueueMode.start('path' in redis ? redis.path : '', {
			OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
			N8N_RUNNERS_MODE: 'internal',
		});
		api = queue.main.api;
		udeskCredential = await api.createCredential('Udesk', 'udeskWebhookApi', {
			secret: pushSecret,
		});
	});
	afterAll(async () => await queue?.stop());

	const callReceived = (system: TelephoneSystem, options: JsonObject = {}) =>
		triggerWorkflow(system.administrator, {
			triggerOn: 'callEvent',
			type: ['CallReceivedEvent'],
			targetType: 'user',
			userId: byId(alice),
			options,
		});

	describe('with all its processes', () => {
		const together = sideBySide();

		together.test(
			'a live call starts a workflow, and the workflow answers it on a worker',
			async () => {
				const answering = (system: TelephoneSystem) =>
					chain('Answer', [
						callReceived(system).nodes[0],
						{
							name: nodeNames.action,
							type: actionType,
							typeVersion: 1,
							parameters: {
								resource: 'call',
								operation: 'answer',
								userId: byId('={{ $json.targetId }}'),
								callId: byId('={{ $json.callId }}'),
							},
							credentials: credentialsOf(system.administrator),
						},
					]);
				await whileListening(api, answering, async (id, system) => {
					const callId = await system.phones.placeCall({ ...caller, to: alice });
					const [execution] = await api.waitForExecutions(id, 1);
					expect(execution).toMatchObject({ status: 'success', mode: 'trigger' });
					expect(await system.phones.callState(callId)).toBe('Active');
					expect(readFileSync(queue.worker.logFile, 'utf8')).toMatch(
						new RegExp(`started execution ${execution.id}\\b`, 'i'),
					);
				});
			},
		);

		together.test(
			'an event is acknowledged when its execution on the worker has ended',
			async () => {
				const waiting = (system: TelephoneSystem) =>
					chain('Wait', [
						callReceived(system, { acknowledge: 'onlyWhenFinished' }).nodes[0],
						{
							name: nodeNames.end,
							type: 'n8n-nodes-base.wait',
							typeVersion: 1.1,
							parameters: { amount: 12, unit: 'seconds' },
						},
					]);
				await whileListening(api, waiting, async (id, system) => {
					await system.phones.placeCall({ ...caller, to: alice });
					const received = async () =>
						(await system.phones.sent()).find(({ type }) => type === 'CallReceivedEvent');
					await waitFor(
						async () => (await api.listExecutions(id)).some(({ status }) => status === 'running'),
						{ what: 'the execution runs', intervalMs: 50 },
					);
					expect(await received()).toMatchObject({ delivered: true, acked: false });
					await waitFor(async () => (await received())?.acked, {
						what: 'the event is acknowledged',
					});
					expect(await received()).toMatchObject({ statusCode: 200 });
				});
			},
		);

		together.test('a burst is run without loss or repetition', async () => {
			await whileListening(api, callReceived, async (id, system) => {
				await axios.post(
					`${system.phones.url}/control/load`,
					{ count: 500, userIds: [alice] },
					{ proxy: false },
				);
				const items = await waitFor(
					async () => {
						const all = await triggeredItems(api, id);
						return all.length >= 500 && all;
					},
					{ what: '500 items have come', timeoutMs: 180_000, intervalMs: 500 },
				);
				expect(new Set(items.map(({ eventId }) => eventId)).size).toBe(500);
				expect(items).toHaveLength(500);
			});
		});

		together.test(
			'a test run on a worker listens over the streaming channel and leaves nothing behind',
			async () => {
				await withTelephoneSystem(api, async (system) => {
					const { id } = await api.createWorkflow(callReceived(system));
					try {
						const listening = await api.startManually(id, nodeNames.trigger, nodeNames.end);
						await system.phones.waitUntilSubscribed(1);
						const callId = await system.phones.placeCall({ ...caller, to: alice });
						const { status, output } = await api.waitForExecution(listening);
						expect(status).toBe('success');
						expect(output[nodeNames.trigger]).toEqual([expect.objectContaining({ callId })]);
						await waitFor(async () => (await system.phones.channelIds()).length === 0, {
							what: 'the channel is closed',
						});
					} finally {
						await api.deleteWorkflow(id);
					}
				});
			},
		);

		together.test('BroadWorks posts events to the webhook process', async () => {
			const contact = (system: TelephoneSystem) =>
				triggerWorkflow(system.administrator, {
					triggerOn: 'doNotDisturb',
					delivery: 'httpContact',
					targetType: 'user',
					userId: byId(alice),
				});
			await whileListening(api, contact, async (id, system) => {
				const { subscriptions } = JSON.parse(await system.phones.describe()) as {
					subscriptions: Array<{ subscriptionId: string; httpContact: { uri: string } }>;
				};
				expect(subscriptions).toHaveLength(1);
				const address = new URL(subscriptions[0].httpContact.uri);
				expect(address.origin).toBe(queue.webhookUrl);
				await system.phones.setDoNotDisturb(alice, true);
				await waitForItem(api, id, { type: 'DoNotDisturbEvent', active: true });
				const repeated = doNotDisturbEvent(subscriptions[0].subscriptionId);
				for (let copy = 0; copy < 2; copy++) {
					expect(await post(address.href, repeated, 'application/xml')).toBe(200);
				}
				await waitForItem(api, id, { eventId: 'e-1' });
				address.searchParams.set('token', 'guess');
				expect(await post(address.href, repeated, 'application/xml')).toBe(401);
				expect(await triggeredItems(api, id)).toHaveLength(2);
			});
		});

		together.test('RingCentral shakes hands with the webhook process and posts to it', async () => {
			const account = await startAccount(api);
			const workflow = ringCentralTrigger(account.credential, {
				triggerOn: 'telephonySession',
				targetType: 'account',
				direction: 'Inbound',
				type: ['Answered'],
				delivery: 'webhook',
			});
			try {
				await whileActive(api, workflow, async ({ settled }) => {
					const control = controlOf(account);
					const { telephonySessionId } = control.place({ from: customer, to: 'alice' });
					control.answer(telephonySessionId);
					expect(await settled(1)).toEqual([
						expect.objectContaining({ telephonySessionId, status: 'Answered' }),
					]);
				});
			} finally {
				await account.remove();
			}
		});

		together.test(
			'a push of Udesk to the webhook process runs once, however often it comes',
			async () => {
				const workflow = pushedWorkflow('udesk', udeskCredential, {});
				await whileActive(
					api,
					workflow,
					async ({ url, settled }) => {
						const udesk = await startUdeskSimulator({ push: `${url}?token=${pushSecret}` });
						udesk.simulator.place({ copies: 3 });
						udesk.simulator.place({});
						expect(await settled(2)).toHaveLength(2);
						expect(await post(`${url}?token=guess`, '{"call_id":"1"}')).toBe(401);
						await udesk.close();
					},
					queue.webhookUrl,
				);
			},
		);

		together.test(
			'a test event that arrives in another process than the test run is told so',
			async () => {
				const { definition, testPath } = pushedWorkflow('udesk', udeskCredential, {});
				const { id } = await api.createWorkflow(definition);
				try {
					await listenForTest(api, id);
					const url = `${queue.main.server.url}${testPath}?token=${pushSecret}`;
					expect(await post(url, '{"conversation_id":"1"}')).toBe(200);
					const [run] = await api.waitForExecutions(id, 1);
					expect(run.status).toBe('error');
					expect(run.error).toContain('arrived in another process of n8n');
					expect(run.error).toContain('OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS');
				} finally {
					await api.deleteWorkflow(id);
				}
			},
		);

		together.test('a push of Dimensions to the webhook process', async () => {
			const credential = await api.createCredential('Dimensions', 'dimensionsWebhookApi', {
				secret: pushSecret,
			});
			const workflow = pushedWorkflow('dimensions', credential, {});
			await whileActive(
				api,
				workflow,
				async ({ url, settled }) => {
					const push = `${url}?token=${pushSecret}`;
					const { simulator, close } = await startDimensionsSimulator({ push });
					const { cdr, push: answer } = await simulator.finish({ answered: false });
					expect(answer?.statuses).toEqual([200]);
					const items = await settled(1);
					expect(items).toEqual([
						expect.objectContaining({ cdr: expect.objectContaining({ id: cdr.id }) as object }),
					]);
					await close();
				},
				queue.webhookUrl,
			);
		});

		together.test('a recording is downloaded by a worker and read by the next node', async () => {
			const pbx = await startPbx(api);
			pbx.world.state.recordings.set('1.wav', { audio: tone(2), from: 0 });
			const parameters = { resource: 'recording', operation: 'download', filePath: '1.wav' };
			const definition = cooCenterAction(pbx.credential, parameters, { readsFile: true });
			const { id } = await api.createWorkflow(definition);
			try {
				const { output } = await api.runManually(id, names.start, names.file);
				const file = Buffer.from(String(output[names.file][0].data), 'base64');
				expect(file.equals(tone(2))).toBe(true);
			} finally {
				await api.deleteWorkflow(id);
				await pbx.remove();
			}
		});

		together.test('pushes of CooCenter to the webhook process run once', async () => {
			const pbx = await startPbx(api);
			const { definition, path } = cooCenterTriggerWorkflow(pbx.credential, {
				triggerOn: ['dialBegin'],
			});
			const { id } = await api.createWorkflow(definition);
			try {
				await api.activate(id);
				pbx.world.settings.push = queue.webhookUrl + path;
				pbx.world.faults.add({ kind: 'duplicate', times: 1 });
				callIn(pbx.world, '85322361', '801');
				const items = async () =>
					(await api.waitForExecutions(id, 0)).flatMap(({ output }) => output[names.trigger] ?? []);
				await waitFor(async () => pbx.world.pushes.pending === 0 && (await items()).length > 0, {
					what: 'the push has run',
				});
				expect(await items()).toHaveLength(1);
			} finally {
				await api.deleteWorkflow(id);
				await pbx.remove();
			}
		});
	});

	describe('with one of its processes away', () => {
		test('events that came while no worker ran are run when there is one, once', async () => {
			await whileListening(api, callReceived, async (id, system) => {
				await queue.worker.stop();
				const calls: string[] = [];
				for (let call = 0; call < 15; call++) {
					calls.push(await system.phones.placeCall({ ...caller, to: alice }));
				}
				await waitFor(async () => (await api.listExecutions(id)).length >= 10, {
					what: 'executions wait for a worker',
				});
				await queue.worker.start();
				await waitForItem(api, id, { callId: calls[14] });
				const items = await triggeredItems(api, id);
				expect(items.map(({ callId }) => callId).sort()).toEqual(calls.sort());
			});
		});

		test('events that came while the main process was down run after its start, once', async () => {
			await whileListening(api, callReceived, async (id, system) => {
				await queue.main.server.kill();
				const missed = await system.phones.placeCall({ ...caller, to: alice });
				await queue.main.restart('kill');
				await waitForItem(api, id, { callId: missed });
				const next = await system.phones.placeCall({ ...caller, to: alice });
				await waitForItem(api, id, { callId: next });
				const calls = (await triggeredItems(api, id)).map(({ callId }) => callId);
				expect(calls).toEqual([missed, next]);
			});
		});

		test('pushes run once, also when they come again after a restart or to another process', async () => {
			const workflow = pushedWorkflow('udesk', udeskCredential, {});
			await whileActive(
				api,
				workflow,
				async ({ url, settled }) => {
					const atMain = url.replace(queue.webhookUrl, queue.main.server.url);
					const push = async (id: number, to = url) =>
						await post(`${to}?token=${pushSecret}`, JSON.stringify({ conversation_id: id }));
					const before = [1, 2, 3, 4, 5, 6];
					for (const id of before) expect(await push(id)).toBe(200);
					await settled(before.length);
					await queue.webhooks.stop();
					await queue.webhooks.start();
					// 1.x is ready before it knows its webhooks.
					await waitFor(async () => (await push(1)) === 200, {
						what: 'the webhook process takes pushes again',
					});
					for (const id of before) expect(await push(id)).toBe(200);
					expect(await push(7)).toBe(200);
					for (const id of [...before, 7]) expect(await push(id, atMain)).toBe(200);
					for (const id of [8, 9]) expect(await push(id, atMain)).toBe(200);
					for (const id of [8, 9]) expect(await push(id)).toBe(200);
					const items = await settled(9);
					const ids = items.map((item) => Number(item.conversation_id)).sort((a, b) => a - b);
					expect(ids).toEqual([...before, 7, 8, 9]);
				},
				queue.webhookUrl,
			);
		});
	});
});
