import type { LineChange } from '../../../../nodes/RingCentral/client/events/lineChange';
import type { Notification } from '../../../../nodes/RingCentral/client/events/notification';
import { WebSocketLine } from '../../../../nodes/RingCentral/client/events/webSocket/webSocketLine';
import { TelephonyError } from '../../../../nodes/shared/core/errors';
import { FakeGateway, fakeRingCentral, json } from '../support/ringCentralLive';
import { settled } from '../../../support/fakes/turns';

const FILTERS = ['/restapi/v1.0/account/~/extension/~/presence'];
const WSTOKEN = /\/restapi\/oauth\/wstoken$/;

function setUp() {
	const { clock, http, log, connection } = fakeRingCentral();
	const gateway = new FakeGateway();
	http.on('POST', WSTOKEN, () =>
		json({ uri: 'wss://gateway.example.net/ws', ws_access_token: 'once', expires_in: 60 }),
	);
	const notifications: Notification[] = [];
	const changes: LineChange[] = [];
	const line = new WebSocketLine(
		connection,
		gateway,
		{ eventFilters: FILTERS, heartbeat: 30_000, answerWithin: 10_000 },
		{
			onNotification: (notification) => void notifications.push(notification),
			onChange: (change) => void changes.push(change),
		},
	);
	return { clock, http, log, gateway, line, notifications, changes };
}

async function connected() {
	const all = setUp();
	await all.line.start(true);
	return all;
}

const notification = (uuid: string) => ({ uuid, event: FILTERS[0], body: { sequence: 1 } });

describe('Opening', () => {
	test('takes a token, waits for the greeting and subscribes once', async () => {
		const { gateway, line } = await connected();
		expect(gateway.sockets).toHaveLength(1);
		expect(gateway.last.url.href).toBe('wss://gateway.example.net/ws?access_token=once');
		expect(gateway.last.received).toEqual([
			[
				expect.objectContaining({
					type: 'ClientRequest',
					method: 'POST',
					path: '/restapi/v1.0/subscription',
				}),
				{ eventFilters: FILTERS, deliveryMode: { transportType: 'WebSocket' } },
			],
		]);
		await line.close();
	});

	test('gives events to the listener, with or without a wrapper', async () => {
		const { gateway, line, notifications } = await connected();
		gateway.last.notify(notification('a'));
		gateway.last.notify({ uuid: 'b', pn_apns: { ...notification('b') } });
		expect(notifications.map(({ uuid, event }) => [uuid, event])).toEqual([
			['a', FILTERS[0]],
			['b', FILTERS[0]],
		]);
		await line.close();
	});

	test('what cannot be read is left out and said', async () => {
		const { gateway, line, log, notifications } = await connected();
		gateway.last.text('not json');
		gateway.last.text('{"type":"Heartbeat"}');
		gateway.last.say({ type: 'ServerNotification' }, { no: 'event' });
		gateway.last.say({ type: 'ServerNotification' });
		expect(notifications).toEqual([]);
		expect(log.at('warn')).toHaveLength(4);
		await line.close();
	});

	test.each([
		['an unsafe gateway', { uri: 'ws://gateway.example.net', ws_access_token: 'x' }],
		['no gateway', { ws_access_token: 'x' }],
		['no token', { uri: 'wss://gateway.example.net' }],
	])('refuses %s', async (_what, answer) => {
		const { http, line } = setUp();
		http.on('POST', WSTOKEN, json(answer));
		await expect(line.start(true)).rejects.toMatchObject({ kind: 'protocolViolation' });
	});

	test('a refused subscription is told in the words of the server', async () => {
		const { gateway, line } = setUp();
		gateway.behaviour.subscription = {
			status: 403,
			body: { errorCode: 'CMN-401', message: 'the app needs the [ReadPresence] permission' },
		};
		await expect(line.start(true)).rejects.toMatchObject({
			kind: 'forbidden',
			vendorCode: 'CMN-401',
			message: expect.stringContaining('"ReadPresence"') as string,
		});
		expect(gateway.last.isOpen).toBe(false);
	});

	test('a subscription without any of its filters is refused and ended', async () => {
		const { gateway, line } = setUp();
		gateway.behaviour.subscription = {
			status: 200,
			body: { disabledFilters: [{ filter: FILTERS[0], reason: 'InsufficientPermissions' }] },
		};
		await expect(line.start(true)).rejects.toMatchObject({
			kind: 'forbidden',
			message: expect.stringContaining('InsufficientPermissions') as string,
		});
		expect(gateway.last.received.map(([{ method }]) => method)).toEqual(['POST', 'DELETE']);
	});

	test('a gateway that says nothing fails in time', async () => {
		const { clock, gateway, line } = setUp();
		gateway.behaviour.mute = true;
		const failed = expect(line.start(true)).rejects.toMatchObject({ kind: 'unavailable' });
		await clock.advance(10_000);
		await failed;
		expect(gateway.last.isOpen).toBe(false);
	});

	test('without waiting it keeps trying', async () => {
		const { clock, gateway, line, changes } = setUp();
		gateway.refusals.push(new TelephonyError('unavailable', 'no'), new Error('odd'));
		await line.start(false);
		await clock.advance(10_000);
		expect(gateway.sockets).toHaveLength(1);
		expect(changes).toEqual([]);
		await line.close();
	});

	test('a login that is refused later ends it, and says so', async () => {
		const { clock, http, gateway, line, changes } = await connected();
		http.on('POST', WSTOKEN, json({ errorCode: 'OAU-149' }, 401));
		gateway.last.drop();
		await clock.advance(400_000);
		expect(changes.at(-1)).toMatchObject({ state: 'refused', error: { kind: 'unauthorized' } });
		expect(http.to('POST', WSTOKEN).length).toBeLessThan(6);
		await line.close();
	});
});

describe('Staying alive', () => {
	test('asks for signs of life', async () => {
		const { clock, gateway, line, changes } = await connected();
		await clock.advance(200_000);
		const beats = gateway.last.received.filter(([{ type }]) => type === 'Heartbeat');
		expect(beats.length).toBeGreaterThanOrEqual(4);
		expect(changes).toEqual([]);
		await line.close();
	});

	test('silence is noticed without help from the socket', async () => {
		const { clock, gateway, line, changes } = await connected();
		gateway.last.isSilent = true;
		await clock.advance(42_000);
		expect(changes).toEqual([
			{
				state: 'lost',
				cause: 'it did not answer a heartbeat',
				since: expect.any(Number) as number,
			},
			{
				state: 'active',
				since: expect.any(Number) as number,
				complete: true,
				caughtUp: expect.any(Promise) as Promise<void>,
			},
		]);
		expect(gateway.sockets).toHaveLength(2);
		await line.close();
	});

	test('a broken connection is taken up again with the last token, and nothing was missed', async () => {
		const { clock, gateway, line, notifications, changes } = await connected();
		gateway.last.notify(notification('a'));
		gateway.last.drop(1006, 'WSG-902');
		expect(changes).toEqual([]);
		await settled();
		expect(changes).toEqual([
			expect.objectContaining({
				state: 'lost',
				cause: 'the gateway closed the connection (1006, WSG-902)',
			}),
		]);
		await clock.advance(2_000);
		expect(gateway.last.url.searchParams.get('wsc')).toBe('wsc-later');
		expect(gateway.last.received).toEqual([]);
		gateway.last.notify(notification('missed'));
		expect(notifications.map(({ uuid }) => uuid)).toEqual(['a', 'missed']);
		expect(changes.at(-1)).toMatchObject({ state: 'active', complete: true });
		await line.close();
	});

	test('where the gateway has forgotten the session, a new one is not complete', async () => {
		const { clock, gateway, line, changes } = await connected();
		gateway.behaviour.details = { recoveryState: 'Failed' };
		gateway.last.drop();
		await clock.advance(2_000);
		expect(gateway.last.received).toHaveLength(1);
		expect(changes.at(-1)).toMatchObject({ state: 'active', complete: false });
		await line.close();
	});

	test('more than the gateway keeps is a gap, told once', async () => {
		const { clock, gateway, line, changes } = await connected();
		const say = (uuid: string, sequence: number) =>
			gateway.last.say(
				{ type: 'ServerNotification', wsc: { token: 'wsc-later', sequence } },
				notification(uuid),
			);
		say('a', 2);
		gateway.last.drop();
		await clock.advance(2_000);
		say('b', 3);
		gateway.last.drop();
		await clock.advance(2_000);
		expect(changes.map((change) => 'complete' in change && change.complete)).toEqual([
			false,
			true,
			false,
			true,
		]);
		say('z', 90);
		say('y', 95);
		expect(changes.slice(4)).toEqual([expect.objectContaining({ complete: false })]);
		await line.close();
	});

	test('after the time of recovery the old session is not asked for', async () => {
		const { clock, gateway, line } = await connected();
		const refused = Array.from({ length: 40 }, () => new TelephonyError('unavailable', 'down'));
		gateway.refusals.push(...refused);
		gateway.last.drop();
		await clock.advance(1_500_000);
		expect(gateway.sockets).toHaveLength(2);
		expect(gateway.last.url.searchParams.has('wsc')).toBe(false);
		await line.close();
	});

	test('waits between tries grow from 1 s to 30 s', async () => {
		const { clock, http, gateway, line } = await connected();
		await clock.advance(60_000);
		const before = http.sent.length;
		const refused = Array.from({ length: 12 }, () => new TelephonyError('unavailable', 'down'));
		gateway.refusals.push(...refused);
		gateway.last.drop();
		await clock.advance(1_200_000);
		const times = http.sent.slice(before).map(({ at }) => at);
		const waits = times.slice(1).map((at, index) => at - times[index]);
		expect(times[0]).toBeGreaterThanOrEqual(61_000);
		expect(Math.max(...waits.slice(0, 4))).toBeLessThanOrEqual(30_000);
		expect(Math.min(...waits.slice(1))).toBeGreaterThanOrEqual(1_000);
		expect(gateway.sockets).toHaveLength(2);
		await line.close();
	});

	test('the 24 hours of a connection end before the gateway ends them, without a word', async () => {
		const { clock, gateway, line, changes } = await connected();
		const first = gateway.last;
		await clock.advance(86_400_000);
		expect(first.isOpen).toBe(false);
		expect(gateway.sockets).toHaveLength(2);
		expect(gateway.last.url.searchParams.has('wsc')).toBe(true);
		expect(changes).toEqual([]);
		await line.close();
	});

	test('while paused silence is not a fault', async () => {
		const { clock, gateway, line, changes } = await connected();
		line.pause();
		gateway.last.isSilent = true;
		expect(gateway.last.isPaused).toBe(true);
		await clock.advance(300_000);
		expect(changes).toEqual([]);
		line.resume();
		expect(gateway.last.isPaused).toBe(false);
		await clock.advance(42_000);
		expect(changes).not.toEqual([]);
		await line.close();
	});
});

describe('Closing', () => {
	test('ends the subscription and the connection, and nothing follows', async () => {
		const { clock, gateway, line, changes } = await connected();
		await line.close();
		expect(gateway.last.received.at(-1)).toEqual([
			expect.objectContaining({ method: 'DELETE', path: '/restapi/v1.0/subscription/sub-1' }),
			{},
		]);
		expect(gateway.last.isOpen).toBe(false);
		await clock.advance(600_000);
		expect(gateway.sockets).toHaveLength(1);
		expect(changes).toEqual([]);
	});

	test('does not wait for a gateway that does not answer', async () => {
		const { clock, gateway, line } = await connected();
		gateway.last.isSilent = true;
		const closed = line.close();
		await clock.advance(10_000);
		await closed;
		expect(gateway.last.isOpen).toBe(false);
	});

	test('while it is down the subscription that the gateway keeps is ended', async () => {
		const { clock, http, gateway, line } = await connected();
		http.on('DELETE', /\/subscription\/sub-1$/, { status: 204 });
		gateway.refusals.push(...Array.from({ length: 9 }, () => new Error('down')));
		gateway.last.drop();
		await clock.advance(3_000);
		await line.close();
		expect(http.to('DELETE', /sub-1$/)).toHaveLength(1);
		expect(gateway.sockets).toHaveLength(1);
	});

	test('while it is down, at a server that does not answer', async () => {
		const { clock, http, gateway, line, log } = await connected();
		http.on('DELETE', /sub-1$/, async () => await new Promise(() => {}));
		gateway.refusals.push(...Array.from({ length: 9 }, () => new Error('down')));
		gateway.last.drop();
		await clock.advance(3_000);
		const closed = line.close();
		await clock.advance(5_000);
		await closed;
		expect(log.at('debug')).toHaveLength(1);
	});

	test('while it is being opened', async () => {
		const { clock, gateway, line } = setUp();
		gateway.behaviour.mute = true;
		await line.start(false);
		await settled();
		const closed = line.close();
		await clock.advance(10_000);
		await closed;
		await clock.advance(60_000);
		expect(gateway.sockets).toHaveLength(1);
	});
});
