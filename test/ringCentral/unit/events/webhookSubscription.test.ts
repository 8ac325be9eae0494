import { TelephonyError } from '../../../../nodes/shared/core/errors';
import type { LineChange } from '../../../../nodes/RingCentral/client/events/lineChange';
import {
	createWebhook,
	describeDisabled,
	refusedFilters,
	subscriptionOf,
} from '../../../../nodes/RingCentral/client/events/subscription';
import { askServer } from '../../../../nodes/RingCentral/client/events/webhook/serverPulse';
import { settleWebhook } from '../../../../nodes/RingCentral/client/events/webhook/settleWebhook';
import { WebhookSubscription } from '../../../../nodes/RingCentral/client/events/webhook/webhookSubscription';
import { jsonFixture } from '../../../support/jsonFixtures';
import { fakeRingCentral, json, SERVER } from '../support/ringCentralLive';

const ADDRESS = 'https://n8n.example.net/webhook/id/ringcentral?v=now';
const FILTERS = ['/restapi/v1.0/account/~/telephony/sessions'];
const LIFE = 315_360_000;
const request = {
	eventFilters: FILTERS,
	address: ADDRESS,
	verificationToken: 'secret',
	expiresIn: LIFE,
};

const LIST = /\/subscription$/;
const VERSION = /\/restapi\/v1\.0$/;
const ONE = /\/subscription\/[\w-]+$/;

interface Held {
	id: string;
	status?: string;
	expiresIn?: number;
	address?: string;
	disabledFilters?: object[];
	blacklistedData?: object;
}

/** A server with subscriptions. */
function server(...held: Held[]) {
	const all = fakeRingCentral();
	const { http } = all;
	const standing = new Map(held.map((entry) => [entry.id, entry]));
	let made = 0;
	const grants: Array<Partial<Held>> = [];
	const view = ({ address = ADDRESS, ...rest }: Held) => ({
		status: 'Active',
		expiresIn: LIFE,
		...rest,
		deliveryMode: { transportType: 'WebHook', address },
	});
	const idIn = (url: string) => url.split('/').at(-1) ?? '';
	const answer = (url: string) => {
		const found = standing.get(idIn(url));
		return found ? json(view(found)) : json({ errorCode: 'SUB-507' }, 404);
	};
	http.on('GET', LIST, () => json({ records: [...standing.values()].map(view) }));
	http.on('POST', LIST, ({ body }) => {
		const { deliveryMode } = JSON.parse(String(body)) as { deliveryMode: { address: string } };
		const entry = { id: `made-${++made}`, ...deliveryMode, ...grants.shift() };
		standing.set(entry.id, entry);
		return json(view(entry));
	});
	http.on('GET', ONE, ({ url }) => answer(url));
	http.on('PUT', ONE, ({ url }) => answer(url));
	http.on('DELETE', ONE, ({ url }) =>
		standing.delete(idIn(url)) ? { status: 204 } : json({ errorCode: 'SUB-507' }, 404),
	);
	return { ...all, standing, grants };
}

async function watched(...held: Held[]) {
	const all = server(...held);
	const { http, clock } = all;
	http.on('GET', VERSION, json({ uriString: 'v1.0' }));
	const changes: LineChange[] = [];
	const subscription: WebhookSubscription = new WebhookSubscription(
		all.connection,
		request,
		{
			checkInterval: 120_000,
			pulse: {
				interval: () => 20_000,
				ask: async (signal) => await askServer(http, SERVER, clock.now(), signal),
				heard: (failure) => subscription.heard(failure),
			},
		},
		(change) => void changes.push(change),
	);
	subscription.begin(await settleWebhook(all.connection, request));
	return { ...all, changes, subscription };
}

describe('Exactly one subscription', () => {
	test('is made with secret, longest life and reminders before its end', async () => {
		const { connection, http, standing } = server();
		const made = await settleWebhook(connection, request);
		expect(JSON.parse(String(http.to('POST', LIST)[0].body))).toEqual({
			eventFilters: [FILTERS[0], '/restapi/v1.0/subscription/~?threshold=259200&interval=43200'],
			expiresIn: LIFE,
			deliveryMode: { transportType: 'WebHook', address: ADDRESS, verificationToken: 'secret' },
		});
		expect([...standing.keys()]).toEqual([made.id]);
	});

	test('what stands already is taken over', async () => {
		const { connection, http } = server({ id: 'old' });
		expect((await settleWebhook(connection, request)).id).toBe('old');
		expect(http.to('POST', LIST)).toEqual([]);
	});

	test('a second one of the same address is ended', async () => {
		const { connection, standing } = server({ id: 'a' }, { id: 'b' });
		await settleWebhook(connection, request);
		expect([...standing.keys()]).toEqual(['a']);
	});

	test('a blacklisted one is ended and made anew', async () => {
		const { connection, standing } = server({ id: 'old', status: 'Blacklisted' });
		await settleWebhook(connection, request);
		expect([...standing.keys()]).toEqual(['made-1']);
	});

	test('one for other events of the same webhook is ended and made anew', async () => {
		const { connection, standing } = server({ id: 'old', address: ADDRESS.replace('now', 'then') });
		await settleWebhook(connection, request);
		expect([...standing.keys()]).toEqual(['made-1']);
	});

	test('one that leads to another host is ended where its id is known', async () => {
		const elsewhere = ADDRESS.replace('n8n.example.net', 'old.example.net');
		const { connection, standing } = server(
			{ id: 'old', address: elsewhere },
			{ id: 'copy', address: elsewhere },
		);
		await settleWebhook(connection, request, 'old');
		expect([...standing.keys()]).toEqual(['copy', 'made-1']);
	});

	test('those of other workflows and apps are left alone', async () => {
		const { connection, standing } = server(
			{ id: 'other', address: 'https://n8n.example.net/webhook/other/ringcentral?v=now' },
			{ id: 'odd', address: 'not an address' },
		);
		await settleWebhook(connection, request);
		expect([...standing.keys()]).toEqual(['other', 'odd', 'made-1']);
	});

	test('one that may hear nothing at all is ended and refused', async () => {
		const { connection, grants, standing } = server();
		grants.push({ disabledFilters: [{ filter: FILTERS[0], reason: 'NoPermission' }] });
		await expect(settleWebhook(connection, request)).rejects.toMatchObject({
			kind: 'forbidden',
			message: expect.stringContaining(`${FILTERS[0]}: NoPermission`) as string,
		});
		expect([...standing.keys()]).toEqual([]);
	});
});

describe('Looking after it', () => {
	test('looks at it at a period, and renews it at half of its life with all it had', async () => {
		const { clock, http, changes, subscription } = await watched({ id: 'old', expiresIn: 3_600 });
		await clock.advance(1_799_000);
		expect(http.to('GET', ONE)).toHaveLength(14);
		expect(http.to('PUT', ONE)).toEqual([]);
		await clock.advance(2_000);
		expect(JSON.parse(String(http.to('PUT', ONE)[0].body))).toEqual({
			eventFilters: [FILTERS[0], '/restapi/v1.0/subscription/~?threshold=259200&interval=43200'],
			expiresIn: LIFE,
		});
		expect(changes).toEqual([]);
		await subscription.leave();
	});

	test('a reminder renews it at once', async () => {
		const { clock, http, subscription } = await watched({ id: 'old' });
		subscription.remind();
		await clock.advance(1);
		expect(http.to('PUT', ONE)).toHaveLength(1);
		await clock.advance(130_000);
		expect(http.to('PUT', ONE)).toHaveLength(1);
		await subscription.leave();
	});

	test('one that is gone is made again, and both is told', async () => {
		const { clock, standing, changes, subscription } = await watched({ id: 'old' });
		const since = clock.now();
		await clock.advance(120_001);
		standing.delete('old');
		await clock.advance(120_001);
		expect(subscription.subscriptionId).toBe('made-1');
		expect(changes).toEqual([
			{ state: 'lost', cause: 'the server no longer has it', since: since + 120_000 },
			{ state: 'active', since: since + 120_000, complete: false },
		]);
		await subscription.leave();
	});

	test('a blacklisted one is made again, with the reason told', async () => {
		const { clock, standing, changes, subscription } = await watched({ id: 'old' });
		standing.set('old', {
			id: 'old',
			status: 'Blacklisted',
			blacklistedData: { reason: 'Read timed out' },
		});
		await clock.advance(120_001);
		expect([...standing.keys()]).toEqual(['made-1']);
		expect(changes[0]).toMatchObject({ cause: 'it was blacklisted: Read timed out' });
		await subscription.leave();
	});

	test('one whose address was changed is made again', async () => {
		const { clock, standing, changes, subscription } = await watched({ id: 'old' });
		standing.set('old', { id: 'old', address: 'https://elsewhere.example.net/' });
		await clock.advance(120_001);
		expect([...standing.keys()]).toEqual(['made-1']);
		expect(changes[0]).toMatchObject({ cause: 'it leads to another address' });
		await subscription.leave();
	});

	test('one that cannot be made again is tried for ever, and told once', async () => {
		const { clock, http, standing, changes, subscription } = await watched({ id: 'old' });
		standing.delete('old');
		http.on('POST', LIST, json({ errorCode: 'SUB-525' }, 400), 8);
		await clock.advance(1_000_000);
		expect(changes.map(({ state }) => state)).toEqual(['lost', 'refused', 'active']);
		expect([...standing.keys()]).toEqual(['made-1']);
		await subscription.leave();
	});

	test('after leaving nothing is made again', async () => {
		const { clock, http, standing, subscription } = await watched({ id: 'old' });
		await subscription.leave();
		standing.clear();
		await clock.advance(1_000_000);
		expect(http.to('POST', LIST)).toEqual([]);
	});
});

describe('What the server tells', () => {
	test('the printed answers can be read', () => {
		const fixture = (name: string) => jsonFixture(`ringCentral/${name}.json`) as object;
		expect(subscriptionOf(fixture('spec.subscription.create.response'))).toEqual({
			id: 'dd2f0ff2-580e-4581-a277-76f9c9a54bc9',
			active: true,
			address: 'https://consumer-host.example.com/consumer/path',
			expiresIn: 604_799,
			disabledFilters: [],
		});
		const { records } = fixture('subscription.list.blacklisted') as { records: object[] };
		expect(subscriptionOf(records[0])).toMatchObject({
			active: false,
			blacklistReason: 'I/O operation is failed. Details: [Read timed out]',
		});
	});

	test('an answer without an id is none', () => {
		expect(() => subscriptionOf(undefined)).toThrow('named no subscription');
		expect(subscriptionOf({ id: 7 })).toMatchObject({
			id: '7',
			active: true,
			expiresIn: undefined,
		});
	});

	test('some refused filters are told, and reminders do not count', () => {
		const subscription = subscriptionOf({
			id: 'x',
			disabledFilters: [
				{ filter: '/a', message: 'no' },
				{ filter: '/restapi/v1.0/subscription/~?x' },
				{ filter: '/c' },
			],
		});
		expect(describeDisabled(refusedFilters(subscription, ['/a', '/b', '/c']))).toBe(
			'/a: no; /c: no reason given',
		);
	});

	test('errors of a subscription that is not there are no errors, others are', async () => {
		const { connection, http } = server();
		http.on('POST', LIST, json({ errorCode: 'SUB-525', message: 'no handshake' }, 400));
		await expect(createWebhook(connection, request)).rejects.toMatchObject({
			vendorCode: 'SUB-525',
		});
		http.on('DELETE', ONE, json({ errorCode: 'CMN-401' }, 403));
		const { standing, connection: other, http: otherHttp } = server({ id: 'a' }, { id: 'b' });
		otherHttp.on('DELETE', ONE, json({ errorCode: 'CMN-401' }, 403));
		await expect(settleWebhook(other, request)).rejects.toMatchObject({ kind: 'forbidden' });
		expect(standing.size).toBe(2);
	});
});

describe('A server that does not answer', () => {
	const silent = (since: number, cause: string) => [
		{ state: 'lost', cause, since, isSilent: true },
		{ state: 'active', since, complete: false, isSilent: true },
	];

	test('is told once, since it last stood for certain, and so is that it answers again', async () => {
		const { clock, http, changes, subscription } = await watched({ id: 'a' });
		const since = clock.now();
		http.on('GET', ONE, () => json({}, 503));
		await clock.advance(300_000);
		expect(changes).toHaveLength(1);
		http.on('GET', ONE, () =>
			json({
				id: 'a',
				status: 'Active',
				expiresIn: LIFE,
				deliveryMode: { transportType: 'WebHook', address: ADDRESS },
			}),
		);
		await clock.advance(120_000);
		const [{ cause }] = changes as Array<{ cause: string }>;
		expect(changes).toEqual(silent(since, cause));
		await subscription.leave();
	});

	const cut = new TelephonyError('unavailable', 'platform.example.net cannot be reached');

	test('is told within a minute however rarely the subscription is looked at, and looked at when it is back', async () => {
		const { clock, http, changes, subscription } = await watched({ id: 'a' });
		await clock.advance(60_000);
		const since = clock.now();
		http.on('GET', VERSION, cut);
		await clock.advance(23_000);
		expect(changes).toEqual([{ state: 'lost', cause: cut.message, since, isSilent: true }]);
		expect(http.to('GET', ONE)).toEqual([]);
		http.on('GET', VERSION, json({ uriString: 'v1.0' }));
		await clock.advance(20_000);
		expect(http.to('GET', ONE)).toHaveLength(1);
		expect(changes).toEqual(silent(since, cut.message));
		await clock.advance(60_000);
		expect(http.to('GET', ONE)).toHaveLength(1);
		await subscription.leave();
	});

	test('is told too where a proxy answers for it', async () => {
		const { clock, http, changes, subscription } = await watched({ id: 'a' });
		http.on('GET', VERSION, { status: 502 });
		await clock.advance(23_000);
		expect(changes).toMatchObject([{ state: 'lost', isSilent: true }]);
		await subscription.leave();
	});

	test('is not told for one question that broke, nor for one that was refused', async () => {
		const { clock, http, changes, subscription } = await watched({ id: 'a' });
		http.once('GET', VERSION, cut);
		await clock.advance(60_000);
		http.on('GET', VERSION, { status: 403 });
		await clock.advance(60_000);
		expect([changes, http.to('GET', VERSION).length]).toEqual([[], 6]);
		await subscription.leave();
		await clock.advance(60_000);
		expect(http.to('GET', VERSION)).toHaveLength(6);
	});

	test('is asked again after an error that nobody foresaw, which is logged', async () => {
		const { clock, http, log, changes, subscription } = await watched({ id: 'a' });
		http.once('GET', VERSION, new TypeError('not foreseen'));
		await clock.advance(20_000);
		expect(log.at('error')).toMatchObject([{ details: { reason: 'TypeError: not foreseen' } }]);
		http.on('GET', VERSION, cut);
		await clock.advance(23_000);
		expect(changes).toMatchObject([{ state: 'lost', cause: cut.message }]);
		await subscription.leave();
	});
});

test('an error in its upkeep that nobody foresaw is logged, and it can be left', async () => {
	const { connection, clock, http, log } = server();
	const untellable = ({ state }: LineChange) => {
		if (state === 'refused') throw new Error('not foreseen');
	};
	http.on('POST', LIST, json({ errorCode: 'CMN-401' }, 403));
	const settings = { checkInterval: 120_000 };
	const subscription = new WebhookSubscription(connection, request, settings, untellable);
	subscription.begin(undefined);
	await clock.advance(600_000);
	expect(log.at('error')).toEqual([
		{
			level: 'error',
			message: 'The upkeep of the RingCentral webhook has stopped',
			details: { reason: 'Error: not foreseen' },
		},
	]);
	await subscription.leave();
});
