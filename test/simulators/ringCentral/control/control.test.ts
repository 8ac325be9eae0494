import { CallTest, OUTSIDE } from '../calls/callTest';
import { ALICE, BOB, OWN } from '../testClient';
import { until } from '../../broadWorks/testClient';
import { Receiver } from '../subscriptions/receiver';

const ALL_CALLS = '/restapi/v1.0/account/~/telephony/sessions';

describe('the control', () => {
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

	async function http(method: string, path: string, body?: unknown) {
		const response = await fetch(`${run.client.simulator.controlUrl}/${path}`, {
			method,
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const json = (await response.json()) as Record<string, unknown>;
		return { status: response.status, body: json };
	}
	const post = async (path: string, body: unknown = {}) => await http('POST', path, body);
	const subscribe = async (eventFilters: string[]) => {
		const deliveryMode = { transportType: 'WebHook', address: hook.url };
		const json = { eventFilters, deliveryMode };
		const { body } = await run.client.send('POST', '/restapi/v1.0/subscription', { json });
		return String(body.id);
	};
	const count = async (events: number) =>
		await until(() => hook.events.length >= events, `${events} notifications`);

	test('a call by HTTP, from the first ring to the record', async () => {
		const placed = await post('calls', { from: OUTSIDE, to: 'alice', name: 'Jo' });
		expect(placed.status).toBe(201);
		const id = String(placed.body.telephonySessionId);
		expect(placed.body).toEqual({
			telephonySessionId: id,
			sessionId: expect.stringMatching(/^\d+$/),
			callerPartyId: `p-${id.slice(2)}-1`,
			calleePartyId: `p-${id.slice(2)}-2`,
		});
		for (const [action, body] of [
			['answer', { by: 'alice' }],
			['hold', { by: '101' }],
			['unhold', { by: ALICE }],
			['transfer', { by: 'alice', to: '102' }],
			['answer', {}],
			['park', { by: 'bob' }],
			['pickUp', { by: 'carol' }],
			['hangUp', { by: OUTSIDE }],
		] as const) {
			expect(await post(`calls/${id}/${action}`, body)).toMatchObject({ status: 201 });
		}
		expect(run.steps(id, 6)).toEqual([
			'2 Hold',
			'2 Answered',
			'2 Disconnected BlindTransfer',
			'3 Setup',
			'3 Proceeding',
			'3 Answered',
			'3 Parked CallPark',
			'4 Setup',
			'4 Answered',
			'3 Disconnected Pickup',
			'1 Disconnected',
			'4 Disconnected',
		]);
		expect(run.log(id)).toHaveLength(3);
	});

	test('voicemail, reject, lines, RingOut and conference by HTTP', async () => {
		const one = run.control.place({ from: OUTSIDE, to: 'alice' }).telephonySessionId;
		const left = await post(`calls/${one}/leaveVoicemail`, { duration: 9 });
		expect(run.client.world.messages.get(ALICE, String(left.body.messageId))).toBeDefined();
		const two = run.control.place({ from: OUTSIDE, to: 'bob' }).telephonySessionId;
		await post(`calls/${two}/reject`, { by: 'bob' });
		expect(run.steps(two, 4)).toEqual(['2 VoiceMail', '1 Answered']);
		const three = run.control.place({ from: OUTSIDE, to: 'bob' }).telephonySessionId;
		await post(`calls/${three}/toVoicemail`);
		expect(run.steps(three, 4)).toEqual(['2 VoiceMail', '1 Answered']);
		await post('lines', { phoneNumber: '+14155550142', behaviour: 'busy' });
		const four = run.control.place({ from: 'bob', to: '+14155550142' }).telephonySessionId;
		run.client.clock.advance(0);
		expect(run.steps(four).at(-1)).toBe('1 Disconnected TargetBusy');
		const made = await run.client.send('POST', '/restapi/v1.0/account/~/telephony/conference');
		const { id } = made.body.session as unknown as { id: string };
		expect((await post(`calls/${id}/join`)).body).toEqual({ partyId: `p-${id.slice(2)}-1` });
		await post('hangUp');
		expect((await http('GET', 'state')).body.calls).toEqual([]);
	});

	test('messages, posts, presence and queue members', async () => {
		await subscribe([
			`${OWN}/message-store/instant?type=SMS`,
			`${OWN}/fax?direction=Inbound`,
			'/team-messaging/v1/posts',
			`${OWN}/presence/dnd`,
			'/restapi/v1.0/account/~/call-queues/62290000016/presence',
			`${OWN}/voicemail`,
		]);
		await post('sms', { from: OUTSIDE, to: 'alice', text: 'hello' });
		await post('fax', { from: OUTSIDE, to: 'alice', pages: 2 });
		await post('posts', { from: 'bob', text: 'hi' });
		await post('presence', { user: 'alice', dndStatus: 'DoNotAcceptAnyCalls' });
		await post('queueMembers', { queue: 'Sales', user: 'bob', accepts: false });
		await post('pager', { from: 'bob', to: 'alice', text: 'no SMS' });
		const { telephonySessionId } = run.control.place({ from: OUTSIDE, to: 'alice' });
		await post(`calls/${telephonySessionId}/leaveVoicemail`);
		await count(6);
		expect(hook.events.map(({ event }) => event.replace(/^.*\d{6}\//, ''))).toEqual([
			'message-store/instant?type=SMS',
			'fax?direction=Inbound',
			'/team-messaging/v1/posts',
			'presence/dnd',
			'presence',
			'voicemail',
		]);
		expect(hook.events[0].body).toMatchObject({ subject: 'hello' });
		expect(hook.events[2].body).toMatchObject({ eventType: 'PostAdded', creatorId: BOB });
	});

	test.each([
		['POST', 'nothing', {}, 404],
		['POST', 'calls/x/y/z', {}, 404],
		['GET', 'nothing', undefined, 404],
		['PATCH', 'calls', {}, 404],
		['POST', 'calls/constructor/x', {}, 404],
		['POST', 'calls', { from: 'alice' }, 400],
		['POST', 'calls', { from: 'alice', to: 'nobody' }, 400],
		['POST', 'calls/s-0/answer', {}, 404],
		['POST', 'sms', { from: OUTSIDE, to: 'nobody', text: 'x' }, 409],
		['POST', 'posts', { from: 'nobody', text: 'x' }, 409],
		['POST', 'lines', { phoneNumber: '+14155550142', behaviour: 'sings' }, 400],
		['POST', 'queueMembers', { queue: 'alice', user: 'bob' }, 409],
		['POST', 'faults', { kind: 'nothing' }, 400],
		['POST', 'faults', { kind: 'penalty', group: 'huge', seconds: 1 }, 400],
		['POST', 'faults', { kind: 'penalty', group: 'light' }, 400],
		['POST', 'faults', { kind: 'request', path: '(' }, 409],
		['POST', 'faults', { kind: 'blacklist', subscriptionId: 'x' }, 404],
	])('%s %s %j: %d', async (method, path, body, status) => {
		const answer = await http(method, path, body);
		expect(answer).toEqual({ status, body: { error: expect.stringMatching(/./) } });
	});

	test('who is not in the call, or in another state', () => {
		const { telephonySessionId: id } = run.control.place({ from: OUTSIDE, to: 'alice' });
		for (const by of ['bob', '+14155550142', 'p-1']) {
			expect(() => run.control.hangUp(id, by)).toThrow('does not allow');
		}
		expect(() => run.control.hold(id)).toThrow('does not allow');
		expect(() => run.control.pickUp(id, 'nobody')).toThrow('nobody');
	});

	test('state, requests and sent', async () => {
		await subscribe([ALL_CALLS]);
		run.control.place({ from: OUTSIDE, to: 'Sales' });
		const { body } = await http('GET', 'state');
		expect(body).toMatchObject({
			accountId: '809646016',
			people: expect.arrayContaining([
				expect.objectContaining({ login: 'alice', telephonyStatus: 'Ringing' }),
				expect.objectContaining({ login: 'Sales', type: 'Department' }),
			]),
			calls: [{ origin: 'Call', pickUp: [] }],
			subscriptions: [{ ownerId: ALICE, transportType: 'WebHook', address: hook.url }],
			sockets: 0,
		});
		const requests = (await http('GET', 'requests')).body as unknown as { url: string }[];
		expect(requests.map(({ url }) => url)).toEqual(['/restapi/v1.0/subscription']);
		expect((await http('GET', 'requests?since=1')).body).toEqual([]);
		const sent = (await http('GET', 'sent?since=6')).body as unknown as { n: number }[];
		expect(sent.map(({ n }) => n)).toEqual([7, 8]);
	});

	test('the page and its live events', async () => {
		const { pageUrl, controlUrl } = run.client.simulator;
		const page = await fetch(pageUrl);
		expect(page.headers.get('content-type')).toContain('text/html');
		const ids = [...(await page.text()).matchAll(/ id="([\w-]+)"/g)].map(([, id]) => id);
		for (const name of ['tools.js', 'page.js']) {
			const script = await (await fetch(`${pageUrl}${name}`)).text();
			const used = [...script.matchAll(/byId\('([\w-]+)'\)/g)].map(([, id]) => id);
			expect(used).not.toEqual([]);
			for (const id of used) expect(ids).toContain(id);
		}
		expect((await fetch(`${pageUrl}page.css`)).headers.get('content-type')).toMatch(/^text\/css/);
		expect((await fetch(`${pageUrl}other.js`)).status).toBe(404);
		await subscribe([ALL_CALLS]);
		const abort = new AbortController();
		const stream = await fetch(`${controlUrl}/events`, { signal: abort.signal });
		let text = '';
		const reading = (async () => {
			const parts = (stream.body ?? []) as unknown as AsyncIterable<Uint8Array>;
			for await (const part of parts) text += Buffer.from(part).toString();
		})().catch((error: Error) => error.name);
		run.control.place({ from: OUTSIDE, to: 'alice' });
		await until(() => text.includes('event: sent') && text.includes('event: change'), 'both');
		abort.abort();
		expect(await reading).toBe('AbortError');
	});

	describe('faults', () => {
		const status = async () => (await run.client.get(OWN)).status;

		test('a status for the next requests that match', async () => {
			run.control.faults.status('/extension/', 503, 2);
			expect([await status(), await status(), await status()]).toEqual([503, 503, 200]);
			const { body } = await post('faults', {
				kind: 'request',
				path: '/extension/',
				method: 'GET',
				status: 429,
				retryAfter: 7,
				times: 0,
			});
			const { headers, body: failure } = await run.client.get(OWN);
			expect(headers.get('retry-after')).toBe('7');
			expect(failure).toMatchObject({ errorCode: 'CMN-301' });
			expect((await http('GET', 'faults')).body).toMatchObject([{ id: body.id, times: 0 }]);
			await http('DELETE', `faults/${String(body.id)}`);
			expect(await status()).toBe(200);
		});

		test('slow answers and answers that are cut', async () => {
			await post('faults', { kind: 'request', delay: 120 });
			const began = Date.now();
			expect(await status()).toBe(200);
			expect(Date.now() - began).toBeGreaterThanOrEqual(110);
			await post('faults', { kind: 'request', cutAfter: 10 });
			await expect(status()).rejects.toThrow();
			await post('faults', { kind: 'request', status: 500, times: 0 });
			await http('DELETE', 'faults');
			expect(await status()).toBe(200);
		});

		test('expired and revoked tokens', async () => {
			expect(await status()).toBe(200);
			await post('faults', { kind: 'expireTokens', user: 'bob' });
			expect(await status()).toBe(200);
			await post('faults', { kind: 'expireTokens' });
			const { body } = await run.client.get(OWN);
			expect(body).toMatchObject({ errorCode: 'OAU-128' });
			await post('faults', { kind: 'revokeTokens' });
			expect(run.client.world.tokens.sessions.size).toBe(0);
		});

		test('a penalty for one user or all', async () => {
			await post('faults', { kind: 'penalty', group: 'light', seconds: 30, user: 'alice' });
			const { status: limited, headers } = await run.client.get(OWN);
			expect(limited).toBe(429);
			expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
			expect((await run.client.get(OWN, 'bob')).status).toBe(200);
			await post('faults', { kind: 'penalty', group: 'light', seconds: 30 });
			expect((await run.client.get(OWN, 'bob')).status).toBe(429);
		});

		test('blacklisted, dropped, and a handshake out of turn', async () => {
			const id = await subscribe([ALL_CALLS]);
			const path = `/restapi/v1.0/subscription/${id}`;
			expect((await post('faults', { kind: 'repeatHandshake', subscriptionId: id })).status).toBe(
				201,
			);
			expect(hook.handshakes).toHaveLength(2);
			hook.validation = () => undefined;
			expect((await post('faults', { kind: 'repeatHandshake' })).status).toBe(400);
			await post('faults', { kind: 'blacklist', subscriptionId: id });
			expect((await run.client.get(path)).body).toMatchObject({ status: 'Blacklisted' });
			run.control.place({ from: OUTSIDE, to: 'alice' });
			await post('faults', { kind: 'dropSubscription' });
			expect((await run.client.get(path)).status).toBe(404);
			expect(hook.events).toEqual([]);
		});

		test('duplicates, order, delay and the wrapper', async () => {
			await subscribe([ALL_CALLS]);
			const sequences = () => hook.events.map((event) => (event.pn_apns ?? event).body.sequence);
			await post('faults', { kind: 'duplicateEvents' });
			const { telephonySessionId: id } = run.control.place({ from: OUTSIDE, to: 'alice' });
			await count(5);
			expect(sequences()).toEqual([2, 2, 3, 4, 5]);
			expect(hook.events[0].uuid).toBe(hook.events[1].uuid);
			await post('faults', { kind: 'reorderEvents' });
			run.control.answer(id);
			await count(7);
			expect(sequences().slice(5)).toEqual([7, 6]);
			await post('faults', { kind: 'delayEvents', ms: 5_000 });
			run.control.hold(id, 'alice');
			run.client.clock.advance(4_999);
			expect(hook.events).toHaveLength(7);
			run.client.clock.advance(1);
			await count(8);
			await post('faults', { kind: 'delayEvents', ms: 0 });
			await post('faults', { kind: 'wrapApns' });
			run.control.unhold(id, 'alice');
			await count(9);
			const { pn_apns: inner, ...outer } = hook.events[8];
			expect(Object.keys(outer).sort()).toEqual(['ownerId', 'subscriptionId', 'uuid']);
			expect(inner).toMatchObject({
				aps: { 'content-available': 1 },
				uuid: outer.uuid,
				body: { sequence: 9 },
			});
			run.control.faults.clear();
			run.control.hangUp(id);
			await count(11);
			expect(hook.events[10]).not.toHaveProperty('pn_apns');
		});

		test('sockets', async () => {
			for (const kind of ['cutSockets', 'stallSockets', 'forgetSockets']) {
				expect(await post('faults', { kind })).toEqual({ status: 201, body: {} });
			}
		});
	});
});
