import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject } from '../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../n8n-driver/wait-for';
import { startRecording } from '../../simulators/ringCentral/calls/features';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { whileActive } from '../../support/n8n/pushed';
import { nodeNames } from '../../support/n8n/workflows';
import { ids, startAccount, type RingCentralAccount } from './support/ringCentral';
import {
	controlOf,
	customer,
	DELIVERIES,
	ringCentralTrigger,
	waitForSubscriptions,
} from './support/ringCentralTrigger';

/** What the file of an item has, or that there is none. */
const READ = `const item = $input.item;
if (!item.binary?.sound) return { json: { ...item.json, none: true } };
const file = await this.helpers.getBinaryDataBuffer($itemIndex, 'sound');
return { json: { base64: file.toString('base64'), name: item.binary.sound.fileName } };`;

describe('New Recording of the RingCentral Trigger, with its file', () => {
	let api: N8nApi;
	let account: RingCentralAccount;

	beforeEach(async () => {
		api = await sharedN8n();
		account = await startAccount(api);
	});
	afterEach(async () => await account.remove());

	/** A recorded call of Alice; gives the id of its recording. */
	const recordedCall = (): string => {
		const control = controlOf(account);
		const { telephonySessionId } = control.place({ from: customer, to: 'alice' });
		control.answer(telephonySessionId);
		const { parties } = control.calls.find(telephonySessionId);
		const own = parties.find(({ extensionId }) => extensionId === ids.alice);
		if (own) startRecording(control.calls, own);
		control.hangUp(telephonySessionId);
		return telephonySessionId;
	};
	const recordingOf = (session: string) => {
		const call = account.world.callLog.all().find((one) => one.telephonySessionId === session);
		return call?.legs.find((leg) => leg.recordingId)?.recordingId ?? '';
	};
	const workflowOf = (delivery: string) => {
		const workflow = ringCentralTrigger(account.credential, {
			triggerOn: 'newRecording',
			targetType: 'account',
			delivery,
			downloadRecording: true,
			binaryProperty: 'sound',
			options: { recordDelay: 1 },
		});
		const nodes = workflow.definition.nodes.map((node) =>
			node.name === nodeNames.end
				? {
						...node,
						type: 'n8n-nodes-base.code',
						typeVersion: 2,
						parameters: { mode: 'runOnceForEachItem', jsCode: READ },
					}
				: node,
		);
		return { ...workflow, definition: { ...workflow.definition, nodes } };
	};
	const ended = async (workflowId: string): Promise<JsonObject[]> =>
		await waitFor(
			async () => {
				const executions = await api.waitForExecutions(workflowId, 0);
				const items = executions.flatMap(({ output }) => output[nodeNames.end] ?? []);
				return items.length > 0 ? items : undefined;
			},
			{ what: 'the workflow has read a file' },
		);

	test.each(DELIVERIES)('by %s', async (delivery) => {
		await whileActive(api, workflowOf(delivery), async ({ id }) => {
			await waitForSubscriptions(account, 1);
			const session = recordedCall();
			const [item] = await ended(id);
			const recording = account.world.recordings.get(recordingOf(session));
			expect(item.name).toMatch(new RegExp(`^${recording?.id}\\.`));
			expect(Buffer.from(String(item.base64), 'base64')).toEqual(
				Buffer.from(recording?.bytes ?? []),
			);
		});
	});

	test('a file that cannot be had: the item says why', async () => {
		await whileActive(api, workflowOf('webSocket'), async ({ id }) => {
			await waitForSubscriptions(account, 1);
			account.world.faults.take = (_method, url) =>
				/\/recording\/\d+\/content/.test(url) ? { status: 404 } : undefined;
			recordedCall();
			expect(await ended(id)).toMatchObject([
				{ event: 'newRecording', audioError: expect.any(String) as string, none: true },
			]);
		});
	});
});
