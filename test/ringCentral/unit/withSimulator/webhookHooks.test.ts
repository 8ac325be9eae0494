import {
	createWebhook,
	listSubscriptions,
} from '../../../../nodes/RingCentral/client/events/subscription';
import { webhookHooks } from '../../../../nodes/RingCentral/trigger/webhook/hooks';
import { n8nContext } from '../../../support/contexts/n8nContext';
import { Receiver } from '../../../simulators/ringCentral/subscriptions/receiver';
import { NodeBench } from './nodeBench';

describe('webhook methods', () => {
	let bench: NodeBench;
	let receiver: Receiver;
	beforeAll(async () => {
		bench = await NodeBench.start();
		receiver = await Receiver.start();
	});
	afterAll(async () => {
		await receiver.close();
		expect(await bench.stop()).toEqual([]);
	});

	const hook = (webhookUrl: string, staticData: object = {}, logger?: object) =>
		n8nContext({
			...bench.n8n,
			parameters: { authentication: 'jwt', triggerOn: 'dnd', delivery: 'webhook' },
			staticData,
			logger,
			webhookUrl,
		});
	const ids = async () => (await listSubscriptions(bench.client())).map(({ id }) => id);

	test('a subscription is made, taken over and ended', async () => {
		const staticData: { subscriptionId?: string } = {};
		const node = hook(receiver.url, staticData);
		expect(await webhookHooks.checkExists.call(node)).toBe(false);
		await webhookHooks.create.call(node);
		expect(await ids()).toEqual([staticData.subscriptionId]);
		await webhookHooks.create.call(hook(receiver.url));
		expect(await ids()).toEqual([staticData.subscriptionId]);
		await webhookHooks.delete.call(node);
		expect(await ids()).toEqual([]);
		expect(staticData).toEqual({});
	});

	test('without an id it ends that of its address, and not that of a copy elsewhere', async () => {
		const copy = new URL(receiver.url);
		copy.hostname = 'localhost';
		const made: string[] = [];
		for (const address of [receiver.url, `${receiver.url}?v=older`, copy.href]) {
			const { id } = await createWebhook(bench.client(), {
				eventFilters: ['/restapi/v1.0/account/~/extension/~/presence/dnd'],
				address,
				verificationToken: 'secret',
				expiresIn: 3_600,
			});
			made.push(id);
		}
		await webhookHooks.delete.call(hook(receiver.url));
		expect(await ids()).toEqual([made[2]]);
	});

	test('a restored copy leaves that of the original alone, and says so', async () => {
		const before = await ids();
		const original: { subscriptionId?: string } = {};
		await webhookHooks.create.call(hook(receiver.url, original));
		const copy = new URL(receiver.url);
		copy.hostname = 'localhost';
		const said: string[] = [];
		const logger = { warn: (text: string) => void said.push(text) };
		const copied = { ...original };
		const node = hook(copy.href, copied, logger);
		// Switched off before it has one of its own.
		await webhookHooks.delete.call(hook(copy.href, { ...original }, logger));
		expect(await ids()).toContain(original.subscriptionId);
		await webhookHooks.create.call(node);
		expect(copied.subscriptionId).not.toBe(original.subscriptionId);
		expect(await ids()).toContain(original.subscriptionId);
		expect(said.join()).toContain(receiver.url);
		await webhookHooks.delete.call(hook(receiver.url, original));
		expect(await ids()).toContain(copied.subscriptionId);
		await webhookHooks.delete.call(node);
		expect(await ids()).toEqual(before.filter((id) => id !== before[0]));
	});
});
