import type { N8nApi } from '../../../n8n-driver/rest/api';
import { DataTables } from '../../../n8n-driver/rest/data-tables';
import { importWorkflow, readExampleWorkflows } from '../../../n8n-driver/example-workflows';
import type { JsonObject } from '../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../n8n-driver/wait-for';
import { answer, callIn, end } from '../../simulators/cooCenter/calls';
import {
	cooCenterTrigger,
	credentialsOf,
	pathSecret,
	startPbx,
	type Pbx,
} from './support/cooCenter';
import { handedOver } from '../../support/n8n/handedOver';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';

describe('Example: a missed queue call becomes a task and a call-back', () => {
	let api: N8nApi;
	let pbx: Pbx;
	let workflowId: string;

	beforeAll(async () => {
		api = await sharedN8n();
		pbx = await startPbx(api, { autoPickUp: null });
		const example = readExampleWorkflows()['missed-call-queue-call-back'];
		const nodes = example.nodes.map((node) => ({
			...node,
			...(node.credentials ? { credentials: credentialsOf(pbx.credential) } : {}),
			parameters:
				node.type === cooCenterTrigger ? { ...node.parameters, pathSecret } : node.parameters,
		}));
		const trigger = nodes.find(({ type }) => type === cooCenterTrigger);
		const { id } = await importWorkflow(api, { ...example, nodes });
		workflowId = id;
		await api.activate(id);
		pbx.world.settings.push = `${handedOver().url}/webhook/${trigger?.webhookId}/${pathSecret}`;
	});
	afterAll(async () => {
		pbx.world.settings.push = '';
		await api.deleteWorkflow(workflowId);
		await pbx.remove();
	});

	const task = async (callId: string): Promise<JsonObject | undefined> => {
		const tables = await DataTables.of(api);
		const table = (await tables.list()).find(({ name }) => name === 'Call-Back Tasks');
		return (await tables.rows(table?.id ?? '')).find((row) => row.callId === callId);
	};
	const taskBecomes = async (callId: string, state: RegExp) =>
		await waitFor(
			async () => {
				const found = await task(callId);
				return state.test(String(found?.state)) && found;
			},
			{
				what: `the task is ${String(state)}`,
				explain: async () =>
					JSON.stringify([await task(callId), await api.waitForExecutions(workflowId, 0)]),
			},
		);

	test('a caller who hung up is called back from the telephone that rang', async () => {
		const { world } = pbx;
		const call = callIn(world, '85322361', '630');
		end(world, call, { side: 'caller', missCause: 'MEMBER_CANCEL' });
		expect(await taskBecomes(call.id, /^calling$/)).toMatchObject({
			number: '85322361',
			queue: '630',
			reason: 'MEMBER_CANCEL',
			agent: '801',
		});
		expect(world.callsOf('801')).toEqual([
			expect.objectContaining({ dialed: '85322361', direction: 'outbound' }),
		]);
	});

	test('while nobody can call back the task says why, and an answered call is none', async () => {
		const { world } = pbx;
		const answered = callIn(world, '85322362', '631');
		answer(world, answered.id);
		end(world, answered, { side: 'agent' });
		const missed = callIn(world, '85322363', '631');
		end(world, missed, { side: 'caller' });
		// The telephone of 804 is busy before the workflow gets to it.
		callIn(world, '85322364', '804');
		expect(await taskBecomes(missed.id, /^(failed|calling)/)).toMatchObject({ agent: '804' });
		expect(String((await task(missed.id))?.state)).toMatch(/failed: .*804 is busy/);
		expect(await task(answered.id)).toBeUndefined();
	});
});
