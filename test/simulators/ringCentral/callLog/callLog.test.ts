import type { CallLeg, NewLoggedCall } from './callLog';
import { ACCOUNT, ALICE, BOB, CAROL, OWN, SALES, TestClient } from '../testClient';

const CALLER = { phoneNumber: '+12155550101', location: 'Philadelphia, PA' };

interface Paged {
	records: Record<string, unknown>[];
	paging: Record<string, number>;
	navigation: Record<string, { uri: string }>;
	syncInfo: { syncToken: string; newerRecordsExist?: boolean };
}

describe('call logs of the RingCentral simulator', () => {
	let client: TestClient;
	beforeEach(async () => {
		client = await TestClient.start();
	});
	afterEach(async () => expect(await client.stop()).toEqual([]));

	const leg = (given: Partial<CallLeg> = {}): CallLeg => ({
		direction: 'Inbound',
		action: 'Phone Call',
		result: 'Call connected',
		legType: 'Accept',
		startTime: client.clock.now() - 60_000,
		durationMs: 11_400,
		from: CALLER,
		to: { phoneNumber: '+16505550101', name: 'Alice Adams' },
		...given,
	});
	const add = (legs: Partial<CallLeg>[], more: Partial<NewLoggedCall> = {}) => {
		const n = client.world.callLog.revision + 1;
		return client.world.callLog.add({
			sessionId: `1992325700${n}`,
			telephonySessionId: `s-${n}`,
			legs: legs.map(leg),
			...more,
		});
	};
	const list = async (path: string, as?: string): Promise<Paged> => {
		const { status, body } = await client.get(path, as);
		expect([path, status, body]).toEqual([path, 200, expect.anything()]);
		return body as unknown as Paged;
	};
	const ids = async (path: string, as?: string) =>
		(await list(path, as)).records.map(({ telephonySessionId }) => telephonySessionId);

	/** A call for the queue: alice does not answer, bob does. */
	const queueCall = () =>
		add([
			{ to: { phoneNumber: '+16505550100' }, durationMs: 30_000 },
			{ extensionId: SALES, to: { extensionNumber: '200', name: 'Sales' } },
			{ extensionId: ALICE, action: 'FindMe', legType: 'FindMe', result: 'Missed' },
			{ extensionId: BOB, action: 'FindMe', legType: 'FindMe', result: 'Call connected' },
		]);

	test('Simple has no legs, Detailed has one of each extension', async () => {
		queueCall();
		const [simple] = (await list(`${ACCOUNT}/call-log`)).records;
		expect(simple).toMatchObject({ duration: 30, durationMs: 30_000, result: 'Call connected' });
		expect(simple).not.toHaveProperty('legs');
		expect(simple).not.toHaveProperty('extension');
		const [detailed] = (await list(`${ACCOUNT}/call-log?view=Detailed`)).records;
		const legs = detailed.legs as { extension?: { id: number }; master?: boolean }[];
		expect(legs.map(({ extension }) => extension?.id)).toEqual([
			undefined,
			Number(SALES),
			Number(ALICE),
			Number(BOB),
		]);
		expect(legs.map(({ master }) => master)).toEqual([true, undefined, undefined, undefined]);
	});

	test('each extension sees the call by its own leg', async () => {
		queueCall();
		const [mine] = (await list(`${OWN}/call-log`, 'alice')).records;
		const [his] = (await list(`${OWN}/call-log`, 'bob')).records;
		expect([mine.result, his.result]).toEqual(['Missed', 'Call connected']);
		expect(mine.id).not.toBe(his.id);
		expect(await ids(`${OWN}/call-log`, 'carol')).toEqual([]);
		const one = await client.get(`${OWN}/call-log/${String(his.id)}?view=Detailed`, 'bob');
		expect(one.body).toMatchObject({ id: his.id, result: 'Call connected' });
		const other = await client.get(`${OWN}/call-log/${String(his.id)}`, 'carol');
		expect(other.body).toMatchObject({ errorCode: 'CMN-102', parameterName: 'callRecordId' });
		expect((await client.get(`${ACCOUNT}/call-log/nothing`)).status).toBe(404);
	});

	test('filters', async () => {
		const { recordings } = client.world;
		const recordingId = recordings.add({ type: 'OnDemand', owners: [ALICE] }).id;
		add([{ extensionId: ALICE }]);
		add([{ extensionId: ALICE, direction: 'Outbound', transport: 'VoIP', recordingId }]);
		add([{ extensionId: ALICE, type: 'Fax', action: 'Incoming Fax' }]);
		add([{ extensionId: BOB, from: { extensionNumber: '101' }, to: { extensionNumber: '102' } }]);
		add([{ extensionId: ALICE, blocked: true, result: 'Blocked' }]);
		const own = async (search: string) => await ids(`${OWN}/call-log?${search}`);
		expect(await own('direction=Outbound')).toEqual(['s-2']);
		expect(await own('direction=Outbound&direction=Inbound')).toHaveLength(4);
		expect(await own('type=Fax')).toEqual(['s-3']);
		expect(await own('transport=VoIP')).toEqual(['s-2']);
		expect(await own('recordingType=OnDemand')).toEqual(['s-2']);
		expect(await own('recordingType=Automatic')).toEqual([]);
		expect(await own('withRecording=true')).toEqual(['s-2']);
		expect(await own('showBlocked=false')).toHaveLength(3);
		expect(await own('sessionId=19923257003')).toEqual(['s-3']);
		expect(await own('telephonySessionId=s-1')).toEqual(['s-1']);
		expect(await own('phoneNumber=12155550101')).toHaveLength(4);
		expect(await own('phoneNumber=19999999999')).toEqual([]);
		expect(await ids(`${ACCOUNT}/call-log?extensionNumber=102`)).toEqual(['s-4']);
		expect(await ids(`${ACCOUNT}/call-log?extensionNumber=101`)).toHaveLength(5);
	});

	test('a day by default, newest first, any period when asked', async () => {
		const now = client.clock.now();
		add([{ startTime: now - 2 * 86_400_000 }]);
		add([{ startTime: now - 1_000 }]);
		add([{ startTime: now - 90_000 }]);
		expect(await ids(`${ACCOUNT}/call-log`)).toEqual(['s-2', 's-3']);
		const from = new Date(now - 3 * 86_400_000).toISOString();
		const to = new Date(now - 90_000).toISOString();
		expect(await ids(`${ACCOUNT}/call-log?dateFrom=${from}`)).toEqual(['s-2', 's-3', 's-1']);
		expect(await ids(`${ACCOUNT}/call-log?dateFrom=${from}&dateTo=${to}`)).toEqual(['s-1']);
	});

	test.each([
		['view=Complete', 'view'],
		['direction=inbound', 'direction'],
		['phoneNumber=%2B12155550101', 'phoneNumber'],
		['phoneNumber=12155550101&extensionNumber=101', 'extensionNumber'],
		['dateFrom=2026-01-01', 'dateFrom'],
		['dateFrom=2026-01-02T00:00:00Z&dateTo=2026-01-01T00:00:00Z', 'dateFrom'],
		['perPage=0', 'perPage'],
		['page=x', 'page'],
		['showDeleted=maybe', 'showDeleted'],
	])('%s is refused', async (search, parameterName) => {
		const { status, body } = await client.get(`${ACCOUNT}/call-log?${search}`);
		expect(status).toBe(400);
		expect(body).toMatchObject({ errorCode: 'CMN-101', errors: [{ parameterName }] });
	});

	test('pages follow navigation.nextPage to the end', async () => {
		for (let n = 0; n < 7; n++) add([{ extensionId: ALICE }]);
		const sizes: number[] = [];
		let next: string | undefined = `${OWN}/call-log?perPage=3&view=Detailed`;
		while (next !== undefined) {
			const page: Paged = await list(next);
			sizes.push(page.records.length);
			expect(page.records[0]).toHaveProperty('legs');
			next = page.navigation.nextPage?.uri;
		}
		expect(sizes).toEqual([3, 3, 1]);
		expect((await list(`${OWN}/call-log?perPage=max`)).paging.perPage).toBe(1_000);
		expect((await list(`${OWN}/call-log?page=9`)).records).toEqual([]);
	});

	test('a deleted log shows only with showDeleted, and only that user misses it', async () => {
		add([{ extensionId: ALICE }, { extensionId: BOB }]);
		expect((await client.send('DELETE', `${OWN}/call-log`)).status).toBe(204);
		expect(await ids(`${OWN}/call-log`)).toEqual([]);
		expect((await list(`${OWN}/call-log?showDeleted=true`)).records).toMatchObject([
			{ deleted: true },
		]);
		expect(await ids(`${OWN}/call-log`, 'bob')).toHaveLength(1);
	});

	describe('sync', () => {
		const sync = async (search: string, path = OWN) =>
			await list(`${path}/call-log-sync?${search}`);

		test('FSync gives the newest, ISync what changed since', async () => {
			for (let n = 0; n < 4; n++) add([{ extensionId: ALICE }]);
			const full = await sync('syncType=FSync&recordCount=2');
			expect(full.records.map(({ telephonySessionId }) => telephonySessionId)).toEqual([
				's-4',
				's-3',
			]);
			const next = async (token: string) =>
				await sync(`syncType=ISync&syncToken=${token}&view=Detailed`);
			const quiet = await next(full.syncInfo.syncToken);
			expect(quiet.records).toEqual([]);
			add([{ extensionId: ALICE }]);
			client.world.callLog.update('s-3', (call) => (call.legs[0].result = 'Voicemail'));
			const changed = await next(quiet.syncInfo.syncToken);
			expect(changed.records).toMatchObject([
				{ telephonySessionId: 's-5' },
				{ telephonySessionId: 's-3', result: 'Voicemail' },
			]);
			expect((await next(changed.syncInfo.syncToken)).records).toEqual([]);
		});

		test('recordCount extends an ISync to the past', async () => {
			for (let n = 0; n < 4; n++) add([{ startTime: client.clock.now() - 10_000 + n }]);
			const full = await sync('recordCount=1', ACCOUNT);
			const token = full.syncInfo.syncToken;
			const more = await sync(`syncType=ISync&recordCount=2&syncToken=${token}`, ACCOUNT);
			expect(more.records.map(({ telephonySessionId }) => telephonySessionId)).toEqual([
				's-3',
				's-2',
			]);
		});

		test('statusGroup=Missed', async () => {
			add([{ extensionId: ALICE }]);
			add([{ extensionId: ALICE, result: 'Missed' }]);
			const { records } = await sync('recordCount=9&statusGroup=Missed');
			expect(records).toMatchObject([{ telephonySessionId: 's-2' }]);
		});

		test('wrong, foreign, aged and overrun tokens are 400 on syncToken; FSync needs recordCount', async () => {
			const refused = async (search: string, path = OWN) => {
				const { status, body } = await client.get(`${path}/call-log-sync?${search}`);
				return [status, body.parameterName];
			};
			expect(await refused('syncType=FSync')).toEqual([400, 'recordCount']);
			expect(await refused('recordCount=251')).toEqual([400, 'recordCount']);
			expect(await refused('syncType=ISync')).toEqual([400, 'syncToken']);
			expect(await refused('syncType=ISync&syncToken=abc')).toEqual([400, 'syncToken']);
			const token = (await sync('recordCount=5')).syncInfo.syncToken;
			const incremental = `syncType=ISync&syncToken=${token}`;
			expect(await refused(incremental, ACCOUNT)).toEqual([400, 'syncToken']);
			for (let n = 0; n < 251; n++) add([{ extensionId: ALICE }]);
			expect(await refused(incremental)).toEqual([400, 'syncToken']);
			const fresh = (await sync('recordCount=5')).syncInfo.syncToken;
			client.clock.advance(31 * 86_400_000);
			client.world.tokens.expire();
			const { status } = await client.send(
				'GET',
				`${OWN}/call-log-sync?syncType=ISync&syncToken=${fresh}`,
				{
					as: '',
					headers: { Authorization: `Bearer ${client.token()}` },
				},
			);
			expect(status).toBe(400);
		});

		test('extract sync goes on until nothing newer exists', async () => {
			for (let n = 0; n < 5; n++) add([{}]);
			const path = `${ACCOUNT}/call-log-extract-sync`;
			const first = await list(`${path}?recordCount=3`);
			expect([first.records.length, first.syncInfo.newerRecordsExist]).toEqual([3, true]);
			const rest = await list(`${path}?syncType=ISync&syncToken=${first.syncInfo.syncToken}`);
			expect([rest.records.length, rest.syncInfo.newerRecordsExist]).toEqual([2, false]);
			const foreign = await client.get(
				`${ACCOUNT}/call-log-sync?syncType=ISync&syncToken=${rest.syncInfo.syncToken}`,
			);
			expect(foreign.status).toBe(400);
		});
	});

	test('active calls come from the calls that run, Simple only', async () => {
		client.world.running = {
			of: () => [],
			records: () => [
				{
					sessionId: '1',
					telephonySessionId: 's-live',
					legs: [leg({ extensionId: CAROL, result: undefined, durationMs: 0 })],
				},
			],
		};
		const [call] = (await list(`${ACCOUNT}/active-calls?view=Detailed`)).records;
		expect(call).toMatchObject({ telephonySessionId: 's-live' });
		expect(call).not.toHaveProperty('result');
		expect(call).not.toHaveProperty('legs');
		expect(await ids(`${OWN}/active-calls`, 'carol')).toEqual(['s-live']);
		expect(await ids(`${OWN}/active-calls`, 'bob')).toEqual([]);
	});

	test('active calls come late and stay for a while, as the vendor has them', async () => {
		const other = await TestClient.start({
			activeCallsLag: 5_000,
			activeCallsKept: 120_000,
			logDelay: 0,
		});
		const listed = async () => {
			const { body } = await other.get(`${OWN}/active-calls`);
			return (body as unknown as Paged).records.map(({ result }) => result);
		};
		const { control } = other.world;
		const { telephonySessionId } = control.place({ from: '+12155550101', to: '101' });
		control.answer(telephonySessionId);
		expect(await listed()).toEqual([]);
		other.clock.advance(5_000);
		expect(await listed()).toHaveLength(1);
		control.hangUp(telephonySessionId);
		other.clock.advance(100_000);
		expect(await listed()).toEqual(['Accepted']);
		other.clock.advance(21_000);
		expect(await listed()).toEqual([]);
		expect(await other.stop()).toEqual([]);
	});
});

describe('recordings', () => {
	let client: TestClient;
	beforeAll(async () => {
		client = await TestClient.start();
	});
	afterAll(async () => expect(await client.stop()).toEqual([]));

	test('content by the contentUri of the record, with a token only, for whom it is', async () => {
		const { world } = client;
		const recording = world.recordings.add({ type: 'Automatic', duration: 2, owners: [BOB] });
		world.callLog.add({
			sessionId: '1',
			telephonySessionId: 's-1',
			legs: [
				{
					extensionId: BOB,
					direction: 'Outbound',
					action: 'VoIP Call',
					result: 'Call connected',
					legType: 'Accept',
					startTime: client.clock.now() - 5_000,
					durationMs: 2_000,
					from: { extensionNumber: '102' },
					to: { phoneNumber: '+12155550101' },
					recordingId: recording.id,
				},
			],
		});
		const log = await client.get(`${OWN}/call-log`, 'bob');
		const [record] = (log.body as unknown as Paged).records;
		const { contentUri, uri } = record.recording as Record<string, string>;
		const info = await client.get(uri, 'bob');
		expect(info.body).toEqual({
			id: recording.id,
			contentUri,
			contentType: 'audio/wav',
			duration: 2,
		});
		const sound = await client.get(`${contentUri}?contentDisposition=Attachment`, 'bob');
		expect(Buffer.from(sound.bytes).equals(Buffer.from(recording.bytes))).toBe(true);
		expect(sound.headers.get('content-type')).toBe('audio/wav');
		expect(sound.headers.get('content-disposition')).toBe(
			`attachment; filename="recording-${recording.id}.wav"`,
		);
		expect((await client.get(contentUri, '')).status).toBe(401);
		expect((await client.get(contentUri, 'carol')).status).toBe(403);
		expect((await client.get(contentUri, 'alice')).status).toBe(200);
		expect((await client.get(`${ACCOUNT}/recording/1/content`)).status).toBe(404);
	});

	test('a fault cuts the content in the middle', async () => {
		const { id } = client.world.recordings.add({ type: 'OnDemand', owners: [ALICE] });
		client.world.faults = {
			take: (_method, url) => (url.includes(id) ? { cutAfter: 100 } : undefined),
		};
		await expect(client.get(`${ACCOUNT}/recording/${id}/content`)).rejects.toThrow();
		client.world.faults = {
			take: () => ({ status: 503, body: { errorCode: 'CMN-201', message: 'Down' } }),
		};
		const { status, body } = await client.get(`${ACCOUNT}/recording/${id}`);
		expect([status, body.errorCode]).toEqual([503, 'CMN-201']);
		client.world.faults = { take: () => undefined };
	});
});
