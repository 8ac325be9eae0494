import { RateGroups } from '../../../../../nodes/RingCentral/client/transport/rateGroups';
import { settleWebhook } from '../../../../../nodes/RingCentral/client/events/webhook/settleWebhook';
import { WebhookSubscription } from '../../../../../nodes/RingCentral/client/events/webhook/webhookSubscription';
import { WebSocketLine } from '../../../../../nodes/RingCentral/client/events/webSocket/webSocketLine';
import { LONGEST_PAUSE, pauseAfter, TelephonyError } from '../../../../../nodes/shared/core/errors';
import { FakeClock } from '../../../../support/fakes/fakeClock';
import { FakeStream } from '../../../../support/fakes/fakeStream';
import {
	FakeGateway,
	fakeRingCentral,
	json,
} from '../../../../ringCentral/unit/support/ringCentralLive';
import {
	ALICE,
	lineTo,
	RecordingListener,
	ScriptedServer,
} from '../../../../broadWorks/unit/support/xsiServer';

const DAY = '86400';
/** What a server says whose clock is an hour ahead. */
const HOUR_AHEAD = 'Thu, 01 Jan 2026 01:00:30 GMT';
const WAITS = [
	['a day', DAY],
	['a date an hour ahead', HOUR_AHEAD],
] as const;

function refusal(status: number, headers = {}): FakeStream {
	const stream = new FakeStream(status, headers);
	stream.end();
	return stream;
}

describe('pauseAfter', () => {
	const asking = (waitMs?: number) => new TelephonyError('rateLimited', 'later', { waitMs });

	it('is what the server asks for, within some minutes, and says until when', () => {
		expect(pauseAfter(asking(12_000), 1_000, 0)).toEqual({
			ms: 12_000,
			details: { until: '1970-01-01T00:00:12.000Z' },
		});
		expect(pauseAfter(asking(86_400_000), 1_000, 0)).toEqual({
			ms: LONGEST_PAUSE,
			details: { until: '1970-01-01T00:05:00.000Z', asked: '86400 s' },
		});
	});

	it('is never less than the back-off, and the back-off where nothing is asked', () => {
		expect(pauseAfter(asking(0), 4_000, 0).ms).toBe(4_000);
		expect(pauseAfter(asking(), 4_000, 0).ms).toBe(4_000);
		expect(pauseAfter(new Error('broken'), 4_000, 0).ms).toBe(4_000);
	});
});

/** A WebSocket line whose token call is refused until told otherwise. */
function refusedLine(answer: { status: number; headers: Record<string, string> }) {
	const all = fakeRingCentral();
	const gateway = new FakeGateway();
	const token = { uri: 'wss://gateway.example.net/ws', ws_access_token: 'once', expires_in: 60 };
	all.http.on('POST', /\/restapi\/oauth\/wstoken$/, () => json(token));
	all.http.once('POST', /\/restapi\/oauth\/wstoken$/, answer);
	const line = new WebSocketLine(
		all.connection,
		gateway,
		{ eventFilters: ['/restapi/v1.0/account/~/presence'], heartbeat: 30_000, answerWithin: 10_000 },
		{ onNotification: () => {}, onChange: () => {} },
	);
	return { ...all, gateway, line };
}

describe.each(WAITS)('a server that asks to wait %s', (_name, retryAfter) => {
	it.each([429, 503])('does not stop the channel for that long (%i)', async (status) => {
		const server = new ScriptedServer();
		const { line, log } = lineTo(server);
		const listener = new RecordingListener();
		await line.add(ALICE, listener, true);
		server.http.onStream(() => refusal(status, { 'retry-after': retryAfter }));
		server.stream.end();
		await server.clock.advance(1_000);
		server.http.onStream(() => server.openChannel());
		await server.clock.advance(LONGEST_PAUSE + 30_000);
		expect(listener.states()).toEqual(['up', 'down', 'up']);
		const told = log.at('warn').filter(({ message }) => message.includes('asks to wait'));
		expect(told).toHaveLength(1);
		expect(told[0].details).toEqual({ until: expect.any(String), asked: expect.any(String) });
	});

	it.each([429, 503])('does not stop BroadWorks subscriptions (%i)', async (status) => {
		const server = new ScriptedServer();
		const { line, log } = lineTo(server);
		server.http.once('POST', /\/v2\.0\/user\//, {
			status,
			headers: { 'retry-after': retryAfter },
		});
		await line.add(ALICE, new RecordingListener(), false);
		await server.clock.advance(LONGEST_PAUSE + 60_000);
		expect(server.subscribes().length).toBeGreaterThan(1);
		const [told] = log.at('warn').filter(({ message }) => message.includes('trying again'));
		expect(told.details).toMatchObject({ until: expect.any(String), asked: expect.any(String) });
	});

	it('does not stop a rate group; an action is told at once', async () => {
		const clock = new FakeClock();
		const rates = new RateGroups(clock);
		const route = 'GET /restapi/v1.0/account/*/call-log';
		const turn = await rates.take('heavy', route);
		turn.done({ status: 429, headers: { 'retry-after': retryAfter }, everyGroup: true });
		expect(rates.penaltyOf('heavy')).toBe(LONGEST_PAUSE);
		await expect(rates.take('light', route)).rejects.toMatchObject({
			kind: 'rateLimited',
			message: expect.stringMatching(/\d{4,} s to go/),
		});
		await clock.advance(LONGEST_PAUSE);
		await expect(rates.take('heavy', route)).resolves.toBeDefined();
	});

	it.each([429, 503])('does not stop a webhook subscription (%i)', async (status) => {
		const { http, clock, connection, log } = fakeRingCentral();
		const made = {
			id: 'one',
			status: 'Active',
			expiresIn: 600,
			deliveryMode: { transportType: 'WebHook', address: 'https://n8n.example.net/webhook/a' },
		};
		const request = {
			eventFilters: ['/restapi/v1.0/account/~/telephony/sessions'],
			address: made.deliveryMode.address,
			verificationToken: 'secret',
			expiresIn: 600,
		};
		http.on('GET', /\/subscription$/, () => json({ records: [made] }));
		const subscription = new WebhookSubscription(
			connection,
			request,
			{ checkInterval: 120_000 },
			() => {},
		);
		subscription.begin(await settleWebhook(connection, request));
		let asked = 0;
		http.on('GET', /\/subscription\/one$/, () => {
			asked++;
			return { status, headers: { 'retry-after': retryAfter } };
		});
		http.on('PUT', /\/subscription\/one$/, () => {
			asked++;
			return { status, headers: { 'retry-after': retryAfter } };
		});
		await clock.advance(120_000);
		const before = asked;
		expect(before).toBeGreaterThan(0);
		await clock.advance(2 * LONGEST_PAUSE + 60_000);
		expect(asked).toBeGreaterThan(before);
		const told = log.at('warn').filter(({ message }) => message.includes('looked after'));
		expect(told[0].details).toMatchObject({ until: expect.any(String), asked: expect.any(String) });
		await subscription.leave();
	});

	it.each([429, 503])('does not stop a WebSocket (%i)', async (status) => {
		const headers = { 'retry-after': retryAfter };
		const { clock, gateway, line } = refusedLine({ status, headers });
		await line.start(false);
		await clock.advance(2 * LONGEST_PAUSE + 60_000);
		expect(gateway.sockets.length).toBeGreaterThan(0);
		await line.close();
	});
});
