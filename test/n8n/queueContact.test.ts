import { setTimeout as pause } from 'node:timers/promises';

import { waitFor } from '../../demo/n8n/wait-for';
import { PhonesInProcess } from './support/phonesInProcess';
import { triggeredItems } from './support/poll';
import { findRedis, QueueMode } from './support/queueMode';
import { alice } from './support/telephoneSystem';
import { credentialType, triggerWorkflow } from './support/workflows';

const redis = findRedis();
if ('missing' in redis) {
	process.stderr.write(`[n8n] HTTP contact in queue mode is not tried: ${redis.missing}\n`);
}
const describeWithRedis = 'path' in redis ? describe : describe.skip;

/** The webhook process takes what the server posts; the subscription is the main process's business. */
describeWithRedis('HTTP contact with a webhook process', () => {
	let queue: QueueMode;
	let phones: PhonesInProcess;

	beforeAll(async () => {
		queue = await QueueMode.start('path' in redis ? redis.path : '');
		phones = await PhonesInProcess.start();
	});
	afterAll(async () => {
		await queue?.stop();
		await phones?.close();
	});

	test('takes events after the subscription was made anew, and after a new password', async () => {
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
					timeoutMs: 60_000,
					explain: () => queue.main.server.logTail(30),
				},
			);
			expect(had.filter((call) => calls.includes(call))).toHaveLength(calls.length);
		};
		await haveRun(await phones.ring(alice, 3));

		const [first] = standing();
		phones.world.subscriptions.terminate(first);
		await waitFor(
			async () => await Promise.resolve(standing().some((now) => now.id !== first.id)),
			{
				what: 'the main process has subscribed again',
				timeoutMs: 60_000,
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
});
