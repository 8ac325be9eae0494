import { setTimeout as pause } from 'node:timers/promises';

import type { JsonObject } from '../../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../../n8n-driver/wait-for';
import { PhonesInProcess } from '../../../broadWorks/n8n/support/phonesInProcess';
import { alice, bob, startTelephoneSystem } from '../../../broadWorks/n8n/support/telephoneSystem';
import { triggeredItems } from '../../../support/n8n/poll';
import { actionOf } from '../../../support/n8n/pushed';
import { byId, credentialType, nodeNames, triggerWorkflow } from '../../../support/n8n/workflows';
import type { Cluster } from './cluster';

/** The webhook process takes what the server posts; the subscription is the main process's business. */
export function contact(cluster: Cluster): void {
	let phones: PhonesInProcess;

	beforeAll(async () => {
		phones = await PhonesInProcess.start();
	});
	afterAll(async () => await phones?.close());

	test('HTTP contact takes events after the subscription was made anew, and after a new password', async () => {
		const { api } = cluster;
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
					explain: () => cluster.queue.main.server.logTail(30),
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
		const { api } = cluster;
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
}
