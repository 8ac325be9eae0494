import {
	EndedCalls,
	isFinished,
	type EndedCall,
	type EndedCallSettings,
} from '../../../../nodes/RingCentral/client/callLog/endedCalls';
import { loggedCalls, wasMissed } from '../../../../nodes/RingCentral/client/callLog/loggedCalls';
import { fakeRingCentral, json, SERVER } from '../support/ringCentralLive';
import { settled } from '../../../support/fakes/turns';

const COMPANY = /\/account\/~\/call-log\?/;

const SETTINGS: EndedCallSettings = {
	view: 'Detailed',
	firstReading: 10_000,
	giveUpAfter: 600_000,
	recordingWait: 0,
};

function setUp(settings: Partial<EndedCallSettings> = {}) {
	const all = fakeRingCentral();
	const delivered: Array<[id: string, result: unknown, at: number]> = [];
	const live = new Set<string>();
	const log: object[] = [];
	all.http.on('GET', COMPANY, () => json({ records: log }));
	const calls = new EndedCalls(
		all.connection,
		{ ...SETTINGS, ...settings },
		{
			deliver: ({ telephonySessionId }, record) =>
				void delivered.push([telephonySessionId, record?.result, all.clock.elapsed()]),
			isLive: (id) => live.has(id),
		},
	);
	const ended = (id: string, more: Partial<EndedCall> = {}): EndedCall => ({
		telephonySessionId: id,
		endedAt: all.clock.now(),
		startedAt: all.clock.now() - 30_000,
		recorded: false,
		event: {},
		...more,
	});
	const queries = () => all.http.to('GET', /call-log/).map(({ url }) => new URL(url).searchParams);
	return { ...all, warnings: all.log, calls, delivered, live, log, ended, queries };
}

const record = (telephonySessionId: string, result = 'Accepted', more: object = {}) => ({
	id: `record-${telephonySessionId}`,
	telephonySessionId,
	result,
	direction: 'Inbound',
	...more,
});

describe('Records of calls that ended', () => {
	test('one call is looked for by its id, after the delay', async () => {
		const { clock, calls, delivered, log, ended, queries } = setUp();
		log.push(record('s-1'), record('s-2'));
		calls.add(ended('s-1'));
		await clock.advance(9_999);
		expect(queries()).toHaveLength(0);
		await clock.advance(2);
		expect(delivered).toEqual([['s-1', 'Accepted', 10_000]]);
		expect(Object.fromEntries(queries()[0])).toEqual({
			view: 'Detailed',
			telephonySessionId: 's-1',
			dateFrom: '2025-12-31T23:58:30.000Z',
			perPage: '1000',
		});
		expect(calls.pending()).toEqual([]);
		await calls.close();
	});

	test('a record that has the older id only is found by it', async () => {
		const { clock, calls, delivered, log, ended } = setUp();
		log.push({ id: 'r', sessionId: '4711', result: 'Missed' }, { id: 'x', result: 'Accepted' });
		calls.add(ended('s-1', { sessionId: '4711' }));
		calls.add(ended('s-2'));
		await clock.advance(10_001);
		expect(delivered).toEqual([['s-1', 'Missed', 10_000]]);
		await calls.close();
	});

	test('many calls need few requests', async () => {
		const { clock, calls, delivered, log, ended, queries } = setUp();
		for (let second = 0; second < 60; second++) {
			log.push(record(`s-${second}`));
			calls.add(ended(`s-${second}`));
			await clock.advance(1_000);
		}
		await clock.advance(20_000);
		expect(delivered).toHaveLength(60);
		expect(queries().length).toBeLessThanOrEqual(8);
		expect(queries().at(-2)?.has('telephonySessionId')).toBe(false);
		await calls.close();
	});

	test('a record that is not there yet is looked for again, ever more seldom', async () => {
		const { clock, http, calls, delivered, log, ended } = setUp();
		calls.add(ended('s-1'));
		await clock.advance(120_000);
		log.push(record('s-1'));
		await clock.advance(60_000);
		expect(delivered).toHaveLength(1);
		const times = http.sent.map(({ at }) => at);
		expect(times).toEqual([10_000, 30_000, 70_000, 130_000]);
		await calls.close();
	});

	test('a call in progress is waited for, and is not a call without a record', async () => {
		const { clock, calls, delivered, log, ended } = setUp();
		log.push(record('s-1', 'In Progress'));
		calls.add(ended('s-1'));
		await clock.advance(700_000);
		expect(delivered).toEqual([]);
		expect(calls.pending()).toEqual([]);
		log[0] = record('s-1', 'Call connected');
		calls.add(ended('s-1'));
		await clock.advance(10_001);
		expect(delivered).toEqual([['s-1', 'Call connected', expect.any(Number) as number]]);
		await calls.close();
	});

	test('without a record the call goes out after the bound, unless somebody is still in it', async () => {
		const { clock, calls, delivered, live, ended } = setUp();
		calls.add(ended('s-1'));
		calls.add(ended('s-2'));
		live.add('s-2');
		await clock.advance(700_000);
		expect(delivered).toEqual([['s-1', undefined, expect.any(Number) as number]]);
		expect(delivered[0][2]).toBeLessThanOrEqual(660_000);
		await calls.close();
	});

	test('another end of the same call begins its time anew, with its first beginning', async () => {
		const { clock, calls, ended, queries } = setUp();
		calls.add(ended('s-1'));
		await clock.advance(8_000);
		calls.add(ended('s-1', { startedAt: undefined }));
		await clock.advance(8_000);
		expect(queries()).toHaveLength(0);
		await clock.advance(2_001);
		expect(queries()[0].get('dateFrom')).toBe('2025-12-31T23:58:30.000Z');
		await calls.close();
	});

	test('a call with an unknown beginning is looked for by itself', async () => {
		const { clock, calls, delivered, log, ended, queries } = setUp();
		log.push(record('s-1'), record('s-2'), record('s-3'));
		calls.add(ended('s-1', { startedAt: undefined }));
		calls.add(ended('s-2'));
		calls.add(ended('s-3'));
		await clock.advance(10_001);
		expect(delivered).toHaveLength(3);
		expect(queries().map((query) => query.get('telephonySessionId'))).toEqual(['s-1', null]);
		await calls.close();
	});

	test('each call log has requests of its own', async () => {
		const { clock, http, calls, delivered, ended } = setUp();
		http.on('GET', /extension\/(11|12)\/call-log/, ({ url }) =>
			json({ records: [record(`s-${/extension\/(\d+)/.exec(url)?.[1]}`)] }),
		);
		calls.add(ended('s-11', { extensionId: '11' }));
		calls.add(ended('s-12', { extensionId: '12' }));
		await clock.advance(10_001);
		expect(delivered.map(([id]) => id)).toEqual(['s-11', 's-12']);
		await calls.close();
	});

	test('a call log that cannot be read is read later', async () => {
		const { clock, http, warnings, calls, delivered, log, ended } = setUp();
		log.push(record('s-1'));
		http.once('GET', COMPANY, json({ errorCode: 'CMN-408' }, 403));
		calls.add(ended('s-1'));
		await clock.advance(15_000);
		expect(warnings.at('warn')).toHaveLength(1);
		await clock.advance(20_000);
		expect(delivered).toHaveLength(1);
		await calls.close();
	});

	test('pages are read only as far as needed', async () => {
		const { clock, http, calls, delivered, ended } = setUp();
		const page = (number: number, records: object[]) =>
			json({
				records,
				navigation: {
					nextPage: { uri: `${SERVER}/restapi/v1.0/account/~/call-log?page=${number}` },
				},
			});
		http.on('GET', COMPANY, ({ url }) =>
			url.includes('page=2') ? page(3, [record('s-2')]) : page(2, [record('s-1')]),
		);
		calls.add(ended('s-1'));
		calls.add(ended('s-2'));
		await clock.advance(10_001);
		expect(delivered).toHaveLength(2);
		expect(http.sent).toHaveLength(2);
		await calls.close();
	});

	test('more calls than can be waited for go out without a record', async () => {
		const { calls, delivered, ended } = setUp();
		for (let index = 0; index < 5_001; index++) calls.add(ended(`s-${index}`));
		expect(delivered).toEqual([['s-0', undefined, 0]]);
		await calls.close();
	});

	test('closing stops, and what waits can be taken along', async () => {
		const { clock, http, calls, ended } = setUp();
		calls.add(ended('s-1'));
		await settled();
		await calls.close();
		await clock.advance(100_000);
		expect(http.sent).toEqual([]);
		expect(calls.pending()).toMatchObject([{ telephonySessionId: 's-1' }]);
	});
});

describe('Recordings', () => {
	test('are waited for on wish, for a while', async () => {
		const { clock, calls, delivered, log, ended } = setUp({ recordingWait: 300_000 });
		log.push(record('s-1'), record('s-2'));
		calls.add(ended('s-1'));
		calls.add(ended('s-2'));
		await clock.advance(60_000);
		expect(delivered).toEqual([]);
		log[0] = record('s-1', 'Accepted', { recording: { id: 'r' } });
		await clock.advance(130_000);
		expect(delivered.map(([id]) => id)).toEqual(['s-1']);
		await clock.advance(250_000);
		expect(delivered.map(([id]) => id)).toEqual(['s-1', 's-2']);
		await calls.close();
	});

	test('are found on a later page of the log too', async () => {
		const { clock, http, calls, delivered, ended } = setUp({ recordingWait: 300_000 });
		const records = [record('s-1'), record('s-2')];
		const nextPage = { uri: `${SERVER}/restapi/v1.0/account/~/call-log?page=2` };
		http.on('GET', COMPANY, ({ url }) =>
			url.includes('page=2')
				? json({ records: [records[1]] })
				: json({ records: [records[0]], navigation: { nextPage } }),
		);
		calls.add(ended('s-1'));
		calls.add(ended('s-2'));
		await clock.advance(60_000);
		records[1] = record('s-2', 'Accepted', { recording: { id: 'r' } });
		await clock.advance(130_000);
		expect(delivered.map(([id]) => id)).toEqual(['s-2']);
		await calls.close();
	});

	test('of calls nobody took there are none to wait for', async () => {
		const { clock, calls, delivered, log, ended } = setUp({ recordingWait: 300_000 });
		log.push(record('s-1', 'Missed'));
		calls.add(ended('s-1'));
		await clock.advance(10_001);
		expect(delivered).toHaveLength(1);
		await calls.close();
	});
});

describe('Calls of a time', () => {
	const at = (minutes: number) => new Date(Date.UTC(2026, 0, 1, 0, minutes)).toISOString();
	const span = { from: Date.UTC(2026, 0, 1, 0, 10), to: Date.UTC(2026, 0, 1, 0, 20) };

	test('are those that ended in it, oldest first', async () => {
		const { connection, http } = fakeRingCentral();
		http.on(
			'GET',
			COMPANY,
			json({
				records: [
					record('late', 'Accepted', { startTime: at(15), duration: 60 }),
					record('long', 'Accepted', { startTime: at(1), duration: 700 }),
					record('before', 'Accepted', { startTime: at(1), duration: 60 }),
					record('running', 'In Progress', { startTime: at(15), duration: 0 }),
					{ id: 'nameless', result: 'Missed' },
				],
			}),
		);
		const found = await loggedCalls(connection, {}, span);
		expect(found.map(({ sessionId }) => sessionId)).toEqual(['long', 'late']);
		expect(new URL(http.sent[0].url).searchParams.get('dateFrom')).toBe('2025-12-31T22:10:00.000Z');
	});

	test('come from each extension asked for', async () => {
		const { connection, http } = fakeRingCentral();
		http.on('GET', /call-log/, ({ url }) => {
			const id = /extension\/([^/]+)/.exec(url)?.[1];
			return json({ records: [record(`of ${id}`, 'Missed', { startTime: at(12) })] });
		});
		expect(await loggedCalls(connection, { extensionIds: ['~', '12'] }, span)).toMatchObject([
			{ sessionId: 'of ~', extensionId: '~' },
			{ sessionId: 'of 12', extensionId: '12' },
		]);
	});

	test.each([
		[true, { direction: 'Inbound', result: 'Missed' }],
		[true, { direction: 'Inbound', result: 'No Answer' }],
		[false, { direction: 'Outbound', result: 'No Answer' }],
		[false, { direction: 'Inbound', result: 'Accepted' }],
		[false, {}],
	])('missed is %s for %j', (missed, call) => {
		expect(wasMissed(call)).toBe(missed);
	});

	test.each([
		[true, { result: 'Accepted' }],
		[false, { result: 'In Progress' }],
		[false, { result: null }],
		[false, {}],
	])('finished is %s for %j', (finished, call) => {
		expect(isFinished(call)).toBe(finished);
	});
});

test('an error of whoever takes the records is logged', async () => {
	const { clock, connection, warnings, ended, log } = setUp();
	log.push(record('s-1'));
	const calls = new EndedCalls(connection, SETTINGS, {
		deliver: () => {
			throw new Error('not foreseen');
		},
		isLive: () => false,
	});
	calls.add(ended('s-1'));
	await clock.advance(10_000);
	expect(warnings.at('error')).toMatchObject([{ details: { reason: 'Error: not foreseen' } }]);
	await calls.close();
});
