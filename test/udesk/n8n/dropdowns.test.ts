import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject, StoredCredential } from '../../../n8n-driver/rest/rest-types';
import { startUdeskSimulator, UDESK_ACCOUNT, type RunningUdesk } from '../../simulators/udesk';
import { actionOf } from '../../support/n8n/pushed';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { nodeNames } from '../../support/n8n/workflows';

describe('Udesk: lists of a node of version 1.1', () => {
	let api: N8nApi;
	let udesk: RunningUdesk;
	let credential: StoredCredential;

	beforeAll(async () => {
		api = await sharedN8n();
		udesk = await startUdeskSimulator();
		udesk.simulator.api.customers.tickets.push({ id: 7, subject: 'Missed call' });
		credential = await api.createCredential('Udesk lists', 'udeskApi', {
			serverUrl: udesk.url,
			...UDESK_ACCOUNT,
			timeZone: 'Asia/Shanghai',
			rateLimit: 0,
		});
	});
	afterAll(async () => {
		await api.deleteCredential(credential.id);
		await udesk.close();
	});

	const list = async (
		name: string,
		methodName: string,
		parameters: JsonObject,
		filter?: string,
		page?: string,
	) =>
		await api.searchList(
			{
				nodeType: 'n8n-nodes-telephony.udesk',
				typeVersion: 1.1,
				path: `parameters.${name}`,
				methodName,
				parameters,
				credentials: { udeskApi: { id: credential.id, name: credential.name } },
			},
			filter,
			page,
		);
	const agentEmail = 'agent@email.cn';

	test.each<[string, string, JsonObject, string, string]>([
		['queueType', 'searchQueues', { agentEmail }, 'Support (24274)', '24274'],
		['nodeId', 'searchIvrNodes', { agentEmail }, 'Opening hours (5)', '5'],
		['agentNo', 'searchAgents', { agentEmail }, 'Agent 3013 (3013)', '3013'],
		['toNumber', 'searchNumbers', {}, '01086465041', '01086465041'],
		['taskId', 'searchTasks', {}, 'Callout Task 1 (1)', '1'],
		['ticketId', 'searchTickets', {}, 'Missed call (7)', '7'],
	])('%s is chosen from a live list', async (name, method, parameters, label, value) => {
		const { results } = await list(name, method, parameters, label.slice(0, 11).toLowerCase());
		expect(results).toEqual([expect.objectContaining({ name: label, value })]);
	});

	const chosen = (value: string) => ({ __rl: true, mode: 'list', value });

	const run = async (parameters: JsonObject) => {
		const definition = actionOf('udesk', credential, parameters);
		for (const node of definition.nodes) {
			if (node.name === nodeNames.action) node.typeVersion = 1.1;
		}
		const { output, error } = await api.runOnce(definition, nodeNames.start, nodeNames.action);
		expect(error).toBeUndefined();
		return output[nodeNames.action];
	};

	test('a number that was chosen from a list is sent', async () => {
		const call = { resource: 'call', operation: 'webCallback', fromNumber: '13777777777' };
		expect(await run({ ...call, toNumber: chosen('01086465041') })).toEqual([
			expect.objectContaining({ code: 1000 }),
		]);
		expect(udesk.simulator.world.calls).toHaveLength(1);
	});

	test('a task and a ticket that were chosen from a list are those that are meant', async () => {
		const task = { resource: 'task', operation: 'get', taskId: chosen('1') };
		expect(await run(task)).toEqual([expect.objectContaining({ id: 1 })]);
		const ticket = { resource: 'ticket', operation: 'update', ticketId: chosen('7') };
		await run({ ...ticket, ticketChanges: '{"subject": "Called back"}' });
		const { tickets } = udesk.simulator.api.customers;
		expect(tickets).toEqual([{ id: 7, subject: 'Called back' }]);
	});

	test('what an agent sees needs the agent', async () => {
		await expect(list('queueType', 'searchQueues', {})).rejects.toThrow(
			'Choose the Agent Email first',
		);
	});

	test('agents are chosen by name, page by page, and what they see follows', async () => {
		const { agents } = udesk.simulator.world;
		const before = agents.length;
		const more = Array.from({ length: 100 }, (_, index) => ({
			...agents[0],
			id: index,
			email: `agent${index}@email.cn`,
			name: `Further ${index}`,
		}));
		agents.push(...more);
		try {
			const first = await list('agentEmail', 'searchAgentEmails', {});
			expect(first.results).toHaveLength(100);
			expect(first.results[0]).toMatchObject({
				name: 'Agent 3012 (agent@email.cn)',
				value: agentEmail,
			});
			const next = await list('agentEmail', 'searchAgentEmails', {}, '', first.paginationToken);
			expect(next.results).toHaveLength(before);
			expect(next.paginationToken).toBeUndefined();
		} finally {
			agents.splice(before);
		}
		const chosen = { __rl: true, mode: 'list', value: agentEmail };
		const queues = await list('queueType', 'searchQueues', {
			resource: 'call',
			operation: 'transferToQueue',
			agentEmail: chosen,
		});
		expect(queues.results).toEqual([expect.objectContaining({ value: '24274' })]);
	});
});
