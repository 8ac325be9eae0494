import {
	activeCallPages,
	callPages,
	getCall,
	getRecording,
	openRecording,
	syncCalls,
} from '../../../../nodes/RingCentral/client/callLog/callLog';
import { jsonFixture } from '../../../support/jsonFixtures';
import {
	gather,
	json,
	queryOf,
	readAll,
	refusal,
	restBench,
	SERVER,
	streamOf,
} from '../support/restSupport';

const COMPANY = '/restapi/v1.0/account/~';
const ALICE = { extensionId: '62288329016' };
const ANY = /./;

const list = (...results: Array<string | null>) =>
	json({ records: results.map((result, index) => ({ id: `c${index}`, result })), navigation: {} });

describe('the list', () => {
	test('of the company asks with all filters, the number without its plus', async () => {
		const { connection, http } = restBench();
		http.on('GET', ANY, json(jsonFixture('ringCentral/seed004.call-log.detailed.json')));
		const found = await gather(
			callPages(connection, 'company', {
				view: 'Detailed',
				dateFrom: '2018-11-09T07:37:00.000Z',
				dateTo: '2018-11-10T07:37:00.000Z',
				direction: ['Inbound'],
				type: ['Voice', 'Fax'],
				phoneNumber: '+1 (215) 555-0101',
				recordingType: 'All',
				sessionId: '1',
				telephonySessionId: 's-1',
				showDeleted: false,
				transport: ['VoIP'],
				showBlocked: true,
			}),
		);
		expect(found.map(({ id }) => id)).toEqual(['abcdef0123456789']);
		expect(new URL(http.sent[0].url).pathname).toBe(`${COMPANY}/call-log`);
		expect(queryOf(http.sent[0].url)).toEqual({
			view: 'Detailed',
			dateFrom: '2018-11-09T07:37:00.000Z',
			dateTo: '2018-11-10T07:37:00.000Z',
			direction: 'Inbound',
			type: ['Voice', 'Fax'],
			phoneNumber: '12155550101',
			recordingType: 'All',
			sessionId: '1',
			telephonySessionId: 's-1',
			showDeleted: 'false',
			perPage: '1000',
		});
	});

	test('of a user has filters of its own', async () => {
		const { connection, http } = restBench();
		http.on('GET', ANY, list());
		await gather(
			callPages(connection, ALICE, {
				extensionNumber: ' 102 ',
				transport: ['VoIP'],
				showBlocked: false,
				direction: [],
			}),
		);
		expect(new URL(http.sent[0].url).pathname).toBe(`${COMPANY}/extension/62288329016/call-log`);
		expect(queryOf(http.sent[0].url)).toEqual({
			extensionNumber: '102',
			transport: 'VoIP',
			showBlocked: 'false',
			perPage: '1000',
		});
	});

	test('ends now when only its start is given, so that new calls do not shift the pages', async () => {
		const { connection, http } = restBench();
		http.on('GET', ANY, list());
		await gather(callPages(connection, 'company', { dateFrom: '2025-12-31T00:00:00Z' }));
		expect(queryOf(http.sent[0].url).dateTo).toBe('2026-01-01T00:00:00.000Z');
	});

	test('cannot be by phone number and extension at once', async () => {
		const { connection, http } = restBench();
		const filters = { phoneNumber: '+16505550101', extensionNumber: '101' };
		await expect(gather(callPages(connection, 'company', filters))).rejects.toMatchObject({
			kind: 'badRequest',
		});
		expect(http.sent).toEqual([]);
	});

	test.each([
		[{ limit: 50 }, '50'],
		[{ limit: 5_000 }, '1000'],
		[{ limit: 50, perPage: 10 }, '10'],
		[{ perPage: 5_000 }, '1000'],
		[{}, '1000'],
	])('with %j asks for %s per page', async (options, perPage) => {
		const { connection, http } = restBench();
		http.on('GET', ANY, list());
		await gather(callPages(connection, 'company', {}, options));
		expect(queryOf(http.sent[0].url).perPage).toBe(perPage);
	});

	test('is narrowed by result here, and its limit counts what is left', async () => {
		const { connection, http, clock } = restBench();
		http.on('GET', ANY, ({ url }) => {
			const page = Number(queryOf(url).page ?? 1);
			const records = ['Missed', 'Accepted', null, 'missed'].map((result, index) => ({
				id: `${page}.${index}`,
				result,
			}));
			const uri = `${SERVER}${COMPANY}/call-log?page=${page + 1}`;
			return json({ records, navigation: page < 5 ? { nextPage: { uri } } : {} });
		});
		const filters = { results: ['Missed'] };
		const some = await gather(callPages(connection, 'company', filters, { limit: 3 }));
		expect(some.map(({ id }) => id)).toEqual(['1.0', '1.3', '2.0']);
		expect(http.sent).toHaveLength(2);
		expect(queryOf(http.sent[0].url).perPage).toBe('1000');
		expect(await gather(callPages(connection, 'company', filters))).toHaveLength(10);
		await clock.advance(60_000);
		expect(await gather(callPages(connection, 'company', { results: ['Busy'] }))).toEqual([]);
	});

	test('of nobody is refused', async () => {
		const { connection } = restBench();
		const pages = callPages(connection, { extensionId: ' ' }, {});
		await expect(gather(pages)).rejects.toThrow('The extension is missing');
	});
});

test('one call', async () => {
	const { connection, http } = restBench();
	http.on('GET', ANY, json({ id: 'a/b' }));
	expect(await getCall(connection, 'company', 'a/b', 'Detailed')).toEqual({ id: 'a/b' });
	await getCall(connection, { extensionId: '~' }, 'x');
	expect(http.lines()).toEqual([
		`GET ${COMPANY}/call-log/a%2Fb?view=Detailed`,
		`GET ${COMPANY}/extension/~/call-log/x`,
	]);
});

test('active calls', async () => {
	const { connection, http } = restBench();
	http.on('GET', ANY, json(jsonFixture('ringCentral/active-calls.response.json')));
	const filters = { view: 'Simple', direction: ['Outbound'], type: ['Voice'] } as const;
	const found = await gather(activeCallPages(connection, 'company', filters, { limit: 7 }));
	expect(found.map(({ id }) => id)).toEqual(['IV5fj9D8vHjs8fw']);
	expect(http.lines()).toEqual([
		`GET ${COMPANY}/active-calls?view=Simple&direction=Outbound&type=Voice&perPage=7`,
	]);
	await gather(activeCallPages(connection, ALICE, {}));
	expect(http.lines()[1]).toBe(`GET ${COMPANY}/extension/62288329016/active-calls?perPage=1000`);
});

describe('synchronization', () => {
	const fixture = jsonFixture('ringCentral/call-log-sync.fsync.response.json');
	const token = (fixture.syncInfo as { syncToken: string }).syncToken;

	test('begins with everything', async () => {
		const { connection, http } = restBench();
		http.on('GET', ANY, json(fixture));
		const options = { dateFrom: '2018-07-21T16:00:00.000Z', recordCount: 1_000, syncToken: ' ' };
		const answer = await syncCalls(connection, ALICE, options);
		expect(answer).toMatchObject({
			syncToken: token,
			syncTime: '2018-07-29T03:33:20.190Z',
			syncType: 'FSync',
			restarted: false,
		});
		expect(answer.records).toHaveLength(2);
		expect(queryOf(http.sent[0].url)).toEqual({
			syncType: 'FSync',
			recordCount: '250',
			dateFrom: '2018-07-21T16:00:00.000Z',
		});
	});

	test('goes on with the token', async () => {
		const { connection, http } = restBench();
		http.on(
			'GET',
			ANY,
			json({ records: null, syncInfo: { syncType: 'ISYNC', syncToken: 'next' } }),
		);
		const options = {
			syncToken: token,
			dateFrom: 'unused',
			view: 'Detailed',
			showDeleted: true,
		} as const;
		expect(await syncCalls(connection, 'company', options)).toEqual({
			records: [],
			syncToken: 'next',
			syncTime: undefined,
			syncType: 'ISync',
			restarted: false,
		});
		expect(queryOf(http.sent[0].url)).toEqual({
			syncType: 'ISync',
			syncToken: token,
			view: 'Detailed',
			showDeleted: 'true',
		});
	});

	test('begins anew when the token is too old, and says so', async () => {
		const { connection, http, log } = restBench();
		http
			.on('GET', /FSync/, json(fixture))
			.on('GET', /ISync/, refusal(400, 'CMN-101', 'x', { parameterName: 'syncToken' }));
		const answer = await syncCalls(connection, 'company', { syncToken: 'old' });
		expect(answer).toMatchObject({ restarted: true, syncType: 'FSync', syncToken: token });
		expect(log.at('info')).toHaveLength(1);
	});

	test('fails with an old token when that is wished', async () => {
		const { connection, http } = restBench();
		http.on('GET', ANY, refusal(400, 'CMN-101', 'x'));
		const options = { syncToken: 'old', restart: false };
		await expect(syncCalls(connection, 'company', options)).rejects.toMatchObject({
			kind: 'badRequest',
		});
		expect(http.sent).toHaveLength(1);
	});

	test('does not begin anew for any other failure', async () => {
		const { connection, http } = restBench();
		http.on('GET', ANY, refusal(403, 'CMN-401', 'no'));
		await expect(syncCalls(connection, 'company', { syncToken: 'old' })).rejects.toMatchObject({
			kind: 'forbidden',
		});
		expect(http.sent).toHaveLength(1);
	});

	test.each([[{}], [{ syncInfo: null }], [{ syncInfo: { syncToken: null } }]])(
		'without a token in the answer is a fault of the server: %j',
		async (answer) => {
			const { connection, http } = restBench();
			http.on('GET', ANY, json(answer));
			await expect(syncCalls(connection, 'company', {})).rejects.toMatchObject({
				kind: 'protocolViolation',
			});
		},
	);
});

describe('a recording', () => {
	const facts = {
		id: '1662272004',
		contentUri: 'https://media.example.com/restapi/v1.0/account/1/recording/1662272004/content',
		contentType: 'audio/mpeg',
		duration: 55,
	};

	test('is opened where the server says', async () => {
		const { connection, http } = restBench();
		http.on('GET', ANY, json(facts));
		http.onStream(() =>
			streamOf(200, { 'content-type': 'audio/wav; x=1', 'content-length': '5' }, 'sound'),
		);
		const recording = await openRecording(connection, '1662272004');
		expect(recording).toMatchObject({
			fileName: '1662272004.wav',
			mimeType: 'audio/wav',
			size: 5,
			duration: 55,
		});
		expect((await readAll(recording.body)).toString()).toBe('sound');
		expect(http.sent.map(({ url }) => url)).toEqual([
			`${SERVER}${COMPANY}/recording/1662272004`,
			facts.contentUri,
		]);
	});

	test('is opened by its address with one request, and elsewhere at the server itself', async () => {
		const { connection, http } = restBench();
		http.onStream(() => streamOf(200, { 'content-type': 'audio/wav' }, 'sound'));
		const recording = await openRecording(connection, '1662272004', facts.contentUri);
		expect(recording).toMatchObject({ fileName: '1662272004.wav', duration: undefined });
		await openRecording(connection, '7', 'https://evil.example.net/recording/7/content');
		expect(http.sent.map(({ url }) => url)).toEqual([
			facts.contentUri,
			`${SERVER}${COMPANY}/recording/7/content`,
		]);
	});

	test.each([
		[{ 'content-type': 'application/octet-stream' }, 'audio/x-wav', '7.wav'],
		[{}, undefined, '7.mp3'],
		[{ 'content-type': 'audio/ogg' }, undefined, '7.mp3'],
	])('with headers %j and content type %s is %s', async (headers, contentType, fileName) => {
		const { connection, http } = restBench();
		http.on('GET', ANY, json({ id: '7', contentType, duration: null }));
		http.onStream(() => streamOf(200, headers as Record<string, string>, 'x'));
		const recording = await openRecording(connection, '7');
		expect(recording).toMatchObject({ fileName, size: undefined, duration: undefined });
		expect(http.lines()[1]).toBe(`GET ${COMPANY}/recording/7/content`);
		recording.close();
	});

	test('that is cut off is an error', async () => {
		const { connection, http } = restBench();
		http.on('GET', ANY, json(facts));
		http.onStream(() => streamOf(200, { 'content-length': '1000' }, 'sound'));
		const { body } = await openRecording(connection, '1662272004');
		await expect(readAll(body)).rejects.toMatchObject({
			kind: 'unavailable',
			message: 'The file was cut off: 5 of 1000 bytes arrived. Try again',
		});
	});

	test.each(['https://evil.example.net/x', '//evil.example.net/x'])(
		'at %s is asked for at the server itself',
		async (contentUri) => {
			const { connection, http } = restBench();
			http.on('GET', ANY, json({ ...facts, contentUri }));
			http.onStream(() => streamOf(200, {}, 'sound'));
			(await openRecording(connection, '1')).close();
			expect(http.sent.map(({ url }) => url)).toEqual([
				`${SERVER}${COMPANY}/recording/1`,
				`${SERVER}${COMPANY}/recording/1/content`,
			]);
		},
	);

	test('that is not there is not found', async () => {
		const { connection, http } = restBench();
		http.on('GET', ANY, refusal(404, 'CMN-102', 'no', { parameterName: 'recordingId' }));
		await expect(getRecording(connection, '1')).rejects.toMatchObject({ kind: 'notFound' });
	});
});
