import { randomUUID } from 'node:crypto';

import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject } from '../../../n8n-driver/rest/rest-types';
import { startUdeskSimulator } from '../../simulators/udesk';
import { itemsOf } from '../../support/n8n/poll';
import { pushedWorkflow, pushSecret, whilePushing } from '../../support/n8n/pushed';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { chain, nodeNames } from '../../support/n8n/workflows';

const TEST_WITH = { testWith: 'sampleEvent' };

describe('A test run of a trigger with a sample', () => {
	let api: N8nApi;

	beforeAll(async () => {
		api = await sharedN8n();
	});

	/** Runs the trigger by hand; it has no credential, and there is no telephone system. */
	const sampled = async (node: string, parameters: JsonObject) => {
		const definition = chain(`${node} sample`, [
			{
				name: nodeNames.trigger,
				type: `n8n-nodes-telephony.${node}`,
				typeVersion: 1,
				parameters: { ...parameters, ...TEST_WITH },
				webhookId: randomUUID(),
			},
			{ name: nodeNames.end, type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} },
		]);
		const execution = await api.runOnce(definition, nodeNames.trigger, nodeNames.end);
		expect(execution.status).toBe('success');
		return itemsOf([execution]);
	};

	test.each<[string, JsonObject, JsonObject]>([
		[
			'broadWorksTrigger',
			{ triggerOn: 'doNotDisturb' },
			{ type: 'DoNotDisturbEvent', active: true },
		],
		[
			'broadWorksTrigger',
			{ delivery: 'httpContact', output: 'callRecord' },
			{ backend: 'broadWorks', state: 'ringing' },
		],
		[
			'ringCentralTrigger',
			{ delivery: 'webhook', triggerOn: 'sms' },
			{ event: 'sms', type: 'SMS' },
		],
		['ringCentralTrigger', { delivery: 'webSocket', triggerOn: 'post' }, { text: 'Hello, World!' }],
		['cooCenterTrigger', { triggerOn: ['hangup'] }, { event: 'hangup', calleridnum: '808' }],
		['udeskTrigger', { triggerOn: 'callTrigger' }, { push: 'callTrigger' }],
		['dimensionsTrigger', { output: 'callRecord' }, { backend: 'dimensions', state: 'ended' }],
	])('%s with %j gives one at once, and says that it is one', async (node, parameters, wanted) => {
		expect(await sampled(node, parameters)).toEqual([
			expect.objectContaining({ ...wanted, sample: true }),
		]);
	});

	test('gives one of each chosen event', async () => {
		const items = await sampled('cooCenterTrigger', {
			triggerOn: ['hangup', 'ivr'],
			output: 'raw',
		});
		expect(items.map(({ event }) => event)).toEqual(['hangup', 'ivr']);
	});

	test('leaves an active workflow alone: that takes real events', async () => {
		const credential = await api.createCredential('Udesk sample', 'udeskWebhookApi', {
			secret: pushSecret,
		});
		const workflow = pushedWorkflow('udesk', credential, TEST_WITH);
		const start = async (url: string) =>
			await startUdeskSimulator({ push: `${url}?token=${pushSecret}` });
		await whilePushing(api, workflow, start, async ({ id, settled }, udesk) => {
			udesk.place({});
			const [item] = await settled(1);
			expect(item).not.toHaveProperty('sample');
			const run = await api.runManually(id, nodeNames.trigger, nodeNames.end);
			expect(itemsOf([run])).toEqual([expect.objectContaining({ sample: true })]);
			udesk.place({});
			const items = await settled(3);
			expect(items.filter(({ sample }) => sample === undefined)).toHaveLength(2);
		});
		await api.deleteCredential(credential.id);
	});
});
