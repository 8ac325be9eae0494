import { apiOf, type DimensionsConnection } from '../../../nodes/Dimensions/client/connection';
import {
	changesOf,
	createContact,
	deleteContact,
	getContact,
	getDirectory,
	listContacts,
	listDirectories,
	replaceContact,
	updateContact,
} from '../../../nodes/Dimensions/client/directories';
import { rawPath, rawRequest } from '../../../nodes/Dimensions/client/rawRequest';
import { FakeClock } from '../../support/fakes/fakeClock';
import { FakeHttp } from '../../support/fakes/fakeHttp';
import { FakeRandom } from '../../support/fakes/fakePorts';
import { jsonFixture } from '../../support/jsonFixtures';

function server() {
	const clock = new FakeClock();
	const http = new FakeHttp(clock);
	const connection: DimensionsConnection = {
		url: apiOf('uk'),
		http,
		clock,
		random: new FakeRandom(),
	};
	return { clock, http, connection };
}

const json = (value: unknown, status = 200) => ({ status, body: JSON.stringify(value) });
const contact = jsonFixture('dimensions/api.crmitem.create.response.json');
const { fields } = jsonFixture('dimensions/api.crmitem.create.request.json') as {
	fields: Record<string, unknown>;
};
const id = '00000000-0000-0000-0000-000000000123';

describe('contact directories', () => {
	test('list and get', async () => {
		const { http, connection } = server();
		http.on('GET', /./, json(jsonFixture('dimensions/api.directories.list.response.json')));
		const [first] = await listDirectories(connection);
		expect(first).toMatchObject({ name: 'My Global' });
		expect(await getDirectory(connection, 'a/b')).toEqual(first);
		expect(await listContacts(connection, 'd')).toEqual([first]);
		expect(http.sent.map(({ url }) => url)).toEqual([
			'https://api.uk.myreports.cloud/api/v1.0/contactdirectories',
			'https://api.uk.myreports.cloud/api/v1.0/contactdirectories/a%2Fb',
			'https://api.uk.myreports.cloud/api/v1.0/contactdirectories/d/items',
		]);
		http.on('GET', /./, json(contact));
		expect(await listContacts(connection, 'd')).toEqual([contact.data]);
		http.on('GET', /./, json({ status: 'success' }));
		expect(await listDirectories(connection)).toEqual([]);
		expect(await listContacts(connection, 'd')).toEqual([]);
		await expect(getDirectory(connection, 'd')).rejects.toMatchObject({ kind: 'notFound' });
	});

	test('contacts by both ids', async () => {
		const { http, connection } = server();
		http.on('GET', /./, json(contact)).on('POST', /./, json(contact, 201));
		http.on('PUT', /./, json(contact, 201)).on('DELETE', /./, { status: 204 });
		expect(await createContact(connection, 'd', 'crmId', fields)).toMatchObject({ id });
		await createContact(connection, 'd', 'id', fields);
		await getContact(connection, 'd', { by: 'crmId', value: 'c 1' });
		await replaceContact(connection, 'd', { by: 'id', value: id }, fields);
		await deleteContact(connection, 'd', { by: 'id', value: id });
		expect(http.lines()).toEqual([
			'POST /api/v1.0/contactdirectories/d/crmitems',
			'POST /api/v1.0/contactdirectories/d/items',
			'GET /api/v1.0/contactdirectories/d/crmitems/c%201',
			`PUT /api/v1.0/contactdirectories/d/items/${id}`,
			`DELETE /api/v1.0/contactdirectories/d/items/${id}`,
		]);
		expect(JSON.parse(String(http.sent[0].body))).toEqual({ fields });
		http.on('PUT', /./, { status: 201 });
		expect(await replaceContact(connection, 'd', { by: 'id', value: id }, fields)).toEqual({});
	});

	test('an update is a list of changes, or each alone where lists are refused', async () => {
		const changes = changesOf({ phone2: '+44', email: '', 'a/b~c': null });
		expect(changes).toEqual([
			{ op: 'add', path: '/fields/phone2', value: '+44' },
			{ op: 'remove', path: '/fields/email' },
			{ op: 'remove', path: '/fields/a~1b~0c' },
		]);
		const { http, connection } = server();
		http.on('PATCH', /./, json(contact, 201));
		const key = { by: 'id', value: id } as const;
		await updateContact(connection, 'd', key, changes);
		expect(http.sent.map(({ body }) => JSON.parse(String(body)) as unknown)).toEqual([changes]);
		http.once('PATCH', /./, json(jsonFixture('dimensions/api.error.400.json'), 400));
		expect(await updateContact(connection, 'd', key, changes)).toMatchObject({ id });
		const bodies = http.sent.slice(2).map(({ body }) => JSON.parse(String(body)) as unknown);
		expect(bodies).toEqual(changes);
		http.on('PATCH', /./, { status: 404 });
		await expect(updateContact(connection, 'd', key, changes)).rejects.toMatchObject({
			kind: 'notFound',
		});
	});

	test.each([
		[
			json(jsonFixture('dimensions/api.error.400.json'), 400),
			{ kind: 'badRequest', vendorCode: '400' },
		],
		[{ status: 401 }, { kind: 'unauthorized' }],
		[
			{ status: 418, body: '<html>' },
			{ kind: 'unavailable', status: 418 },
		],
		[json({ status: 'error', error: 404 }), { kind: 'notFound' }],
		[json({ status: 'error' }), { kind: 'badRequest' }],
		[{ body: '<html>' }, { kind: 'protocolViolation' }],
	])('%j is %j', async (answer, wanted) => {
		const { http, connection } = server();
		http.on('DELETE', /./, answer);
		await expect(deleteContact(connection, 'd', { by: 'id', value: id })).rejects.toMatchObject(
			wanted,
		);
	});

	test('a read is repeated, a change is sent once', async () => {
		const { http, clock, connection } = server();
		http.on('GET', /./, json({ data: [] })).on('POST', /./, { status: 503 });
		http.once('GET', /./, { status: 503 });
		http.once('GET', /./, { status: 429, headers: { 'retry-after': '3' } });
		const reading = listDirectories(connection);
		await clock.advance(10_000);
		await reading;
		expect(http.sent.map(({ at }) => at)).toEqual([0, 3_000, 4_000]);
		await expect(createContact(connection, 'd', 'id', {})).rejects.toMatchObject({
			kind: 'unavailable',
		});
		expect(http.to('POST', /./)).toHaveLength(1);
	});

	test('a server that asks for an hour is not waited for', async () => {
		const { http, connection } = server();
		http.on('GET', /./, { status: 429, headers: { 'retry-after': '3600' } });
		await expect(listDirectories(connection)).rejects.toMatchObject({ kind: 'rateLimited' });
		expect(http.sent).toHaveLength(1);
	});

	test('raw requests', async () => {
		const { http, connection } = server();
		http.on('PATCH', /./, json([1]));
		expect(await rawRequest(connection, { method: 'PATCH', path: '/x/y?a=1', body: [1] })).toEqual(
			{},
		);
		expect(http.lines()).toEqual(['PATCH /api/v1.0/x/y?a=1']);
		expect(rawPath('/api/v1.0/contactdirectories')).toBe('contactdirectories');
	});

	test.each(['https://evil.example', '//evil.example', '', '/api/v1.0', '../x', 'a/%2E%2e/x'])(
		'%j is not a path',
		(path) => {
			expect(() => rawPath(path)).toThrow(expect.objectContaining({ kind: 'badRequest' }));
		},
	);
});
