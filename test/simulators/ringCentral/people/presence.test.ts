import type { ActiveCall } from '../world';
import { ACCOUNT, ALICE, BOB, CAROL, OWN, SALES, TestClient } from '../testClient';

describe('presence in the RingCentral simulator', () => {
	let client: TestClient;
	beforeEach(async () => {
		client = await TestClient.start();
	});
	afterEach(async () => expect(await client.stop()).toEqual([]));

	const put = async (json: object, as = 'alice') =>
		await client.send('PUT', `${OWN}/presence`, { json, as });
	const seen = async (id: string, as: string, search = '') =>
		(await client.get(`${ACCOUNT}/extension/${id}/presence${search}`, as)).body;
	const call = (more: Partial<ActiveCall> = {}): ActiveCall => ({
		id: 'x',
		direction: 'Inbound',
		from: '+12155550101',
		to: '+16505550101',
		startTime: client.world.iso(),
		telephonyStatus: 'Ringing',
		sessionId: '1',
		telephonySessionId: 's-1',
		partyId: 'p-1',
		sipData: { callId: 'sip' },
		...more,
	});

	test('what one sets, others see', async () => {
		expect(await seen(ALICE, 'bob')).toMatchObject({
			presenceStatus: 'Available',
			telephonyStatus: 'NoCall',
		});
		const { body } = await put({ userStatus: 'Busy', message: 'At lunch' });
		expect(body).toMatchObject({ userStatus: 'Busy', message: 'At lunch' });
		expect(await seen(ALICE, 'bob')).toMatchObject({ presenceStatus: 'Busy' });
		const { records } = (await client.get(`${ACCOUNT}/presence`, 'carol')).body as unknown as {
			records: { presenceStatus: string }[];
		};
		expect(records.map(({ presenceStatus }) => presenceStatus)).toEqual([
			'Busy',
			'Available',
			'Available',
		]);
		expect(client.events).toMatchObject([
			{
				path: `/restapi/v1.0/account/809646016/extension/${ALICE}/presence`,
				body: { extensionId: ALICE, presenceStatus: 'Busy', sequence: 1 },
			},
		]);
		await put({ userStatus: 'Busy' });
		expect(client.events).toHaveLength(1);
	});

	test.each([
		[{ dndStatus: 'DoNotAcceptAnyCalls' }, 'DoNotAcceptAnyCalls', 'DoNotAcceptAnyCalls', false],
		[
			{ dndStatus: 'DoNotAcceptDepartmentCalls' },
			'DoNotAcceptDepartmentCalls',
			'TakeAllCalls',
			false,
		],
		[
			{ dndStatusPersonal: 'DoNotAcceptAnyCalls' },
			'TakeDepartmentCallsOnly',
			'DoNotAcceptAnyCalls',
			true,
		],
		[{ acceptCallQueueCalls: false }, 'DoNotAcceptDepartmentCalls', 'TakeAllCalls', false],
	])('%j: older status and newer pair agree', async (json, dnd, personal, queue) => {
		expect((await put(json)).body).toMatchObject({
			dndStatus: dnd,
			dndStatusPersonal: personal,
			acceptCallQueueCalls: queue,
		});
		expect(client.events.at(-1)).toMatchObject({
			path: expect.stringMatching(/\/presence\/dnd$/) as string,
			body: { extensionId: ALICE, dndStatus: dnd },
		});
		expect(client.world.queues.ready(SALES)).toEqual(queue ? [ALICE, BOB] : [BOB]);
	});

	test('wrong values and the presence of others are refused', async () => {
		const wrong = await put({ dndStatus: 'Never' });
		expect([wrong.status, wrong.body.parameterName]).toEqual([400, 'dndStatus']);
		const path = `${ACCOUNT}/extension/${ALICE}/presence`;
		const other = await client.send('PUT', path, { json: { userStatus: 'Busy' }, as: 'bob' });
		expect(other.body.errorCode).toBe('CMN-404');
		expect((await seen('1', 'bob')).errorCode).toBe('CMN-102');
	});

	test('calls make busy, and show when they are asked for', async () => {
		const calls = [call(), call({ id: 'y', telephonyStatus: 'OnHold' })];
		client.world.running = { of: (id) => (id === ALICE ? calls : []), records: () => [] };
		expect(await seen(ALICE, 'bob')).toMatchObject({
			presenceStatus: 'Busy',
			telephonyStatus: 'Ringing',
		});
		expect(await seen(ALICE, 'bob')).not.toHaveProperty('activeCalls');
		const detailed = await seen(ALICE, 'bob', '?detailedTelephonyState=true');
		expect(detailed.activeCalls).toMatchObject([{ telephonySessionId: 's-1' }, { id: 'y' }]);
		expect(detailed.activeCalls[0]).not.toHaveProperty('sipData');
		const sip = await seen(ALICE, 'bob', '?detailedTelephonyState=true&sipData=true');
		expect(sip.activeCalls[0]).toHaveProperty('sipData');
		client.world.presence.announce(ALICE);
		expect(client.events[0].body).toMatchObject({ totalActiveCalls: 2, activeCalls: calls });
	});

	test('unified presence', async () => {
		const path = `${OWN}/unified-presence`;
		expect((await client.get(path)).body).toMatchObject({
			status: 'Available',
			telephony: { availability: 'TakeAllCalls' },
		});
		const { body } = await client.send('PATCH', path, {
			json: { glip: { availability: 'DND' }, telephony: { availability: 'DoNotAcceptQueueCalls' } },
		});
		expect(body).toMatchObject({
			status: 'DND',
			glip: { availability: 'DND' },
			telephony: { availability: 'DoNotAcceptQueueCalls' },
		});
		expect((await seen(ALICE, 'bob')).dndStatus).toBe('DoNotAcceptDepartmentCalls');
	});
});

describe('call queues', () => {
	let client: TestClient;
	beforeEach(async () => {
		client = await TestClient.start();
	});
	afterEach(async () => expect(await client.stop()).toEqual([]));

	const queue = `${ACCOUNT}/call-queues/${SALES}`;
	const recordsOf = async (path: string, as?: string) =>
		(await client.get(path, as)).body.records as unknown as Record<string, unknown>[];

	test('list, one, members', async () => {
		expect(await recordsOf(`${ACCOUNT}/call-queues`)).toMatchObject([{ id: SALES, name: 'Sales' }]);
		expect(await recordsOf(`${ACCOUNT}/call-queues?memberExtensionId=${CAROL}`)).toEqual([]);
		expect((await client.get(queue)).body).toMatchObject({ editableMemberStatus: true });
		expect(await recordsOf(`${queue}/members`)).toMatchObject([
			{ id: Number(ALICE), extensionNumber: '101' },
			{ id: Number(BOB) },
		]);
		const { body } = await client.get(`${ACCOUNT}/call-queues/${ALICE}`);
		expect(body.parameterName).toBe('groupId');
	});

	test('members come and go, by administrators only', async () => {
		const assign = async (json: object, as = 'alice') =>
			await client.send('POST', `${queue}/bulk-assign`, { json, as });
		expect((await assign({ addedExtensionIds: [CAROL] }, 'bob')).body.errorCode).toBe('CMN-408');
		const change = { addedExtensionIds: [CAROL], removedExtensionIds: [BOB] };
		expect((await assign(change)).status).toBe(204);
		expect(client.world.queues.ready(SALES)).toEqual([ALICE, CAROL]);
		expect((await assign({ addedExtensionIds: ['1'] })).body.parameterName).toBe(
			'addedExtensionIds',
		);
	});

	test('who accepts calls: by queue and by member, with an event for those who changed', async () => {
		const records = [
			{ member: { id: BOB }, acceptCurrentQueueCalls: false },
			{ member: { id: ALICE }, acceptCurrentQueueCalls: true },
		];
		const set = await client.send('PUT', `${queue}/presence`, { json: { records } });
		expect(set.body).toMatchObject({
			records: [
				{ member: { id: ALICE }, acceptCurrentQueueCalls: true, acceptQueueCalls: true },
				{ member: { id: BOB }, acceptCurrentQueueCalls: false },
			],
		});
		expect(client.events).toEqual([
			expect.objectContaining({
				path: `/restapi/v1.0/account/809646016/call-queues/${SALES}/presence`,
				body: { records: [{ member: { id: BOB }, acceptCurrentQueueCalls: false }] },
			}),
		]);
		expect(client.world.queues.ready(SALES)).toEqual([ALICE]);
		const own = `${OWN}/call-queue-presence`;
		expect(await recordsOf(own, 'bob')).toMatchObject([
			{ callQueue: { id: SALES, name: 'Sales' }, acceptCalls: false },
		]);
		const mine = { records: [{ callQueue: { id: SALES }, acceptCalls: true }] };
		expect((await client.send('PUT', own, { json: mine, as: 'bob' })).status).toBe(200);
		expect(client.world.queues.ready(SALES)).toEqual([ALICE, BOB]);
	});

	test('what is refused', async () => {
		const set = async (id: string, as: string) =>
			await client.send('PUT', `${queue}/presence`, {
				json: { records: [{ member: { id }, acceptCurrentQueueCalls: false }] },
				as,
			});
		expect((await set(ALICE, 'bob')).status).toBe(403);
		expect((await set(BOB, 'bob')).status).toBe(200);
		expect((await set(CAROL, 'alice')).body.parameterName).toBe('records[0].member.id');
		await client.send('PUT', queue, { json: { editableMemberStatus: false } });
		const own = await client.send('PUT', `${OWN}/call-queue-presence`, {
			json: { records: [{ callQueue: { id: SALES }, acceptCalls: false }] },
		});
		expect([own.status, own.body.errorCode]).toEqual([403, 'CMN-109']);
		expect(await recordsOf(`${OWN}/call-queue-presence?editableMemberStatus=true`)).toEqual([]);
	});

	test('queues of a user are set at once', async () => {
		const path = `${ACCOUNT}/extension/${CAROL}/call-queues`;
		const set = async (records: object[]) => await client.send('PUT', path, { json: { records } });
		expect((await set([{ id: SALES }])).body).toEqual({ records: [{ id: SALES, name: 'Sales' }] });
		expect(client.world.queues.ready(SALES)).toContain(CAROL);
		expect((await set([])).status).toBe(200);
		expect(client.world.queues.ready(SALES)).not.toContain(CAROL);
		expect((await set([{ id: '1' }])).body.parameterName).toBe('records[0].id');
	});
});
