import type { LineChange } from '../../../../nodes/RingCentral/client/events/lineChange';
import type { Notification } from '../../../../nodes/RingCentral/client/events/notification';
import { WebSocketLine } from '../../../../nodes/RingCentral/client/events/webSocket/webSocketLine';
import { TelephonyError } from '../../../../nodes/shared/core/errors';
import { FakeGateway, fakeRingCentral, json } from '../support/ringCentralLive';

const FILTERS = ['/restapi/v1.0/account/~/extension/~/presence'];
const WSTOKEN = /\/restapi\/oauth\/wstoken$/;

function setUp() {
	const { clock, http, connection } = fakeRingCentral();
	const gateway = new FakeGateway();
	const granted = () =>
		json({ uri: 'wss://gateway.example.net/ws', ws_access_token: 'once', expires_in: 60 });
	http.on('POST', WSTOKEN, granted);
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
	return { clock, http, gateway, line, notifications, changes, granted };
}

const down = (code?: string) => new TelephonyError('unavailable', 'down', { vendorCode: code });
const refusedBy = (status: number) =>
	new TelephonyError(status === 401 ? 'unauthorized' : 'unavailable', 'no', { status });

const limited = new TelephonyError('rateLimited', 'no', { status: 429 });
const busy = (waitMs: number) => new TelephonyError('unavailable', 'no', { status: 503, waitMs });

const session = ({ gateway }: ReturnType<typeof setUp>) => gateway.last.url.searchParams.get('wsc');

describe('After an outage the old session is taken up, whatever the tries before failed of:', () => {
	test.each([
		['one failed attempt', [down()]],
		['several', [down('ECONNREFUSED'), down('ETIMEDOUT'), down()]],
		['a gateway that answers 503', [refusedBy(503), refusedBy(503)]],
		['a gateway that answers 401 once', [refusedBy(401)]],
		['five refused connections', Array<TelephonyError>(5).fill(down('ECONNREFUSED'))],
		['a name that DNS does not know for a while', Array<TelephonyError>(5).fill(down('ENOTFOUND'))],
		['a gateway that answers 503 five times', Array<TelephonyError>(5).fill(refusedBy(503))],
		['a proxy that answers 502 five times', Array<TelephonyError>(5).fill(refusedBy(502))],
		['a gateway that answers 429 five times', Array<TelephonyError>(5).fill(limited)],
		['a gateway that asks to wait a minute', [busy(60_000)]],
	])('%s', async (_what, failures) => {
		const all = setUp();
		const { clock, gateway, line, changes } = all;
		await line.start(true);
		gateway.refusals.push(...failures);
		gateway.last.drop();
		await clock.advance(120_000);
		expect(gateway.sockets).toHaveLength(2);
		expect(session(all)).toBe('wsc-1');
		expect(changes.at(-1)).toMatchObject({ state: 'active', complete: true });
		await line.close();
	});

	test.each([
		['no token for the gateway', json({ errorCode: 'CMN-201' }, 503)],
		['a rate limit', { ...json({ errorCode: 'CMN-301' }, 429), headers: { 'retry-after': '20' } }],
		['no answer', down('ECONNREFUSED')],
		['no name', down('ENOTFOUND')],
		['a wait', { ...json({ errorCode: 'CMN-211' }, 503), headers: { 'retry-after': '60' } }],
		['a page of a proxy', { status: 502, body: '<html>' }],
		['a refused login that is put right', json({ errorCode: 'OAU-149' }, 401)],
	])('%s', async (_what, answer) => {
		const all = setUp();
		const { clock, http, gateway, line, changes, granted } = all;
		await line.start(true);
		http.on('POST', WSTOKEN, answer);
		gateway.last.drop();
		await clock.advance(20_000);
		http.on('POST', WSTOKEN, granted);
		await clock.advance(150_000);
		expect(gateway.sockets).toHaveLength(2);
		expect(session(all)).toBe('wsc-1');
		expect(changes.at(-1)).toMatchObject({ state: 'active', complete: true });
		await line.close();
	});

	test('failures use up no login turns where the server was not reached', async () => {
		const all = setUp();
		const { clock, http, gateway, line, granted } = all;
		await line.start(true);
		await clock.advance(60_000);
		http.on('POST', WSTOKEN, down('ECONNREFUSED'));
		gateway.last.drop();
		await clock.advance(20_000);
		http.on('POST', WSTOKEN, granted);
		await clock.advance(31_000);
		expect(session(all)).toBe('wsc-1');
		await line.close();
	});
});

test('a gateway that always breaks off in taking a session up gets a new one', async () => {
	const all = setUp();
	const { clock, gateway, line, changes } = all;
	await line.start(true);
	gateway.last.drop();
	gateway.refusals.push(refusedBy(404), refusedBy(404), refusedBy(404));
	await clock.advance(100_000);
	expect(session(all)).toBeNull();
	expect(changes.at(-1)).toMatchObject({ state: 'active', complete: false });
	await line.close();
});

test.each([
	['after a message that is too large', 1009, 'a message has more than 8 MiB'],
	['after what cannot be read', 1007, 'invalid opcode 3'],
])('%s there is a gap, not a session in which it may come again', async (_what, code, reason) => {
	const all = setUp();
	const { clock, gateway, line, changes } = all;
	await line.start(true);
	gateway.last.drop(code, reason);
	await clock.advance(10_000);
	expect(session(all)).toBeNull();
	expect(changes).toMatchObject([
		{ state: 'lost', cause: `the gateway closed the connection (${code}, ${reason})` },
		{ state: 'active', complete: false },
	]);
	await line.close();
});

describe('What the gateway kept while the connection was lost', () => {
	/** Lost and taken up again, `since`: when it was last heard before; the gateway has not sent what it kept. */
	async function takenUp() {
		const all = setUp();
		await all.line.start(true);
		await all.clock.advance(100_000);
		all.gateway.last.drop();
		await all.clock.advance(5_000);
		const [lost] = all.changes;
		const since = lost.state === 'lost' ? lost.since : NaN;
		expect(all.changes).toMatchObject([{ state: 'lost' }, { state: 'active', since }]);
		return { ...all, since };
	}

	test.each([
		['a message that is too large', 1009, false],
		['another loss', 1006, true],
	])('may be missing from then on where %s breaks in', async (_what, code, complete) => {
		const { clock, gateway, line, changes, since } = await takenUp();
		gateway.last.notify({ uuid: 'a', event: '/e', body: {} });
		gateway.last.drop(code);
		await clock.advance(10_000);
		expect(changes.slice(2)).toMatchObject([
			{ state: 'lost', since },
			{ state: 'active', since, complete },
		]);
		await line.close();
	});

	test('has come when the gateway answers what it was asked afterwards', async () => {
		const { clock, gateway, line, changes, since } = await takenUp();
		let isCaughtUp = false;
		const [, active] = changes;
		if (active.state === 'active') void active.caughtUp?.then(() => (isCaughtUp = true));
		await clock.advance(20_000);
		expect(isCaughtUp).toBe(false);
		await clock.advance(25_000);
		expect(isCaughtUp).toBe(true);
		gateway.last.drop(1009);
		await clock.advance(10_000);
		const [lost, back] = changes.slice(2);
		expect([lost, back]).toMatchObject([{ state: 'lost' }, { state: 'active', complete: false }]);
		if (back.state === 'active') expect(back.since).toBeGreaterThan(since + 30_000);
		await line.close();
	});

	test('has not come while the gateway sends notifications and answers nothing', async () => {
		const { clock, gateway, line, changes, since } = await takenUp();
		gateway.last.isSilent = true;
		for (let n = 0; n < 8; n++) {
			await clock.advance(5_000);
			gateway.last.notify({ uuid: `n${n}`, event: '/e', body: {} });
		}
		gateway.last.drop(1009);
		await clock.advance(10_000);
		expect(changes.at(-1)).toMatchObject({ state: 'active', since, complete: false });
		await line.close();
	});
});

describe('A refused login', () => {
	async function refused() {
		const all = setUp();
		await all.line.start(true);
		all.http.on('POST', WSTOKEN, json({ errorCode: 'OAU-149' }, 401));
		all.gateway.last.drop();
		await all.clock.advance(200_000);
		const told = all.changes.filter(({ state }) => state === 'refused');
		expect(told).toHaveLength(1);
		all.http.on('POST', WSTOKEN, all.granted);
		return all;
	}

	test('is tried again by itself', async () => {
		const { clock, gateway, line, changes } = await refused();
		await clock.advance(300_000);
		expect(gateway.sockets).toHaveLength(2);
		expect(changes.at(-1)).toMatchObject({ state: 'active', complete: false });
		await line.close();
	});

	test('is tried at once when the credential is another', async () => {
		const { clock, gateway, line } = await refused();
		line.tryNow();
		await clock.advance(1);
		expect(gateway.sockets).toHaveLength(2);
		await line.close();
	});
});

describe('Beginning', () => {
	test('while the server is down goes on by itself where only refusals are waited for', async () => {
		const { clock, gateway, line } = setUp();
		gateway.refusals.push(down(), down());
		await line.start('unlessRefused');
		await clock.advance(10_000);
		expect(gateway.sockets).toHaveLength(1);
		await line.close();
	});

	test('with a refused login is told at once', async () => {
		const { http, line } = setUp();
		http.on('POST', WSTOKEN, json({ errorCode: 'OAU-149' }, 401));
		await expect(line.start('unlessRefused')).rejects.toMatchObject({ kind: 'unauthorized' });
	});
});

test('a token that ends between gateway and subscription leads to a new try, not to an end', async () => {
	const { clock, gateway, line, changes } = setUp();
	await line.start(true);
	gateway.behaviour.details = { recoveryState: 'Failed' };
	gateway.behaviour.subscription = { status: 401, body: { errorCode: 'OAU-213' } };
	gateway.last.drop();
	await clock.advance(2_000);
	gateway.behaviour.subscription = { status: 200, body: {} };
	await clock.advance(30_000);
	expect(changes.map(({ state }) => state)).toEqual(['lost', 'active']);
	await line.close();
});
