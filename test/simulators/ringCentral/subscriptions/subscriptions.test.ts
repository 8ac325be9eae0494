import { CallTest, OUTSIDE } from '../calls/callTest';
import { ALICE, BOB } from '../testClient';
import { until } from '../../broadWorks/testClient';
import { Receiver } from './receiver';

const SUBSCRIPTION = '/restapi/v1.0/subscription';
const CALLS = '/restapi/v1.0/account/~/extension/~/telephony/sessions';
const ALL_CALLS = '/restapi/v1.0/account/~/telephony/sessions';
const REMINDER = `${SUBSCRIPTION}/~?threshold=100&interval=40`;

describe('webhook subscriptions', () => {
	let run: CallTest;
	let hook: Receiver;
	beforeEach(async () => {
		run = await CallTest.start();
		hook = await Receiver.start();
	});
	afterEach(async () => {
		await run.stop();
		await hook.close();
	});

	async function create(
		eventFilters: string[],
		more: Record<string, unknown> = {},
		{ as, verificationToken }: { as?: string; verificationToken?: string } = {},
	) {
		const deliveryMode = {
			transportType: 'WebHook',
			address: hook.url,
			...(verificationToken === undefined ? {} : { verificationToken }),
		};
		const json = { eventFilters, deliveryMode, ...more };
		return await run.client.send('POST', SUBSCRIPTION, { json, as });
	}
	const count = async (events: number) =>
		await until(() => hook.events.length >= events, `${events} notifications`);

	test('handshake, then the subscription, then notifications with the token', async () => {
		const { status, body } = await create([CALLS], {}, { verificationToken: 'secret' });
		expect(status).toBe(200);
		expect(body).toMatchObject({
			uri: `${run.client.simulator.url}${SUBSCRIPTION}/${String(body.id)}`,
			status: 'Active',
			eventFilters: [`/restapi/v1.0/account/809646016/extension/${ALICE}/telephony/sessions`],
			expiresIn: 604_800,
			deliveryMode: { transportType: 'WebHook', address: hook.url, encryption: false },
		});
		expect(JSON.stringify(body)).not.toContain('secret');
		expect(body).not.toHaveProperty('disabledFilters');
		expect(hook.handshakes).toHaveLength(1);
		expect(hook.handshakes[0]).toMatchObject({
			text: '',
			headers: { 'verification-token': 'secret' },
		});
		run.control.place({ from: OUTSIDE, to: 'alice' });
		await count(2);
		expect(hook.all[1].headers).toMatchObject({
			'verification-token': 'secret',
			'content-type': 'application/json',
		});
		expect(hook.events[0]).toEqual({
			uuid: expect.stringMatching(/^\d{10,19}$/),
			event: `/restapi/v1.0/account/809646016/extension/${ALICE}/telephony/sessions`,
			timestamp: '2026-01-15T12:00:00.000Z',
			subscriptionId: body.id,
			ownerId: ALICE,
			body: expect.objectContaining({ sequence: 3, parties: [expect.anything()] }),
		});
		expect(hook.events[0].uuid).not.toBe(hook.events[1].uuid);
	});

	test.each([
		['answers 404', (to: Receiver) => void (to.status = 404), 'HTTP 404'],
		['answers 202', (to: Receiver) => void (to.status = 202), 'HTTP 202'],
		['leaves the header out', (to: Receiver) => void (to.validation = () => undefined), 'differs'],
		['says something else', (to: Receiver) => void (to.validation = () => 'x'), 'differs'],
		['says too much', (to: Receiver) => void (to.filler = 1_024), 'bytes'],
	])('a webhook that %s is refused', async (_what, change, reason) => {
		change(hook);
		const { status, body } = await create([CALLS]);
		expect(status).toBe(400);
		expect(body).toMatchObject({ errorCode: 'SUB-525' });
		expect(String(body.message)).toContain(reason);
		expect(run.control.hub.subscriptions.list()).toEqual([]);
	});

	test('a webhook that does not answer within 3 s, or is not there', async () => {
		hook.status = 0;
		const began = Date.now();
		expect((await create([CALLS])).body).toMatchObject({ errorCode: 'SUB-525' });
		expect(Date.now() - began).toBeGreaterThan(2_900);
		const address = 'http://127.0.0.1:1/';
		const gone = await create([CALLS], { deliveryMode: { transportType: 'WebHook', address } });
		expect(gone.body).toMatchObject({ errorCode: 'SUB-525' });
	}, 10_000);

	test.each([
		[{ eventFilters: [] }],
		[{ eventFilters: ['/restapi/v1.0/account/~/call-log'] }],
		[{ deliveryMode: { transportType: 'PubNub' } }],
		[{ deliveryMode: { transportType: 'WebHook', address: 'nowhere' } }],
		[{ expiresIn: 0 }],
	])('%j is refused', async (more) => {
		const { status, body } = await create([CALLS], more);
		expect(status).toBe(400);
		expect(body).toMatchObject({ errorCode: 'CMN-101' });
		expect(hook.handshakes).toHaveLength(0);
	});

	test('filters the user may not have are named; none left is an error', async () => {
		const foreign = `/restapi/v1.0/account/~/extension/${ALICE}/presence`;
		const { body } = await create([CALLS, foreign], {}, { as: 'bob' });
		expect(body).toMatchObject({
			eventFilters: [`/restapi/v1.0/account/809646016/extension/${BOB}/telephony/sessions`],
			disabledFilters: [
				{
					filter: foreign.replace('~', '809646016'),
					reason: 'CMN-404',
					message: expect.any(String),
				},
			],
		});
		const none = await create([foreign, REMINDER], {}, { as: 'bob' });
		expect(none.status).toBe(403);
		const unknown = await create(['/restapi/v1.0/account/~/extension/123/presence']);
		expect(unknown.body).toMatchObject({ errorCode: 'CMN-102' });
	});

	test('without the app scopes', async () => {
		const own = await CallTest.start({ scopes: ['ReadPresence', 'SubscriptionWebhook'] });
		const json = {
			eventFilters: [CALLS],
			deliveryMode: { transportType: 'WebHook', address: hook.url },
		};
		const post = async (body: unknown) =>
			await own.client.send('POST', SUBSCRIPTION, { json: body });
		expect((await post(json)).body).toMatchObject({
			errorCode: 'CMN-401',
			permissionName: 'CallControl',
		});
		const both = { ...json, eventFilters: [CALLS, '/restapi/v1.0/account/~/presence'] };
		expect((await post(both)).body.disabledFilters).toMatchObject([{ reason: 'CMN-401' }]);
		await own.stop();
		const none = await CallTest.start({ scopes: ['CallControl'] });
		expect((await none.client.send('POST', SUBSCRIPTION, { json })).body).toMatchObject({
			errorCode: 'CMN-401',
			permissionName: 'SubscriptionWebhook',
		});
		await none.stop();
	});

	test('list, read, change, renew, delete: only the own ones', async () => {
		const { body } = await create([CALLS], { expiresIn: 600 });
		const path = `${SUBSCRIPTION}/${String(body.id)}`;
		await create([CALLS], {}, { as: 'bob' });
		const list = await run.client.get(SUBSCRIPTION);
		expect(list.body.records).toMatchObject([{ id: body.id, expiresIn: 600 }]);
		expect((await run.client.get(path, 'bob')).body).toMatchObject({ errorCode: 'SUB-507' });
		run.client.clock.advance(500_000);
		expect((await run.client.get(path)).body).toMatchObject({ expiresIn: 100 });
		const json = { eventFilters: [ALL_CALLS], expiresIn: 700 };
		const changed = await run.client.send('PUT', path, { json });
		expect(changed.body).toMatchObject({
			eventFilters: ['/restapi/v1.0/account/809646016/telephony/sessions'],
			expiresIn: 700,
		});
		// Once for each of the two, and once more for the update.
		expect(hook.handshakes).toHaveLength(3);
		expect((await run.client.send('PUT', path)).body).toMatchObject({ expiresIn: 604_800 });
		const renewed = await run.client.send('POST', `${path}/renew`);
		expect(renewed.body).toMatchObject({ expiresIn: 604_800 });
		expect((await run.client.send('DELETE', path)).status).toBe(204);
		expect((await run.client.send('DELETE', path)).status).toBe(404);
	});

	test('a subscription ends with its life', async () => {
		const { body } = await create([CALLS], { expiresIn: 60 });
		run.client.clock.advance(59_000);
		run.control.place({ from: OUTSIDE, to: 'alice' });
		await count(2);
		run.client.clock.advance(1_000);
		const gone = await run.client.get(`${SUBSCRIPTION}/${String(body.id)}`);
		expect(gone.status).toBe(404);
	});

	test('ten years are the most, and are waited for', async () => {
		const { body } = await create([CALLS], { expiresIn: 999_999_999 });
		expect(body.expiresIn).toBe(315_360_000);
		run.client.clock.advance(315_359_000_000);
		expect(run.control.hub.subscriptions.list()).toHaveLength(1);
		run.client.clock.advance(1_000_000);
		expect(run.control.hub.subscriptions.list()).toHaveLength(0);
	});

	test('reminders come below the threshold, every interval', async () => {
		await create([CALLS, REMINDER], { expiresIn: 200 });
		run.client.clock.advance(99_000);
		run.client.clock.advance(1_000);
		await count(1);
		expect(hook.events[0]).toMatchObject({ event: REMINDER, body: {} });
		run.client.clock.advance(40_000);
		await count(2);
		const { id } = run.control.hub.subscriptions.list()[0];
		await run.client.send('POST', `${SUBSCRIPTION}/${id}/renew`);
		run.client.clock.advance(100_000);
		expect(run.control.hub.sent.since(0)).toHaveLength(2);
	});

	test('thirty are the most', async () => {
		for (let made = 0; made < 30; made++) expect((await create([CALLS])).status).toBe(200);
		const { status } = await create([CALLS]);
		expect(status).toBe(403);
		expect((await create([CALLS], {}, { as: 'bob' })).status).toBe(200);
	});

	test('one subscription gets an event once, whatever filters match', async () => {
		await create([CALLS, ALL_CALLS]);
		const { telephonySessionId } = run.control.place({ from: OUTSIDE, to: 'alice' });
		await count(4);
		const sequences = hook.events.map(({ body }) => body.sequence);
		expect(sequences).toEqual(run.bodies(telephonySessionId).map(({ sequence }) => sequence));
	});

	test('a delivery that failed is tried again, three in a row blacklist', async () => {
		const { body } = await create([CALLS]);
		const path = `${SUBSCRIPTION}/${String(body.id)}`;
		const tries = async (made: number) =>
			await until(() => hook.events.length === made, `try ${made}`);
		const { clock } = run.client;
		const [{ transport }] = run.control.hub.subscriptions.list();
		const { tries: answered } = transport as unknown as { tries: unknown[] };
		/** The answer is back and the time until the next try runs. */
		const failed = async (made: number) =>
			await until(() => answered.length === made, `the answer to try ${made}`);
		hook.status = 500;
		const { telephonySessionId } = run.control.place({ from: OUTSIDE, to: 'alice' });
		await tries(1);
		await failed(1);
		hook.status = 200;
		clock.advance(1_000);
		await count(3);
		expect(hook.events[0].uuid).toBe(hook.events[1].uuid);
		expect((await run.client.get(path)).body).toMatchObject({ status: 'Active' });

		hook.status = 503;
		run.control.answer(telephonySessionId);
		await tries(4);
		await failed(4);
		clock.advance(1_000);
		await tries(5);
		await failed(5);
		clock.advance(2_000);
		await tries(6);
		const [subscription] = run.control.hub.subscriptions.list();
		await until(() => subscription.blacklisted, 'the end of patience');
		const read = await run.client.get(path);
		expect(read.body).toMatchObject({
			status: 'Blacklisted',
			blacklistedData: {
				reason: 'Webhook responds with code 503',
				blacklistedAt: '2026-01-15T12:00:04.000Z',
			},
		});
		hook.status = 200;
		run.control.hangUp(telephonySessionId);
		expect((await run.client.send('PUT', path)).body).toMatchObject({ status: 'Blacklisted' });
		expect(hook.events).toHaveLength(6);
	});

	test('a webhook that is too slow counts as failed', async () => {
		await run.stop();
		run = await CallTest.start({ webhookTimeout: 1_000 });
		await create([CALLS]);
		hook.status = 0;
		run.control.place({ from: OUTSIDE, to: 'alice' });
		const [{ transport }] = run.control.hub.subscriptions.list();
		const { tries } = transport as unknown as { tries: { reason?: string }[] };
		await until(() => tries.length > 0, 'the time-out');
		expect(tries[0].reason).toBe('I/O operation is failed. Details: [Read timed out]');
	});
});
