import { setTimeout as pause } from 'node:timers/promises';

import type { JsonObject, WorkflowDefinition } from '../../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../../n8n-driver/wait-for';
import { cooCenterTriggerWorkflow, startPbx } from '../../../cooCenter/n8n/support/cooCenter';
import {
	alice,
	caller,
	bob,
	startTelephoneSystem,
	type TelephoneSystem,
} from '../../../broadWorks/n8n/support/telephoneSystem';
import { post, pushedWorkflow, pushSecret, type PushedWorkflow } from '../../../support/n8n/pushed';
import { byId, chain, nodeNames, triggerWorkflow } from '../../../support/n8n/workflows';
import type { Cluster } from './cluster';

/** n8n 1.x runs by itself again what a worker was killed with. */
const maybe = process.env.TELEPHONY_N8N === 'one' ? test.skip : test;

interface Pushing extends Pick<PushedWorkflow, 'definition' | 'path'> {
	body: JsonObject;
}

/** A node that takes so many ms. */
const slow = (ms: number) => ({
	name: nodeNames.end,
	type: 'n8n-nodes-base.code',
	typeVersion: 2,
	parameters: { jsCode: `await new Promise((done) => setTimeout(done, ${ms})); return [];` },
});

/** A worker is killed in the middle of an execution. */
export function workerKilled(cluster: Cluster): void {
	let system: TelephoneSystem;

	beforeAll(async () => {
		// They notice soon that one of them is gone.
		await cluster.queue.replaceWorkers({
			QUEUE_WORKER_LOCK_DURATION: '2000',
			QUEUE_WORKER_LOCK_RENEW_TIME: '500',
			QUEUE_WORKER_STALLED_INTERVAL: '1000',
		});
		// A server that sends again what is answered 500, or is not answered before it gives up the channel: n8n may
		// notice sooner or later than that.
		system = await startTelephoneSystem(cluster.api, {
			eventTimeout: 10_000,
			redeliveriesOnError: 1,
		});
	});
	afterAll(async () => await system?.phones.close());

	/** The only one that runs, so that what is begun is begun there. */
	beforeEach(async () => {
		await cluster.queue.stopWorkers();
		await cluster.queue.workers[0].start();
	});

	const anotherTakesOver = async () => {
		await cluster.queue.workers[0].kill();
		await cluster.queue.workers[1].start();
	};

	maybe('by HTTP contact it runs again by itself, and a push that comes again runs', async () => {
		const { api } = cluster;
		const { server } = cluster.queue.main;
		const contact = triggerWorkflow(system.administrator, {
			triggerOn: 'callEvent',
			type: ['CallReceivedEvent'],
			targetType: 'user',
			userId: byId(bob),
			delivery: 'httpContact',
			// The main process is where the trigger runs.
			options: { acknowledge: 'onlyWhenFinished', contactBaseUrl: server.url },
		});
		const secret = async (type: string) =>
			await api.createCredential(`Pushes ${type}`, type, { secret: pushSecret });
		const pbx = await startPbx(api);
		const cooCenter = cooCenterTriggerWorkflow(pbx.credential, { triggerOn: ['hangup'] });
		const udesk = pushedWorkflow('udesk', await secret('udeskWebhookApi'), {});
		const dimensions = pushedWorkflow('dimensions', await secret('dimensionsWebhookApi'), {});
		const pushes: Array<Pushing> = [
			{ ...cooCenter, body: { event: 'hangup', uniqueid: '1594882322.1' } },
			{ ...udesk, body: { conversation_id: 1, call_id: 'c', extend: { secret: pushSecret } } },
			{ ...dimensions, body: { cdr: { id: '1' }, customData: { secret: pushSecret } } },
		];
		const start = async ({ nodes: [trigger], name }: WorkflowDefinition) => {
			const { id } = await api.createWorkflow(chain(name, [trigger, slow(10_000)]));
			await api.activate(id);
			return id;
		};
		const byContact = await start(contact);
		const pushed = await Promise.all(
			pushes.map(async ({ definition, ...push }) => ({ ...push, id: await start(definition) })),
		);
		const push = async ({ path, body }: { path: string; body: JsonObject }) =>
			expect(await post(server.url + path, JSON.stringify(body))).toBe(200);
		const ids = [byContact, ...pushed.map(({ id }) => id)];
		const reach = async (id: string, wanted: string[]) => {
			let found: string[] = [];
			await waitFor(
				async () => {
					found = (await api.listExecutions(id)).map(({ status }) => status);
					return found.sort().join() === wanted.join();
				},
				{ what: `executions are ${wanted.join()}`, explain: () => found.join() },
			);
		};
		const callId = await system.phones.placeCall({ ...caller, to: bob });
		await Promise.all(pushed.map(push));
		await Promise.all(ids.map(async (id) => await reach(id, ['running'])));
		await anotherTakesOver();
		await Promise.all(pushed.map(async ({ id }) => await reach(id, ['error'])));
		await Promise.all(pushed.map(push));
		await Promise.all(ids.map(async (id) => await reach(id, ['error', 'success'])));
		// What has run is seen.
		await Promise.all(pushed.map(push));
		const runs = await api.waitForExecutions(byContact, 2);
		const ran = runs.find(({ status }) => status === 'success');
		expect(ran?.output[nodeNames.trigger]).toEqual([expect.objectContaining({ callId })]);
		await pause(2_000);
		for (const id of ids) expect(await api.listExecutions(id)).toHaveLength(2);
		for (const id of ids) await api.deleteWorkflow(id);
		await pbx.remove();
	});

	maybe('Only When Finished: what crashed with it is not seen, and runs again', async () => {
		const { api } = cluster;
		const [trigger] = triggerWorkflow(system.administrator, {
			triggerOn: 'callEvent',
			type: ['CallReceivedEvent'],
			targetType: 'user',
			userId: byId(alice),
			options: { acknowledge: 'onlyWhenFinished', eventTimeout: 10 },
		}).nodes;
		const { id } = await api.createWorkflow(chain('Slow', [trigger, slow(5_000)]));
		await api.activate(id);
		const callId = await system.phones.placeCall({ ...caller, to: alice });
		await waitFor(
			async () => (await api.listExecutions(id)).some(({ status }) => status === 'running'),
			{ what: 'the execution runs' },
		);
		await anotherTakesOver();
		const received = async () =>
			(await system.phones.sent()).find(({ type }) => type === 'CallReceivedEvent');
		await waitFor(async () => (await received())?.acked, {
			what: 'the event is acknowledged',
			timeoutMs: 100_000,
			explain: async () => JSON.stringify([await received(), await api.listExecutions(id)]),
		});
		const executions = await api.waitForExecutions(id, 2);
		expect(executions.map(({ status }) => status).sort()).toEqual(['error', 'success']);
		const ran = executions.find(({ status }) => status === 'success');
		expect(ran?.output[nodeNames.trigger]).toEqual([expect.objectContaining({ callId })]);
		expect(await received()).toMatchObject({ statusCode: 200 });
		await api.deleteWorkflow(id);
	});
}
