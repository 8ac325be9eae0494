import { waitFor } from '../../../../n8n-driver/wait-for';
import { tone } from '../../../simulators/cooCenter/audio';
import { callIn } from '../../../simulators/cooCenter/calls';
import { startDimensionsSimulator } from '../../../simulators/dimensions';
import { startUdeskSimulator } from '../../../simulators/udesk';
import {
	cooCenterAction,
	cooCenterTriggerWorkflow,
	names,
	startPbx,
} from '../../../cooCenter/n8n/support/cooCenter';
import { listenForTest } from '../../../ringCentral/n8n/support/ringCentralTrigger';
import { post, pushedWorkflow, pushSecret, whileActive } from '../../../support/n8n/pushed';
import type { SideBySide } from '../../../support/n8n/sideBySide';
import { udeskSecret, type Cluster } from './cluster';

/** What others post, taken by the webhook process. */
export function pushes(cluster: Cluster, together: SideBySide): void {
	together.test(
		'a push of Udesk to the webhook process runs once, however often it comes',
		async () => {
			const workflow = pushedWorkflow('udesk', await udeskSecret(cluster), {});
			await whileActive(
				cluster.api,
				workflow,
				async ({ url, settled }) => {
					const udesk = await startUdeskSimulator({ push: `${url}?token=${pushSecret}` });
					udesk.simulator.place({ copies: 3 });
					udesk.simulator.place({});
					expect(await settled(2)).toHaveLength(2);
					expect(await post(`${url}?token=guess`, '{"call_id":"1"}')).toBe(401);
					await udesk.close();
				},
				cluster.queue.webhookUrl,
			);
		},
	);

	together.test(
		'a test event that arrives in another process than the test run is told so',
		async () => {
			const { definition, testPath } = pushedWorkflow('udesk', await udeskSecret(cluster), {});
			const { id } = await cluster.api.createWorkflow(definition);
			try {
				await listenForTest(cluster.api, id);
				const url = `${cluster.queue.main.server.url}${testPath}?token=${pushSecret}`;
				expect(await post(url, '{"conversation_id":"1"}')).toBe(200);
				const [run] = await cluster.api.waitForExecutions(id, 1);
				expect(run.status).toBe('error');
				expect(run.error).toContain('arrived in another process of n8n');
				expect(run.error).toContain('OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS');
			} finally {
				await cluster.api.deleteWorkflow(id);
			}
		},
	);

	together.test('a push of Dimensions to the webhook process', async () => {
		const credential = await cluster.api.createCredential('Dimensions', 'dimensionsWebhookApi', {
			secret: pushSecret,
		});
		const workflow = pushedWorkflow('dimensions', credential, {});
		await whileActive(
			cluster.api,
			workflow,
			async ({ url, settled }) => {
				const push = `${url}?token=${pushSecret}`;
				const { simulator, close } = await startDimensionsSimulator({ push });
				const { cdr, push: answer } = await simulator.finish({ answered: false });
				expect(answer?.statuses).toEqual([200]);
				const items = await settled(1);
				expect(items).toEqual([
					expect.objectContaining({ cdr: expect.objectContaining({ id: cdr.id }) as object }),
				]);
				await close();
			},
			cluster.queue.webhookUrl,
		);
	});

	together.test('a recording is downloaded by a worker and read by the next node', async () => {
		const pbx = await startPbx(cluster.api);
		pbx.world.state.recordings.set('1.wav', { audio: tone(2), from: 0 });
		const parameters = { resource: 'recording', operation: 'download', filePath: '1.wav' };
		const definition = cooCenterAction(pbx.credential, parameters, { readsFile: true });
		const { id } = await cluster.api.createWorkflow(definition);
		try {
			const { output } = await cluster.api.runManually(id, names.start, names.file);
			const file = Buffer.from(String(output[names.file][0].data), 'base64');
			expect(file.equals(tone(2))).toBe(true);
		} finally {
			await cluster.api.deleteWorkflow(id);
			await pbx.remove();
		}
	});

	together.test('pushes of CooCenter to the webhook process run once', async () => {
		const pbx = await startPbx(cluster.api);
		const { definition, path } = cooCenterTriggerWorkflow(pbx.credential, {
			triggerOn: ['dialBegin'],
		});
		const { id } = await cluster.api.createWorkflow(definition);
		try {
			await cluster.api.activate(id);
			pbx.world.settings.push = cluster.queue.webhookUrl + path;
			pbx.world.faults.add({ kind: 'duplicate', times: 1 });
			callIn(pbx.world, '85322361', '801');
			const items = async () =>
				(await cluster.api.waitForExecutions(id, 0)).flatMap(
					({ output }) => output[names.trigger] ?? [],
				);
			await waitFor(async () => pbx.world.pushes.pending === 0 && (await items()).length > 0, {
				what: 'the push has run',
			});
			expect(await items()).toHaveLength(1);
		} finally {
			await cluster.api.deleteWorkflow(id);
			await pbx.remove();
		}
	});
}
