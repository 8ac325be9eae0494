import { setTimeout as pause } from 'node:timers/promises';

import axios from 'axios';

import type { Execution, JsonObject } from '../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../n8n-driver/wait-for';
import { owner } from '../../../n8n-driver/workbench';
import { PhonesInProcess } from './support/phonesInProcess';
import { itemsOf, triggeredItems } from '../../support/n8n/poll';
import { actionOf } from '../../support/n8n/pushed';
import { findRedis, QueueMode } from '../../support/n8n/processes/queueMode';
import { alice, bob, startTelephoneSystem } from './support/telephoneSystem';
import { byId, credentialType, nodeNames, triggerWorkflow } from '../../support/n8n/workflows';

const redis = findRedis();
if ('missing' in redis) {
	process.stderr.write(`[n8n] Queue mode is not tried: ${redis.missing}\n`);
}
const describeWithRedis = 'path' in redis ? describe : describe.skip;

/** Calls at once; most of them are still on their way when main is killed. */
const BURST = 300;

/** s; longer than a busy machine takes to start n8n's main process again. */
const PATIENT = 120;

/** ms: each of hundreds of executions is one of its own, in a worker; a busy machine takes minutes. */
const LONG = 600_000;

/** Three processes. */
describeWithRedis('Queue mode', () => {
	let queue: QueueMode;
	let phones: PhonesInProcess;

	beforeAll(async () => {
		queue = await QueueMode.start('path' in redis ? redis.path : '', {
			OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		});
		phones = await PhonesInProcess.start();
	});
	afterAll(async () => {
		await queue?.stop();
		await phones?.close();
	});

	// The webhook process takes what the server posts; the subscription is the main process's business.
	test('HTTP contact takes events after the subscription was made anew, and after a new password', async () => {
		const { api } = queue.main;
		const login = { serverUrl: phones.url, authentication: 'basic', userId: alice };
		const credential = await api.createCredential('Alice', credentialType, {
			...login,
			password: 'secret',
		});
		const { id } = await api.createWorkflow(
			triggerWorkflow(credential, {
				triggerOn: 'callEvent',
				type: ['CallReceivedEvent'],
				targetType: 'user',
				delivery: 'httpContact',
			}),
		);
		await api.activate(id);
		// An action runs in the worker, which has no line of its own.
		let states: JsonObject[] = [];
		const state = async () => {
			const parameters = { resource: 'connection', operation: 'getState' };
			const definition = actionOf('broadWorks', credential, parameters);
			const [from, to] = definition.nodes;
			const run = await api.runOnce(definition, from.name, to.name);
			states = run.output[to.name] ?? [];
			return states.find(({ workflowId }) => workflowId === id);
		};
		const standing = () => phones.world.subscriptions.all();
		const haveRun = async (calls: readonly string[]) => {
			let had: string[] = [];
			await waitFor(
				async () => {
					had = (await triggeredItems(api, id)).map(({ callId }) => String(callId));
					return calls.every((call) => had.includes(call));
				},
				{
					what: `${calls.length} calls have run`,
					explain: () => queue.main.server.logTail(30),
				},
			);
			expect(had.filter((call) => calls.includes(call))).toHaveLength(calls.length);
		};
		await haveRun(await phones.ring(alice, 3));
		const told = await waitFor(
			async () => {
				const now = await state();
				return now?.state === 'connected' && now.lastEvent !== undefined && now;
			},
			{ what: 'a worker knows of the line', explain: () => JSON.stringify(states) },
		);
		expect(told).toMatchObject({
			state: 'connected',
			delivery: 'httpContact',
			nodeName: nodeNames.trigger,
			subscriptions: [{ id: standing()[0].id, target: `user ${alice}` }],
		});

		const [first] = standing();
		phones.world.subscriptions.terminate(first);
		await waitFor(
			async () => await Promise.resolve(standing().some((now) => now.id !== first.id)),
			{
				what: 'the main process has subscribed again',
			},
		);
		await haveRun(await phones.ring(alice, 13));

		const coming = phones.ring(alice, 25, 5);
		await pause(500);
		phones.setPassword(alice, 'new');
		await api.rest.request('PATCH', `/rest/credentials/${credential.id}`, {
			name: credential.name,
			type: credentialType,
			data: { ...login, password: 'new' },
		});
		await haveRun(await coming);
		await haveRun(await phones.ring(alice, 3));
	});

	test('several packages over HTTP contact come over one subscription', async () => {
		const { api } = queue.main;
		const system = await startTelephoneSystem(api);
		try {
			const { id } = await api.createWorkflow(
				triggerWorkflow(system.administrator, {
					triggerOn: 'rawEvent',
					event: 'Basic Call',
					furtherEvents: ['Voice Mail Message Summary', 'Do Not Disturb'],
					type: ['DoNotDisturbEvent', 'VoiceMailMessageSummaryEvent'],
					targetType: 'user',
					userId: byId(bob),
					delivery: 'httpContact',
				}),
			);
			await api.activate(id);
			const made = async () => (await system.phones.subscriptionIds()).length;
			await waitFor(async () => (await made()) > 0, { what: 'it is subscribed' });
			await system.phones.setDoNotDisturb(bob, true);
			await system.phones.placeCall({ from: '+15550100', name: 'Jordan Smith', to: bob });
			await system.phones.leaveVoicemail(bob);
			const haveCome = async () => (await triggeredItems(api, id)).map(({ event }) => event).sort();
			await waitFor(async () => (await haveCome()).length >= 2, {
				what: 'events of both packages have run',
				explain: async () => JSON.stringify(await system.phones.sent()),
			});
			expect(await haveCome()).toEqual(['Do Not Disturb', 'Voice Mail Message Summary']);
			expect(await made()).toBe(1);
			expect(await system.phones.channelIds()).toEqual([]);
			await api.deactivate(id);
			await waitFor(async () => (await made()) === 0, { what: 'the subscription is gone' });
		} finally {
			await system.close();
		}
	});

	test(
		'One Execution per Event: main killed under overload loses and repeats nothing',
		async () => {
			const { server, api } = queue.main;
			const system = await startTelephoneSystem(api, { eventTimeout: PATIENT * 1000 });
			try {
				const { id } = await api.createWorkflow(
					triggerWorkflow(system.administrator, {
						triggerOn: 'callEvent',
						type: ['CallReceivedEvent'],
						targetType: 'user',
						userId: byId(alice),
						options: { oneEventPerExecution: true, eventTimeout: PATIENT },
					}),
				);
				await api.activate(id);
				// What is in no call log, and may be taken for the state that the server tells after a start.
				const services = await api.createWorkflow(
					triggerWorkflow(system.administrator, {
						triggerOn: 'doNotDisturb',
						targetType: 'user',
						userId: byId(bob),
						options: { eventTimeout: PATIENT },
					}),
				);
				await api.activate(services.id);
				const switches = async (...states: boolean[]) => {
					for (const active of states) await system.phones.setDoNotDisturb(bob, active);
				};
				const haveRun = async (...states: boolean[]) => {
					let ran: unknown[] = [];
					await waitFor(
						async () => {
							ran = (await triggeredItems(api, services.id)).map(({ active }) => active);
							return ran.length >= states.length;
						},
						{
							what: 'every switch has run',
							timeoutMs: 120_000,
							explain: () => JSON.stringify(ran),
						},
					);
					// Each is an execution of its own, and workers take several at a time: none is lost, none comes twice.
					expect([...ran].sort()).toEqual([...states].sort());
				};
				await switches(true);
				await haveRun(true);
				await axios.post(
					`${system.phones.url}/control/load`,
					{ count: BURST, userIds: [alice], wait: false },
					{ proxy: false },
				);
				const acknowledged = async () =>
					(await system.phones.sent()).filter(
						({ type, acked }) => type === 'CallReceivedEvent' && acked,
					).length;
				const reaches = async (count: number) =>
					await waitFor(async () => (await acknowledged()) >= count, {
						what: `${count} events are acknowledged`,
						timeoutMs: 240_000,
						intervalMs: 100,
						explain: () => server.logTail(),
					});
				await reaches(BURST / 10);
				await server.kill();
				// Otherwise the kill came too late to prove anything.
				expect(await acknowledged()).toBeLessThan(BURST / 2);
				await switches(false, true, false);
				await server.start();
				await api.rest.logIn(owner);
				await reaches(BURST);
				await haveRun(true, false, true, false);
				await switches(true);
				await haveRun(true, false, true, false, true);
				// What n8n shows as crashed has not run for it, whatever a worker did: its key names the event, which may
				// have run again under another.
				const eventOf = ({ deduplicationKey }: Execution) => deduplicationKey?.split(':')[2];
				let executions: Execution[] = [];
				await waitFor(
					async () => {
						executions = await api.waitForExecutions(id, 0);
						return new Set(executions.map(eventOf)).size >= BURST;
					},
					{
						what: 'every event has an execution that ended',
						timeoutMs: 120_000,
						intervalMs: 2_000,
						explain: async () => {
							const all = await api.listExecutions(id);
							const open = all.filter((one) => !executions.some((ended) => ended.id === one.id));
							const ended = new Set(executions.map(eventOf)).size;
							return `${ended} of ${BURST} have; open: ${JSON.stringify(open)}\n${server.logTail()}`;
						},
					},
				);
				expect(new Set(executions.map(eventOf)).size).toBe(BURST);
				const ran = executions.filter(({ status }) => status === 'success');
				expect(ran.map(eventOf).sort()).toEqual([...new Set(ran.map(eventOf))].sort());
				expect(ran.filter((one) => itemsOf([one]).length === 0)).toEqual([]);
				expect(ran.length).toBeGreaterThan(BURST / 2);
			} finally {
				await system.close();
			}
		},
		LONG,
	);
});
