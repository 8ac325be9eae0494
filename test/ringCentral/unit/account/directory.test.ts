import {
	directoryPages,
	extensionPages,
	getExtension,
	nameOfExtension,
} from '../../../../nodes/RingCentral/client/account/directory';
import { jsonFixture } from '../../../support/jsonFixtures';
import { gather, json, restBench } from '../support/restSupport';

const ANY = /./;

test('extensions, by everything the server can filter by', async () => {
	const { connection, http } = restBench();
	http.on('GET', ANY, json(jsonFixture('ringCentral/extension.list.response.json')));
	const found = await gather(extensionPages(connection));
	expect(found.map(({ extensionNumber }) => extensionNumber)).toContain('101');
	await gather(
		extensionPages(
			connection,
			{
				extensionNumber: '101',
				email: ' a@example.com',
				status: ['Enabled'],
				type: ['User', 'Department'],
			},
			{ limit: 1 },
		),
	);
	expect(http.lines()).toEqual([
		'GET /restapi/v1.0/account/~/extension?perPage=1000',
		'GET /restapi/v1.0/account/~/extension?extensionNumber=101&email=a%40example.com&status=Enabled&type=User&type=Department&perPage=1',
	]);
});

test('an extension is named by its name, else by its person', () => {
	const { records } = jsonFixture('ringCentral/extension.list.response.json');
	expect((records as Array<Record<string, unknown>>).map(nameOfExtension)).toEqual([
		'Something1 New1',
		'Something111 Unactived111',
	]);
	const contact = { firstName: 'Alice', lastName: null };
	expect(nameOfExtension({ name: 'Sales', contact })).toBe('Sales');
	expect(nameOfExtension({ name: null, contact })).toBe('Alice');
	expect(nameOfExtension({ id: 7, contact: null })).toBeUndefined();
});

test('one extension', async () => {
	const { connection, http } = restBench();
	http.on('GET', ANY, json({ id: 1 }));
	expect(await getExtension(connection, '~')).toEqual({ id: 1 });
	expect(http.lines()).toEqual(['GET /restapi/v1.0/account/~/extension/~']);
});

/** Seven entries, by the page and size of the body. */
const entries = ({ body }: { body?: string | Uint8Array }) => {
	const { page, perPage } = JSON.parse(String(body)) as { page: number; perPage: number };
	const all = Array.from({ length: 7 }, (_, index) => ({ id: index }));
	return json({
		records: all.slice((page - 1) * perPage, page * perPage),
		paging: { page, perPage, totalPages: Math.ceil(7 / perPage) },
	});
};

test('the directory is searched page by page', async () => {
	const { connection, http } = restBench();
	http.on('POST', ANY, entries);
	const search = { searchString: 'al', searchFields: ['firstName'], showFederated: false };
	expect(await gather(directoryPages(connection, search, { perPage: 3 }))).toHaveLength(7);
	expect(http.sent.map(({ body }) => JSON.parse(String(body)) as unknown)).toEqual(
		[1, 2, 3].map((page) => ({ ...search, page, perPage: 3 })),
	);
});

test.each([
	[{ limit: 2 }, 2, 1],
	[{ limit: 5, perPage: 3 }, 5, 2],
	[{ limit: 0 }, 0, 0],
])('with %j it gives %i entries in %i requests', async (options, count, asked) => {
	const { connection, http } = restBench();
	http.on('POST', ANY, entries);
	expect(await gather(directoryPages(connection, { searchString: 'x' }, options))).toHaveLength(
		count,
	);
	expect(http.sent).toHaveLength(asked);
});

test.each([[{ records: [], paging: { totalPages: 4 } }], [{ records: null }]])(
	'nobody is found: %j',
	async (answer) => {
		const { connection, http } = restBench();
		http.on('POST', ANY, json(answer));
		expect(await gather(directoryPages(connection, { searchString: 'x' }))).toEqual([]);
		expect(http.sent).toHaveLength(1);
	},
);

test('a search is a read: it is repeated after a penalty', async () => {
	const { connection, http, clock } = restBench();
	http.on('POST', ANY, entries).once('POST', ANY, { status: 429, headers: { 'retry-after': '1' } });
	const found = gather(directoryPages(connection, { searchString: 'x' }));
	await clock.advance(1_000);
	expect(await found).toHaveLength(7);
});
