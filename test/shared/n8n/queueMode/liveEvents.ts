import axios from 'axios';

import { waitFor } from '../../../../n8n-driver/wait-for';
import {
	alice,
	caller,
	doNotDisturbEvent,
	whileListening,
	withTelephoneSystem,
	type TelephoneSystem,
} from '../../../broadWorks/n8n/support/telephoneSystem';
import { withSound } from '../../../broadWorks/n8n/support/voicemailSound';
import { startAccount } from '../../../ringCentral/n8n/support/ringCentral';
import {
	controlOf,
	customer,
	ringCentralTrigger,
} from '../../../ringCentral/n8n/support/ringCentralTrigger';
import { triggeredItems, waitForItem } from '../../../support/n8n/poll';
import { post, whileActive } from '../../../support/n8n/pushed';
import type { SideBySide } from '../../../support/n8n/sideBySide';
import {
	actionType,
	byId,
	chain,
	credentialsOf,
	nodeNames,
	triggerWorkflow,
} from '../../../support/n8n/workflows';
import { callReceived, type Cluster } from './cluster';

/** Live events and actions: the line is the main process's, what it starts runs on workers. */
export function liveEvents(cluster: Cluster, together: SideBySide): void {
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
			await whileListening(cluster.api, answering, async (id, system) => {
				const callId = await system.phones.placeCall({ ...caller, to: alice });
				const [execution] = await cluster.api.waitForExecutions(id, 1);
				expect(execution).toMatchObject({ status: 'success', mode: 'trigger' });
				expect(await system.phones.callState(callId)).toBe('Active');
				expect(cluster.queue.workerLog()).toMatch(
					new RegExp(`started execution ${execution.id}\\b`, 'i'),
				);
			});
		},
	);

	together.test('an event is acknowledged when its execution on the worker has ended', async () => {
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
		await whileListening(cluster.api, waiting, async (id, system) => {
			await system.phones.placeCall({ ...caller, to: alice });
			const received = async () =>
				(await system.phones.sent()).find(({ type }) => type === 'CallReceivedEvent');
			await waitFor(
				async () =>
					(await cluster.api.listExecutions(id)).some(({ status }) => status === 'running'),
				{ what: 'the execution runs', intervalMs: 50 },
			);
			expect(await received()).toMatchObject({ delivered: true, acked: false });
			await waitFor(async () => (await received())?.acked, {
				what: 'the event is acknowledged',
			});
			expect(await received()).toMatchObject({ statusCode: 200 });
		});
	});

	together.test('a burst is run without loss or repetition', async () => {
		await whileListening(cluster.api, callReceived, async (id, system) => {
			await axios.post(
				`${system.phones.url}/control/load`,
				{ count: 500, userIds: [alice] },
				{ proxy: false },
			);
			const items = await waitFor(
				async () => {
					const all = await triggeredItems(cluster.api, id);
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
			await withTelephoneSystem(cluster.api, async (system) => {
				const { id } = await cluster.api.createWorkflow(callReceived(system));
				try {
					const listening = await cluster.api.startManually(id, nodeNames.trigger, nodeNames.end);
					await system.phones.waitUntilSubscribed(1);
					const callId = await system.phones.placeCall({ ...caller, to: alice });
					const { status, output } = await cluster.api.waitForExecution(listening);
					expect(status).toBe('success');
					expect(output[nodeNames.trigger]).toEqual([expect.objectContaining({ callId })]);
					await waitFor(async () => (await system.phones.channelIds()).length === 0, {
						what: 'the channel is closed',
					});
				} finally {
					await cluster.api.deleteWorkflow(id);
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
		await whileListening(cluster.api, contact, async (id, system) => {
			const { subscriptions } = JSON.parse(await system.phones.describe()) as {
				subscriptions: Array<{ subscriptionId: string; httpContact: { uri: string } }>;
			};
			expect(subscriptions).toHaveLength(1);
			const address = new URL(subscriptions[0].httpContact.uri);
			expect(address.origin).toBe(cluster.queue.webhookUrl);
			await system.phones.setDoNotDisturb(alice, true);
			await waitForItem(cluster.api, id, { type: 'DoNotDisturbEvent', active: true });
			const repeated = doNotDisturbEvent(subscriptions[0].subscriptionId);
			for (let copy = 0; copy < 2; copy++) {
				expect(await post(address.href, repeated, 'application/xml')).toBe(200);
			}
			await waitForItem(cluster.api, id, { eventId: 'e-1' });
			address.searchParams.set('token', 'guess');
			expect(await post(address.href, repeated, 'application/xml')).toBe(401);
			expect(await triggeredItems(cluster.api, id)).toHaveLength(2);
		});
	});

	together.test('a voicemail that the main process has read is heard on a worker', async () => {
		await whileListening(cluster.api, withSound, async (id, { phones }) => {
			await phones.leaveVoicemail(alice, caller);
			const [execution] = await cluster.api.waitForExecutions(id, 1);
			expect(execution.output[nodeNames.end]).toEqual([
				expect.objectContaining({ type: 'audio/wav', head: 'RIFF' }),
			]);
			expect(cluster.queue.workerLog()).toMatch(
				new RegExp(`started execution ${execution.id}\\b`, 'i'),
			);
		});
	});

	together.test('RingCentral shakes hands with the webhook process and posts to it', async () => {
		const account = await startAccount(cluster.api);
		const workflow = ringCentralTrigger(account.credential, {
			triggerOn: 'telephonySession',
			targetType: 'account',
			direction: 'Inbound',
			type: ['Answered'],
			delivery: 'webhook',
		});
		try {
			await whileActive(cluster.api, workflow, async ({ settled }) => {
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
}
