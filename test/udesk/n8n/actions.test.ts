import type { N8nApi } from '../../../n8n-driver/rest/api';
import { freePorts } from '../../../n8n-driver/free-port';
import type { JsonObject, StoredCredential } from '../../../n8n-driver/rest/rest-types';
import { operations } from '../../../nodes/Udesk/operations';
import { GivenItems } from '../../contract/sources/samples';
import { startUdeskSimulator, UDESK_ACCOUNT, type RunningUdesk } from '../../simulators/udesk';
import { actionOf } from '../../support/n8n/pushed';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { agent, agentCases, calls, control, type ActionCase } from './support/udeskActions';
import { customerCases } from './support/accountActions';
import { nodeNames } from '../../support/n8n/workflows';

const cases: ActionCase[] = [
	{
		name: 'Call Back a Customer',
		parameters: {
			resource: 'call',
			operation: 'webCallback',
			fromNumber: '13666666666',
			toNumber: '01086465040',
			variables: '{"key1": 123}',
		},
		then(udesk, items) {
			expect(items).toEqual([{ code: 1000 }]);
			expect(calls(udesk)).toEqual([
				expect.objectContaining({ customerPhone: '13666666666', variables: { key1: 123 } }),
			]);
		},
	},
	{
		name: 'Call as Agent',
		parameters: control('agentCallout', { number: '13777777777' }),
		then(udesk, items) {
			expect(calls(udesk)).toEqual([
				expect.objectContaining({ callId: items[0].call_id, customerPhone: '13777777777' }),
			]);
		},
	},
	{
		name: 'Get Call Log by call ID',
		talking: true,
		parameters: { resource: 'call', operation: 'getLog', by: 'call_id', callId: 'chain-1' },
		then(_udesk, items) {
			expect(items).toEqual([expect.objectContaining({ customer_number: '13261998838' })]);
		},
	},
	{
		name: 'Get Call Log by conversation ID',
		talking: true,
		parameters: { resource: 'call', operation: 'getLog', by: 'conversation_id', callId: '14583' },
		then(_udesk, items) {
			expect(items).toEqual([expect.objectContaining({ call_type: '呼入' })]);
		},
	},
	{
		name: 'Get Work Way',
		parameters: { resource: 'agent', operation: 'getWorkWay', agentEmail: agent },
		then(_udesk, items) {
			expect(items).toEqual([{ agent_email: agent, agent_work_way: 'fixed_voip_online' }]);
		},
	},
	{
		name: 'Get Many Numbers',
		parameters: { resource: 'number', operation: 'getMany' },
		then({ simulator }, items) {
			expect(items).toEqual(simulator.world.numbers.map((number) => ({ number })));
		},
	},
	{
		name: 'Hang Up',
		talking: true,
		parameters: control('hangUp'),
		then(udesk, items) {
			expect(items).toEqual([{ code: 1001 }]);
			expect(calls(udesk)[0].agentHangupAt).toBeDefined();
		},
	},
	{
		name: 'Hold',
		talking: true,
		parameters: control('hold'),
		then: (udesk) => expect(calls(udesk)[0].held).toBe(true),
	},
	{
		name: 'Retrieve',
		talking: true,
		parameters: control('retrieve'),
		then: (udesk) => expect(calls(udesk)[0].held).toBe(false),
	},
	{
		name: 'Transfer to Agent',
		talking: true,
		parameters: control('transferToAgent', { agentNo: '3013' }),
		then(udesk) {
			expect(calls(udesk)[1]).toMatchObject({
				callId: 'chain-1',
				category: 'transfer',
				fromAgentId: 73937,
				agent: { number: '3013' },
			});
		},
	},
	{
		name: 'Transfer to Number',
		talking: true,
		parameters: control('transferToNumber', { outlinePhoneNumber: '13888888888' }),
		then: (udesk) => expect(calls(udesk)[0].movedTo).toBe('13888888888'),
	},
	{
		name: 'Set State',
		parameters: {
			resource: 'agent',
			operation: 'setState',
			agentEmail: agent,
			agentWorkState: 'resting',
		},
		then: ({ simulator }) => expect(simulator.world.agentOf(agent).state).toBe('resting'),
	},
	...agentCases,
	...customerCases,
	{
		name: 'Raw Request, version 2',
		parameters: {
			resource: 'rawRequest',
			operation: 'send',
			api: 'v2',
			method: 'GET',
			path: '/callcenter/callout_number_list?page=1',
		},
		then: (_udesk, items) => expect(items[0]).toMatchObject({ code: 1000 }),
	},
	{
		name: 'Raw Request, version 1',
		parameters: {
			resource: 'rawRequest',
			operation: 'send',
			api: 'v1',
			method: 'GET',
			path: `callcenter/agent_work_way?agent_email=${agent}`,
		},
		then: (_udesk, items) =>
			expect(items[0]).toMatchObject({ agent_work_way: 'fixed_voip_online' }),
	},
	{
		name: 'Raw Request, version 1, with what HTTP clients encode',
		parameters: {
			resource: 'rawRequest',
			operation: 'send',
			api: 'v1',
			method: 'GET',
			path: `callcenter/agent_work_way?agent_email=${agent}&of[0]=O'Neil&ü=客 "1"`,
		},
		then: (_udesk, items) =>
			expect(items[0]).toMatchObject({ agent_work_way: 'fixed_voip_online' }),
	},
	...[
		['text', '{\n  "customer": { "nick_name": "Raw" }\n}'],
		['an object', '={{ { customer: { nick_name: "Raw" } } }}'],
	].map(
		([kind, body]): ActionCase => ({
			name: `Raw Request with ${kind} as body`,
			parameters: {
				resource: 'rawRequest',
				operation: 'send',
				api: 'v2',
				method: 'POST',
				path: '/customers',
				body,
			},
			then: ({ simulator }) =>
				expect(simulator.api.customers.customers[1]).toMatchObject({ nick_name: 'Raw' }),
		}),
	),
	{
		name: 'Raw Request as agent',
		talking: true,
		parameters: {
			resource: 'rawRequest',
			operation: 'send',
			api: 'agent',
			rawAgentEmail: agent,
			method: 'POST',
			path: '/callcenter/desktop/drop_call',
			body: '{}',
		},
		then: (udesk) => expect(calls(udesk)[0].agentHangupAt).toBeDefined(),
	},
];

describe('Udesk', () => {
	const gave = new GivenItems();
	let api: N8nApi;
	let udesk: RunningUdesk;
	let credential: StoredCredential;

	const data = (changes: JsonObject = {}): JsonObject => ({
		serverUrl: udesk.url,
		...UDESK_ACCOUNT,
		timeZone: 'Asia/Shanghai',
		rateLimit: 60,
		...changes,
	});

	beforeAll(async () => {
		api = await sharedN8n();
	});
	beforeEach(async () => {
		udesk = await startUdeskSimulator();
		credential = await api.createCredential('Udesk', 'udeskApi', data());
	});
	afterEach(async () => {
		await api.deleteCredential(credential.id);
		await udesk.close();
	});

	const run = async (parameters: JsonObject, items = 1) => {
		const input = Array(items).fill({}) as JsonObject[];
		const execution = await api.runOnce(
			actionOf('udesk', credential, parameters, input),
			nodeNames.start,
			nodeNames.action,
		);
		gave.add(parameters, execution.output[nodeNames.action]);
		return execution;
	};

	test.each(cases)('$name', async ({ talking, given, parameters, then }) => {
		const { world } = udesk.simulator;
		if (talking) {
			const call = world.start({ agentEmail: agent, callId: 'chain-1' });
			world.connect(call);
			call.held = parameters.operation === 'retrieve';
		}
		given?.(udesk);
		const { status, error, output } = await run(parameters);
		expect({ status, error }).toEqual({ status: 'success', error: undefined });
		then(udesk, output[nodeNames.action]);
	});

	test.each([
		['an agent who is in no call', control('hangUp'), /in no call.*2038/],
		[
			'an agent nobody knows',
			control('agentCallout', { agentEmail: 'x@y', number: '1' }),
			/no such agent/,
		],
		[
			'an agent who is offline',
			control('agentCallout', { agentEmail: 'away@email.cn', number: '1' }),
			/no calls/,
		],
	])('says what happened: %s', async (_name, parameters, message) => {
		const { status, error } = await run(parameters);
		expect(status).toBe('error');
		expect(error).toMatch(message);
		expect(error).not.toContain(UDESK_ACCOUNT.openApiToken);
	});

	test.each<[string, () => Promise<JsonObject> | JsonObject, string, RegExp]>([
		['the right login', () => ({}), 'OK', /./],
		['no call center secret', () => ({ callCenterSecret: '' }), 'OK', /./],
		['a wrong token', () => ({ openApiToken: 'wrong' }), 'Error', /token/i],
		[
			'a wrong call center secret',
			() => ({ callCenterSecret: 'wrong' }),
			'Error',
			/call center secret/i,
		],
		['a wrong time zone', () => ({ timeZone: 'America/New_York' }), 'Error', /clock/i],
		[
			'a wrong address',
			async () => ({ serverUrl: `http://127.0.0.1:${(await freePorts(1))[0]}` }),
			'Error',
			/address/i,
		],
		['a wrong path', () => ({ serverUrl: `${udesk.url}/elsewhere` }), 'Error', /address/i],
	])('credential test: %s', async (_name, changes, status, message) => {
		const verdict = await api.testCredential(credential, data(await changes()));
		expect(verdict).toEqual({ status, message: expect.stringMatching(message) as string });
	});

	test('many items of one agent ask for one token', async () => {
		const { status, error, output } = await run(control('getMany', {}, 'queue'), 8);
		expect({ status, error }).toEqual({ status: 'success', error: undefined });
		expect(output[nodeNames.action]).toHaveLength(8);
		const asked = udesk.requests.filter(({ path }) => path.includes('get_agent_token'));
		expect(asked).toHaveLength(1);
	});

	test('n8n’s own HTTP Request node signs with the credential', async () => {
		const workflow = actionOf('udesk', credential, {});
		Object.assign(workflow.nodes[1], {
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			parameters: {
				method: 'GET',
				url: `${udesk.url}/open_api_v1/callcenter/callout_number_list`,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: 'udeskApi',
			},
		});
		const { id } = await api.createWorkflow(workflow);
		const { output } = await api.runManually(id, nodeNames.start, nodeNames.action);
		await api.deleteWorkflow(id);
		expect(output[nodeNames.action]).toEqual([expect.objectContaining({ code: 1000 })]);
	});

	test('every operation has been run, and gave what its sample says', () => {
		expect(gave.missing('Udesk', operations)).toEqual([]);
	});
});
