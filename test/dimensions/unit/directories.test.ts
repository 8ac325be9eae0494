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
		const full = { id, fields: { phone2: '+43', email: 'a@b', 'a/b~c': 'x' } };
		http.on('PATCH', /./, json(contact, 201)).on('GET', /./, json({ data: full }));
		const key = { by: 'id', value: id } as const;
		await updateContact(connection, 'd', key, changes);
		expect(http.sent.map(({ body }) => JSON.parse(String(body)) as unknown)).toEqual([changes]);
		http.once('PATCH', /./, json(jsonFixture('dimensions/api.error.400.json'), 400));
		expect(await updateContact(connection, 'd', key, changes)).toMatchObject({ id });
		const alone = http.to('PATCH', /./).slice(2);
		expect(alone.map(({ body }) => JSON.parse(String(body)) as unknown)).toEqual(changes);
		http.on('PATCH', /./, { status: 404 });
		await expect(updateContact(connection, 'd', key, changes)).rejects.toMatchObject({
			kind: 'notFound',
		});
	});

	describe('an empty field that the contact does not have', () => {
		const changes = changesOf({ email: '', phone2: '2', title: '', field1: '' });
		const bare = { id, fields: { phone1: '1', title: 'Dr', field1: null } };
		const byId = { by: 'id', value: id } as const;
		const possible = [changes[1], changes[2]];

		/** A server that changes nothing where a removal finds nothing, and takes a list or one change. */
		function strict(takes: 'list' | 'object') {
			const made = server();
			made.http.on('GET', /./, json({ data: bare })).on('PATCH', /./, ({ body }) => {
				const written = JSON.parse(String(body)) as unknown;
				const isRight = Array.isArray(written) === (takes === 'list');
				const isVain = /"remove","path":"\/fields\/(email|field1)"/.test(String(body));
				return isRight && !isVain ? json(contact, 201) : json({ status: 'error' }, 400);
			});
			const patches = () =>
				made.http.to('PATCH', /./).map(({ body }) => JSON.parse(String(body)) as unknown);
			return { ...made, patches };
		}

		test.each<['list' | 'object', unknown[]]>([
			['list', [changes, possible]],
			['object', [changes, possible, ...possible]],
		])('is left out, where the server takes one %s', async (takes, sent) => {
			const { http, connection, patches } = strict(takes);
			expect(await updateContact(connection, 'd', byId, changes)).toMatchObject({ id });
			expect(patches()).toEqual(sent);
			expect(http.to('GET', /./)).toHaveLength(1);
		});

		test('and nothing else: nothing is changed, and the contact is the answer', async () => {
			const { connection, patches } = strict('list');
			expect(await updateContact(connection, 'd', byId, changesOf({ email: '' }))).toEqual(bare);
			expect(patches()).toHaveLength(1);
		});

		test.each([{ status: 404 }, { status: 405 }, json({ data: { id, email: 'a@b' } })])(
			'is gone past where the fields are not shown: %j',
			async (answer) => {
				const { http, connection, patches } = strict('object');
				http.on('GET', /./, answer);
				expect(await updateContact(connection, 'd', byId, changes)).toMatchObject({ id });
				expect(patches()).toEqual([changes, ...changes]);
			},
		);

		test('changes nothing while the server is down', async () => {
			const { http, clock, connection, patches } = strict('object');
			http.on('GET', /./, { status: 503 });
			const updating = expect(updateContact(connection, 'd', byId, changes)).rejects.toMatchObject({
				kind: 'unavailable',
			});
			await clock.advance(60_000);
			await updating;
			expect(patches()).toEqual([changes]);
		});

		test('a removal that is refused though the field is there is told', async () => {
			const { http, connection } = strict('list');
			http.on('PATCH', /./, json({ status: 'error' }, 400));
			await expect(
				updateContact(connection, 'd', byId, changesOf({ title: '' })),
			).rejects.toMatchObject({ kind: 'badRequest' });
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
