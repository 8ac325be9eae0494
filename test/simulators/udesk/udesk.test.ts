import { createHash } from 'node:crypto';

import axios from 'axios';

import { manualClock } from '../shared/clock';
import { becomes } from '../shared/commandLine';
import { serveJson, type JsonServer } from '../shared/jsonServer';
import { startUdeskSimulator, UDESK_ACCOUNT, type RunningUdesk } from './index';
import { OUTCOMES, resultText } from './wire';

const digest = (algorithm: string, text: string) =>
	createHash(algorithm).update(text).digest('hex');
const { email, openApiToken, callCenterSecret } = UDESK_ACCOUNT;

describe('the Udesk simulator', () => {
	const clock = manualClock(Date.UTC(2026, 0, 1));
	let udesk: RunningUdesk;
	let receiver: JsonServer;
	let status = 200;

	beforeEach(async () => {
		status = 200;
		receiver = await serveJson(() => ({ status }), { host: '127.0.0.1', port: 0 });
		udesk = await startUdeskSimulator({
			clock,
			push: `${receiver.url}/push`,
			kinds: ['trigger', 'event'],
		});
	});
	afterEach(async () => {
		await udesk.close();
		await receiver.close();
	});

	const ask = async (
		method: 'GET' | 'POST',
		path: string,
		body?: unknown,
		headers: Record<string, string> = {},
	) => {
		const { status: answered, data } = await axios.request<Record<string, unknown>>({
			method,
			url: udesk.url + path,
			data: body,
			headers,
			proxy: false,
			validateStatus: () => true,
		});
		return { ...(data as { agent_api_token?: string }), status: answered };
	};
	test('a person at its page lets a call ring, answers and ends it', async () => {
		const control = (area: string, body: unknown) => ask('POST', `/control/${area}`, body);
		const agentEmail = udesk.simulator.world.agents[0].email;
		await control('ring', { agentEmail, customerPhone: '13800000000' });
		const [call] = udesk.simulator.world.calls;
		expect(call).toMatchObject({ customerPhone: '13800000000', agent: { state: 'ringing' } });
		const { conversationId } = call;
		await control('answer', { conversationId });
		expect(call.agent?.state).toBe('talking');
		await control('end', { conversationId, outcome: 'customer_answered' });
		expect(call).toMatchObject({ outcome: 'customer_answered', agent: { state: 'idle' } });
		expect((await control('end', { conversationId })).status).toBe(500);
	});

	const v2 = (path: string, changes: Record<string, string> = {}) => {
		const timestamp = String(Math.floor(clock.now() / 1000));
		const query = {
			email,
			timestamp,
			nonce: 'n1',
			sign_version: 'v2',
			sign: digest('sha256', [email, openApiToken, timestamp, 'n1', 'v2'].join('&')),
			...changes,
		};
		return `/open_api_v1${path}?${new URLSearchParams(query).toString()}`;
	};
	const v1 = (path: string, query: string, secret = callCenterSecret) =>
		`/open_api${path}?${query}&sign=${digest('md5', `${query}&${secret}`)}`;
	const received = async (count: number) => {
		await becomes(() => receiver.requests.length >= count, `${count} pushes came`);
		return receiver.requests.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
	};

	test('version 2: token, time, nonce, rate', async () => {
		const path = '/callcenter/callout_number_list';
		expect(await ask('GET', v2(path))).toMatchObject({ code: 1000 });
		expect(await ask('GET', v2(path))).toMatchObject({ status: 200, code: 2059 });
		const stale = String(Math.floor(clock.now() / 1000) - 301);
		const sign = digest('sha256', [email, openApiToken, stale, 'n2', 'v2'].join('&'));
		const old = { timestamp: stale, nonce: 'n2', sign };
		expect(await ask('GET', v2(path, old))).toMatchObject({ code: 20622 });
		expect(await ask('GET', v2(path, { timestamp: 'now' }))).toMatchObject({ code: 20621 });
		expect(await ask('GET', v2(path, { nonce: 'n3' }))).toMatchObject({ code: 2059 });
		clock.advance(16 * 60_000);
		expect(await ask('GET', v2(path))).toMatchObject({ code: 1000 });
	});

	test('version 1: order, secret, China time', async () => {
		const path = '/callcenter/agent_work_way';
		const stamp = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace(/\D/g, '');
		const china = `agent_email=agent@email.cn&timestamp=${stamp(clock.now() + 8 * 3_600_000)}`;
		expect(await ask('GET', v1(path, china))).toMatchObject({
			agent_work_way: 'fixed_voip_online',
		});
		expect(await ask('GET', v1(path, china, 'other'))).toMatchObject({ code: 2059 });
		const utc = `agent_email=agent@email.cn&timestamp=${stamp(clock.now())}`;
		expect(await ask('GET', v1(path, utc))).toMatchObject({ code: 20622 });
		expect(await ask('GET', v1(path, 'timestamp=1'))).toMatchObject({ code: 20621 });
		expect(await ask('GET', v1('/nothing', china))).toMatchObject({ status: 404 });
	});

	test('an agent needs a token, and a call', async () => {
		const control = async (token: string) =>
			await ask('POST', '/agent_api/v1/callcenter/desktop/hold_call', 'a=1', {
				Authorization: `Basic ${btoa(`agent:${token}`)}`,
			});
		expect(await control('guess')).toMatchObject({ status: 400, code: 'token_expired' });
		const timestamp = Math.floor(clock.now() / 1000);
		const sign = digest('sha1', [email, openApiToken, timestamp].join('&'));
		const wanted = { email, agent_email: 'agent@email.cn', timestamp, sign };
		const refused = await ask('POST', '/open_api_v1/get_agent_token', wanted);
		expect(refused).toMatchObject({ code: 2059 });
		const { agent_api_token: token } = await ask('POST', '/open_api_v1/get_agent_token', wanted, {
			open_api_token: openApiToken,
		});
		expect(await control(String(token))).toMatchObject({ code: 2038 });
		const { world } = udesk.simulator;
		world.connect(world.start({ agentEmail: 'agent@email.cn' }));
		expect(await control(String(token))).toMatchObject({ code: 1001 });
		expect(world.calls[0].held).toBe(true);
		await ask('POST', '/control/expire', {});
		expect(await control(String(token))).toMatchObject({ code: 'token_expired' });
	});

	test('what an agent, a supervisor and an administrator are refused', async () => {
		const timestamp = Math.floor(clock.now() / 1000);
		const sign = digest('sha1', [email, openApiToken, timestamp].join('&'));
		const wanted = { email, agent_email: 'agent@email.cn', timestamp, sign };
		const { agent_api_token: token } = await ask('POST', '/open_api_v1/get_agent_token', wanted, {
			open_api_token: openApiToken,
		});
		const code = async (area: string, form: string) => {
			const headers = { Authorization: `Basic ${btoa(`agent:${token}`)}` };
			return (await ask('POST', `/agent_api/v1/callcenter/${area}`, form, headers)) as unknown;
		};
		const { world } = udesk.simulator;
		world.connect(world.start({ agentEmail: 'agent@email.cn' }));
		const refused = [
			['desktop/start_consult', 'agent_no=9999', 2034],
			['desktop/transfer_call', 'agent_no=3014', 2050],
			['desktop/end_consult', 'a=', 2049],
			['desktop/listeing', 'agent_no=3013', 2038],
			['agents/agent_work_state', 'agent_work_state=asleep', 2005],
		] as const;
		for (const [area, form, wrong] of refused) {
			expect([area, await code(area, form)]).toMatchObject([area, { code: wrong }]);
		}
		expect(await code('desktop/three_party', 'agent_no=3013')).toMatchObject({ code: 1001 });
		expect(await code('desktop/three_party_outline', 'outline_phone_number=1')).toMatchObject({
			code: 2036,
		});
		expect(await code('desktop/nothing', 'a=')).toMatchObject({ status: 404 });
		const nobody = v2('/customers/get_customer', { type: 'email', content: 'no@body' });
		expect(await ask('GET', nobody)).toMatchObject({ code: 2000 });
		const ticket = { ticket: { subject: 'no content' } };
		const unfinished = v2('/tickets', {
			nonce: 'n2',
			sign: digest('sha256', [email, openApiToken, timestamp, 'n2', 'v2'].join('&')),
		});
		expect(await ask('POST', unfinished, ticket)).toMatchObject({ code: 2000 });
	});

	test('a call by the control interface: its steps as events, its end as trigger', async () => {
		const call = await ask('POST', '/control/calls', { talkTime: 9, queue: 'support' });
		expect(call).toMatchObject({ status: 201, talkTime: 9, queue: 'support' });
		const pushed = await received(4);
		expect(pushed.filter((record) => 'extend' in record)).toEqual([
			expect.objectContaining({
				call_result: '客户接听',
				is_leave_message: 'false',
				queue_status: 'support',
				total_time: 9,
				relevent_agent: [],
			}),
		]);
		expect(pushed.filter((record) => 'queue_statue' in record)).toHaveLength(3);
	});

	test('a push goes anywhere, in any language and encoding, and repeats when told so', async () => {
		expect(OUTCOMES).toHaveLength(12);
		expect(resultText('phone_busy', 'ja')).toBe('話中');
		status = 500;
		await udesk.close();
		udesk = await startUdeskSimulator({ clock, retries: 1, encoding: 'form' });
		await ask('POST', '/control/target', { url: `${receiver.url}/elsewhere` });
		const pushing = udesk.simulator.pushRecord({ a: 1, extend: { b: 2 } });
		await becomes(() => clock.waiting > 0, 'the first try has failed');
		status = 200;
		clock.advance(1_000);
		expect((await pushing).statuses).toEqual([500, 200]);
		expect(receiver.requests.map(({ body }) => body)).toEqual(
			Array(2).fill(`a=1&extend=${encodeURIComponent('{"b":2}')}`),
		);
	});

	test('a stream of calls', async () => {
		await ask('POST', '/control/stream', { every: 1_000 });
		clock.advance(3_000);
		expect(udesk.simulator.world.calls).toHaveLength(3);
		await ask('POST', '/control/stream', { every: 0 });
		clock.advance(3_000);
		expect(udesk.simulator.world.calls).toHaveLength(3);
		expect(await ask('GET', '/control/state')).toMatchObject({
			numbers: ['01086465040', '01086465041'],
		});
		expect(await ask('GET', '/control/nothing')).toMatchObject({ status: 404 });
	});
});
