import {
	AGENT_CONTROLS,
	controlAsAgent,
	type AgentControl,
} from '../../../nodes/Udesk/client/agentControls';
import {
	agentCallout,
	agentsOfGroup,
	agentWorkWay,
	callLog,
	listCalloutNumbers,
	webCallback,
} from '../../../nodes/Udesk/client/calls';
import {
	createCustomer,
	createTicket,
	getCustomer,
	getTicket,
	listCustomers,
	updateCustomer,
} from '../../../nodes/Udesk/client/customers';
import { rawPath, rawRequest } from '../../../nodes/Udesk/client/rawRequest';
import { signV1, signV2, v1Timestamp } from '../../../nodes/Udesk/client/sign';
import { signAgentToken } from '../../../nodes/Udesk/client/sign';
import { jsonFixture } from '../../support/jsonFixtures';
import { hash, json, server } from './support/fakeUdesk';

const vectors = jsonFixture('udesk/auth.sign-vectors.json') as Record<
	string,
	Record<string, string>
>;

const queryOf = (url: string) => new URL(url).searchParams;

describe('signatures', () => {
	test('the vectors', () => {
		const { v1_md5: one, v2_sha256: two, legacy_sha1: agent } = vectors;
		const [secret] = one.source.split('&').slice(-1);
		expect(
			signV1(
				[
					['page', '1'],
					['per_page', '10'],
				],
				secret,
				hash,
			),
		).toBe(one.sign);
		const login = { email: two.email, openApiToken: two.open_api_token };
		expect(signV2(login, hash, Number(two.timestamp), two.nonce)).toBe(two.sign);
		expect(signAgentToken(login, hash, Number(agent.timestamp))).toBe(agent.sign);
	});

	test('no query is the secret alone, a parameter without a value counts as its name', () => {
		expect(signV1([], 's', hash)).toBe(hash('md5', 's'));
		expect(signV1([['a', '']], 's', hash)).toBe(hash('md5', 'a=a&s'));
	});

	test.each([
		["?name=O'Neil", 'name=O%27Neil'],
		['?a[b]=[1]&a%5Bc%5D=x', 'a[b]=%5B1%5D&a[c]=x'],
		['?ü%26 #=客+%2B', '%C3%BC%26%20%23=%E5%AE%A2%20%2B'],
		['?a%3Db=c=d@e:f,g/h;i$j', 'a%3Db=c=d@e:f,g/h;i$j'],
		['?~*!()|{}"<>^`\\=%', '~*!()%7C%7B%7D%22%3C%3E%5E%60%5C=%25'],
	])('%s is signed as HTTP clients send it', async (typed, sent) => {
		const { http, connection } = server();
		http.on('GET', /./, json({ code: 1000 }));
		await rawRequest(connection, { api: 'v1', method: 'GET', path: `/x${typed}` });
		const { search } = new URL(http.sent[0].url);
		const [, signed, sign] = /^\?(.*)&sign=(.*)$/.exec(search) ?? [];
		expect(sign).toBe(hash('md5', `${signed}&${connection.callCenterSecret}`));
		expect(signed).toBe(`${sent}&timestamp=20260101080000`);
	});

	test('the time stamp is the server’s clock', () => {
		expect(v1Timestamp('Asia/Shanghai', Date.UTC(2018, 2, 22, 20, 5, 9))).toBe('20180323040509');
		expect(v1Timestamp('UTC', Date.UTC(2018, 2, 22, 20, 5, 9))).toBe('20180322200509');
	});
});

describe('what is sent', () => {
	test('call back: v2, JSON body, a nonce per request', async () => {
		const { http, connection } = server();
		http.on('POST', /web_callback/, json({ code: 1000 }));
		await webCallback(connection, '13666666666', '01086465040', { key1: 123 });
		await webCallback(connection, '13666666666', '01086465040', {});
		const [first, second] = http.sent;
		expect(first.url).toMatch(
			/^https:\/\/example\.udesk\.cn\/open_api_v1\/callcenter\/web_callback\?/,
		);
		const query = queryOf(first.url);
		expect(query.get('sign_version')).toBe('v2');
		expect(query.get('sign')).toBe(
			signV2(connection.login, hash, Number(query.get('timestamp')), query.get('nonce') ?? ''),
		);
		expect(queryOf(second.url).get('nonce')).not.toBe(query.get('nonce'));
		expect(JSON.parse(String(first.body))).toEqual({
			from_number: '13666666666',
			to_number: '01086465040',
			variables: { key1: 123 },
		});
		expect(JSON.parse(String(second.body))).not.toHaveProperty('variables');
	});

	test('call as agent: v1, in the order of the page, sign last', async () => {
		const { http, connection } = server();
		http.on('POST', /agent_callout/, json(jsonFixture('udesk/api.agent-callout.response.json')));
		const answer = await agentCallout(connection, 'agent@email.cn', '+86 1');
		expect(answer.call_id).toBe('3012@20170513141238282643-z95780414b7bda46-out');
		const signed = 'agent_email=agent@email.cn&number=%2B86%201&timestamp=20260101080000';
		const sign = hash('md5', `${signed}&${connection.callCenterSecret}`);
		expect(http.lines()).toEqual([
			`POST /open_api/callcenter/agent_callout?${signed}&sign=${sign}`,
		]);
	});

	test('the reads', async () => {
		const { http, connection } = server();
		http.on('GET', /./, json({ code: 1000 }));
		await agentWorkWay(connection, 'a@b');
		await callLog(connection, 'conversation_id', '14583');
		await listCalloutNumbers(connection);
		expect(http.lines().map((line) => line.replace(/[?&](timestamp|email)=.*/, ''))).toEqual([
			'GET /open_api/callcenter/agent_work_way?agent_email=a@b',
			'GET /open_api/callcenter/call_log?conversation_id=14583',
			'GET /open_api_v1/callcenter/callout_number_list',
		]);
	});

	test('an agent’s control: token once, form body, Basic', async () => {
		const { http, connection } = server();
		http.on('POST', /get_agent_token/, json({ code: 1000, agent_api_token: 't1' }));
		http.on('POST', /desktop/, json({ code: 1001 }));
		await controlAsAgent(connection, 'a@b', AGENT_CONTROLS.hold);
		await controlAsAgent(connection, 'a@b', AGENT_CONTROLS.transferToAgent, {
			agent_no: '3013',
		});
		const [token, hold, transfer] = http.sent;
		expect(http.sent).toHaveLength(3);
		expect(token.headers?.open_api_token).toBe(connection.login.openApiToken);
		const asked = JSON.parse(String(token.body)) as Record<string, unknown>;
		expect(asked).toMatchObject({ email: 'admin@udesk.cn', agent_email: 'a@b' });
		expect(asked.sign).toBe(signAgentToken(connection.login, hash, Number(asked.timestamp)));
		expect(hold.headers?.Authorization).toBe(`Basic ${btoa('agent:t1')}`);
		expect(transfer.body).toBe('agent_no=3013');
		expect(transfer.headers?.['Content-Type']).toBe('application/x-www-form-urlencoded');
	});

	test('every control of the agent API: its method, its path, its fields', async () => {
		const { http, connection } = server();
		http.on('POST', /./, json({ code: 1001, agent_api_token: 't' }));
		http.on('GET', /./, json({ code: 1000 }));
		for (const control of Object.values<AgentControl>(AGENT_CONTROLS)) {
			const names = [...control.needs, ...(control.takes ?? [])];
			const values = Object.fromEntries(names.map((name) => [name, `a ${name}`]));
			await controlAsAgent(connection, 'a@b', control, { ...values, empty: '' });
		}
		const [, ...sent] = http.sent;
		const lines = sent.map(({ method, url, body }) => {
			const { pathname, searchParams } = new URL(url);
			const fields = method === 'GET' ? searchParams : new URLSearchParams(String(body));
			const path = pathname.replace('/agent_api/v1/callcenter/', '');
			return [method, path, ...[...fields].map(([name, value]) => `${name}=${value}`)].join(' ');
		});
		expect(lines).toEqual([
			'POST desktop/make_call number=a number biz_id=a biz_id',
			'POST desktop/drop_call',
			'POST desktop/hold_call',
			'POST desktop/retrieval_call',
			'POST desktop/transfer_call agent_no=a agent_no',
			'POST desktop/transfer_call queue_type=a queue_type',
			'POST desktop/transfer_call_outline outline_phone_number=a outline_phone_number',
			'POST desktop/transfer_ivr node_id=a node_id transfer_mode=a transfer_mode',
			'POST desktop/start_consult agent_no=a agent_no',
			'POST desktop/start_consult_outline outline_phone_number=a outline_phone_number',
			'POST desktop/end_consult',
			'POST desktop/end_consult_outline',
			'POST desktop/transfer_after_consult agent_no=a agent_no',
			'POST desktop/three_party agent_no=a agent_no',
			'POST desktop/three_party_outline outline_phone_number=a outline_phone_number',
			'POST desktop/three_party_after_consult agent_no=a agent_no',
			'POST desktop/transfer_after_three_party agent_no=a agent_no',
			'POST desktop/listeing agent_no=a agent_no',
			'POST desktop/interpose agent_no=a agent_no',
			'POST desktop/substitute agent_no=a agent_no',
			'GET desktop/current_conversation',
			'GET desktop/conversation conversation_id=a conversation_id',
			'POST agents/agent_work_state agent_work_state=a agent_work_state cc_custom_state_id=a cc_custom_state_id',
			'POST agents/update_agent_work_state agent_no=a agent_no agent_work_state=a agent_work_state cc_custom_state_id=a cc_custom_state_id',
			'POST agents/agent_work_way agent_work_way=a agent_work_way',
			'GET init_data',
			'GET agents callcenter_work_state=a callcenter_work_state query=a query page=a page',
			'GET desktop/agent_groups',
			'GET desktop/ivr_nodes',
		]);
	});

	test('customers, tickets and agents of a group: version 2', async () => {
		const { http, connection } = server();
		const all = json({ code: 1000 });
		http.on('GET', /./, all).on('POST', /./, all).on('PUT', /./, all);
		const key = { type: 'cellphone', content: '136 5119' };
		await listCustomers(connection, { query: 'Smith', page: 2, pageSize: 50 });
		await getCustomer(connection, key);
		await createCustomer(connection, { nick_name: 'A' });
		await updateCustomer(connection, key, { level: 'vip' });
		await createTicket(connection, { subject: 's', content: 'c' });
		await getTicket(connection, '7');
		await agentsOfGroup(connection, '', 1);
		await agentsOfGroup(connection, '9', 2);
		const lines = http.lines().map((line) => line.replace(/[?&]email=.*/, ''));
		expect(lines).toEqual([
			'GET /open_api_v1/customers?query=Smith&page=2&page_size=50',
			'GET /open_api_v1/customers/get_customer?type=cellphone&content=136%205119',
			'POST /open_api_v1/customers',
			'PUT /open_api_v1/customers/update_customer?type=cellphone&content=136%205119',
			'POST /open_api_v1/tickets',
			'GET /open_api_v1/tickets/detail?id=7',
			'GET /open_api_v1/callcenter_analysis/agents_of_group?page=1&per_page=100&perpage=100',
			'GET /open_api_v1/callcenter_analysis/agents_of_group?group_id=9&page=2&per_page=100&perpage=100',
		]);
		const bodies = http.sent.map(({ body }) => body).filter((body) => body !== undefined);
		expect(bodies.map((body) => JSON.parse(String(body)) as unknown)).toEqual([
			{ customer: { nick_name: 'A' } },
			{ customer: { level: 'vip' } },
			{ ticket: { subject: 's', content: 'c' } },
		]);
	});

	test('a token that has expired is asked for once more, not for ever', async () => {
		const { http, connection } = server();
		let tokens = 0;
		http.on('POST', /get_agent_token/, () => json({ code: 1000, agent_api_token: `t${++tokens}` }));
		http.on('POST', /hold_call/, json({ code: 1001 }));
		const expired = { status: 400, body: '{"code":"token_expired"}' };
		http.once('POST', /hold_call/, expired);
		await controlAsAgent(connection, 'a@b', AGENT_CONTROLS.hold);
		expect(tokens).toBe(2);
		http.on('POST', /hold_call/, expired);
		await expect(controlAsAgent(connection, 'a@b', AGENT_CONTROLS.hold)).rejects.toMatchObject({
			kind: 'unauthorized',
		});
		expect(tokens).toBe(3);
	});

	test.each([
		[401, ''],
		[401, '{"code":2059}'],
		[200, '{"code":"invalid_token"}'],
		[200, '{"code":"expired_token"}'],
		[403, '{"code":"token_expired"}'],
		[400, '{"code":"invalid_password"}'],
	])('an ended token is renewed whatever it is told by: %i %s', async (status, body) => {
		const { http, connection } = server();
		let tokens = 0;
		http.on('POST', /get_agent_token/, () => json({ code: 1000, agent_api_token: `t${++tokens}` }));
		http.on('POST', /hold_call/, json({ code: 1001 }));
		http.once('POST', /hold_call/, { status, body });
		await controlAsAgent(connection, 'a@b', AGENT_CONTROLS.hold);
		expect(tokens).toBe(2);
	});

	test('many requests of one agent at once ask for one token, and renew it once', async () => {
		const { http, connection } = server();
		let tokens = 0;
		let valid = 't1';
		http.on('POST', /get_agent_token/, () => json({ code: 1000, agent_api_token: `t${++tokens}` }));
		http.on('GET', /current_conversation/, ({ headers = {} }) =>
			headers.Authorization === `Basic ${btoa(`agent:${valid}`)}`
				? json({ code: 1000 })
				: { status: 400, body: '{"code":"token_expired"}' },
		);
		const all = async () =>
			await Promise.all(
				Array.from(
					{ length: 8 },
					async () => await controlAsAgent(connection, 'a@b', AGENT_CONTROLS.getCurrent),
				),
			);
		await all();
		expect(tokens).toBe(1);
		valid = 't2';
		await all();
		expect(tokens).toBe(2);
	});

	test('asking for a token is repeated, the change is not; a refusal is not kept', async () => {
		const { http, clock, connection } = server();
		http.on('POST', /hold_call/, json({ code: 1001 }));
		http.on('POST', /get_agent_token/, json({ code: 1000, agent_api_token: 't' }));
		http.once('POST', /get_agent_token/, { status: 503 });
		const holding = controlAsAgent(connection, 'a@b', AGENT_CONTROLS.hold);
		await clock.advance(10_000);
		await holding;
		expect(http.to('POST', /hold_call/)).toHaveLength(1);
		http.once('POST', /get_agent_token/, json({ code: 11011 }));
		const other = async () => await controlAsAgent(connection, 'c@d', AGENT_CONTROLS.hold);
		await expect(other()).rejects.toMatchObject({ kind: 'notFound' });
		await other();
		http.on('POST', /hold_call/, { status: 503 });
		await expect(other()).rejects.toMatchObject({ kind: 'unavailable' });
		expect(http.to('POST', /hold_call/)).toHaveLength(3);
	});

	test('what the credential or the server lacks is said', async () => {
		const { connection } = server({ callCenterSecret: '' });
		await expect(agentWorkWay(connection, 'a@b')).rejects.toThrow('call center secret');
		await expect(
			listCalloutNumbers({ ...connection, login: { email: '', openApiToken: 'x' } }),
		).rejects.toThrow('e-mail');
		await expect(controlAsAgent(connection, '', AGENT_CONTROLS.hold)).rejects.toThrow(
			'Agent Email',
		);
		const { http, connection: other } = server();
		http.on('POST', /get_agent_token/, json({ code: 1000 }));
		await expect(controlAsAgent(other, 'a@b', AGENT_CONTROLS.hold)).rejects.toThrow('no token');
	});

	test('raw requests of all three', async () => {
		const { http, connection } = server();
		http.on('POST', /get_agent_token/, json({ code: 1000, agent_api_token: 't' }));
		http.on('GET', /./, json({ code: 1000 })).on('POST', /customers|desktop/, json({ code: 1000 }));
		await rawRequest(connection, { api: 'v1', method: 'GET', path: 'customers?page=1&flag' });
		await rawRequest(connection, { api: 'v2', method: 'POST', path: '/customers', body: { a: 1 } });
		await rawRequest(connection, {
			api: 'agent',
			method: 'POST',
			path: '/callcenter/desktop/make_call',
			agentEmail: 'a@b',
			body: { number: '1', biz: { x: 1 } },
		});
		expect(http.sent[0].url).toContain('/open_api/customers?page=1&flag&timestamp=');
		const signed = new URL(http.sent[0].url).search.slice(1).replace(/&sign=.*/, '');
		expect(http.sent[0].url).toContain(
			`&sign=${hash('md5', `${signed.replace('flag', 'flag=flag')}&${connection.callCenterSecret}`)}`,
		);
		expect(http.sent[3].body).toBe('number=1&biz=%7B%22x%22%3A1%7D');
		await rawRequest(connection, { api: 'v1', method: 'GET', path: '/a?timestamp=1' });
		expect(http.sent[4].url).toMatch(/\/open_api\/a\?timestamp=1&sign=/);
	});

	test.each(['https://evil.example/x', '//evil.example', '', '/', '/../x', '/%2e%2e/x'])(
		'%j is not a path',
		(path) => {
			expect(() => rawPath(path, 'v2')).toThrow(expect.objectContaining({ kind: 'badRequest' }));
		},
	);

	test('the interface in front of a path is not doubled', () => {
		expect(rawPath('/open_api_v1/customers', 'v2').path).toBe('/customers');
		expect(rawPath('open_api/x', 'v1').path).toBe('/x');
		expect(rawPath('agent_api/v1//callcenter/agents', 'agent').path).toBe('/callcenter/agents');
		expect(rawPath('open_api_other/x', 'v1').path).toBe('/open_api_other/x');
	});

	test('a path of another interface than the chosen one goes nowhere', () => {
		expect(() => rawPath('/open_api/callcenter/call_log', 'v2')).toThrow('"Interface"');
	});
});
