import { manualClock, type ManualClock } from '../../shared/clock';
import { startXsiSimulator, type XsiSimulator } from '../index';
import { type TestChannel, TestClient, textAt, until } from '../testClient';
import { childText } from '../xml/xml';

const ALICE = '/user/alice@example.net';
const SUMMARY = 'VoiceMailMessageSummaryEvent';

describe('faults', () => {
	let simulator: XsiSimulator;
	let clock: ManualClock;
	let admin: TestClient;
	let channel: TestChannel;
	let subscriptionId: string;

	beforeEach(async () => {
		clock = manualClock();
		simulator = await startXsiSimulator({ clock, eventTimeout: 60_000 });
		admin = new TestClient(simulator);
		channel = await admin.channel('set');
		subscriptionId = await admin.subscribe('/enterprise/demo', 'Voice Mail Message Summary', {
			setId: 'set',
		});
	});
	afterEach(() => simulator.close());

	const fault = (kind: string, more = {}) =>
		admin.control<Record<string, unknown>>('POST', 'faults', { kind, ...more });
	const voicemail = () => admin.control('POST', 'users/alice@example.net/voicemail', {});
	const profile = () => admin.actions('GET', `${ALICE}/profile`);

	test('status: by path and method, a number of times, with its headers', async () => {
		await fault('status', { status: 429, path: '/profile$', method: 'get', retryAfter: 7 });
		expect((await admin.actions('GET', `${ALICE}/calls`)).status).toBe(200);
		const refused = await profile();
		expect(refused.status).toBe(429);
		expect(refused.headers['retry-after']).toBe('7');
		expect((await profile()).status).toBe(200);
		await fault('status', { status: 302, times: 2, location: 'http://127.0.0.1:1/' });
		expect((await profile()).headers.location).toBe('http://127.0.0.1:1/');
		expect((await profile()).status).toBe(302);
		await fault('status', { status: 401, times: 0 });
		for (let turn = 0; turn < 3; turn++) expect((await profile()).status).toBe(401);
		await admin.control('DELETE', 'faults');
		expect((await profile()).status).toBe(200);
		await expect(fault('earthquake')).rejects.toThrow(/400/);
	});

	test('cut resets the stream; events wait; refused for a while', async () => {
		await fault('cut', { downMs: 150 });
		await until(() => channel.ended, 'the end of the stream');
		await expect(admin.channel('set')).rejects.toThrow();
		await voicemail();
		clock.advance(149);
		await expect(admin.channel('set')).rejects.toThrow();
		clock.advance(1);
		const again = await admin.channel('set');
		await again.next(SUMMARY);
		expect(channel.of('ChannelTerminatedEvent')).toEqual([]);
	});

	test('stall: the stream stays open, silent, heartbeats still answered', async () => {
		await fault('stall');
		await voicemail();
		expect((await channel.heartbeat()).status).toBe(200);
		await new Promise((done) => setTimeout(done, 50));
		expect(channel.documents).toHaveLength(1);
		expect(channel.ended).toBe(false);
		const [sent] = simulator.world.sent.since(0);
		expect(sent).toMatchObject({ delivered: false, acked: false });
		// The newer channel gets what is new, and what the silent one held once that is given up.
		const next = await admin.channel('set');
		await voicemail();
		await next.next(SUMMARY);
		channel.close();
		await next.next(SUMMARY, 2);
		expect(next.events.map((event) => event.sequenceNumber)).toEqual([2, 1]);
	});

	test('stall with heartbeats unanswered, on that channel only', async () => {
		await fault('stall', { channelId: channel.id, answer: false });
		const other = await admin.channel('other');
		expect((await other.heartbeat()).status).toBe(200);
		const pending = channel.heartbeat().catch(() => 'cut');
		expect(await Promise.race([pending, other.heartbeat().then(() => 'silence')])).toBe('silence');
	});

	test('split into bytes: the same documents in the end', async () => {
		await fault('splitBytes', { bytes: 1 });
		let parts = 0;
		channel.response.on('data', () => (parts += 1));
		await voicemail();
		await voicemail();
		await channel.heartbeat();
		await channel.next(SUMMARY, 2);
		await until(() => channel.documents.length === 4, 'the echo');
		expect(channel.events.map((event) => event.sequenceNumber)).toEqual([1, 2]);
		expect(parts).toBeGreaterThan(20);
	});

	test('slow: answers and documents come late, in order', async () => {
		await fault('slow', { delayMs: 60 });
		const start = Date.now();
		await profile();
		expect(Date.now() - start).toBeGreaterThanOrEqual(55);
		await voicemail();
		await voicemail();
		await channel.next(SUMMARY, 2);
		expect(Date.now() - start).toBeGreaterThanOrEqual(170);
	});

	test('dropped heartbeats do not count; answered or not', async () => {
		await fault('dropHeartbeats', { answer: true });
		const before = simulator.world.channels.all()[0].lastHeartbeat;
		clock.advance(5);
		expect((await channel.heartbeat()).status).toBe(200);
		expect(simulator.world.channels.all()[0].lastHeartbeat).toBe(before);
		expect(channel.documents).toHaveLength(1);
		await admin.control('DELETE', 'faults');
		await fault('dropHeartbeats');
		const silent = await Promise.race([
			channel.heartbeat().then(
				() => 'answered',
				() => 'failed',
			),
			new Promise((done) => setTimeout(done, 80, 'silence')),
		]);
		expect(silent).toBe('silence');
	});

	test.each([
		'DuplicateChannelSet',
		'UserDeleted',
		'NonResponsiveChannel',
		'ExplicitDelete',
		'Expired',
		'UnknownChannel',
	])('channel terminated: %s', async (reason) => {
		await fault('terminateChannel', { reason });
		const end = await channel.next('ChannelTerminatedEvent');
		expect(childText(end.document, 'reason')).toBe(reason);
		await until(() => channel.ended, 'the end of the stream');
		await expect(fault('terminateChannel', { reason: 'Boredom' })).rejects.toThrow(/400/);
	});

	test('subscription terminated, told or not', async () => {
		await fault('terminateSubscription', { subscriptionId });
		const end = await channel.next('SubscriptionTerminatedEvent');
		expect(end.subscriptionId).toBe(subscriptionId);
		expect((await admin.events('GET', `/subscription/${subscriptionId}`)).status).toBe(403);
		await admin.subscribe('/enterprise/demo', 'Do Not Disturb', { setId: 'set' });
		await fault('expireSubscription', { silent: true });
		expect(simulator.world.subscriptions.all()).toEqual([]);
		await channel.heartbeat();
		expect(channel.of('SubscriptionTerminatedEvent')).toHaveLength(1);
	});

	test('duplicate, reorder, gap', async () => {
		await fault('duplicate');
		await voicemail();
		await channel.next(SUMMARY, 2);
		expect(channel.events[0].eventId).toBe(channel.events[1].eventId);
		await fault('reorder');
		await voicemail();
		await voicemail();
		await channel.next(SUMMARY, 4);
		expect(channel.events.map((event) => event.sequenceNumber)).toEqual([1, 1, 3, 2]);
		await fault('gap');
		await voicemail();
		await voicemail();
		const after = await channel.next(SUMMARY, 5);
		expect(after.sequenceNumber).toBe(5);
		expect(simulator.world.sent.since(0)[3].lost).toBe('gap fault');
		await fault('reorder');
		await voicemail();
		clock.advance(1_000);
		await channel.next(SUMMARY, 6);
	});

	test('refused refresh and acknowledgement', async () => {
		const body =
			'<Subscription xmlns="http://schema.broadsoft.com/xsi"><expires>4000</expires></Subscription>';
		await fault('refuseRefresh', { times: 1 });
		const path = `/subscription/${subscriptionId}`;
		expect((await admin.events('PUT', path, body)).status).toBe(403);
		expect((await admin.events('PUT', path, body)).status).toBe(200);
		await fault('renameSubscription', { times: 1 });
		const renamed = await admin.events('PUT', path, body);
		expect([renamed.status, renamed.text.includes(subscriptionId)]).toEqual([200, false]);
		expect((await admin.events('PUT', path, body)).status).toBe(403);
		await fault('refuseAck', { status: 503, times: 1 });
		expect((await admin.acknowledge('x')).status).toBe(503);
		expect((await admin.acknowledge('x')).status).toBe(200);
	});

	test('broken and hostile documents stand between good events', async () => {
		for (const form of ['mismatch', 'entity', 'attribute', 'empty', 'text']) {
			await fault('malformed', { form });
		}
		for (const form of ['bomb', 'external']) await fault('dtd', { form });
		await voicemail();
		await until(() => simulator.world.sent.since(0)[0]?.delivered, 'the event');
		const raw = await until(
			() => (channel.documents.join('').includes(SUMMARY) ? channel.documents.join('') : undefined),
			'the good event',
		);
		expect(raw).toContain('this is not XML at all');
		expect(raw).toContain('<!ENTITY h "&g;&g;');
		expect(raw).toContain('SYSTEM "file:///etc/hostname"');
		await expect(fault('malformed', { form: 'pretty' })).rejects.toThrow(/400/);
	});

	test('an endless document', async () => {
		await fault('endless', { bytes: 1_000_000 });
		await until(() => channel.raw.length > 1_000_000, 'a megabyte');
	});

	test('another prefix is the same document', async () => {
		await fault('wrongPrefix', { prefix: 'ns2', times: 1 });
		await voicemail();
		const event = await channel.next(SUMMARY);
		expect(event.text).toContain('<ns2:Event xmlns:ns2="http://schema.broadsoft.com/xsi"');
		expect(event.text).toContain(`<ns2:eventData xsi1:type="ns2:${SUMMARY}">`);
		expect(event.text).not.toContain('xsi:');
	});

	test('an unknown type, and an event of a megabyte', async () => {
		await fault('unknownEventType');
		await channel.next('CallHistoryEvent');
		await fault('bigEvent', { bytes: 1_000_000 });
		const big = await channel.next('CallUpdatedEvent');
		expect(textAt(big.data, 'call', 'clientSessionInfo')).toHaveLength(1_000_000);
	});

	test('a restart: connections go, the state stays or goes', async () => {
		const callId = await admin.call('alice@example.net');
		await fault('restart');
		await until(() => channel.ended, 'the end of the stream');
		expect((await admin.actions('GET', `${ALICE}/calls/${callId}`)).status).toBe(200);
		await voicemail();
		const second = await admin.channel('set');
		await second.next(SUMMARY);
		await fault('restart', { keepState: false });
		expect((await admin.actions('GET', `${ALICE}/calls/${callId}`)).status).toBe(404);
		expect(simulator.world.subscriptions.all()).toEqual([]);
	});

	test('a lasting fault can end by itself', async () => {
		await fault('status', { times: 0, ms: 40 });
		expect((await profile()).status).toBe(503);
		clock.advance(39);
		expect((await profile()).status).toBe(503);
		clock.advance(1);
		expect(simulator.world.faults.list()).toEqual([]);
		expect((await profile()).status).toBe(200);
	});
});
