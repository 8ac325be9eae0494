import { pagedRows } from '../../../../../nodes/CooCenter/client/lists';
import { readDirectory } from '../../../../../nodes/BroadWorks/client/people/directories';
import { findPeople } from '../../../../../nodes/BroadWorks/client/people/find';
import {
	aggregationPages,
	type AnalyticsQuestion,
} from '../../../../../nodes/RingCentral/client/callLog/analytics';
import { directoryPages } from '../../../../../nodes/RingCentral/client/account/directory';
import { pages, tokenPages } from '../../../../../nodes/RingCentral/client/transport/api';
import { endlessList } from '../../../../../nodes/shared/core/flow/endless';
import { ScriptedServer } from '../../../../broadWorks/unit/support/xsiServer';
import { bench } from '../../../../cooCenter/unit/support/support';
import { gather, json, restBench } from '../../../../ringCentral/unit/support/restSupport';

const forEver = { kind: 'protocolViolation', message: expect.stringContaining('for ever') };

/** A hundred entries, the same on every page. */
const full = Array.from({ length: 100 }, (_, index) => ({ id: index + 1 }));

describe('a list whose server gives the same page for ever', () => {
	test('by a link that is always another one', async () => {
		const { connection, http } = restBench();
		let page = 1;
		http.on('GET', /extension/, () =>
			json({
				records: full,
				navigation: { nextPage: { uri: `/restapi/extension?page=${++page}` } },
			}),
		);
		const list = { method: 'GET', path: '/restapi/extension', group: 'medium' } as const;
		await expect(gather(pages(connection, list))).rejects.toMatchObject(forEver);
	});

	test('by a token that is always another one', async () => {
		const { connection, http } = restBench();
		let page = 1;
		http.on('GET', /chats/, () =>
			json({ records: full, navigation: { nextPageToken: `t${++page}` } }),
		);
		const list = { method: 'GET', path: '/team-messaging/v1/chats', group: 'medium' } as const;
		await expect(gather(tokenPages(connection, list))).rejects.toMatchObject(forEver);
	});

	test('by a number of pages that is not true', async () => {
		const { connection, http } = restBench();
		http.on('POST', /search$/, () => json({ records: full, paging: { totalPages: 1e9 } }));
		const found = gather(directoryPages(connection, { searchString: 'a' }));
		await expect(found).rejects.toMatchObject(forEver);
	});

	test('by a number of rows that is not true', async () => {
		const { connection, http } = bench({ generation: 2 });
		http.on('POST', /login$/, json({ status: 'success', token: 't' }));
		http.on('GET', /list/, json({ count: 1e9, rows: full }));
		await expect(pagedRows(connection, '/list', {})).rejects.toMatchObject(forEver);
	});

	test('by a number of pages that is none', async () => {
		const { connection, http } = restBench();
		const answer = { data: { records: full }, paging: { totalPages: 'many' } };
		http.on('POST', /aggregation/, () => json(answer));
		const question = {
			grouping: 'Users',
			keys: [],
			from: '2026-01-01T00:00:00Z',
			to: '2026-01-02T00:00:00Z',
			filters: {},
			counters: [],
			timers: [],
		} as unknown as AnalyticsQuestion;
		const found = aggregationPages(connection, question, { counters: 'Sum', timers: 'Sum' });
		await expect(gather(found)).rejects.toMatchObject(forEver);
	});

	test('by a total that is not true, of people', async () => {
		const server = new ScriptedServer();
		server.http.on('GET', /\/directories\//, {
			body: `<Enterprise><totalAvailableRecords>99999999</totalAvailableRecords><enterpriseDirectory><directoryDetails><userId>bob</userId><firstName>Bob</firstName></directoryDetails></enterpriseDirectory></Enterprise>`,
		});
		const found = findPeople(server.connection, 'alice@example.net', 'Carol', 5);
		await expect(found).rejects.toMatchObject(forEver);
	});

	test('by a total that is not true', async () => {
		const server = new ScriptedServer();
		server.http.on('GET', /\/directories\//, {
			body: `<Enterprise><totalAvailableRecords>99999999</totalAvailableRecords><a/></Enterprise>`,
		});
		const request = { path: ['Enterprise'], paged: true, entriesOf: () => [{ a: '1' }] };
		const found = readDirectory(server.connection, 'alice@example.net', request);
		await expect(found).rejects.toMatchObject(forEver);
	});
});

test('a list of ever other pages ends as well, and one with the same entries apart does not', () => {
	const look = endlessList();
	const twoPages = () => {
		look([1]);
		look([2]);
	};
	for (let times = 0; times < 5_000; times++) twoPages();
	expect(twoPages).toThrow(/for ever/);
	const empty = endlessList();
	empty([]);
	expect(() => empty([])).not.toThrow();
});
