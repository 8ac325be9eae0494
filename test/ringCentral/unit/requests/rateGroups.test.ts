import { RateGroups, routeOf } from '../../../../nodes/RingCentral/client/transport/rateGroups';
import { ratesOf } from '../../../../nodes/RingCentral/client/transport/shared';
import type { RateGroup } from '../../../../nodes/RingCentral/client/transport/rateGroups';
import { FakeClock } from '../../../support/fakes/fakeClock';
import { rateHeaders, watch } from '../support/restSupport';

const ROUTE = 'GET /restapi/v1.0/account/*/call-log';

function bench(maxWait?: number) {
	const clock = new FakeClock();
	const rates = new RateGroups(clock, maxWait);
	const starts: number[] = [];
	/** Sends a request whose answer takes `took` ms. */
	const send = async (
		answer: { status?: number; headers?: Record<string, string>; everyGroup?: boolean } = {},
		{
			group = 'heavy',
			route = ROUTE,
			took = 0,
			signal,
		}: {
			group?: RateGroup;
			route?: string;
			took?: number;
			signal?: AbortSignal;
		} = {},
	) => {
		const turn = await rates.take(group, route, signal);
		starts.push(clock.elapsed());
		if (took > 0) await clock.sleep(took);
		const { status = 200, headers = {}, everyGroup } = answer;
		return turn.done({ status, headers, everyGroup });
	};
	return { clock, rates, starts, send };
}

test('without a word of the server the defaults hold: 10 heavy requests a minute', async () => {
	const { clock, starts, send } = bench();
	const all = Array.from({ length: 25 }, async () => await send());
	await clock.advance(0);
	expect(starts).toHaveLength(10);
	await clock.advance(59_999);
	expect(starts).toHaveLength(10);
	await clock.advance(1);
	expect(starts).toHaveLength(20);
	await clock.advance(60_000);
	await Promise.all(all);
	expect(starts.filter((at) => at === 120_000)).toHaveLength(5);
});

test.each([
	['light', 50],
	['medium', 40],
	['heavy', 10],
	['auth', 5],
] as const)('%s has %i requests a minute by default', async (group, limit) => {
	const { clock, starts, send } = bench();
	for (let index = 0; index < limit + 1; index++) watch(send({}, { group }));
	await clock.advance(0);
	expect(starts).toHaveLength(limit);
});

test('the limit and window of the headers win, and wake those who wait', async () => {
	const { clock, starts, send } = bench();
	for (let index = 0; index < 12; index++) {
		watch(send({ headers: rateHeaders('heavy', 100, 99 - index, 1) }, { took: 50 }));
	}
	await clock.advance(0);
	expect(starts).toHaveLength(10);
	await clock.advance(50);
	expect(starts).toHaveLength(12);
});

test('a smaller limit of the headers holds the rest back', async () => {
	const { clock, starts, send } = bench();
	await send({ headers: rateHeaders('heavy', 2, 1) });
	watch(send({ headers: rateHeaders('heavy', 2, 0) }));
	const third = watch(send());
	await clock.advance(59_999);
	expect(starts).toHaveLength(2);
	await clock.advance(1);
	expect(third.done).toBe(true);
});

test('a request counts from its answer, so that a slow one never brings two windows together', async () => {
	const { clock, starts, send } = bench();
	const headers = rateHeaders('heavy', 1, 0);
	watch(send({ headers }, { took: 5_000 }));
	await clock.advance(5_000);
	watch(send({ headers }));
	await clock.advance(59_999);
	expect(starts).toEqual([0]);
	await clock.advance(1);
	expect(starts).toEqual([0, 65_000]);
});

test('what others with the same app have used up is seen in the remaining count', async () => {
	const { clock, starts, send } = bench();
	await send({ headers: rateHeaders('heavy', 10, 1) });
	watch(send({ headers: rateHeaders('heavy', 10, 0) }));
	watch(send());
	await clock.advance(59_999);
	expect(starts).toEqual([0, 0]);
	await clock.advance(1);
	expect(starts).toEqual([0, 0, 60_000]);
});

test('a window that began anew sets others free again', async () => {
	const { clock, starts, send } = bench();
	await send({ headers: rateHeaders('heavy', 10, 1) });
	await clock.advance(30_000);
	await send({ headers: rateHeaders('heavy', 10, 9) });
	for (let index = 0; index < 8; index++) watch(send());
	await clock.advance(0);
	expect(starts).toHaveLength(10);
});

test('a penalty holds the whole group for Retry-After, and only that group', async () => {
	const { clock, starts, send, rates } = bench();
	expect(await send({ status: 429, headers: { 'retry-after': '12' } })).toBe(12_000);
	expect(rates.penaltyOf('heavy')).toBe(12_000);
	const waiting = [watch(send()), watch(send())];
	expect(await send({}, { group: 'light', route: 'GET /light' })).toBe(0);
	await clock.advance(11_999);
	expect(starts).toHaveLength(2);
	expect(waiting.some(({ done }) => done)).toBe(false);
	await clock.advance(1);
	expect(starts).toEqual([0, 0, 12_000, 12_000]);
	expect(rates.penaltyOf('heavy')).toBe(0);
});

test('after a penalty the count of others is forgotten: Retry-After says when there is room', async () => {
	const { clock, starts, send } = bench();
	await send({ headers: rateHeaders('heavy', 10, 0) });
	const headers = { ...rateHeaders('heavy', 10, 0), 'retry-after': '5' };
	watch(send({ status: 429, headers }));
	await clock.advance(60_000);
	const next = watch(send());
	await clock.advance(5_000);
	expect(next.done).toBe(true);
	expect(starts).toEqual([0, 60_000, 65_000]);
});

test('without Retry-After a penalty is 30 s', async () => {
	const { clock, starts, send } = bench();
	await send({ status: 429 });
	watch(send());
	await clock.advance(29_999);
	expect(starts).toHaveLength(1);
	await clock.advance(1);
	expect(starts).toHaveLength(2);
});

test('a request that was on the way when a penalty began can only make it longer', async () => {
	const { clock, starts, send } = bench();
	watch(send({ status: 429, headers: { 'retry-after': '10' } }, { took: 100 }));
	watch(send({ status: 429, headers: { 'retry-after': '60' } }, { took: 200 }));
	watch(send({ status: 429, headers: { 'retry-after': '1' } }, { took: 300 }));
	await clock.advance(300);
	watch(send());
	await clock.advance(59_899);
	expect(starts).toHaveLength(3);
	await clock.advance(1);
	expect(starts[3]).toBe(60_200);
});

test('when the app is over its limit as a whole, every group waits', async () => {
	const { clock, starts, send, rates } = bench();
	await send({ status: 429, headers: { 'retry-after': '5' }, everyGroup: true });
	expect(rates.penaltyOf('light')).toBe(5_000);
	watch(send({}, { group: 'light', route: 'GET /light' }));
	watch(send({}, { group: 'auth', route: 'POST /token' }));
	await clock.advance(4_999);
	expect(starts).toHaveLength(1);
	await clock.advance(1);
	expect(starts).toHaveLength(3);
});

test('the group the server names is learnt for the route, with all its ids', async () => {
	const { clock, starts, send } = bench();
	const one = { group: 'light' as const, route: routeOf('GET', '/restapi/v1.0/x/Ab1') };
	const other = { group: 'light' as const, route: routeOf('GET', '/restapi/v1.0/x/Cd2?a=b') };
	await send({ headers: rateHeaders('Premium', 1, 0) }, one);
	watch(send({}, other));
	expect(await send({}, { group: 'light', route: 'GET /elsewhere' })).toBe(0);
	await clock.advance(59_999);
	expect(starts).toHaveLength(2);
	await clock.advance(1);
	expect(starts).toHaveLength(3);
});

test.each(['constructor', 'toString', '__proto__', 'elsewhere'])(
	'a group that nobody knows, called %s, lets requests go on',
	async (name) => {
		const { clock, starts, send } = bench();
		const headers = { 'x-rate-limit-group': name };
		const all = Array.from({ length: 12 }, async () => await send({ headers }));
		await clock.advance(60_000);
		await Promise.all(all);
		expect(starts).toHaveLength(12);
	},
);

test('groups without end are not kept: a request stays in its own', async () => {
	const { clock, starts, send } = bench();
	for (let number = 0; number < 30; number++) {
		void send({ headers: { 'x-rate-limit-group': `g${number}` } }, { route: `GET /${number}` });
		await clock.advance(60_000);
	}
	const before = starts.length;
	// The last names found no place, so that these count for the group that was asked for.
	const late = Array.from({ length: 11 }, async () => {
		await send({ headers: { 'x-rate-limit-group': 'late' } }, { route: 'GET /late' });
	});
	await clock.advance(0);
	expect(starts.length - before).toBe(10);
	await clock.advance(60_000);
	await Promise.all(late);
});

test('routes without end do not fill the memory', async () => {
	const { send } = bench();
	for (let index = 0; index < 600; index++) {
		const route = `GET /${'x'.repeat(index + 1)}`;
		await send({ headers: rateHeaders('wide', 10_000, 9_999) }, { group: 'light', route });
	}
	// The first routes were forgotten, so they ask their own group again.
	expect(await send({}, { group: 'light', route: 'GET /x' })).toBe(0);
});

test('requests start in the order of asking', async () => {
	const { clock, send } = bench();
	const order: number[] = [];
	for (let index = 0; index < 15; index++) {
		void send().then(() => order.push(index));
	}
	await clock.advance(120_000);
	expect(order).toEqual(Array.from({ length: 15 }, (_, index) => index));
});

test('a wait longer than the limit is refused at once, and says how long it would be', async () => {
	const { clock, starts, send } = bench(60_000);
	await send({ status: 429, headers: { 'retry-after': '600' } });
	const refused = watch(send());
	await clock.advance(0);
	expect(refused.error).toMatchObject({ kind: 'rateLimited', waitMs: 600_000 });
	expect(String(refused.error)).toContain('heavy rate group');
	expect(starts).toHaveLength(1);
});

test('who waits behind others gives up at the limit; those behind him still get their turn', async () => {
	const { clock, rates, starts, send } = bench(90_000);
	await send({ headers: rateHeaders('heavy', 1, 0) });
	const second = watch(send({ headers: rateHeaders('heavy', 1, 0) }));
	const third = watch(send({ headers: rateHeaders('heavy', 1, 0) }));
	await clock.advance(90_000);
	expect(second.done).toBe(true);
	expect(third.error).toMatchObject({ kind: 'rateLimited' });
	const fourth = watch(send({ headers: rateHeaders('heavy', 1, 0) }));
	await clock.advance(30_000);
	expect(fourth.done).toBe(true);
	expect(starts).toEqual([0, 60_000, 120_000]);
	expect(rates.penaltyOf('heavy')).toBe(0);
});

test('one who never gets to the head of the queue gives up too', async () => {
	const { clock, starts, send } = bench(20_000);
	// The only place is taken by a request without an answer.
	await send({ headers: rateHeaders('heavy', 1, 0, 10) });
	await clock.advance(10_000);
	watch(send({}, { took: 100_000 }));
	const head = watch(send());
	const behind = watch(send());
	await clock.advance(20_000);
	expect(head.error).toMatchObject({ kind: 'rateLimited', waitMs: undefined });
	expect(behind.error).toMatchObject({ kind: 'rateLimited' });
	expect(starts).toEqual([0, 10_000]);
});

test('an aborted wait ends at once and leaves the order whole', async () => {
	const { clock, starts, send } = bench();
	const abort = new AbortController();
	await send({ status: 429, headers: { 'retry-after': '10' } });
	const first = watch(send({}, { signal: abort.signal }));
	const second = watch(send({}, { signal: abort.signal }));
	const third = watch(send());
	await clock.advance(1_000);
	abort.abort();
	await clock.advance(0);
	expect(first.error).toMatchObject({ kind: 'unavailable' });
	expect(second.error).toMatchObject({ kind: 'unavailable' });
	await clock.advance(9_000);
	expect(third.done).toBe(true);
	expect(starts).toEqual([0, 10_000]);
});

test('a request without an answer counts, and ending it twice changes nothing', async () => {
	const { clock, rates } = bench();
	for (let index = 0; index < 10; index++) {
		const turn = await rates.take('heavy', ROUTE);
		turn.done();
		expect(turn.done({ status: 429, headers: {} })).toBe(0);
	}
	expect(rates.penaltyOf('heavy')).toBe(0);
	const next = watch(rates.take('heavy', ROUTE));
	await clock.advance(59_999);
	expect(next.done).toBe(false);
	await clock.advance(1);
	expect(next.done).toBe(true);
});

test('headers that make no sense are left alone', async () => {
	const { clock, starts, send } = bench();
	await send({
		headers: {
			'x-rate-limit-group': ' ',
			'x-rate-limit-limit': '0',
			'x-rate-limit-window': '-1',
			'x-rate-limit-remaining': 'many',
		},
	});
	for (let index = 0; index < 10; index++) watch(send());
	await clock.advance(0);
	expect(starts).toHaveLength(10);
});

test('the same credential has the same groups in the whole process, another has its own', () => {
	const clock = new FakeClock();
	expect(ratesOf('server app user', clock)).toBe(ratesOf('server app user', clock));
	expect(ratesOf('server app user', clock)).not.toBe(ratesOf('server app other', clock));
});

test('two workflows of one process share one budget', async () => {
	const clock = new FakeClock();
	const starts: string[] = [];
	const workflow = async (name: string) => {
		for (let index = 0; index < 8; index++) {
			const turn = await ratesOf('shared', clock).take('heavy', ROUTE);
			starts.push(name);
			turn.done({ status: 200, headers: {} });
		}
	};
	const both = Promise.all([workflow('one'), workflow('two')]);
	await clock.advance(0);
	expect(starts).toHaveLength(10);
	expect(new Set(starts).size).toBe(2);
	await clock.advance(60_000);
	await both;
	expect(starts).toHaveLength(16);
});

test.each([
	['get', '/restapi/v1.0/account/~/extension/62288329016/call-log?page=2'],
	['GET', '/restapi/v1.0/account/809646016/extension/~/call-log'],
])('%s %s is one route', (method, path) => {
	expect(routeOf(method.toUpperCase(), path)).toBe(
		'GET /restapi/v1.0/account/*/extension/*/call-log',
	);
});
