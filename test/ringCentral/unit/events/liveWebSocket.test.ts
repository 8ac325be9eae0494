import type { LineChange } from '../../../../nodes/RingCentral/client/events/lineChange';
import type { Notification } from '../../../../nodes/RingCentral/client/events/notification';
import { WebSocketLine } from '../../../../nodes/RingCentral/client/events/webSocket/webSocketLine';
import { LiveConnection } from '../../../../nodes/RingCentral/trigger/liveConnection';
import { LiveWebSocket } from '../../../../nodes/RingCentral/trigger/webSocket/liveWebSocket';
import { FakeGateway, fakeRingCentral, json } from '../support/ringCentralLive';

const FILTERS = ['/restapi/v1.0/account/~/extension/~/presence'];
const WSTOKEN = /\/restapi\/oauth\/wstoken$/;
const SUBSCRIPTION = /\/restapi\/v1\.0\/subscription\/[\w-]+$/;

let workflows = 0;

/** A gateway, and an n8n that starts and closes the trigger of one workflow. */
function setUp() {
	const all = fakeRingCentral();
	const { clock, http, log, connection: client } = all;
	const gateway = new FakeGateway();
	const granted = () =>
		json({ uri: 'wss://gateway.example.net/ws', ws_access_token: 'once', expires_in: 60 });
	http.on('POST', WSTOKEN, granted);
	const deleted = new Set<string>();
	const deletes = ({ url }: { url: string }) => {
		deleted.add(url.split('/').at(-1) ?? '');
		return { status: 204 };
	};
	http.on('DELETE', SUBSCRIPTION, deletes);
	const key = `w${++workflows}:n`;
	const trigger = () => {
		const taken: string[] = [];
		const changes: LineChange[] = [];
		const connection = new LiveConnection(client, log);
		const sink = {
			hasRoom: true,
			take: ({ uuid = '' }: Notification) => void taken.push(uuid),
			changed: (change: LineChange) => void changes.push(change),
		};
		const settings = { eventFilters: FILTERS, heartbeat: 30_000, answerWithin: 10_000 };
		const live = new LiveWebSocket(
			connection,
			sink,
			(listener) => new WebSocketLine(connection, gateway, settings, listener),
			key,
		);
		return { live, taken, changes };
	};
	/** Ids of subscriptions that were made and not deleted, over a WebSocket or by HTTP. */
	const standing = () => {
		const ids = new Set<string>();
		gateway.sockets.forEach(({ received }, index) => {
			if (received.some(([{ method }]) => method === 'POST')) ids.add(`sub-${index + 1}`);
		});
		const frames = gateway.sockets.flatMap(({ received }) => received.map(([meta]) => meta));
		for (const frame of frames) {
			const { method, path } = frame as { method?: string; path?: string };
			if (method === 'DELETE') ids.delete(path?.split('/').at(-1) ?? '');
		}
		return [...ids].filter((id) => !deleted.has(id));
	};
	const refuse = () => {
		http.on('POST', WSTOKEN, json({ errorCode: 'OAU-149' }, 401));
		http.on('DELETE', SUBSCRIPTION, json({ errorCode: 'OAU-149' }, 401));
	};
	const allow = () => {
		http.on('POST', WSTOKEN, granted);
		http.on('DELETE', SUBSCRIPTION, deletes);
	};
	/** There are five tokens for the gateway a minute, so that a start may have to wait for its turn. */
	const inTime = async (work: Promise<void>) => {
		let isOver = false;
		const outcome = work.finally(() => (isOver = true));
		outcome.catch(() => {});
		while (!isOver) await clock.advance(1_000);
		await outcome;
	};
	return { ...all, gateway, trigger, standing, refuse, allow, inTime };
}

const presence = (uuid: string) => ({ uuid, event: FILTERS[0], body: { uuid } });

describe('A refused login', () => {
	// n8n 1.x closes a trigger that tells an error, and starts it again and again.
	test('leaves its session to the trigger that n8n starts in its place', async () => {
		const { clock, gateway, trigger, standing, refuse, allow, inTime } = setUp();
		const first = trigger();
		await first.live.start(true);
		refuse();
		gateway.last.drop();
		await clock.advance(2_000);
		expect(first.changes.map(({ state }) => state)).toEqual(['lost', 'refused']);
		await first.live.close();
		for (let start = 0; start < 3; start++) {
			await expect(inTime(trigger().live.start('unlessRefused'))).rejects.toMatchObject({
				kind: 'unauthorized',
			});
			await clock.advance(10_000);
		}
		allow();
		const last = trigger();
		await inTime(last.live.start('unlessRefused'));
		await clock.advance(10);
		const resumed = gateway.sockets.find(({ url }) => url.searchParams.has('wsc'));
		resumed?.notify(presence('kept by the gateway'));
		gateway.last.notify(presence('new'));
		await clock.advance(10_000);
		expect(last.taken.sort()).toEqual(['kept by the gateway', 'new']);
		expect(last.changes).toEqual([expect.objectContaining({ state: 'active', complete: true })]);
		expect(standing()).toHaveLength(1);
		await last.live.close();
		await clock.advance(10_000);
		expect(standing()).toEqual([]);
	});

	test('that is put right in a running trigger leaves one subscription, and nothing is missed', async () => {
		const { clock, gateway, trigger, standing, refuse, allow } = setUp();
		const { live, taken, changes } = trigger();
		await live.start(true);
		refuse();
		gateway.last.drop();
		await clock.advance(20_000);
		allow();
		live.renew();
		await clock.advance(10);
		const resumed = gateway.sockets.find(({ url }) => url.searchParams.has('wsc'));
		resumed?.notify(presence('kept by the gateway'));
		await clock.advance(10_000);
		expect(taken).toEqual(['kept by the gateway']);
		expect(standing()).toHaveLength(1);
		expect(changes.at(-1)).toMatchObject({ state: 'active', complete: true });
		await live.close();
		await clock.advance(10_000);
		expect(standing()).toEqual([]);
	});

	test('that lasted longer than the gateway keeps a session is told as a gap', async () => {
		const { clock, gateway, trigger, standing, refuse, allow } = setUp();
		const { live, changes } = trigger();
		await live.start(true);
		const since = clock.now();
		refuse();
		gateway.last.drop();
		await clock.advance(600_000);
		allow();
		live.renew();
		await clock.advance(10_000);
		expect(changes.slice(2)).toEqual([{ state: 'active', since, complete: false }]);
		expect(standing()).toContain('sub-2');
		await live.close();
		await clock.advance(10_000);
		expect(standing().filter((id) => id !== 'sub-1')).toEqual([]);
	});
});

describe('A newer version of the workflow', () => {
	test('stands before the old one goes, and gets what comes between', async () => {
		const { clock, gateway, trigger, standing } = setUp();
		const first = trigger();
		await first.live.start(true);
		await first.live.close();
		gateway.sockets[0].notify(presence('between'));
		const second = trigger();
		await second.live.start('unlessRefused');
		gateway.sockets[0].notify(presence('still by the old one'));
		await clock.advance(10);
		expect(standing()).toHaveLength(2);
		await clock.advance(10_000);
		expect(standing()).toEqual(['sub-2']);
		expect([first.taken, second.taken]).toEqual([[], ['between', 'still by the old one']]);
		expect([first.changes, second.changes]).toEqual([[], []]);
		await second.live.close();
		await clock.advance(10_000);
		expect(standing()).toEqual([]);
	});

	test('ten of them in a row leave one subscription', async () => {
		const { clock, trigger, standing, inTime } = setUp();
		let last = trigger();
		await last.live.start(true);
		for (let version = 0; version < 10; version++) {
			await last.live.close();
			last = trigger();
			await inTime(last.live.start('unlessRefused'));
			await clock.advance(1_200);
			expect(standing().length).toBeLessThan(4);
		}
		await clock.advance(10_000);
		expect(standing()).toEqual(['sub-11']);
		await last.live.close();
	});

	test('that follows while the server is down takes the session up', async () => {
		const { clock, http, gateway, trigger, standing, allow, inTime } = setUp();
		const first = trigger();
		await first.live.start(true);
		http.on('POST', WSTOKEN, { status: 503 });
		gateway.last.drop();
		await clock.advance(1_000);
		await first.live.close();
		const second = trigger();
		await inTime(second.live.start('unlessRefused'));
		allow();
		await clock.advance(60_000);
		expect(gateway.sockets.some(({ url }) => url.searchParams.get('wsc') === 'wsc-1')).toBe(true);
		await clock.advance(10_000);
		expect(standing()).toHaveLength(1);
		await second.live.close();
	});
});

test('closed while it subscribes it leaves nothing behind', async () => {
	const { clock, gateway, trigger, standing } = setUp();
	gateway.behaviour.mute = true;
	const { live } = trigger();
	await live.start(false);
	await clock.advance(10);
	const closing = live.close();
	gateway.behaviour.mute = false;
	gateway.last.say({ type: 'ConnectionDetails', status: 200, wsc: { token: 'w' } }, {});
	await clock.advance(20_000);
	await closing;
	expect(standing()).toEqual([]);
	expect(gateway.last.isOpen).toBe(false);
});
