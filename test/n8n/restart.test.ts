import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installN8n } from '../../demo/n8n/install';
import { lines } from '../../demo/n8n/lines';
import { stderrProgress } from '../../demo/n8n/progress';
import { removeUserFolder, Workbench } from '../../demo/n8n/workbench';
import { handedOver } from './support/handedOver';
import { triggeredItems, waitForItem } from './support/poll';
import {
	alice,
	bob,
	caller,
	carol,
	startTelephoneSystem,
	type TelephoneSystem,
} from './support/telephoneSystem';
import { byId, triggerWorkflow } from './support/workflows';

/** An n8n of its own: the other tests need theirs. */
describe('Restart of n8n', () => {
	let folder: string;
	let bench: Workbench;
	let system: TelephoneSystem;
	let workflowId: string;

	beforeAll(async () => {
		const { line, tarball } = handedOver();
		folder = await mkdtemp(join(tmpdir(), 'n8n-telephony-restart-'));
		const install = await installN8n(lines[line], stderrProgress());
		bench = await Workbench.start({ install, tarball, userFolder: folder });
		system = await startTelephoneSystem(bench.api);
		const workflow = await bench.api.createWorkflow(
			triggerWorkflow(system.administrator, {
				triggerOn: 'doNotDisturb',
				output: 'connector',
				targetType: 'user',
				userId: byId(alice),
			}),
		);
		workflowId = workflow.id;
		await bench.api.activate(workflowId);
	});
	afterAll(async () => {
		await bench?.stop();
		await system?.phones.close();
		if (folder) await removeUserFolder(folder);
	});

	test.each(['stop', 'kill'] as const)('events flow again after %s and start', async (how) => {
		const before = (await triggeredItems(bench.api, workflowId)).length;
		await bench.restart(how);
		// n8n answers before its triggers run.
		await system.phones.waitUntilSubscribed(1);
		const active = !(await system.phones.doNotDisturb(alice));
		await system.phones.setDoNotDisturb(alice, active);
		await waitForItem(bench.api, workflowId, { type: 'DoNotDisturbEvent', active });
		const items = (await triggeredItems(bench.api, workflowId)).slice(before);
		expect(items).toEqual([expect.objectContaining({ type: 'DoNotDisturbEvent', active })]);
	});

	test('what the server kept for several workflows on one channel comes to each of them', async () => {
		const users = [bob, carol];
		const workflows: string[] = [];
		for (const userId of users) {
			const workflow = await bench.api.createWorkflow(
				triggerWorkflow(system.administrator, {
					triggerOn: 'callEvent',
					type: ['CallReceivedEvent'],
					targetType: 'user',
					userId: byId(userId),
				}),
			);
			await bench.api.activate(workflow.id);
			workflows.push(workflow.id);
		}
		await system.phones.waitUntilSubscribed(1 + users.length);
		await bench.server.kill();
		for (const to of users) await system.phones.placeCall({ ...caller, to });
		await bench.restart('stop');
		for (const [index, targetId] of users.entries()) {
			await waitForItem(bench.api, workflows[index], { type: 'CallReceivedEvent', targetId });
			expect(await triggeredItems(bench.api, workflows[index])).toHaveLength(1);
			await bench.api.deleteWorkflow(workflows[index]);
		}
	});
});
