import { waitFor } from '../../demo/n8n/wait-for';
import { handedOver } from './support/handedOver';
import { findRedis, QueueMode } from './support/queueMode';
import {
	alice,
	caller,
	startTelephoneSystem,
	type TelephoneSystem,
} from './support/telephoneSystem';
import { byId, chain, nodeNames, triggerWorkflow } from './support/workflows';

const redis = findRedis();
const describeWithRedis = 'path' in redis ? describe : describe.skip;

/** n8n 1.x runs by itself again what a worker was killed with. */
const maybe = process.env.TELEPHONY_N8N === 'one' ? test.skip : test;

/** With an n8n of its own, which notices soon that a worker is gone. */
describeWithRedis('A worker that is killed', () => {
	let queue: QueueMode;
	let system: TelephoneSystem;

	beforeAll(async () => {
		handedOver();
		queue = await QueueMode.start('path' in redis ? redis.path : '', {
			QUEUE_WORKER_LOCK_DURATION: '2000',
			QUEUE_WORKER_LOCK_RENEW_TIME: '500',
			QUEUE_WORKER_STALLED_INTERVAL: '1000',
			N8N_RUNNERS_MODE: 'internal',
		});
		// A server that sends again what is answered 500, or is not answered before it gives up the channel: n8n may
		// notice sooner or later than that.
		system = await startTelephoneSystem(queue.main.api, {
			eventTimeout: 10_000,
			redeliveriesOnError: 1,
		});
	});
	afterAll(async () => {
		await queue?.stop();
		await system?.phones.close();
	});

	maybe('Only When Finished: what crashed with it is not seen, and runs again', async () => {
		const { api } = queue.main;
		const [trigger] = triggerWorkflow(system.administrator, {
			triggerOn: 'callEvent',
			type: ['CallReceivedEvent'],
			targetType: 'user',
			userId: byId(alice),
			options: { acknowledge: 'onlyWhenFinished', eventTimeout: 10 },
		}).nodes;
		const wait = { jsCode: 'await new Promise((done) => setTimeout(done, 5000)); return [];' };
		const slow = { name: nodeNames.end, type: 'n8n-nodes-base.code', typeVersion: 2 };
		const { id } = await api.createWorkflow(
			chain('Slow', [trigger, { ...slow, parameters: wait }]),
		);
		await api.activate(id);
		const callId = await system.phones.placeCall({ ...caller, to: alice });
		await waitFor(
			async () => (await api.listExecutions(id)).some(({ status }) => status === 'running'),
			{ what: 'the execution runs' },
		);
		await queue.worker.kill();
		await queue.worker.start();
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
});
