import {
	activityByUser,
	callsWithPosts,
	isGuest,
	usersOfCall,
} from '../../../../nodes/RingCentral/client/callLog/join';
import type { JsonObject } from '../../../../nodes/RingCentral/client/transport/answers';
import { jsonFixture } from '../../../support/jsonFixtures';
import {
	ALICE,
	at,
	bench,
	BOB,
	call,
	CALLS,
	CHATS,
	GUEST,
	leg,
	OPTIONS,
	post,
	SALES,
} from '../support/joinWorld';
import { gather, json, queryOf, refusal } from '../support/restSupport';

const ids = (records: JsonObject[]) => records.map(({ id }) => id);

test.each([
	['every leg, each user once', CALLS[2], [SALES, ALICE, BOB]],
	['nobody of the account', CALLS[0], []],
	['the record itself', { extension: { id: 7 } }, ['7']],
	['the record and its legs', { extension: { id: 7 }, legs: [leg('8'), leg('7')] }, ['7', '8']],
	[
		'the parties of a Simple record',
		{ from: { extensionId: '1' }, to: { extensionId: '2' } },
		['1', '2'],
	],
	['one party', { from: { phoneNumber: '+1' }, to: { extensionId: 2 } }, ['2']],
	['no party at all', { from: null, legs: null, extension: {} }, []],
])('who took part: %s', (_name, record, wanted) => {
	expect(usersOfCall(record as JsonObject)).toEqual(wanted);
});

test('the call of the sample belongs to its three extensions', () => {
	const { records } = jsonFixture('ringCentral/seed004.call-log.detailed.json');
	expect(usersOfCall((records as JsonObject[])[0])).toEqual(['22222222', '33333333', '130836004']);
});

test('a guest is known by the id', () => {
	expect([isGuest(GUEST), isGuest(ALICE)]).toEqual([true, false]);
});

/** Names of the persons on the legs of a call. */
const legNames = ({ legs }: { legs?: unknown }) =>
	(legs as Array<{ person?: { name?: string } }>).map(({ person }) => person?.name);

describe('by user', () => {
	test('calls and posts come together, oldest first; nobody of the account comes last', async () => {
		const { connection, http } = bench();
		const found = await gather(activityByUser(connection, OPTIONS));
		expect(
			found.map(({ calls, posts, ...rest }) => ({
				...rest,
				calls: ids(calls),
				posts: ids(posts),
			})),
		).toEqual([
			{
				userId: ALICE,
				person: null,
				guest: false,
				callCount: 2,
				postCount: 4,
				calls: ['c1', 'c2'],
				posts: ['p1', 'q1', 'p2', 'p5'],
			},
			{
				userId: BOB,
				person: null,
				guest: false,
				callCount: 2,
				postCount: 1,
				calls: ['c2', 'c3'],
				posts: ['p3'],
			},
			{
				userId: SALES,
				person: null,
				guest: false,
				callCount: 1,
				postCount: 0,
				calls: ['c2'],
				posts: [],
			},
			{
				userId: GUEST,
				person: null,
				guest: true,
				callCount: 0,
				postCount: 1,
				calls: [],
				posts: ['p4'],
			},
			{
				userId: null,
				person: null,
				guest: false,
				callCount: 1,
				postCount: 1,
				calls: ['c4'],
				posts: ['q2'],
			},
		]);
		expect(found[0].calls[1]).toEqual(CALLS[2]);
		expect(queryOf(http.to('GET', /call-log/)[0].url)).toEqual({
			view: 'Detailed',
			dateFrom: OPTIONS.dateFrom,
			dateTo: OPTIONS.dateTo,
			perPage: '1000',
		});
	});

	test('names come from the list of extensions, asked for once', async () => {
		const { connection, http } = bench();
		const options = { ...OPTIONS, persons: 'extensions' } as const;
		const found = await gather(activityByUser(connection, options));
		expect(found.map(({ person }) => person)).toEqual([
			{
				id: ALICE,
				name: 'Alice Adams',
				firstName: 'Alice',
				email: 'alice@example.com',
				extensionNumber: '101',
				type: 'User',
			},
			{
				id: BOB,
				name: 'Bob Brown',
				firstName: 'Bob',
				lastName: 'Brown',
				extensionNumber: '102',
				type: 'User',
			},
			{ id: SALES, name: 'Sales', extensionNumber: '200', type: 'Department' },
			null,
			null,
		]);
		expect(legNames(found[0].calls[1])).toEqual(['Sales', 'Alice Adams', 'Bob Brown', undefined]);
		expect(http.to('GET', /extension\?/)).toHaveLength(1);
		expect(http.to('GET', /persons/)).toHaveLength(0);
	});

	test('persons are looked up by wish, each once; who is none stays unnamed', async () => {
		const { connection, http } = bench();
		const options = { ...OPTIONS, persons: 'lookUp' } as const;
		const found = await gather(activityByUser(connection, options));
		expect(found.map(({ person }) => person)).toEqual([
			{ id: ALICE, firstName: 'Alice', lastName: 'Adams', name: 'Alice Adams' },
			{ id: BOB, firstName: 'Bob', name: 'Bob' },
			null,
			{ id: GUEST, firstName: 'Gina', lastName: 'Guest', name: 'Gina Guest' },
			null,
		]);
		expect(http.to('GET', /persons/)).toHaveLength(4);
		expect(http.to('GET', /extension\?/)).toHaveLength(0);
	});

	test('a look-up that is refused is an error', async () => {
		const { connection, http } = bench();
		http.on('GET', /persons/, refusal(403, 'CMN-401', 'no'));
		const options = { ...OPTIONS, persons: 'lookUp' } as const;
		await expect(gather(activityByUser(connection, options))).rejects.toMatchObject({
			kind: 'forbidden',
		});
	});

	test('a person that is not shown to the login stays unnamed', async () => {
		const { connection, http } = bench();
		http.on('GET', new RegExp(`/persons/${GUEST}`), refusal(403, 'CMN-404', 'no'));
		const options = { ...OPTIONS, persons: 'lookUp' } as const;
		const found = await gather(activityByUser(connection, options));
		expect(found.find(({ userId }) => userId === GUEST)).toMatchObject({
			person: null,
			guest: true,
		});
		expect(found.find(({ userId }) => userId === ALICE)?.person).toMatchObject({ id: ALICE });
	});

	test.each([
		[403, 'CMN-404', ['q1', 'q2']],
		[404, 'CMN-102', ['q1', 'q2']],
		[403, 'CMN-401', undefined],
	])('a listed chat that answers %d %s', async (status, code, posts) => {
		const { connection, http, log } = bench();
		http.on('GET', /chats\/one\/posts/, refusal(status, code, 'no'));
		const found = gather(activityByUser(connection, OPTIONS));
		if (posts === undefined) await expect(found).rejects.toMatchObject({ vendorCode: code });
		else {
			const read = (await found).flatMap((user) => ids(user.posts));
			expect(read.filter((id) => posts.includes(String(id)))).toHaveLength(posts.length);
			expect(log.at('warn')).toHaveLength(1);
		}
		const named = { ...OPTIONS, chatIds: ['one'] };
		await expect(gather(activityByUser(connection, named))).rejects.toMatchObject({
			vendorCode: code,
		});
	});

	test('only the named chats are read, each once', async () => {
		const { connection, http } = bench();
		const options = { ...OPTIONS, chatIds: ['two', ' two ', ''] };
		const found = await gather(activityByUser(connection, options));
		expect(found.flatMap(({ posts }) => ids(posts))).toEqual(['q1', 'q2']);
		expect(http.to('GET', /chats\?/)).toHaveLength(0);
		expect(http.to('GET', /posts/)).toHaveLength(1);
	});

	test('only chats of some kinds are read, under the old paths by wish', async () => {
		const { connection, http } = bench();
		http.on('GET', /glip\/groups\/one\/posts/, json({ records: CHATS.one }));
		http.on('GET', /glip\/chats/, json({ records: [{ id: 'one' }] }));
		const options = { ...OPTIONS, chatTypes: ['Team'], paths: 'glip' } as const;
		const found = await gather(activityByUser(connection, options));
		expect(found.flatMap(({ posts }) => posts)).toHaveLength(5);
		expect(http.lines()).toContain('GET /restapi/v1.0/glip/chats?type=Team&recordCount=250');
	});

	test('calls of one extension, narrowed', async () => {
		const { connection, http } = bench();
		const calls = { direction: ['Inbound'], results: ['Missed'] };
		await gather(activityByUser(connection, { ...OPTIONS, owner: { extensionId: ALICE }, calls }));
		const [{ url }] = http.to('GET', /call-log/);
		expect(url).toContain(`/extension/${ALICE}/call-log`);
		expect(queryOf(url).direction).toBe('Inbound');
	});

	test.each([
		[BOB, BOB],
		['~', ALICE],
	])(
		'a call in the log of %s is one of that user, whatever its legs say',
		async (extensionId, id) => {
			const { connection, http } = bench([CALLS[0]], {});
			http.on('GET', /\/extension\/~$/, json({ id: Number(ALICE) }));
			const options = { ...OPTIONS, owner: { extensionId } };
			const found = await gather(activityByUser(connection, options));
			expect(found.map(({ userId, calls }) => [userId, ids(calls)])).toEqual([[id, ['c4']]]);
			const [first] = await gather(callsWithPosts(connection, options));
			expect(first.userIds).toEqual([id]);
		},
	);

	test('a call that is on two pages counts once', async () => {
		const { connection } = bench([CALLS[3], CALLS[2], CALLS[2], CALLS[1], { startTime: 'x' }]);
		const found = await gather(activityByUser(connection, OPTIONS));
		expect(found.map(({ calls }) => ids(calls))).toEqual([
			['c1', 'c2'],
			['c2', 'c3'],
			['c2'],
			[],
			[undefined],
		]);
	});

	test('what has no time comes last', async () => {
		const { connection } = bench(
			[
				{ ...CALLS[3], id: 'x', startTime: null },
				{ ...CALLS[3], id: 'y', startTime: null },
				CALLS[3],
			],
			{},
		);
		const [alice] = await gather(activityByUser(connection, OPTIONS));
		expect(ids(alice.calls)).toEqual(['c1', 'x', 'y']);
	});

	test('the period ends now when no end is given', async () => {
		const { connection, http } = bench();
		await gather(activityByUser(connection, { ...OPTIONS, dateTo: undefined }));
		expect(queryOf(http.to('GET', /call-log/)[0].url).dateTo).toBe('2026-01-01T00:00:00.000Z');
	});

	test.each([
		['yesterday', OPTIONS.dateTo],
		[at('15:00:00'), OPTIONS.dateTo],
		[OPTIONS.dateFrom, 'never'],
	])('%s to %s is not a period', async (dateFrom, dateTo) => {
		const { connection, http } = bench();
		const run = gather(activityByUser(connection, { ...OPTIONS, dateFrom, dateTo }));
		await expect(run).rejects.toMatchObject({ kind: 'badRequest' });
		expect(http.sent).toEqual([]);
	});

	test('a cancelled run ends', async () => {
		const { connection } = bench();
		const abort = new AbortController();
		abort.abort();
		const run = gather(activityByUser(connection, { ...OPTIONS, signal: abort.signal }));
		await expect(run).rejects.toMatchObject({ kind: 'unavailable' });
	});

	test('many users go out in pages', async () => {
		const calls = Array.from({ length: 12 }, (_, index) =>
			call(
				`c${index}`,
				'10:00:00',
				1,
				...Array.from({ length: 10 }, (_, n) => leg(`${1000 + index * 10 + n}`)),
			),
		);
		const { connection } = bench(calls, {});
		const sizes: number[] = [];
		for await (const page of activityByUser(connection, OPTIONS)) sizes.push(page.length);
		expect(sizes).toEqual([50, 50, 20]);
	});
});

describe('by call', () => {
	test('a call has its users, persons on their legs, and what they wrote meanwhile', async () => {
		const { connection } = bench();
		const options = { ...OPTIONS, persons: 'extensions' } as const;
		const found = await gather(callsWithPosts(connection, options, 1));
		expect(found.map(({ id, userIds, posts }) => [id, userIds, ids(posts)])).toEqual([
			['c4', [], []],
			['c3', [BOB], []],
			['c2', [SALES, ALICE, BOB], ['q1', 'p2', 'p3']],
			['c1', [ALICE], ['p1']],
		]);
		const [, , queued] = found;
		expect(legNames(queued)).toEqual(['Sales', 'Alice Adams', 'Bob Brown', undefined]);
		expect(queued.legs[3]).toEqual(leg());
		expect(queued).toMatchObject({ startTime: at('11:00:00'), direction: 'Inbound' });
	});

	test('the minutes after a call count', async () => {
		const { connection } = bench();
		const found = await gather(callsWithPosts(connection, OPTIONS, 29));
		expect(ids(found[2].posts)).toEqual(['q1', 'p2', 'p3', 'p5']);
		const tight = await gather(callsWithPosts(bench().connection, OPTIONS, 0));
		expect(ids(tight[2].posts)).toEqual(['q1', 'p2']);
	});

	test('the exact length of a call counts, where it is told', async () => {
		const calls = [{ ...CALLS[2], duration: 60, durationMs: 10_000 }];
		const [found] = await gather(callsWithPosts(bench(calls).connection, OPTIONS, 0));
		expect(ids(found.posts)).toEqual(['q1']);
	});

	test('a call without time or length has the posts of its moment, or none', async () => {
		const calls = [
			{ ...CALLS[3], duration: null },
			{ ...CALLS[2], startTime: null },
			{ ...CALLS[1], duration: 'x' },
		];
		const found = await gather(callsWithPosts(bench(calls).connection, OPTIONS, 0));
		expect(found.map(({ posts }) => ids(posts))).toEqual([['p1'], [], []]);
	});

	test('persons are looked up once, however many legs they have', async () => {
		const { connection, http } = bench();
		await gather(callsWithPosts(connection, { ...OPTIONS, persons: 'lookUp' }));
		expect(http.to('GET', /persons/)).toHaveLength(3);
	});

	test('posts after the period are read as long as a call of it can last', async () => {
		const late = { one: [{ ...post('late', ALICE, '14:00:30') }] };
		const calls = [call('c', '14:00:00', 60, leg(ALICE))];
		const [found] = await gather(callsWithPosts(bench(calls, late).connection, OPTIONS, 0));
		expect(ids(found.posts)).toEqual(['late']);
	});
});
