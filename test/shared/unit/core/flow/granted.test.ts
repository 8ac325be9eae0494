import { TokenKeeper } from '../../../../../nodes/RingCentral/client/login/tokens';
import { settleWebhook } from '../../../../../nodes/RingCentral/client/events/webhook/settleWebhook';
import { WebhookSubscription } from '../../../../../nodes/RingCentral/client/events/webhook/webhookSubscription';
import { WebSocketLine } from '../../../../../nodes/RingCentral/client/events/webSocket/webSocketLine';
import { grantedSeconds, renewAfter } from '../../../../../nodes/shared/core/flow/granted';
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

test.each([
	['3600', 3_600],
	[3_600, 3_600],
	['0.5', 0.5],
	[1e12, 1e12],
	['0', 60],
	['-5', 60],
	['soon', 60],
	['', 60],
	['Infinity', 60],
	['1e400', 60],
	[NaN, 60],
	[undefined, 60],
	[null, 60],
	[{}, 60],
])('a life of %p is one of %p s', (told, seconds) => {
	expect(grantedSeconds(told, 60)).toBe(seconds);
});

test('a life is renewed at its half, and never at once', () => {
	expect([7_200_000, 4_000, 1, 0].map(renewAfter)).toEqual([3_600_000, 2_000, 5_000, 5_000]);
});

/** Lives that nobody can keep up with, or that are none. */
const ODD = [0, -5, -86_400, 0.001, 1, 1e12, 1e21];

/** Requests in a minute that are not too many. */
const BEARABLE = 15;

describe.each(ODD)('a server that grants %p s', (expires) => {
	test('is not asked without a pause about a channel', async () => {
		const server = new ScriptedServer();
		server.channelExpires = expires;
		const { line } = lineTo(server);
		await line.add(ALICE, new RecordingListener(), true);
		await server.clock.advance(60_000);
		expect(server.http.to('PUT', /channel\/c1$/).length).toBeLessThan(BEARABLE);
		expect(server.openings()).toHaveLength(1);
	});

	test('is not asked without a pause about a subscription', async () => {
		const server = new ScriptedServer();
		server.subscriptionExpires = expires;
		const { line } = lineTo(server);
		await line.add(ALICE, new RecordingListener(), true);
		await server.clock.advance(60_000);
		expect(server.http.to('PUT', /subscription\/s\d+$/).length).toBeLessThan(BEARABLE);
		expect(server.subscribes()).toHaveLength(1);
	});

	test('is not asked for tokens without a pause', async () => {
		const { http, clock, connection } = fakeRingCentral();
		let given = 0;
		http.on('POST', /\/restapi\/oauth\/token$/, () =>
			json({ access_token: `t${++given}`, expires_in: expires }),
		);
		const keeper = new TokenKeeper(
			{ server: connection.server, clientId: 'c', clientSecret: 's', jwt: 'j' },
			connection,
		);
		for (let second = 0; second < 60; second++) {
			void keeper.get();
			await clock.advance(1_000);
		}
		expect(given).toBeLessThan(BEARABLE);
	});

	test('is not asked without a pause about a webhook', async () => {
		const { http, clock, connection } = fakeRingCentral();
		const address = 'https://n8n.example.net/webhook/a';
		const made = {
			id: 'one',
			status: 'Active',
			expiresIn: expires,
			deliveryMode: { transportType: 'WebHook', address },
		};
		const request = {
			eventFilters: ['/restapi/v1.0/account/~/telephony/sessions'],
			address,
			verificationToken: 'secret',
			expiresIn: 600,
		};
		let asked = 0;
		const answer = () => {
			asked++;
			return json(made);
		};
		http.on('GET', /\/subscription$/, () => json({ records: [made] }));
		http.on('GET', /\/subscription\/one$/, answer);
		http.on('PUT', /\/subscription\/one$/, answer);
		const subscription = new WebhookSubscription(
			connection,
			request,
			{ checkInterval: 120_000 },
			() => {},
		);
		subscription.begin(await settleWebhook(connection, request));
		await clock.advance(60_000);
		expect(asked).toBeLessThan(BEARABLE);
		await subscription.leave();
	});

	test('is not asked for WebSockets without a pause', async () => {
		const { http, clock, connection } = fakeRingCentral();
		http.on('POST', /\/restapi\/oauth\/wstoken$/, () =>
			json({ uri: 'wss://gateway.example.net/ws', ws_access_token: 'once', expires_in: expires }),
		);
		const gateway = new FakeGateway();
		gateway.behaviour = { details: { absoluteTimeout: expires, recoveryTimeout: expires } };
		const line = new WebSocketLine(
			connection,
			gateway,
			{ eventFilters: ['/presence'], heartbeat: 30_000, answerWithin: 10_000 },
			{ onNotification: () => {}, onChange: () => {} },
		);
		await line.start(true);
		await clock.advance(60_000);
		expect(gateway.sockets.length).toBeLessThan(BEARABLE);
		await line.close();
	});
});
