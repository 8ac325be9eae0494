import { manualClock, type ManualClock } from '../../shared/clock';
import { startXsiSimulator, type XsiSimulator } from '../index';
import { seen, subscription, TestClient, until } from '../testClient';
import { childText, parseXml } from '../xml/xml';

const NAMESPACE = 'xmlns="http://schema.broadsoft.com/xsi"';
const ALICE = '/user/alice@example.net';

describe('subscriptions and channels', () => {
	let simulator: XsiSimulator;
	let clock: ManualClock;
	let alice: TestClient;
	const start = async (options = {}) => {
		clock = manualClock();
		simulator = await startXsiSimulator({ clock, ...options });
		alice = new TestClient(simulator, 'alice@example.net');
	};
	afterEach(async () => {
		await simulator.close();
		expect(seen.problems).toEqual([]);
	});

	const voicemail = () =>
		alice.control('POST', 'users/alice@example.net/voicemail', { name: 'Jordan' });
	const SUMMARY = 'VoiceMailMessageSummaryEvent';
	const MWI = 'Voice Mail Message Summary';
	const errorCode = (answer: { xml?: Parameters<typeof childText>[0] }) =>
		childText(answer.xml, 'errorCode');
	const refresh = (id: string, expires: number) =>
		alice.events(
			'PUT',
			`/subscription/${id}`,
			`<Subscription ${NAMESPACE}><expires>${expires}</expires></Subscription>`,
		);

	describe('lifetimes', () => {
		test('below an hour is raised, the answer tells; expiry tells the destination', async () => {
			await start({ eventTimeout: 1e9 });
			const channel = await alice.channel('set', { more: '<expires>120</expires>' });
			expect(childText(parseXml(channel.documents[0]), 'expires')).toBe('3600');
			await alice.events(
				'PUT',
				`/channel/${channel.id}`,
				`<Channel ${NAMESPACE}><expires>20000</expires></Channel>`,
			);
			const answer = await alice.events(
				'POST',
				ALICE,
				subscription(MWI, { setId: 'set', expires: 120 }),
			);
			expect(childText(answer.xml, 'expires')).toBe('3600');
			const id = childText(answer.xml, 'subscriptionId')!;
			clock.advance(1_800_000);
			expect((await refresh(id, 7200)).text).toContain('<expires>7200</expires>');
			await channel.next(SUMMARY, 2);
			clock.advance(7_199_000);
			const read = await alice.events('GET', `/subscription/${id}`);
			expect(childText(read.xml, 'expires')).toBe('1');
			clock.advance(1000);
			const ended = await channel.next('SubscriptionTerminatedEvent');
			expect(ended.sequenceNumber).toBe(3);
			const dead = await refresh(id, 3600);
			expect([dead.status, errorCode(dead)]).toEqual([403, '110862']);
			const gone = await alice.events('DELETE', `/subscription/${id}`);
			expect([gone.status, errorCode(gone)]).toEqual([403, '110862']);
			clock.advance(12_000_000);
			const channelEnd = await channel.next('ChannelTerminatedEvent');
			expect(childText(channelEnd.document, 'reason')).toBe('Expired');
		});

		test('a lifetime the server chooses, and one for ever', async () => {
			await start({ eventTimeout: 1e9, subscriptionExpires: 10 });
			const channel = await alice.channel('set');
			await alice.subscribe(ALICE, MWI, { setId: 'set', expires: 86_400 });
			clock.advance(10_000);
			await channel.next('SubscriptionTerminatedEvent');
			await simulator.close();
			await start({ eventTimeout: 1e12 });
			await alice.channel('set', { more: '<expires>2147483647</expires>' });
			const id = await alice.subscribe(ALICE, MWI, { setId: 'set', expires: 2_147_483_647 });
			clock.advance(1e11);
			expect((await refresh(id, 1)).status).toBe(200);
		});
	});

	describe('identity', () => {
		beforeEach(() => start());

		test('the same tuple again is the same subscription, another application another', async () => {
			const channel = await alice.channel('set');
			const first = await alice.subscribe(ALICE, MWI, { setId: 'set' });
			const again = await alice.subscribe(ALICE, MWI, { setId: 'set' });
			const other = await alice.subscribe(ALICE, MWI, { setId: 'set', applicationId: 'b' });
			expect(again).toBe(first);
			expect(other).not.toBe(first);
			await voicemail();
			await channel.next(SUMMARY, 5);
			const told = channel.events.slice(3);
			expect(told.map((event) => event.subscriptionId).sort()).toEqual([first, other].sort());
		});

		test('a list of packages is one subscription and replaces the single ones', async () => {
			const channel = await alice.channel('set');
			const single = await alice.subscribe(ALICE, MWI, { setId: 'set' });
			const body = `<Subscription ${NAMESPACE}><eventPackageList><event>${MWI}</event><event>Do Not Disturb</event></eventPackageList><channelSetId>set</channelSetId><applicationId>test</applicationId></Subscription>`;
			const answer = await alice.events('POST', ALICE, body);
			const id = childText(answer.xml, 'subscriptionId');
			await channel.next('DoNotDisturbEvent');
			const ended = await channel.next('SubscriptionTerminatedEvent');
			expect(ended.subscriptionId).toBe(single);
			expect(channel.of(SUMMARY)[1].subscriptionId).toBe(id);
			const list = await alice.events('GET', '/subscription?event=Do%20Not%20Disturb');
			expect(list.text).toContain(`<eventPackageList><event>${MWI}</event>`);
		});

		test('the list can be filtered; others are not seen', async () => {
			await alice.channel('set');
			await alice.subscribe(ALICE, MWI, { setId: 'set' });
			await alice.subscribe(ALICE, MWI, { setId: 'set', applicationId: 'b' });
			const count = async (client: TestClient, query: string) =>
				(await client.events('GET', `/subscription${query}`)).xml?.children.length;
			expect(await count(alice, '')).toBe(2);
			expect(await count(alice, '?extAppId=b')).toBe(1);
			expect(await count(alice, '?targetId=bob@example.net')).toBe(0);
			expect(await count(new TestClient(simulator, 'bob@example.net'), '')).toBe(0);
			expect(await count(new TestClient(simulator), '?subscriberId=alice@example.net')).toBe(2);
		});

		test('subscribing to a set nobody opened is 403 110842, to another user’s set 403', async () => {
			const answer = await alice.events('POST', ALICE, subscription(MWI, { setId: 'none' }));
			expect([answer.status, errorCode(answer)]).toEqual([403, '110842']);
			await alice.channel('set');
			const bob = new TestClient(simulator, 'bob@example.net');
			const stolen = await bob.events(
				'POST',
				'/user/bob@example.net',
				subscription(MWI, { setId: 'set' }),
			);
			expect(stolen.status).toBe(403);
			expect((await alice.events('GET', '/channelset/none')).status).toBe(403);
		});

		test('only user targets get an initial event; targetId is told unless it is the owner', async () => {
			const admin = new TestClient(simulator);
			const channel = await admin.channel('admin-set');
			await admin.subscribe('/enterprise/demo', MWI, { setId: 'admin-set' });
			await admin.subscribe(ALICE, MWI, { setId: 'admin-set', applicationId: 'b' });
			await channel.next(SUMMARY);
			expect(channel.events).toHaveLength(1);
			expect(channel.events[0].targetId).toBe('alice@example.net');
			const own = await alice.channel('set');
			await alice.subscribe(ALICE, MWI, { setId: 'set' });
			expect((await own.next(SUMMARY)).targetId).toBeUndefined();
		});
	});

	describe('heartbeats and acknowledgements', () => {
		beforeEach(() => start({ eventTimeout: 10_000 }));

		test('heartbeats keep a channel, without them it is NonResponsive', async () => {
			const channel = await alice.channel('set');
			for (let beat = 0; beat < 5; beat++) {
				clock.advance(9000);
				expect((await channel.heartbeat()).status).toBe(200);
			}
			clock.advance(10_000);
			const end = await channel.next('ChannelTerminatedEvent');
			expect(childText(end.document, 'reason')).toBe('NonResponsiveChannel');
			await until(() => channel.ended, 'the end of the stream');
			expect((await channel.heartbeat()).status).toBe(404);
			expect((await alice.events('DELETE', `/channel/${channel.id}`)).status).toBe(403);
		});

		test('without acknowledgements too; the event goes to the next channel with its id', async () => {
			const first = await alice.channel('set', { ack: false });
			await alice.subscribe(ALICE, MWI, { setId: 'set' });
			const event = await first.next(SUMMARY);
			clock.advance(9000);
			await first.heartbeat();
			clock.advance(1000);
			await first.next('ChannelTerminatedEvent');
			await voicemail();
			const second = await alice.channel('set');
			const again = await second.next(SUMMARY, 2);
			expect(second.events.map((item) => item.eventId)[0]).toBe(event.eventId);
			expect(second.events.map((item) => item.sequenceNumber)).toEqual([1, 2]);
			expect(childText(again.document, 'channelId')).toBe(second.id);
			const sent = await alice.control<{ attempts: number; acked: boolean }[]>('GET', 'sent');
			await until(() => simulator.world.sent.since(0).every((item) => item.acked), 'the acks');
			expect(sent.map((item) => item.attempts)).toEqual([2, 1]);
		});

		test('an acknowledged event is not sent again; a waiting one can still be acknowledged', async () => {
			const first = await alice.channel('set', { ack: false });
			await alice.subscribe(ALICE, MWI, { setId: 'set' });
			await voicemail();
			const [one, two] = [await first.next(SUMMARY), await first.next(SUMMARY, 2)];
			await alice.acknowledge(one.eventId!);
			first.close();
			await until(() => simulator.world.channels.all().length === 0, 'the loss of the channel');
			await alice.acknowledge(two.eventId!);
			const second = await alice.channel('set');
			await second.heartbeat();
			expect(second.events).toEqual([]);
		});

		test('481 removes the subscription, 500 only counts', async () => {
			const channel = await alice.channel('set', { ack: false });
			const id = await alice.subscribe(ALICE, MWI, { setId: 'set' });
			const first = await channel.next(SUMMARY);
			await alice.acknowledge(first.eventId!, 500, 'no');
			expect((await alice.events('GET', `/subscription/${id}`)).status).toBe(200);
			await voicemail();
			const second = await channel.next(SUMMARY, 2);
			await alice.acknowledge(second.eventId!, 481, 'Subscription does not exist');
			expect((await alice.events('GET', `/subscription/${id}`)).status).toBe(403);
			expect(simulator.world.sent.since(0).map((item) => item.statusCode)).toEqual([500, 481]);
			const bob = new TestClient(simulator, 'bob@example.net');
			expect((await bob.acknowledge('unknown')).status).toBe(200);
			const body = `<EventResponse ${NAMESPACE}><statusCode>200</statusCode><eventID>1</eventID><reason>OK</reason></EventResponse>`;
			expect((await alice.events('POST', '/channel/eventresponse', body)).status).toBe(400);
		});

		test('others can neither beat, delete nor acknowledge', async () => {
			const channel = await alice.channel('set', { ack: false });
			await alice.subscribe(ALICE, MWI, { setId: 'set' });
			const event = await channel.next(SUMMARY);
			const bob = new TestClient(simulator, 'bob@example.net');
			expect((await bob.events('PUT', `/channel/${channel.id}/heartbeat`)).status).toBe(403);
			expect((await bob.events('DELETE', `/channel/${channel.id}`)).status).toBe(403);
			expect((await bob.acknowledge(event.eventId!)).status).toBe(403);
			expect((await bob.events('PUT', '/channel/none/heartbeat')).status).toBe(404);
		});
	});

	describe('several channels', () => {
		beforeEach(() => start());

		test('a set may have many; the lowest priority number gets the events', async () => {
			const spare = await alice.channel('set', { more: '<priority>2</priority>' });
			const main = await alice.channel('set', { more: '<priority>1</priority>' });
			await alice.subscribe(ALICE, MWI, { setId: 'set' });
			await main.next(SUMMARY);
			main.close();
			await until(() => simulator.world.channels.all().length === 1, 'the loss of a channel');
			await voicemail();
			await spare.next(SUMMARY);
			const set = await alice.events('GET', '/channelset/set');
			expect(set.text).toContain(`<channelId>${spare.id}</channelId>`);
		});

		test('a new set of the same application ends the older channels', async () => {
			const application = { more: '<applicationId>app</applicationId>' };
			const older = await alice.channel('one', application);
			const other = await alice.channel('other', { more: '<applicationId>b</applicationId>' });
			await alice.channel('two', application);
			const end = await older.next('ChannelTerminatedEvent');
			expect(childText(end.document, 'reason')).toBe('DuplicateChannelSet');
			expect(other.ended).toBe(false);
		});

		test('both ways to delete, also on the async path', async () => {
			const first = await alice.channel('set');
			expect((await alice.events('DELETE', `/channel/${first.id}/delete`)).status).toBe(200);
			await first.next('ChannelTerminatedEvent');
			const second = await alice.channel('set');
			const path = `/com.broadsoft.async/com.broadsoft.xsi-events/v2.0/channel/${second.id}`;
			expect((await alice.send('DELETE', path)).status).toBe(200);
			const end = await second.next('ChannelTerminatedEvent');
			expect(childText(end.document, 'reason')).toBe('ExplicitDelete');
		});

		test('with requireSessionCookie only the cookie of the stream reaches it', async () => {
			await simulator.close();
			await start({ requireSessionCookie: true });
			const channel = await alice.channel('set');
			expect((await channel.heartbeat()).status).toBe(404);
			const path = `/com.broadsoft.xsi-events/v2.0/channel/${channel.id}/heartbeat`;
			const headers = { cookie: channel.cookie };
			expect((await alice.send('PUT', path, { headers })).status).toBe(200);
		});
	});

	describe('while no channel is open', () => {
		test('events wait, bounded in number and time', async () => {
			await start({ undeliveredLimit: 2, undeliveredSeconds: 60 });
			(await alice.channel('set')).close();
			await alice.subscribe(ALICE, MWI, { setId: 'set' }).catch(() => undefined);
			const opened = await alice.channel('set');
			await alice.subscribe(ALICE, MWI, { setId: 'set' });
			await opened.next(SUMMARY);
			opened.close();
			await until(() => simulator.world.channels.all().length === 0, 'the loss of the channel');
			await until(() => simulator.world.sent.since(0)[0].acked, 'the acknowledgement');
			await voicemail();
			await voicemail();
			clock.advance(61_000);
			await voicemail();
			const channel = await alice.channel('set');
			await channel.next(SUMMARY);
			expect(channel.events.map((event) => event.sequenceNumber)).toEqual([4]);
			expect(simulator.world.sent.since(0).map((item) => item.lost)).toEqual([
				undefined,
				'too many events waited for a channel',
				'it waited too long for a channel',
				undefined,
			]);
		});

		test('or are lost, where the server keeps nothing', async () => {
			await start({ keepUndelivered: false });
			const first = await alice.channel('set');
			await alice.subscribe(ALICE, MWI, { setId: 'set' });
			await first.next(SUMMARY);
			first.close();
			await until(() => simulator.world.channels.all().length === 0, 'the loss of the channel');
			await voicemail();
			expect(simulator.world.sent.since(0).at(-1)?.lost).toBe('no channel was open');
		});
	});

	test('a restart with its state goes on where it was, without it knows nothing', async () => {
		await start();
		const first = await alice.channel('set', { ack: false });
		const id = await alice.subscribe(ALICE, MWI, { setId: 'set', expires: 7200 });
		const event = await first.next(SUMMARY);
		const callId = await alice.call('alice@example.net');
		const state = simulator.exportState();
		const { port } = simulator;
		await simulator.close();
		simulator = await startXsiSimulator({ clock, state, port });
		const second = await alice.channel('set');
		expect((await second.next(SUMMARY)).eventId).toBe(event.eventId);
		expect((await alice.actions('GET', `${ALICE}/calls/${callId}`)).status).toBe(200);
		clock.advance(29_000);
		await second.heartbeat();
		clock.advance(7_171_000);
		expect((await refresh(id, 1)).status).toBe(403);
		await simulator.close();
		simulator = await startXsiSimulator({ clock, port });
		expect((await refresh(id, 1)).status).toBe(403);
		expect((await alice.actions('GET', `${ALICE}/calls/${callId}`)).status).toBe(404);
	});
});
