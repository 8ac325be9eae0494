import { ACCOUNT, ALICE, BOB, OWN, SALES, TestClient } from '../testClient';

describe('account, extensions and directory of the RingCentral simulator', () => {
	let client: TestClient;
	beforeAll(async () => {
		client = await TestClient.start();
	});
	afterAll(async () => expect(await client.stop()).toEqual([]));

	const recordsOf = async (path: string, as?: string) =>
		(await client.get(path, as)).body.records as unknown as Record<string, unknown>[];
	const namesOf = async (path: string) => (await recordsOf(path)).map(({ name }) => name);

	test('the account and one extension', async () => {
		expect((await client.get(ACCOUNT)).body).toMatchObject({ id: 809646016 });
		expect((await client.get(`${ACCOUNT}/extension/${ALICE}`, 'bob')).body).toMatchObject({
			id: Number(ALICE),
			extensionNumber: '101',
			permissions: { admin: { enabled: true } },
			account: { id: '809646016' },
		});
	});

	test('extensions by type, status, number and address', async () => {
		const path = `${ACCOUNT}/extension`;
		expect(await namesOf(path)).toEqual(['Alice Adams', 'Bob Brown', 'Carol Clark', 'Sales']);
		expect(await namesOf(`${path}?type=Department`)).toEqual(['Sales']);
		expect(await namesOf(`${path}?status=Disabled`)).toEqual([]);
		expect(await namesOf(`${path}?extensionNumber=102`)).toEqual(['Bob Brown']);
		expect(await namesOf(`${path}?email=carol@example.com`)).toEqual(['Carol Clark']);
		const { body } = await client.get(`${path}?perPage=3&page=2`);
		expect(body).toMatchObject({ paging: { totalElements: 4, totalPages: 2, pageStart: 3 } });
	});

	test('devices, numbers', async () => {
		expect(await recordsOf(`${OWN}/device`, 'bob')).toMatchObject([
			{ id: '80000000102', status: 'Online', type: 'SoftPhone' },
		]);
		const numbers = await recordsOf(`${OWN}/phone-number`);
		expect(numbers).toMatchObject([
			{ phoneNumber: '+16505550100', usageType: 'MainCompanyNumber', features: ['CallerId'] },
			{ phoneNumber: '+16505550101', features: ['CallerId', 'SmsSender', 'MmsSender'] },
		]);
		expect(await recordsOf(`${OWN}/phone-number?usageType=DirectNumber`)).toHaveLength(1);
		expect(await recordsOf(`${ACCOUNT}/phone-number`)).toHaveLength(4);
		expect((await client.get(`${ACCOUNT}/phone-number`, 'bob')).status).toBe(403);
		expect(await recordsOf(`${OWN}/forwarding-number`)).toMatchObject([
			{ features: ['CallFlip', 'CallForwarding'], flipNumber: '3' },
		]);
	});

	test('the directory is listed and searched', async () => {
		const entries = `${ACCOUNT}/directory/entries`;
		expect(await recordsOf(entries)).toHaveLength(4);
		expect(await recordsOf(`${entries}?type=Department`)).toMatchObject([{ id: SALES }]);
		expect((await client.get(`${entries}/${BOB}`)).body).toMatchObject({ firstName: 'Bob' });
		expect((await client.get(`${entries}/1`)).body.parameterName).toBe('entryId');
		const search = async (json: object) => {
			const { body } = await client.send('POST', `${entries}/search`, { json });
			return (body.records as unknown as { id: string }[]).map(({ id }) => id);
		};
		expect(await search({ searchString: 'bro' })).toEqual([BOB]);
		expect(await search({ searchString: '101' })).toEqual([ALICE]);
		expect(await search({ searchString: 'bob', searchFields: ['lastName'] })).toEqual([]);
		expect(await search({ extensionTypes: ['Department'] })).toEqual([SALES]);
		const wrong = await client.send('POST', `${entries}/search`, { json: { page: 'one' } });
		expect([wrong.status, wrong.body.parameterName]).toEqual([400, 'page']);
	});
});
