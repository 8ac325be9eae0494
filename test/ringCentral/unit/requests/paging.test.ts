import {
	pages,
	tokenPages,
	type ApiRequest,
} from '../../../../nodes/RingCentral/client/transport/api';
import { gather, json, queryOf, refusal, restBench, SERVER } from '../support/restSupport';

const PATH = '/restapi/v1.0/account/~/extension';
const LIST: ApiRequest = { method: 'GET', path: PATH, group: 'medium', kind: 'read' };
const CHATS: ApiRequest = { ...LIST, path: '/team-messaging/v1/chats' };

/** Ten records on pages that name the next by an address, as the vendor does. */
function numbered(server = SERVER, total = 10) {
	return ({ url }: { url: string }) => {
		const { page = '1', perPage = '3', ...filters } = queryOf(url);
		const [number, size] = [Number(page), Number(perPage)];
		const all = Array.from({ length: total }, (_, index) => ({ id: index + 1 }));
		const next = new URLSearchParams({
			...(filters as Record<string, string>),
			page: String(number + 1),
			perPage: String(size),
		});
		return json({
			records: all.slice((number - 1) * size, number * size),
			paging: { page: number, perPage: size },
			navigation: {
				firstPage: { uri: `${server}${PATH}?page=1` },
				...(number * size < total ? { nextPage: { uri: `${server}${PATH}?${String(next)}` } } : {}),
			},
		});
	};
}

const ids = (records: unknown[]) => records.map((record) => (record as { id: unknown }).id);
const TEN = Array.from({ length: 10 }, (_, index) => index + 1);

describe('pages by navigation', () => {
	test('go on until there is no next one, with the filters of the first', async () => {
		const { connection, http } = restBench();
		http.on('GET', /extension/, numbered());
		const found = await gather(pages(connection, { ...LIST, query: { type: 'User' } }));
		expect(ids(found)).toEqual(TEN);
		expect(http.sent.map(({ url }) => queryOf(url))).toEqual([
			{ type: 'User' },
			...[2, 3, 4].map((page) => ({ type: 'User', page: `${page}`, perPage: '3' })),
		]);
	});

	test('are asked for one at a time, as they are used', async () => {
		const { connection, http } = restBench();
		http.on('GET', /extension/, numbered());
		const all = pages(connection, LIST);
		await all.next();
		expect(http.sent).toHaveLength(1);
		await all.next();
		expect(http.sent).toHaveLength(2);
	});

	test.each([
		[4, undefined, 2, [1, 2, 3, 4], undefined],
		[4, 100, 1, [1, 2, 3, 4], '4'],
		[10, 5, 2, TEN, '5'],
		[0, 5, 0, [], undefined],
	])(
		'with a limit of %s and %s per page take %i requests',
		async (limit, perPage, asked, wanted, size) => {
			const { connection, http } = restBench();
			http.on('GET', /extension/, numbered());
			expect(ids(await gather(pages(connection, LIST, { limit, perPage })))).toEqual(wanted);
			expect(http.sent).toHaveLength(asked);
			if (asked > 0) expect(queryOf(http.sent[0].url).perPage).toBe(size);
		},
	);

	test('of a server with another name for itself are asked of the server of the credential', async () => {
		const { connection, http } = restBench();
		http.on('GET', /extension/, numbered('https://inside.example.net'));
		expect(ids(await gather(pages(connection, LIST)))).toEqual(TEN);
		expect(http.sent.every(({ url }) => url.startsWith(`${SERVER}/`))).toBe(true);
	});

	test('without navigation are counted', async () => {
		const { connection, http } = restBench();
		http.on('GET', /extension/, ({ url }) => {
			const page = Number(queryOf(url).page ?? 1);
			return json({ records: [{ id: page }], paging: { page, totalPages: 3 } });
		});
		expect(ids(await gather(pages(connection, LIST)))).toEqual([1, 2, 3]);
	});

	test.each([
		[{ records: null }],
		[{}],
		[{ records: [], navigation: {}, paging: { page: 1, totalPages: 9 } }],
		[{ records: [], navigation: { nextPage: null } }],
	])('of an empty list end: %j', async (answer) => {
		const { connection, http } = restBench();
		http.on('GET', /extension/, json(answer));
		expect(await gather(pages(connection, LIST))).toEqual([]);
		expect(http.sent).toHaveLength(1);
	});

	test('of an answer without content end', async () => {
		const { connection, http } = restBench();
		http.on('GET', /extension/, { status: 204 });
		expect(await gather(pages(connection, LIST))).toEqual([]);
	});

	test('that are no list are a fault of the server', async () => {
		const { connection, http } = restBench();
		http.on('GET', /extension/, json({ records: 'none' }));
		await expect(gather(pages(connection, LIST))).rejects.toMatchObject({
			kind: 'protocolViolation',
		});
	});

	test('that go round in a circle end in an error', async () => {
		const { connection, http } = restBench();
		const uri = `${SERVER}${PATH}?page=1`;
		http.on('GET', /extension/, json({ records: [{ id: 1 }], navigation: { nextPage: { uri } } }));
		await expect(gather(pages(connection, LIST))).rejects.toMatchObject({
			kind: 'protocolViolation',
		});
		expect(http.sent).toHaveLength(2);
	});

	test('end with the error of one that fails', async () => {
		const { connection, http } = restBench();
		http.on('GET', /page=2/, refusal(403, 'CMN-401', 'no')).on('GET', /extension$/, numbered());
		const found: unknown[] = [];
		const read = async () => {
			for await (const page of pages(connection, LIST)) found.push(...page);
		};
		await expect(read()).rejects.toMatchObject({ kind: 'forbidden' });
		expect(ids(found)).toEqual([1, 2, 3]);
	});
});

/** Records on pages named by tokens (Team Messaging). */
function tokened(total = 10) {
	return ({ url }: { url: string }) => {
		const { pageToken = 't0', recordCount = '3' } = queryOf(url);
		const start = Number(String(pageToken).slice(1));
		const end = start + Number(recordCount);
		const all = Array.from({ length: total }, (_, index) => ({ id: index + 1 }));
		return json({
			records: all.slice(start, end),
			navigation: { prevPageToken: 'x', ...(end < total ? { nextPageToken: `t${end}` } : {}) },
		});
	};
}

describe('pages by token', () => {
	test('go on until there is none; the token carries the filters', async () => {
		const { connection, http } = restBench();
		http.on('GET', /chats/, tokened());
		const found = await gather(tokenPages(connection, { ...CHATS, query: { type: 'Team' } }));
		expect(ids(found)).toEqual(TEN);
		expect(http.sent.map(({ url }) => queryOf(url))).toEqual([
			{ type: 'Team' },
			{ pageToken: 't3' },
			{ pageToken: 't6' },
			{ pageToken: 't9' },
		]);
	});

	test.each([
		[4, undefined, 2, [1, 2, 3, 4]],
		[4, 250, 1, [1, 2, 3, 4]],
		[10, 5, 2, TEN],
		[0, 5, 0, []],
	])(
		'with a limit of %s and %s per page take %i requests',
		async (limit, recordCount, asked, wanted) => {
			const { connection, http } = restBench();
			http.on('GET', /chats/, tokened());
			const found = await gather(tokenPages(connection, CHATS, { limit, recordCount }));
			expect(ids(found)).toEqual(wanted);
			expect(http.sent).toHaveLength(asked);
		},
	);

	test.each([[{ records: [] }], [{ records: null, navigation: null }], [{}]])(
		'of an empty list end: %j',
		async (answer) => {
			const { connection, http } = restBench();
			http.on('GET', /chats/, json(answer));
			expect(await gather(tokenPages(connection, CHATS))).toEqual([]);
		},
	);

	test('that go round in a circle end in an error', async () => {
		const { connection, http } = restBench();
		http.on('GET', /chats/, json({ records: [{ id: 1 }], navigation: { nextPageToken: 'same' } }));
		await expect(gather(tokenPages(connection, CHATS))).rejects.toMatchObject({
			kind: 'protocolViolation',
		});
		expect(http.sent).toHaveLength(2);
	});
});
