import { startXsiSimulator, type XsiSimulator } from '../index';
import { TestClient, until } from '../testClient';

const ALICE = '/user/alice@example.net';

describe('the control interface', () => {
	let simulator: XsiSimulator;
	let admin: TestClient;
	beforeEach(async () => {
		simulator = await startXsiSimulator();
		admin = new TestClient(simulator);
	});
	afterEach(() => simulator.close());

	test('state shows everything and no password', async () => {
		await admin.call('alice@example.net');
		await admin.call('queue@example.net');
		await admin.channel('set');
		await admin.subscribe('/enterprise/demo', 'Advanced Call', { setId: 'set' });
		await admin.control('POST', 'users/bob@example.net/voicemail', { name: 'A' });
		const state = await admin.control<Record<string, unknown[]>>('GET', 'state');
		expect(Object.keys(state)).toEqual(
			expect.arrayContaining([
				...['users', 'calls', 'agents', 'queues', 'voicemail', 'subscriptions', 'channels'],
			]),
		);
		expect(state.calls).toHaveLength(1);
		expect(state.queues).toMatchObject([{ calls: [{ remote: { name: 'Jordan Smith' } }] }]);
		expect(state.voicemail).toMatchObject({ 'bob@example.net': [{ from: { name: 'A' } }] });
		expect(state.subscriptions).toMatchObject([{ targetIdType: 'ServiceProvider' }]);
		expect(state.channels).toMatchObject([{ channelSetId: 'set', unacknowledged: 0 }]);
		expect(JSON.stringify(state)).not.toMatch(/"password"|secret/);
	});

	test('requests are remembered without credentials', async () => {
		await admin.actions('GET', `${ALICE}/calls?x=1`);
		await admin.actions('PUT', `${ALICE}/services/DoNotDisturb`, '<broken');
		type Seen = { n: number; method: string; path: string; status: number; body: string };
		const all = await admin.control<(Seen & { headers: Record<string, string> })[]>(
			'GET',
			'requests',
		);
		expect(all).toMatchObject([
			{ n: 1, method: 'GET', status: 200, headers: { authorization: 'Basic' } },
			{ n: 2, method: 'PUT', status: 400, body: '<broken' },
		]);
		expect(all[0].path).toBe('/com.broadsoft.xsi-actions/v2.0/user/alice@example.net/calls?x=1');
		expect(await admin.control<Seen[]>('GET', 'requests?since=1')).toHaveLength(1);
	});

	test('load: numbered calls at a rate or at once', async () => {
		const channel = await admin.channel('set');
		await admin.subscribe('/enterprise/demo', 'Basic Call', { setId: 'set' });
		type Load = { count: number; callIds: string[]; events: string[] };
		const burst = await admin.control<Load>('POST', 'load', { count: 600 });
		expect(new Set(burst.callIds).size).toBe(600);
		await channel.next('CallReceivedEvent', 600);
		expect(channel.events.map((event) => event.eventId)).toEqual(burst.events);
		expect(channel.events[41].text).toContain('<xsi:name>Load 42</xsi:name>');
		const start = Date.now();
		const users = { userIds: ['bob@example.net'], lifecycle: true };
		const paced = await admin.control<Load>('POST', 'load', {
			count: 20,
			eventsPerSecond: 100,
			...users,
		});
		expect(Date.now() - start).toBeGreaterThanOrEqual(180);
		expect(paced.events).toHaveLength(40);
		await channel.next('CallReleasedEvent', 20);
		expect(simulator.world.user('bob@example.net').log).toHaveLength(20);
		const later = await admin.control('POST', 'load', { count: 3, wait: false });
		expect(later).toEqual({ count: 3 });
		await channel.next('CallReceivedEvent', 623);
		for (const bad of [{ count: 0 }, { eventsPerSecond: -1 }, { userIds: ['nobody'] }]) {
			await expect(admin.control('POST', 'load', bad)).rejects.toThrow(/400/);
		}
		await until(() => simulator.world.sent.since(0).every((item) => item.acked), 'the acks');
	});

	test('more users, reached by one enterprise subscription', async () => {
		const channel = await admin.channel('set');
		await admin.subscribe('/enterprise/demo', 'Do Not Disturb', { setId: 'set' });
		const { userIds } = await admin.control<{ userIds: string[] }>('POST', 'users', { count: 200 });
		expect(userIds).toHaveLength(200);
		await admin.control('POST', `users/${userIds[199]}/dnd`, { active: true });
		expect((await channel.next('DoNotDisturbEvent')).targetId).toBe('user200@example.net');
	});

	test('a reset starts afresh', async () => {
		const callId = await admin.call('alice@example.net');
		await admin.channel('set');
		await admin.control('POST', 'faults', { kind: 'status', times: 0 });
		await admin.control('POST', 'reset', {});
		expect((await admin.actions('GET', `${ALICE}/calls/${callId}`)).status).toBe(404);
		const state = await admin.control<Record<string, unknown[]>>('GET', 'state');
		expect([state.calls, state.channels, state.faults]).toEqual([[], [], []]);
	});

	test.each([
		['POST', 'calls', { to: 'nobody' }, 404],
		['POST', 'calls', {}, 400],
		['POST', 'calls/none/answer', {}, 404],
		['POST', 'calls/none/dance', {}, 404],
		['POST', 'users/nobody/dnd', {}, 404],
		['POST', 'users/alice@example.net/dance', {}, 404],
		['POST', 'users/alice@example.net/voicemail', { duration: 'long' }, 400],
		['POST', 'agents/alice@example.net/state', { state: 'Asleep' }, 400],
		['POST', 'queues/none/offer', {}, 404],
		['POST', 'queues/queue@example.net/offer', {}, 404],
		['GET', 'nothing', undefined, 404],
		['POST', 'nothing', {}, 404],
	])('%s %s %j is refused with %d', async (method, path, body, status) => {
		await expect(admin.control(method, path, body)).rejects.toThrow(String(status));
	});

	test('live events for the page, and the page itself', async () => {
		const stream = await admin.open('GET', '/control/events');
		let text = '';
		stream.on('data', (part: Buffer) => (text += part.toString()));
		stream.on('error', () => (text += 'closed'));
		await admin.channel('set');
		await admin.subscribe('/enterprise/demo', 'Advanced Call', { setId: 'set' });
		await admin.call('alice@example.net');
		await until(() => text.includes('event: change\ndata: {}'), 'a change');
		await until(() => /event: sent\ndata: \{"n":1,.*"acked":true/.test(text), 'an event');
		expect(text).toContain('"type":"CallReceivedEvent"');
		const page = await admin.send('GET', '/', { headers: { authorization: undefined } });
		expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
		expect(page.text).not.toMatch(/(src|href)="https?:/);
		expect((await admin.send('GET', '/page.js')).text).toContain('EventSource');
		stream.destroy();
	});
});
