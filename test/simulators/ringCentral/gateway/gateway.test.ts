import { WebSocket } from 'ws';

import { CallTest, OUTSIDE } from '../calls/callTest';
import type { RingCentralSimulatorOptions } from '../index';
import { ALICE } from '../testClient';
import { until } from '../../broadWorks/testClient';

interface Head {
	type: string;
	messageId: string;
	status?: number;
	wsc?: { token: string; sequence: number };
	[name: string]: unknown;
}
interface Body {
	[name: string]: unknown;
}

const CALLS = '/restapi/v1.0/account/~/extension/~/telephony/sessions';

/** A WebSocket of a test, with the frames it got. */
class Line {
	readonly frames: [Head, Body][] = [];

	closed?: { code: number };

	error?: string;

	constructor(readonly socket: WebSocket) {
		socket.on('message', (data: Buffer) => {
			this.frames.push(JSON.parse(data.toString()) as [Head, Body]);
		});
		socket.on('close', (code) => (this.closed = { code }));
		socket.on('error', (error) => (this.error = error.message));
	}

	frame(type: string, messageId?: string): [Head, Body] | undefined {
		return this.frames.find(
			([head]) => head.type === type && (messageId === undefined || head.messageId === messageId),
		);
	}

	get notifications(): Body[] {
		return this.frames
			.filter(([{ type }]) => type === 'ServerNotification')
			.map(([, body]) => body);
	}

	async details(): Promise<[Head, Body]> {
		return await until(() => this.frame('ConnectionDetails'), 'ConnectionDetails');
	}

	async request(head: Body, body?: unknown): Promise<[Head, Body]> {
		const messageId = `m${this.frames.length}-${Math.random()}`;
		const full = { type: 'ClientRequest', messageId, ...head };
		this.socket.send(JSON.stringify(body === undefined ? [full] : [full, body]));
		return await until(
			() => this.frames.find(([item]) => item.messageId === messageId),
			`the answer of ${messageId}`,
		);
	}

	async subscribe(eventFilters = [CALLS]): Promise<[Head, Body]> {
		return await this.request(
			{ method: 'POST', path: '/restapi/v1.0/subscription' },
			{ eventFilters, deliveryMode: { transportType: 'WebSocket' } },
		);
	}
}

describe('the WebSocket gateway', () => {
	let run: CallTest;
	const lines: Line[] = [];
	const begin = async (options: RingCentralSimulatorOptions = {}) => {
		run = await CallTest.start(options);
	};
	afterEach(async () => {
		for (const { socket } of lines.splice(0)) socket.terminate();
		await run.stop();
	});

	const token = async (as?: string) =>
		(await run.client.send('POST', '/restapi/oauth/wstoken', { as })).body as unknown as {
			uri: string;
			ws_access_token: string;
			expires_in: number;
		};

	function connect(uri: string, accessToken: string, wsc?: string): Line {
		const query = new URLSearchParams({ access_token: accessToken, ...(wsc ? { wsc } : {}) });
		const line = new Line(new WebSocket(`${uri}?${query.toString()}`));
		lines.push(line);
		return line;
	}
	async function open(wsc?: string, as?: string): Promise<Line> {
		const { uri, ws_access_token } = await token(as);
		const line = connect(uri, ws_access_token, wsc);
		await line.details();
		return line;
	}

	test('a token is good for one connection and one minute', async () => {
		await begin();
		const { uri, ws_access_token, expires_in } = await token();
		expect(uri).toBe(`${run.client.simulator.url.replace('http', 'ws')}/ws`);
		expect(expires_in).toBe(60);
		await connect(uri, ws_access_token).details();
		for (const wrong of [ws_access_token, 'nonsense', '']) {
			const line = connect(uri, wrong);
			await until(() => line.error, 'the refusal');
			expect(line.error).toContain('401');
		}
		const late = await token();
		run.client.clock.advance(60_000);
		const line = connect(uri, late.ws_access_token);
		await until(() => line.error, 'the refusal');
	});

	test('ConnectionDetails, subscription, notification, heartbeat', async () => {
		await begin();
		const line = await open();
		const [head, details] = await line.details();
		expect(head).toMatchObject({ status: 200, wsc: { token: expect.any(String), sequence: 1 } });
		expect(details).toEqual({
			creationTime: '2026-01-15T12:00:00.000Z',
			maxConnectionsPerSession: 50,
			recoveryBufferSize: 100,
			recoveryTimeout: 180,
			idleTimeout: 1800,
			absoluteTimeout: 86400,
			maxActiveRequests: 10,
		});
		const [answer, subscription] = await line.subscribe();
		expect(answer).toMatchObject({ type: 'ClientRequest', status: 200 });
		expect(subscription).toMatchObject({
			status: 'Active',
			eventFilters: [`/restapi/v1.0/account/809646016/extension/${ALICE}/telephony/sessions`],
			deliveryMode: { transportType: 'WebSocket' },
		});
		run.control.place({ from: OUTSIDE, to: 'alice' });
		await until(() => line.notifications.length === 2, 'two notifications');
		expect(line.notifications[0]).toMatchObject({
			subscriptionId: subscription.id,
			ownerId: ALICE,
			body: { sequence: 3 },
		});
		line.socket.send(JSON.stringify([{ type: 'Heartbeat', messageId: 'beat' }]));
		await until(() => line.frame('Heartbeat', 'beat'), 'the heartbeat');
	});

	test('one subscription for each connection: the second replaces the first', async () => {
		await begin();
		const line = await open();
		const [, first] = await line.subscribe();
		const [, second] = await line.subscribe(['/restapi/v1.0/account/~/presence']);
		const { subscriptions } = run.control.hub;
		expect(subscriptions.list().map(({ id }) => id)).toEqual([second.id]);
		expect(second.id).not.toBe(first.id);
		const other = await open();
		await other.subscribe();
		expect(subscriptions.list()).toHaveLength(2);
	});

	test('a subscription can be read, changed and removed over the line', async () => {
		await begin();
		const line = await open();
		const [, { id }] = await line.subscribe();
		const path = `/restapi/v1.0/subscription/${String(id)}`;
		const eventFilters = ['/restapi/v1.0/account/~/telephony/sessions'];
		const [, changed] = await line.request({ method: 'PUT', path }, { eventFilters });
		expect(changed.eventFilters).toEqual(['/restapi/v1.0/account/809646016/telephony/sessions']);
		expect((await line.request({ method: 'GET', path }))[1]).toMatchObject({ id });
		const list = await line.request({ method: 'GET', path: '/restapi/v1.0/subscription' });
		expect(list[1].records).toMatchObject([{ id }]);
		const byRest = await run.client.get(path);
		expect(byRest.body).toMatchObject({ deliveryMode: { transportType: 'WebSocket' } });
		expect((await run.client.send('PUT', path)).status).toBe(400);
		expect((await line.request({ method: 'DELETE', path }))[0].status).toBe(204);
		const [head, failure] = await line.request({ method: 'GET', path });
		expect(head).toMatchObject({ type: 'Error', status: 404 });
		expect(failure).toMatchObject({ errorCode: 'SUB-507' });
	});

	test.each([
		[{ method: 'POST', path: '/restapi/v1.0/subscription' }, {}, 400],
		[
			{ method: 'POST', path: '/restapi/v1.0/subscription' },
			{ eventFilters: ['nothing'], deliveryMode: { transportType: 'WebSocket' } },
			400,
		],
		[
			{ method: 'POST', path: '/restapi/v1.0/subscription' },
			{ eventFilters: [], deliveryMode: { transportType: 'WebSocket' } },
			400,
		],
		[{ method: 'GET', path: '/restapi/v1.0/account/~' }, undefined, 404],
		[{ method: 'PATCH', path: '/restapi/v1.0/subscription' }, {}, 405],
		[{ type: 'Nonsense' }, undefined, 400],
	])('%j is refused', async (head, body, status) => {
		await begin();
		const line = await open();
		expect((await line.request(head, body))[0]).toMatchObject({ type: 'Error', status });
	});

	test.each(['nonsense', '{}', '[]', '[{"type":1}]'])('the frame %s is none', async (text) => {
		await begin();
		const line = await open();
		line.socket.send(text);
		const [, failure] = await until(() => line.frame('Error'), 'the error');
		expect(failure).toMatchObject({ errorCode: 'WSG-901' });
		expect(line.closed).toBeUndefined();
	});

	test('a lost connection is taken up with what was missed', async () => {
		await begin();
		const line = await open();
		const [{ wsc }] = await line.details();
		await line.subscribe();
		run.control.faults.cutSockets();
		await until(() => line.closed, 'the end');
		await until(() => run.control.gateway.connections.size === 0, 'the loss');
		run.control.place({ from: OUTSIDE, to: 'alice' });
		const next = await open(wsc?.token);
		const [head, details] = await next.details();
		expect(details).toMatchObject({ recoveryState: 'Successful' });
		expect(head.wsc?.token).not.toBe(wsc?.token);
		await until(() => next.notifications.length === 2, 'what was missed');
		expect(next.frames.map(([{ type }]) => type)).toEqual([
			'ConnectionDetails',
			'ServerNotification',
			'ServerNotification',
		]);
		run.control.hangUpAll();
		await until(() => next.notifications.length > 2, 'what comes now');
	});

	test('only the newest 100 are kept', async () => {
		await begin();
		const line = await open();
		const [{ wsc }] = await line.details();
		await line.subscribe(['/restapi/v1.0/account/~/extension/~/message-store']);
		run.control.faults.cutSockets();
		await until(() => run.control.gateway.connections.size === 0, 'the loss');
		for (let sms = 0; sms < 110; sms++) run.control.sms({ from: OUTSIDE, to: 'alice', text: 'x' });
		const next = await open(wsc?.token);
		await until(() => next.notifications.length >= 100, '100 notifications');
		expect(next.notifications).toHaveLength(100);
	});

	test.each([
		['after 180 s', () => run.client.clock.advance(180_000), undefined],
		['of a session that was forgotten', () => run.control.faults.forgetSockets(), undefined],
		['by another user', () => undefined, 'bob'],
	])('no recovery %s', async (_when, change, as) => {
		await begin();
		const line = await open();
		const [{ wsc }] = await line.details();
		await line.subscribe();
		run.control.faults.cutSockets();
		await until(() => run.control.gateway.connections.size === 0, 'the loss');
		change();
		const next = await open(wsc?.token, as);
		expect((await next.details())[1]).toMatchObject({ recoveryState: 'Failed' });
		run.control.place({ from: OUTSIDE, to: 'alice' });
		await new Promise((done) => setTimeout(done, 30));
		expect(next.notifications).toEqual([]);
		const left = run.control.hub.subscriptions.list();
		expect(left).toHaveLength(as === undefined ? 0 : 1);
	});

	test('a stalled line says nothing; its session can be taken over', async () => {
		await begin();
		const line = await open();
		const [{ wsc }] = await line.details();
		await line.subscribe();
		run.control.faults.stallSockets();
		run.control.place({ from: OUTSIDE, to: 'alice' });
		line.socket.send(JSON.stringify([{ type: 'Heartbeat', messageId: 'beat' }]));
		await new Promise((done) => setTimeout(done, 50));
		expect(line.frame('Heartbeat')).toBeUndefined();
		expect(line.notifications).toEqual([]);
		expect(line.closed).toBeUndefined();
		const next = await open(wsc?.token);
		await until(() => next.notifications.length === 2, 'what was missed');
		line.socket.terminate();
		await until(() => run.control.gateway.connections.size === 1, 'the end of the old line');
		run.control.hangUpAll();
		await until(() => next.notifications.length > 2, 'what comes now');
	});

	test.each([
		['WSG-902', { webSocketIdle: 5_000 }],
		['WSG-903', { webSocketLife: 5_000 }],
	])('%s ends a line', async (errorCode, options) => {
		await begin(options);
		const line = await open();
		run.client.clock.advance(4_999);
		if (errorCode === 'WSG-903') await line.subscribe();
		run.client.clock.advance(1);
		await until(() => line.closed, 'the end');
		expect(line.frame('Error')?.[1]).toMatchObject({ errorCode });
	});

	test('a client that answers no ping is cut', async () => {
		await begin();
		const line = await open();
		line.socket.pause();
		run.client.clock.advance(30_000);
		expect(run.control.gateway.connections.size).toBe(1);
		run.client.clock.advance(10_000);
		await until(() => run.control.gateway.connections.size === 0, 'the cut');
	});

	test('another path is not a gateway', async () => {
		await begin();
		const { uri, ws_access_token } = await token();
		const line = connect(uri.replace('/ws', '/other'), ws_access_token);
		await until(() => line.error, 'the refusal');
	});
});
