import { setTimeout as pause } from 'node:timers/promises';

import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject, WorkflowDefinition } from '../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../n8n-driver/wait-for';
import { alice, caller, startTelephoneSystem } from '../../broadWorks/n8n/support/telephoneSystem';
import { startAccount } from '../../ringCentral/n8n/support/ringCentral';
import {
	controlOf,
	customer,
	ringCentralTrigger,
	type Delivery,
} from '../../ringCentral/n8n/support/ringCentralTrigger';
import { triggeredItems, waitForItem } from '../../support/n8n/poll';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { sideBySide } from '../../support/n8n/sideBySide';
import { byId, chain, nodeNames, triggerWorkflow } from '../../support/n8n/workflows';

/** s that the server takes nothing. */
const REFUSED = 60;
/** s of the option *Error Workflow After*. */
const AFTER = 25;

const options = { connectionItems: true, errorWorkflowAfter: AFTER };

/** A trigger whose line a test can break. */
interface Line {
	backend: string;
	trigger: WorkflowDefinition;
	/** The server takes nothing for so many seconds; resolves when it does again. */
	refuse(seconds: number): Promise<void>;
	/** Something happens that the trigger listens to; gives what its item has. */
	happens(): Promise<JsonObject>;
	close(): Promise<void>;
}

let api: N8nApi;

beforeAll(async () => {
	api = await sharedN8n();
});

async function broadWorksLine(delivery: string): Promise<Line> {
	const system = await startTelephoneSystem(api);
	return {
		backend: 'BroadWorks',
		trigger: triggerWorkflow(system.administrator, {
			triggerOn: 'callEvent',
			type: ['CallReceivedEvent'],
			delivery,
			targetType: 'user',
			userId: byId(alice),
			options,
		}),
		async refuse(seconds) {
			await system.phones.cut(seconds * 1000);
			await pause(seconds * 1000);
		},
		happens: async () => ({ callId: await system.phones.placeCall({ ...caller, to: alice }) }),
		close: async () => await system.close(),
	};
}

async function ringCentralLine(delivery: Delivery): Promise<Line> {
	const account = await startAccount(api);
	const control = controlOf(account);
	return {
		backend: 'RingCentral',
		trigger: ringCentralTrigger(account.credential, {
			triggerOn: 'telephonySession',
			targetType: 'account',
			delivery,
			options,
		}).definition,
		async refuse(seconds) {
			const rule = control.faults.requests.add({ status: 503, times: 0 });
			control.faults.cutSockets();
			await pause(seconds * 1000);
			control.faults.requests.clear(rule);
		},
		async happens() {
			const { telephonySessionId } = control.place({ from: customer, to: 'alice' });
			return await Promise.resolve({ telephonySessionId });
		},
		close: async () => await account.remove(),
	};
}

/** Every way in which a trigger of this package keeps a line or a subscription. */
const lines: Array<{ name: string; open: () => Promise<Line> }> = [
	{ name: 'BroadWorks, streaming channel', open: async () => await broadWorksLine('channel') },
	{ name: 'BroadWorks, HTTP contact', open: async () => await broadWorksLine('httpContact') },
	{ name: 'RingCentral, WebSocket', open: async () => await ringCentralLine('webSocket') },
	{ name: 'RingCentral, webhook', open: async () => await ringCentralLine('webhook') },
];

/** A webhook that n8n 1.x has started again meanwhile is told to be subscribed again. */
const BACK = ['up', 'subscriptionBack'];

const alarmWorkflow = chain('Alarm', [
	{
		name: nodeNames.trigger,
		type: 'n8n-nodes-base.errorTrigger',
		typeVersion: 1,
		parameters: {},
	},
	{ name: nodeNames.end, type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} },
]);

/** How often the connection was told to be back. */
const toldBack = async (workflowId: string) =>
	(await triggeredItems(api, workflowId)).filter(
		({ type, state }) => type === 'Connection' && BACK.includes(String(state)),
	);

describe('A line that is refused for a minute runs the error workflow once, and says when it is back', () => {
	const together = sideBySide();
	together.each(
		lines,
		({ name }) => name,
		async ({ open }) => {
			const line = await open();
			const alarm = await api.createWorkflow(alarmWorkflow);
			const { id } = await api.createWorkflow({
				...line.trigger,
				settings: { executionOrder: 'v1', errorWorkflow: alarm.id },
			});
			try {
				// An error workflow of 2.x is a published one; 1.x runs it as it is, and lets nobody switch it on.
				if (api.line === 'two') await api.activate(alarm.id);
				await api.activate(id);
				await waitForItem(api, id, await line.happens());
				const refused = line.refuse(REFUSED);
				const [execution] = await api.waitForExecutions(alarm.id, 1);
				const [told] = execution.output[nodeNames.trigger];
				expect(told).toMatchObject({ workflow: { id } });
				// 1.x has words of its own for a trigger that ends with an error, and drops ours.
				const words = {
					two: `No event can come from ${line.backend}`,
					one: 'problem with the trigger',
				};
				expect(JSON.stringify(told)).toContain(words[api.line]);
				expect(await toldBack(id)).toEqual([]);
				await refused;
				await waitFor(async () => (await toldBack(id)).length > 0, {
					what: 'the connection is told to be back',
				});
				await waitForItem(api, id, await line.happens());
				expect(await toldBack(id)).toHaveLength(1);
				expect(await api.listExecutions(alarm.id)).toHaveLength(1);
			} finally {
				await api.deleteWorkflow(id);
				await api.deleteWorkflow(alarm.id);
				await line.close();
			}
		},
	);
});
