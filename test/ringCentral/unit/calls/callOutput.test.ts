import { jsonFixture } from '../../../support/jsonFixtures';
import { inCall, mine, session } from '../support/callOperationSupport';
import { operationBench } from '../support/operationSupport';
import { json } from '../support/restSupport';

const ANY = /./;

describe('output', () => {
	const run = async (output: string, party: object = mine) =>
		await inCall(party).run('call', 'hold', {
			parameters: { sessionId: 's-1', partyId: 'p-2', output },
		});

	test('connector fields are flat, their ids text, and nothing absent is in them', async () => {
		const party = {
			...mine,
			owner: null,
			extensionId: 7,
			status: {
				code: 'Gone',
				reason: 'AttendedTransfer',
				peerId: { sessionId: 's-5', partyId: 'p-5' },
			},
			park: { id: '*801' },
			recordings: [{ id: 4, active: true }],
			conferenceRole: 'Host',
			from: { phoneNumber: null, extensionNumber: '102' },
		};
		expect(await run('connector', party)).toEqual([
			{
				telephonySessionId: 's-1',
				partyId: 'p-2',
				extensionId: '7',
				direction: 'Inbound',
				status: 'Gone',
				reason: 'AttendedTransfer',
				from: '102',
				to: '+16505550101',
				toName: 'Alice Adams',
				toExtensionId: '7',
				muted: false,
				standAlone: false,
				parkId: '*801',
				conferenceRole: 'Host',
				recordings: [{ id: '4', active: true }],
				peerTelephonySessionId: 's-5',
				peerPartyId: 'p-5',
			},
		]);
	});

	test('a call record has the shape of all backends', async () => {
		const [record] = await run('callRecord');
		expect(record).toMatchObject({
			id: 'p-2',
			backend: 'ringCentral',
			direction: 'inbound',
			state: 'active',
			from: { number: '+16505550190', e164: '+16505550190', name: 'Kim' },
			to: { number: '+16505550101', userId: '7' },
			agent: { userId: '7' },
			ids: { telephonySessionId: 's-1', partyId: 'p-2', extensionId: '7' },
		});
		expect(record).not.toHaveProperty('event');
	});

	test('raw is as it came', async () => {
		expect(await run('raw')).toEqual([mine]);
	});

	test('an answer without a party still says what was done', async () => {
		const bench = inCall();
		bench.http.on('POST', ANY, { status: 204 });
		expect(await bench.run('call', 'hold', { parameters: { sessionId: 's-1' } })).toEqual([
			{ success: true, telephonySessionId: 's-1', partyId: 'p-2' },
		]);
	});

	test('a whole call', async () => {
		const get = async (output: string) =>
			await inCall().run('call', 'get', { parameters: { sessionId: 's-1', output } });
		expect(await get('raw')).toEqual([session()]);
		const records = await get('callRecord');
		expect(records.map(({ id }) => id)).toEqual(['p-1', 'p-2']);
		const [fields] = await get('connector');
		expect(fields).toMatchObject({
			telephonySessionId: 's-1',
			origin: 'Call',
			creationTime: '2026-01-12T08:05:00Z',
			parties: [{ partyId: 'p-1' }, { partyId: 'p-2', extensionId: '7' }],
		});
	});

	test('a conference that nobody has joined is not an empty output', async () => {
		const bench = operationBench();
		const conference = { id: 's-9', origin: { type: 'Conference' }, voiceCallToken: 'conf_1' };
		bench.http.on('POST', ANY, json({ session: conference }));
		const parameters = { output: 'callRecord' };
		expect(await bench.run('call', 'conference', { parameters })).toEqual([
			{ telephonySessionId: 's-9', origin: 'Conference', voiceCallToken: 'conf_1', parties: [] },
		]);
	});

	test.each(['session.inbound.response.json', 'session.call-out.response.json'])(
		'%s of the vendor is read',
		async (name) => {
			const fixture = jsonFixture(`ringCentral/${name}`);
			const given = fixture.session ?? fixture;
			const bench = operationBench();
			bench.http.on('GET', ANY, json(given));
			const parameters = { sessionId: 's-1', output: 'callRecord' };
			for (const record of await bench.run('call', 'get', { parameters })) {
				expect(record.state).not.toBe('unknown');
				expect(record.direction).not.toBe('unknown');
			}
		},
	);
});

describe('active calls', () => {
	const call = {
		id: 'x',
		direction: 'Inbound',
		from: '+16505550190',
		fromName: 'Kim',
		to: '101',
		telephonyStatus: 'OnHold',
		telephonySessionId: 's-1',
		partyId: 'p-2',
		sessionId: '42',
		startTime: '2026-01-12T08:05:00.000Z',
		sipData: null,
	};
	const get = async (output: string) => {
		const bench = operationBench();
		bench.http.on('GET', ANY, json({ extension: { id: 7 }, activeCalls: [call] }));
		const items = await bench.run('call', 'getActive', { parameters: { output } });
		expect(bench.http.lines()).toEqual([
			'GET /restapi/v1.0/account/~/extension/~/presence?detailedTelephonyState=true',
		]);
		return items;
	};

	test('have the ids that control them', async () => {
		const { sipData: _none, ...fields } = call;
		expect(await get('connector')).toEqual([{ ...fields, extensionId: '7' }]);
		expect(await get('raw')).toEqual([call]);
	});

	test('are call records', async () => {
		expect(await get('callRecord')).toEqual([
			expect.objectContaining({
				id: 'p-2',
				state: 'held',
				direction: 'inbound',
				startTime: '2026-01-12T08:05:00.000Z',
				ids: expect.objectContaining({ telephonySessionId: 's-1' }) as unknown,
			}),
		]);
	});
});
