import { waitFor } from '../../../../n8n-driver/wait-for';
import { alice, caller, whileListening } from '../../../broadWorks/n8n/support/telephoneSystem';
import { triggeredItems, waitForItem } from '../../../support/n8n/poll';
import { post, pushedWorkflow, pushSecret, whileActive } from '../../../support/n8n/pushed';
import { callReceived, udeskSecret, type Cluster } from './cluster';

/** One of the processes is stopped or killed for a while. */
export function processAway(cluster: Cluster): void {
	test('events that came while no worker ran are run when there is one, once', async () => {
		await whileListening(cluster.api, callReceived, async (id, system) => {
			await cluster.queue.stopWorkers();
			const calls: string[] = [];
			for (let call = 0; call < 15; call++) {
				calls.push(await system.phones.placeCall({ ...caller, to: alice }));
			}
			await waitFor(async () => (await cluster.api.listExecutions(id)).length >= 10, {
				what: 'executions wait for a worker',
			});
			await cluster.queue.startWorkers();
			// Two workers: the last may end before the first.
			const items = await waitFor(
				async () => {
					const all = await triggeredItems(cluster.api, id);
					return all.length >= calls.length && all;
				},
				{ what: 'every call has run' },
			);
			expect(items.map(({ callId }) => callId).sort()).toEqual(calls.sort());
		});
	});

	test('events that came while the main process was down run after its start, once', async () => {
		await whileListening(cluster.api, callReceived, async (id, system) => {
			await cluster.queue.main.server.kill();
			const missed = await system.phones.placeCall({ ...caller, to: alice });
			await cluster.queue.main.restart('kill');
			await waitForItem(cluster.api, id, { callId: missed });
			const next = await system.phones.placeCall({ ...caller, to: alice });
			await waitForItem(cluster.api, id, { callId: next });
			const calls = (await triggeredItems(cluster.api, id)).map(({ callId }) => callId);
			expect(calls).toEqual([missed, next]);
		});
	});

	test('pushes run once, also when they come again after a restart or to another process', async () => {
		const workflow = pushedWorkflow('udesk', await udeskSecret(cluster), {});
		await whileActive(
			cluster.api,
			workflow,
			async ({ url, settled }) => {
				const atMain = url.replace(cluster.queue.webhookUrl, cluster.queue.main.server.url);
				const push = async (id: number, to = url) =>
					await post(`${to}?token=${pushSecret}`, JSON.stringify({ conversation_id: id }));
				const before = [1, 2, 3, 4, 5, 6];
				for (const id of before) expect(await push(id)).toBe(200);
				await settled(before.length);
				await cluster.queue.webhooks.stop();
				await cluster.queue.webhooks.start();
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
			cluster.queue.webhookUrl,
		);
	});
}
