import { setTimeout as pause } from 'node:timers/promises';

import type { N8nApi } from '../../../n8n-driver/rest/api';
import { waitFor } from '../../../n8n-driver/wait-for';
import { triggeredItems, waitForItem } from '../../support/n8n/poll';
import { publishTrigger } from '../../support/n8n/publish';
import { alice, telephoneSystemForAll, type TelephoneSystem } from './support/telephoneSystem';
import { byId, nodeNames, triggerWorkflow } from '../../support/n8n/workflows';

const parameters = {
	triggerOn: 'doNotDisturb',
	output: 'connector',
	targetType: 'user',
	userId: byId(alice),
};

describe('Life of a trigger', () => {
	let api: N8nApi;
	let system: TelephoneSystem;
	telephoneSystemForAll((given) => ({ api, system } = given));
	beforeEach(async () => await system.phones.reset());

	/** What the telephone system holds for its clients. */
	const held = async () => ({
		subscriptions: (await system.phones.subscriptionIds()).length,
		channels: (await system.phones.channelIds()).length,
	});
	const waitUntilHeld = async (wanted: { subscriptions: number; channels: number }) => {
		let found = {};
		await waitFor(async () => JSON.stringify((found = await held())) === JSON.stringify(wanted), {
			what: `the server holds ${JSON.stringify(wanted)}`,
			explain: () => `It holds ${JSON.stringify(found)}`,
		});
	};

	test('deactivation removes the subscription and the channel', async () => {
		const { id } = await api.createWorkflow(triggerWorkflow(system.administrator, parameters));
		try {
			await api.activate(id);
			await waitUntilHeld({ subscriptions: 1, channels: 1 });
			await api.deactivate(id);
			await waitUntilHeld({ subscriptions: 0, channels: 0 });
		} finally {
			await api.deleteWorkflow(id);
		}
	});

	test('activation again after deactivation gives events again', async () => {
		const { id } = await api.createWorkflow(triggerWorkflow(system.administrator, parameters));
		try {
			await api.activate(id);
			await api.deactivate(id);
			await api.activate(id);
			await system.phones.setDoNotDisturb(alice, true);
			await waitForItem(api, id, { type: 'DoNotDisturbEvent', active: true });
		} finally {
			await api.deleteWorkflow(id);
		}
	});

	test('changed versions published under load lose no Do Not Disturb, which no log has', async () => {
		const { phones } = system;
		const { id } = await api.createWorkflow(triggerWorkflow(system.administrator, parameters));
		try {
			await api.activate(id);
			await waitUntilHeld({ subscriptions: 1, channels: 1 });
			const [subscription] = await phones.subscriptionIds();
			const before = (await phones.sent()).length;
			let isPublished = false;
			let made = 0;
			const load = async () => {
				for (let after = 0; after < 10; after += isPublished ? 1 : 0) {
					await phones.setDoNotDisturb(alice, ++made % 2 === 0);
					await pause(200);
				}
			};
			const publishAll = async () => {
				for (let version = 1; version <= 5; version++) {
					await publishTrigger(api, id, { options: { maxInFlight: 10 + version } });
				}
			};
			await Promise.all([load(), publishAll().finally(() => (isPublished = true))]);
			let ids: string[] = [];
			await waitFor(
				async () => {
					const items = await triggeredItems(api, id);
					ids = items.map(({ eventId }) => String(eventId));
					return ids.length >= made;
				},
				{
					what: `${made} changes have run`,
					explain: () => `${ids.length} have`,
				},
			);
			const sent = (await phones.sent()).slice(before).map(({ eventID }) => eventID);
			expect(sent).toHaveLength(made);
			expect(ids.sort()).toEqual(sent.sort());
			expect(await phones.subscriptionIds()).toEqual([subscription]);
		} finally {
			await api.deleteWorkflow(id);
		}
	});

	test('listening for a test event works beside the live workflow and leaves nothing behind', async () => {
		const { phones } = system;
		const { id } = await api.createWorkflow(triggerWorkflow(system.administrator, parameters));
		try {
			await api.activate(id);
			await waitUntilHeld({ subscriptions: 1, channels: 1 });
			const listening = await api.startManually(id, nodeNames.trigger, nodeNames.end);
			await waitUntilHeld({ subscriptions: 2, channels: 2 });

			await phones.setDoNotDisturb(alice, true);
			const test = await api.waitForExecution(listening);
			expect({ status: test.status, error: test.error, mode: test.mode }).toEqual({
				status: 'success',
				error: undefined,
				mode: 'manual',
			});
			expect(test.output[nodeNames.end]).toEqual([
				expect.objectContaining({ type: 'DoNotDisturbEvent', active: true }),
			]);
			await waitUntilHeld({ subscriptions: 1, channels: 1 });

			await phones.setDoNotDisturb(alice, false);
			await waitForItem(api, id, { type: 'DoNotDisturbEvent', active: false });
		} finally {
			await api.deleteWorkflow(id);
		}
	});

	test('a test that is stopped before an event comes leaves nothing behind', async () => {
		const { id } = await api.createWorkflow(triggerWorkflow(system.administrator, parameters));
		try {
			const listening = await api.startManually(id, nodeNames.trigger, nodeNames.end);
			await waitUntilHeld({ subscriptions: 1, channels: 1 });
			await api.stopExecution(listening);
			await waitUntilHeld({ subscriptions: 0, channels: 0 });
		} finally {
			await api.deleteWorkflow(id);
		}
	});

	test('a wrong password is told when the workflow is activated', async () => {
		const credential = await api.createCredential('Wrong', system.own.type, {
			serverUrl: system.phones.url,
			authentication: 'basic',
			userId: alice,
			password: 'wrong',
		});
		const { id } = await api.createWorkflow(triggerWorkflow(credential, parameters));
		try {
			await expect(api.activate(id)).rejects.toThrow(/password|credential|401|unauthorized/i);
		} finally {
			await api.deleteWorkflow(id);
			await api.deleteCredential(credential.id);
		}
	});
});
