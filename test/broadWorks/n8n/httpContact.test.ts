import { setTimeout as pause } from 'node:timers/promises';

import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { SentEvent } from '../../../demo/simulator';
import { waitFor } from '../../../n8n-driver/wait-for';
import { triggeredItems, waitForItem } from '../../support/n8n/poll';
import { publishTrigger } from '../../support/n8n/publish';
import { post as postTo } from '../../support/n8n/pushed';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import {
	alice,
	doNotDisturbEvent,
	startTelephoneSystem,
	type TelephoneSystem,
} from './support/telephoneSystem';
import { byId, nodeNames, triggerWorkflow } from '../../support/n8n/workflows';

interface SubscriptionView {
	subscriptionId: string;
	httpContact?: { uri: string };
}

/** Delivery by HTTP contact; `restart.test.ts` has what an end of n8n does to it. */
describe('HTTP contact', () => {
	let api: N8nApi;
	let system: TelephoneSystem;
	let workflowId: string;
	let active = false;

	beforeAll(async () => {
		api = await sharedN8n();
		system = await startTelephoneSystem(api);
		const { id } = await api.createWorkflow(
			triggerWorkflow(system.administrator, {
				triggerOn: 'doNotDisturb',
				delivery: 'httpContact',
				targetType: 'user',
				userId: byId(alice),
			}),
		);
		workflowId = id;
		await api.activate(workflowId);
	});

	afterAll(async () => {
		if (workflowId) await api.deleteWorkflow(workflowId);
		await system?.close();
	});

	const subscriptions = async () => {
		const { subscriptions: all } = JSON.parse(await system.phones.describe()) as {
			subscriptions: SubscriptionView[];
		};
		return all;
	};
	const contact = async () => {
		const all = await subscriptions();
		expect(all).toHaveLength(1);
		return new URL(all[0].httpContact?.uri ?? '');
	};
	/** Switches Do Not Disturb to the other side and waits for the execution of exactly that. */
	const switchAndWait = async () => {
		const before = (await triggeredItems(api, workflowId)).length;
		active = !active;
		await system.phones.setDoNotDisturb(alice, active);
		const items = await waitFor(
			async () => {
				const fresh = (await triggeredItems(api, workflowId)).slice(before);
				return fresh.length > 0 ? fresh : undefined;
			},
			{
				what: 'the workflow has run again',
				explain: async () => JSON.stringify((await system.phones.sent()).slice(-4)),
			},
		);
		expect(items).toEqual([expect.objectContaining({ type: 'DoNotDisturbEvent', active })]);
	};
	/** Publishes a version of the workflow that differs from others in `maxInFlight`. */
	const publish = async (maxInFlight: number) =>
		await publishTrigger(api, workflowId, { options: { maxInFlight } });
	const post = async (url: string, body: string) =>
		await postTo(url, body, 'application/xml; charset=UTF-8');

	test('events arrive over exactly one subscription, and no channel is opened', async () => {
		await contact();
		await switchAndWait();
		expect(await subscriptions()).toHaveLength(1);
		expect(await system.phones.channelIds()).toEqual([]);
	});

	test('a wrong secret gets 401 and a wrong subscription 403, and nothing runs', async () => {
		const before = (await triggeredItems(api, workflowId)).length;
		const good = await contact();
		const [{ subscriptionId }] = await subscriptions();
		const bad = new URL(good);
		bad.searchParams.set('token', 'guess');
		expect(await post(bad.href, doNotDisturbEvent(subscriptionId))).toBe(401);
		bad.searchParams.delete('token');
		expect(await post(bad.href, doNotDisturbEvent(subscriptionId))).toBe(401);
		expect(await post(good.href, doNotDisturbEvent('another'))).toBe(403);
		expect((await triggeredItems(api, workflowId)).length).toBe(before);
	});

	test('a subscription that ended at the server is made again', async () => {
		const [{ subscriptionId }] = await subscriptions();
		await system.phones.endSubscription(subscriptionId);
		await waitFor(
			async () => {
				const [now] = await subscriptions();
				return now !== undefined && now.subscriptionId !== subscriptionId;
			},
			{ what: 'there is a new subscription', timeoutMs: 45_000 },
		);
		await switchAndWait();
	});

	test('listening for a test event works beside the live workflow', async () => {
		const workflowData = await api.getWorkflow(workflowId);
		const before = (await triggeredItems(api, workflowId)).length;
		const answer = await api.rest.data<{ waitingForWebhook?: boolean }>(
			'POST',
			`/rest/workflows/${workflowId}/run`,
			{
				workflowData,
				triggerToStartFrom: { name: nodeNames.trigger },
				destinationNode: { nodeName: nodeNames.end, mode: 'inclusive' },
			},
		);
		expect(answer.waitingForWebhook).toBe(true);
		expect(await subscriptions()).toHaveLength(2);
		active = !active;
		await system.phones.setDoNotDisturb(alice, active);
		const runs = await waitFor(
			async () => {
				const all = await api.waitForExecutions(workflowId, 0);
				const ended = all.filter(({ mode }) => mode === 'manual');
				return ended.length > 0 ? ended : undefined;
			},
			{ what: 'the test run has ended' },
		);
		expect(runs[0]).toMatchObject({ status: 'success' });
		expect(runs[0].output[nodeNames.trigger]).toEqual([
			expect.objectContaining({ type: 'DoNotDisturbEvent', active }),
		]);
		await waitForItem(api, workflowId, { type: 'DoNotDisturbEvent', active });
		await waitFor(async () => (await subscriptions()).length === 1, {
			what: 'the test subscription is gone',
		});
		expect((await triggeredItems(api, workflowId)).length).toBeGreaterThan(before);
	});

	test('changed versions published under load lose nothing of what n8n takes', async () => {
		const runs = async () =>
			(await triggeredItems(api, workflowId)).filter(({ type }) => type === 'DoNotDisturbEvent');
		const before = (await runs()).length;
		const seen = (await system.phones.sent()).length;
		const [{ subscriptionId }] = await subscriptions();
		let isPublished = false;
		let made = 0;
		const load = async () => {
			for (let after = 0; after < 10; after += isPublished ? 1 : 0) {
				active = !active;
				made += 1;
				await system.phones.setDoNotDisturb(alice, active);
				await pause(300);
			}
		};
		const publishAll = async () => {
			for (let version = 1; version <= 10; version++) await publish(10 + version);
		};
		await Promise.all([load(), publishAll().finally(() => (isPublished = true))]);
		let sent: SentEvent[] = [];
		let told = 0;
		await waitFor(
			async () => {
				sent = (await system.phones.sent()).slice(seen);
				told = (await runs()).length - before;
				const isDone = sent.every((event) => event.statusCode ?? event.lost);
				return sent.length >= made && isDone && told >= sent.filter(({ acked }) => acked).length;
			},
			{
				what: 'what n8n took has run',
				timeoutMs: 120_000,
				explain: () => `${made} made, ${told} ran: ${JSON.stringify(sent)}`,
			},
		);
		// While n8n changes the versions over it has no such webhook for a moment, and answers by itself.
		const refused = sent.filter(({ acked }) => !acked);
		process.stderr.write(`HTTP contact: ${refused.length} of ${made} posts met no webhook\n`);
		expect([sent.length, told]).toEqual([made, made - refused.length]);
		expect(refused.filter(({ statusCode }) => statusCode !== 404)).toEqual([]);
		expect((await subscriptions()).map((each) => each.subscriptionId)).toEqual([subscriptionId]);
	});

	test('a version published while a proxy answers for the server goes on with the subscription', async () => {
		const [{ subscriptionId }] = await subscriptions();
		const seen = (await system.phones.requests()).length;
		await system.phones.answerInstead('GET', '/subscription/', 500, 8_000);
		await publish(9);
		await waitFor(
			async () =>
				(await system.phones.requests())
					.slice(seen)
					.some(({ path, status }) => path.includes(subscriptionId) && status === 200),
			{ what: 'the trigger has seen that the subscription stands' },
		);
		await switchAndWait();
		expect((await subscriptions()).map((each) => each.subscriptionId)).toEqual([subscriptionId]);
		const made = (await system.phones.requests())
			.slice(seen)
			.filter(({ method }) => method === 'POST');
		expect(made).toEqual([]);
	});

	// Nothing is switched after it: what it posts has a number and a state of its own.
	test('a post under any charset comes in, and a stranger learns nothing of it', async () => {
		// As the panel stores it.
		await publishTrigger(api, workflowId, { options: { binaryData: true } });
		const good = await contact();
		const [{ subscriptionId }] = await subscriptions();
		const bad = new URL(good);
		bad.searchParams.set('token', 'guess');
		for (const type of [
			'application/xml; charset=ISO-8859-1',
			'text/xml; charset="windows-1252"',
			'application/xml; charset=klingon',
			'text/plain; charset=gb2312',
			'application/json',
		]) {
			expect(await postTo(good.href, doNotDisturbEvent(subscriptionId), type)).toBe(200);
			for (const body of ['<a><b></a>', '{"a":', doNotDisturbEvent(subscriptionId)]) {
				expect(await postTo(bad.href, body, type)).toBe(401);
			}
		}
		// All of them are one event.
		await waitForItem(api, workflowId, { eventId: 'e-1' });
		const items = await triggeredItems(api, workflowId);
		expect(items.filter(({ eventId }) => eventId === 'e-1')).toHaveLength(1);
	});

	test('deactivation removes the subscription', async () => {
		await api.deactivate(workflowId);
		await waitFor(async () => (await subscriptions()).length === 0, {
			what: 'the subscription is gone',
			explain: async () =>
				JSON.stringify([await subscriptions(), (await system.phones.requests()).slice(-6)]),
		});
	});
});
