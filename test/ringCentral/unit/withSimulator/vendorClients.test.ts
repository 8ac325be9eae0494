import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import RingCentral from '@rc-ex/core';
import WebSocketExtension, { Events } from '@rc-ex/ws';
import { SDK } from '@ringcentral/sdk';

import { waitFor } from '../../../../n8n-driver/wait-for';
import {
	startRingCentralSimulator,
	type RingCentralSimulator,
} from '../../../simulators/ringCentral/index';
import { GENEROUS } from '../../../simulators/ringCentral/testClient';
import { logCall } from '../../n8n/support/ringCentralCalls';
import { ids } from '../../n8n/support/ringCentral';

/**
 * The vendor's own clients against the simulator: what they can use behaves as they expect, so it is not only this
 * package that understands it.
 */
describe('clients of the vendor, on the simulator', () => {
	let simulator: RingCentralSimulator;
	const app = () => ({
		server: simulator.url,
		clientId: 'demo-client',
		clientSecret: 'demo-secret',
	});

	beforeEach(async () => {
		simulator = await startRingCentralSimulator({ rateLimits: GENEROUS, outsideAnswers: null });
	});
	afterEach(async () => await simulator.close());

	const oneCall = () => {
		const { control } = simulator.world;
		const { telephonySessionId } = control.place({ from: '+14155550199', to: 'alice' });
		control.answer(telephonySessionId);
		const { parties } = control.calls.find(telephonySessionId);
		const own = parties.find(({ extensionId }) => extensionId === ids.alice);
		return { telephonySessionId, partyId: own?.id ?? '' };
	};

	test('@ringcentral/sdk: JWT, refresh, paging, call control, a post', async () => {
		const platform = new SDK(app()).platform();
		await platform.login({ jwt: 'jwt-alice' });
		const first = await platform.auth().data();
		await platform.refresh();
		expect((await platform.auth().data()).access_token).not.toBe(first.access_token);
		for (const minutesAgo of [10, 20, 30]) logCall(simulator.world, { minutesAgo });
		const log = '/restapi/v1.0/account/~/extension/~/call-log';
		const page = async (number: number) => {
			const answer = await platform.get(log, { perPage: 2, page: number });
			return (await answer.json()) as { records: unknown[] };
		};
		expect([(await page(1)).records, (await page(2)).records].map((list) => list.length)).toEqual([
			2, 1,
		]);
		const { telephonySessionId, partyId } = oneCall();
		const party = `/restapi/v1.0/account/~/telephony/sessions/${telephonySessionId}/parties/${partyId}`;
		await platform.post(`${party}/hold`);
		expect(simulator.world.control.calls.find(telephonySessionId).parties).toContainEqual(
			expect.objectContaining({ id: partyId, code: 'Hold' }),
		);
		const post = await platform.post('/team-messaging/v1/chats/1002/posts', { text: 'Hello' });
		expect(await post.json()).toMatchObject({ text: 'Hello', creatorId: ids.alice });
		await platform.logout();
		expect(await platform.loggedIn()).toBe(false);
	});

	test('@rc-ex/core: JWT, refresh, paging, call control, a post', async () => {
		const client = new RingCentral(app());
		await client.authorize({ jwt: 'jwt-alice' });
		const before = client.token?.access_token;
		await client.refresh();
		expect(client.token?.access_token).not.toBe(before);
		for (const minutesAgo of [10, 20, 30]) logCall(simulator.world, { minutesAgo });
		const own = client.restapi().account().extension();
		expect(await own.get()).toMatchObject({ extensionNumber: '101' });
		const second = await own.callLog().list({ perPage: 2, page: 2 });
		expect(second.records).toHaveLength(1);
		const { telephonySessionId, partyId } = oneCall();
		const party = client
			.restapi()
			.account()
			.telephony()
			.sessions(telephonySessionId)
			.parties(partyId);
		await party.hold().post({});
		expect(simulator.world.control.calls.find(telephonySessionId).parties).toContainEqual(
			expect.objectContaining({ id: partyId, code: 'Hold' }),
		);
		const posts = client.teamMessaging().v1().chats('1002').posts();
		const made = await posts.post({ text: 'Hello' });
		expect((await posts.list()).records).toContainEqual(
			expect.objectContaining({ id: made.id, text: 'Hello' }),
		);
		await client.revoke();
	});

	test('both: a webhook subscription, and what comes of it', async () => {
		const received: Array<{ subscriptionId: string; body: { telephonySessionId: string } }> = [];
		const receiver = createServer((request, response) => {
			const token = request.headers['validation-token'];
			const parts: Buffer[] = [];
			request.on('data', (part: Buffer) => parts.push(part));
			request.on('end', () => {
				if (token === undefined) received.push(JSON.parse(Buffer.concat(parts).toString()));
				response.writeHead(200, token === undefined ? {} : { 'Validation-Token': token }).end();
			});
		});
		await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
		try {
			const { port } = receiver.address() as AddressInfo;
			const wanted = {
				eventFilters: ['/restapi/v1.0/account/~/extension/~/telephony/sessions'],
				deliveryMode: { transportType: 'WebHook' as const, address: `http://127.0.0.1:${port}/` },
			};
			const client = new RingCentral(app());
			await client.authorize({ jwt: 'jwt-alice' });
			const made = await client.restapi().subscription().post(wanted);
			const platform = new SDK(app()).platform();
			await platform.login({ jwt: 'jwt-alice' });
			const answer = await platform.post('/restapi/v1.0/subscription', wanted);
			const { id } = (await answer.json()) as { id: string };
			const { telephonySessionId } = oneCall();
			const subscriptions = () =>
				new Set(
					received
						.filter(({ body }) => body.telephonySessionId === telephonySessionId)
						.map(({ subscriptionId }) => subscriptionId),
				);
			await waitFor(() => Promise.resolve(subscriptions().size === 2), {
				what: 'both subscriptions get the call',
			});
			expect(subscriptions()).toEqual(new Set([made.id, id]));
			await client
				.restapi()
				.subscription(made.id ?? '')
				.delete();
			await platform.delete(`/restapi/v1.0/subscription/${id}`);
			expect(simulator.world.control.hub.subscriptions.list()).toEqual([]);
		} finally {
			receiver.closeAllConnections();
			receiver.close();
		}
	});

	test('@rc-ex/ws: events over WebSocket, a session taken up again, and one that is lost', async () => {
		const client = new RingCentral(app());
		await client.authorize({ jwt: 'jwt-alice' });
		const socket = new WebSocketExtension({
			autoRecover: { enabled: true, checkInterval: () => 50 },
		});
		// The client listens for its callback a moment after ConnectionDetails: what comes in the same read it drops.
		const frames: string[] = [];
		socket.eventEmitter.on(Events.newWebSocketObject, () => {
			socket.ws.addEventListener('message', ({ data }) => frames.push(String(data)));
		});
		await socket.install(client);
		const { gateway, hub } = simulator.world.control;
		try {
			const sessions: string[] = [];
			await socket.subscribe(
				['/restapi/v1.0/account/~/extension/~/telephony/sessions'],
				(event) =>
					void sessions.push(
						(event as { body: { telephonySessionId: string } }).body.telephonySessionId,
					),
			);
			const comes = async (what: string) => {
				const { telephonySessionId } = oneCall();
				await waitFor(() => Promise.resolve(sessions.includes(telephonySessionId)), { what });
			};
			/** Does something to the line that ends it, and waits for the client's next state. */
			const becomes = async (state: 'Successful' | 'Failed', end: () => void) => {
				// A token is good for one connection (docs/protocols/ringcentral.md#websocket); the client keeps its own.
				socket.wsTokenExpiresAt = 0;
				const before = socket.connectionDetails;
				end();
				await waitFor(() => Promise.resolve(gateway.connections.size === 0), {
					what: 'the line is down',
					intervalMs: 1,
				});
				const { telephonySessionId } = oneCall();
				await waitFor(() => Promise.resolve(socket.connectionDetails !== before), {
					what: 'the client connects anew',
				});
				expect(socket.connectionDetails.recoveryState).toBe(state);
				return telephonySessionId;
			};
			await comes('an event of a call');
			const missed = await becomes('Successful', () => gateway.cut());
			await waitFor(() => Promise.resolve(frames.some((frame) => frame.includes(missed))), {
				what: 'what happened meanwhile',
			});
			await comes('an event of the session taken up');
			expect(hub.subscriptions.list()).toHaveLength(1);
			const first = socket.subscription?.subscriptionInfo?.id;
			await becomes('Failed', () => gateway.forget());
			const isSubscribed = () =>
				hub.subscriptions.list().some(({ id }) => id === socket.subscription?.subscriptionInfo?.id);
			await waitFor(() => Promise.resolve(isSubscribed()), { what: 'the client subscribes anew' });
			await comes('an event of the new subscription');
			expect(socket.subscription?.subscriptionInfo?.id).not.toBe(first);
			await socket.subscription?.revoke();
			expect(hub.subscriptions.list()).toEqual([]);
		} finally {
			await socket.revoke();
		}
	});
});
