import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { StoredCredential, WorkflowNode } from '../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../n8n-driver/wait-for';
import { startUdeskSimulator } from '../../simulators/udesk';
import { post, pushedWorkflow, pushSecret, testRun, whilePushing } from '../../support/n8n/pushed';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { sideBySide } from '../../support/n8n/sideBySide';
import { nodeNames } from '../../support/n8n/workflows';

/** The last node of a workflow, which makes the answer. */
const answerWith = (fields: string): WorkflowNode => ({
	name: nodeNames.end,
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	position: [220, 0],
	parameters: { mode: 'raw', jsonOutput: fields, options: {} },
});
const known = answerWith('={{ { customer_token: "crm-" + $json.number } }}');

describe('Customer Look-Up of the Udesk Trigger', () => {
	let api: N8nApi;
	let credential: StoredCredential;

	beforeAll(async () => {
		api = await sharedN8n();
		credential = await api.createCredential('Udesk look-ups', 'udeskWebhookApi', {
			secret: pushSecret,
		});
	});
	afterAll(async () => await api.deleteCredential(credential.id));
	const together = sideBySide();

	const lookUpOf = (answer: WorkflowNode) => {
		const workflow = pushedWorkflow('udesk', credential, { triggerOn: 'customerLookup' });
		const nodes = workflow.definition.nodes.map((node) =>
			node.name === answer.name ? { ...node, ...answer } : node,
		);
		// The editor writes pinned data, empty or not, and a test run of n8n 1.x cannot answer without.
		return { ...workflow, definition: { ...workflow.definition, nodes, pinData: {} } };
	};
	/** A Udesk that asks the workflow. */
	const asking = async (url: string) =>
		await startUdeskSimulator({ lookup: `${url}?token=${pushSecret}`, timeout: 60_000 });

	together.test('the workflow answers who calls, and Udesk keeps it', async () => {
		await whilePushing(api, lookUpOf(known), asking, async (live, udesk) => {
			const tokenOf = (number: string) =>
				udesk.api.customers.customers.find(({ cellphones }) =>
					JSON.stringify(cellphones).includes(number),
				)?.open_api_token;
			udesk.place({ customerPhone: '13651190000' });
			udesk.place({ customerPhone: '13800000000' });
			// The same question once more wants an answer too.
			const [again, twice] = await Promise.all([1, 2].map(() => udesk.lookUp('13651190000')));
			await waitFor(() => udesk.pusher.log.every(({ done }) => done), { what: 'all are answered' });
			expect([tokenOf('13651190000'), tokenOf('13800000000')]).toEqual([
				'crm-13651190000',
				'crm-13800000000',
			]);
			for (const { answer, statuses: given } of [again, twice]) {
				expect([given, JSON.parse(answer)]).toEqual([[200], { customer_token: 'crm-13651190000' }]);
			}
			const items = await live.settled(4);
			expect(items.map(({ number, push }) => [number, push]).sort()).toEqual([
				['13651190000', 'lookup'],
				['13651190000', 'lookup'],
				['13651190000', 'lookup'],
				['13800000000', 'lookup'],
			]);
			expect(await post(live.url, '{"number":"1"}')).toBe(401);
			// What asks nothing is taken and starts nothing.
			expect(await post(`${live.url}?token=${pushSecret}`, '{"call_id":"1"}')).toBe(200);
			expect(await live.settled(4)).toHaveLength(4);
		});
	});

	together.test('a look-up of an unknown number, and one whose workflow fails', async () => {
		for (const [fields, status, answer] of [
			['{}', 200, '{}'],
			['={{ $json.no.such.thing() }}', 500, undefined],
		] as const) {
			await whilePushing(api, lookUpOf(answerWith(fields)), asking, async (_live, udesk) => {
				const entry = await udesk.lookUp('13651190000');
				expect(entry.statuses).toEqual([status]);
				if (answer !== undefined) expect(entry.answer).toBe(answer);
				expect(udesk.api.customers.customers[0]).not.toHaveProperty('open_api_token');
			});
		}
	});

	together.test('a test run answers too', async () => {
		const running = await startUdeskSimulator({ timeout: 60_000 });
		try {
			const items = await testRun(api, lookUpOf(known), async (url) => {
				running.simulator.lookUpAt(`${url}?token=${pushSecret}`);
				const { answer } = await running.simulator.lookUp('13651190000');
				expect(JSON.parse(answer)).toEqual({ customer_token: 'crm-13651190000' });
			});
			expect(items).toMatchObject([{ number: '13651190000', push: 'lookup' }]);
		} finally {
			await running.close();
		}
	});
});
