import type { LineChange } from '../../../../nodes/RingCentral/client/events/lineChange';
import { EventMemory } from '../../../../nodes/RingCentral/client/events/eventMemory';
import { notificationOf } from '../../../../nodes/RingCentral/client/events/notification';
import { DRAIN } from '../../../../nodes/RingCentral/client/events/subscription';
import { settleWebhook } from '../../../../nodes/RingCentral/client/events/webhook/settleWebhook';
import { WebhookSubscription } from '../../../../nodes/RingCentral/client/events/webhook/webhookSubscription';
import { fakeRingCentral, json } from '../support/ringCentralLive';

const PLACE = 'https://n8n.example.net/webhook/id/ringcentral';
const LIST = /\/subscription$/;
const ONE = /\/subscription\/[\w-]+$/;
const request = (mark: string) => ({
	eventFilters: ['/restapi/v1.0/account/~/telephony/sessions'],
	address: `${PLACE}?v=${mark}`,
	verificationToken: `secret ${mark}`,
	expiresIn: 3_600,
});

let servers = 0;

/** A server that writes down in which order subscriptions come and go. */
function server(...held: Array<{ id: string; address: string; status?: string }>) {
	const all = fakeRingCentral();
	const standing = new Map(held.map((entry) => [entry.id, entry]));
	const deeds: string[] = [];
	const view = ({ id, address, status = 'Active' }: (typeof held)[0]) => ({
		id,
		status,
		expiresIn: 3_600,
		deliveryMode: { transportType: 'WebHook', address },
	});
	let made = 0;
	const prefix = `s${++servers}`;
	all.http.on('GET', LIST, () => json({ records: [...standing.values()].map(view) }));
	all.http.on('POST', LIST, ({ body }) => {
		const { deliveryMode } = JSON.parse(String(body)) as { deliveryMode: { address: string } };
		const entry = { id: `${prefix}-${++made}`, address: deliveryMode.address };
		standing.set(entry.id, entry);
		deeds.push(`made ${new URL(entry.address).searchParams.get('v')}`);
		return json(view(entry));
	});
	const idIn = (url: string) => url.split('/').at(-1) ?? '';
	all.http.on('GET', ONE, ({ url }) => {
		const found = standing.get(idIn(url));
		return found ? json(view(found)) : json({}, 404);
	});
	all.http.on('DELETE', ONE, ({ url }) => {
		deeds.push(`ended ${idIn(url)}`);
		return standing.delete(idIn(url)) ? { status: 204 } : json({}, 404);
	});
	return { ...all, standing, deeds, prefix };
}

test('the new subscription stands before the old one goes', async () => {
	const { connection, deeds } = server({ id: 'old', address: request('old').address });
	await settleWebhook(connection, request('new'));
	expect(deeds).toEqual(['made new', 'ended old']);
});

test('a blacklisted one, which brings nothing, goes first', async () => {
	const { connection, deeds } = server({
		id: 'old',
		address: request('old').address,
		status: 'Blacklisted',
	});
	await settleWebhook(connection, request('new'));
	expect(deeds).toEqual(['ended old', 'made new']);
});

test('where the new one is refused the old one stays', async () => {
	const { connection, http, deeds } = server({ id: 'old', address: request('old').address });
	http.on('POST', LIST, json({ errorCode: 'SUB-525' }, 400));
	await expect(settleWebhook(connection, request('new'))).rejects.toMatchObject({
		kind: 'badRequest',
	});
	expect(deeds).toEqual([]);
});

describe('A running trigger', () => {
	async function watched() {
		const all = server();
		const changes: LineChange[] = [];
		const placed = jest.fn();
		const subscription = new WebhookSubscription(
			all.connection,
			request('one'),
			{ checkInterval: 120_000 },
			(change) => void changes.push(change),
			placed,
		);
		return { ...all, changes, placed, subscription };
	}

	test('subscribes at once with a changed credential, and the old one goes afterwards', async () => {
		const { clock, connection, deeds, prefix, changes, placed, subscription } = await watched();
		subscription.begin(await settleWebhook(connection, request('one')));
		await clock.advance(1_000);
		subscription.change(request('two'), connection);
		await clock.advance(10);
		expect(deeds).toEqual(['made one', 'made two']);
		// What the server has not posted yet comes still.
		await clock.advance(DRAIN);
		expect(deeds.slice(0, 3)).toEqual(['made one', 'made two', `ended ${prefix}-1`]);
		expect(changes).toEqual([]);
		expect(placed).toHaveBeenCalledTimes(1);
		await subscription.leave();
	});

	test.each<[string, (held: ReturnType<typeof server>, id: string) => void, RegExp]>([
		['is gone', ({ standing }, id) => void standing.delete(id), /no longer has it/],
		[
			'was blacklisted',
			({ standing }, id) => Object.assign(standing.get(id) ?? {}, { status: 'Blacklisted' }),
			/was blacklisted/,
		],
		[
			'cannot be asked for with the login before',
			({ http }) => void http.on('GET', ONE, json({ errorCode: 'OAU-151' }, 401)),
			/nothing is known of it/,
		],
	])('tells what may be missing where the old one %s', async (_what, spoil, cause) => {
		const all = await watched();
		const { clock, connection, prefix, standing, changes, placed, subscription } = all;
		subscription.begin(await settleWebhook(connection, request('one')));
		await clock.advance(130_000);
		// The last probe, at 120 s, was fine.
		const since = clock.now() - 10_000;
		spoil(all, `${prefix}-1`);
		subscription.change(request('two'), connection);
		await clock.advance(10);
		expect(changes).toEqual([
			{ state: 'lost', cause: expect.stringMatching(cause) as string, since },
			{ state: 'active', since, complete: false },
		]);
		await clock.advance(DRAIN);
		expect([...standing.keys()]).toEqual([`${prefix}-2`]);
		expect(placed).toHaveBeenCalledTimes(1);
		await subscription.leave();
	});

	test('does not wait long for the server of the login before', async () => {
		const { clock, connection, deeds, changes, subscription } = await watched();
		subscription.begin(await settleWebhook(connection, request('one')));
		const before = fakeRingCentral(clock);
		before.http.on('GET', ONE, async () => {
			await clock.sleep(3_600_000);
			return json({});
		});
		await clock.advance(1_000);
		subscription.change(request('two'), before.connection);
		await clock.advance(10_001);
		expect(deeds).toEqual(['made one', 'made two']);
		expect(changes.map(({ state }) => state)).toEqual(['lost', 'active']);
		await subscription.leave();
	});

	test('keeps the old one while the changed credential is refused, and tells', async () => {
		const { clock, connection, http, standing, prefix, changes, placed, subscription } =
			await watched();
		subscription.begin(await settleWebhook(connection, request('one')));
		http.on('POST', LIST, json({ errorCode: 'OAU-149' }, 401));
		subscription.change(request('two'), connection);
		await clock.advance(20_000);
		expect([...standing.keys()]).toEqual([`${prefix}-1`]);
		expect(placed).not.toHaveBeenCalled();
		expect(changes).toMatchObject([{ state: 'refused' }]);
		await subscription.leave();
	});

	test('ends that of another login with that login', async () => {
		const { clock, connection, deeds, standing, prefix, subscription } = await watched();
		subscription.begin(await settleWebhook(connection, request('one')));
		const other = server();
		// From now on the connection is another user, who sees nothing of the first.
		const before = { ...connection };
		Object.assign(connection, other.connection, { clock });
		subscription.change(request('two'), before);
		await clock.advance(DRAIN + 10);
		expect(other.deeds).toEqual(['made two']);
		expect(deeds).toEqual(['made one', `ended ${prefix}-1`]);
		expect(standing.size).toBe(0);
		await subscription.leave();
	});

	test('that began while the server was down subscribes as soon as it is back', async () => {
		const { clock, http, deeds, changes, subscription } = await watched();
		http.on('GET', LIST, { status: 503 });
		subscription.begin(undefined);
		await clock.advance(5_000);
		http.on('GET', LIST, json({ records: [] }));
		await clock.advance(60_000);
		expect(deeds).toEqual(['made one']);
		expect(changes.map(({ state }) => state)).toEqual(['lost', 'active']);
		await subscription.leave();
	});
});

describe('What two subscriptions bring', () => {
	const T0 = Date.UTC(2026, 0, 1);
	let last = 0;
	const told = (subscriptionId: string, state: string, seconds: number) =>
		notificationOf({
			uuid: `u${++last}`,
			event: '/presence',
			subscriptionId,
			timestamp: new Date(T0 + seconds * 1_000).toISOString(),
			body: { state },
		});

	test('runs once, while each repeats what the other has told', () => {
		const memory = new EventMemory();
		const isNew = (by: string, state: string, at: number) =>
			memory.isNew(told(by, state, at), at * 1_000, T0 + at * 1_000);
		expect(isNew('old', 'Busy', 0)).toBe(true);
		expect(isNew('new', 'Busy', 0.1)).toBe(false);
		expect(isNew('new', 'Free', 1)).toBe(true);
		expect(isNew('old', 'Free', 1.1)).toBe(false);
		// Again the same state: each tells it once more.
		expect(isNew('old', 'Busy', 2)).toBe(true);
		expect(isNew('new', 'Busy', 2)).toBe(false);
		// One of them alone, later.
		expect(isNew('new', 'Busy', 20)).toBe(true);
		expect(isNew('new', 'Busy', 20.5)).toBe(true);
	});

	test('of a state that comes again soon all run, also when one of the two has gone', () => {
		const memory = new EventMemory();
		const isNew = (by: string, at: number) =>
			memory.isNew(told(by, 'Busy', at), at * 1_000, T0 + at * 1_000);
		expect([0, 0.4, 0.8].map((at) => isNew('old', at))).toEqual([true, true, true]);
		expect([isNew('new', 1.2), isNew('old', 1.2)]).toEqual([true, false]);
		expect([1.6, 2, 2.4].map((at) => isNew('new', at))).toEqual([true, true, true]);
	});

	test('is the same by its id whoever brings it', () => {
		const memory = new EventMemory();
		const event = told('old', 'Busy', 0);
		expect(memory.isNew(event, 0, T0)).toBe(true);
		expect(memory.isNew(event, 1, T0)).toBe(false);
	});

	test('calls that wait are handed on, but not for long', () => {
		const memory = new EventMemory();
		const call = { telephonySessionId: 's', endedAt: 1, recorded: false, event: {} };
		memory.leave([call], 0);
		expect(memory.takeCalls(1_000)).toEqual([call]);
		expect(memory.takeCalls(1_000)).toEqual([]);
		memory.leave([call], 0);
		expect(memory.takeCalls(100_000)).toEqual([]);
	});
});
