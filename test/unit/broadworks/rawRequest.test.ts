import {
	rawPath,
	rawRequest,
	XSI_COMMANDS,
	type RawRequest,
} from '../../../nodes/BroadWorks/client/transport/rawRequest';
import { TelephonyError } from '../../../nodes/shared/core/errors';
import { fixture } from '../support/fixtures';
import { ACTIONS, fakeConnection, telephonyError } from '../support/xsi';

const ALICE = 'alice@example.net';

describe('rawPath', () => {
	it.each([
		['services/DoNotDisturb', `/v2.0/user/${ALICE}/services/DoNotDisturb`],
		[' /services/DoNotDisturb ', `/v2.0/user/${ALICE}/services/DoNotDisturb`],
		['/v2.0/user/{userId}/profile', `/v2.0/user/${ALICE}/profile`],
		['v2.0/user/{userid}/profile', `/v2.0/user/${ALICE}/profile`],
		['/V2.0/group/HQ/profile', '/V2.0/group/HQ/profile'],
		['calls/New?address=%2B1555', `/v2.0/user/${ALICE}/calls/New?address=%2B1555`],
		['x?a=1?b={c}', `/v2.0/user/${ALICE}/x?a=1?b={c}`],
		['calls/callhalf-1:0/Talk', `/v2.0/user/${ALICE}/calls/callhalf-1:0/Talk`],
	])('%s leads to %s', (path, full) => {
		expect(rawPath(path, ALICE)).toBe(full);
	});

	it.each([
		['https://evil.example/v2.0/user/x', /full address/],
		['//evil.example/x', /full address/],
		['calls/{callId}/Talk', /\{callId\}/],
		['../../../admin', /\.\./],
		['/v2.0/user/{userId}/../x', /\.\./],
	])('refuses %s', (path, message) => {
		expect(() => rawPath(path, ALICE)).toThrow(expect.objectContaining({ kind: 'badRequest' }));
		expect(() => rawPath(path, ALICE)).toThrow(message);
		expect(() => rawPath(path, ALICE)).toThrow(TelephonyError);
	});

	it('escapes the user', () => {
		expect(rawPath('profile', 'a/b c@x')).toBe('/v2.0/user/a%2Fb%20c@x/profile');
	});
});

describe('rawRequest', () => {
	const request = (parts: Partial<RawRequest>): RawRequest => ({
		method: 'GET',
		path: 'services/DoNotDisturb',
		userId: ALICE,
		accept: 'application/xml',
		...parts,
	});

	it('reads XML as fields and keeps the text', async () => {
		const connection = fakeConnection();
		const body = fixture('composed/donotdisturb.xml');
		connection.http.on('GET', /./, {
			body,
			headers: { 'content-type': 'application/xml;charset=UTF-8' },
		});
		expect(await rawRequest(connection, request({}))).toEqual({
			statusCode: 200,
			contentType: 'application/xml;charset=UTF-8',
			body: { active: expect.any(Boolean), ringSplash: expect.any(Boolean) },
			raw: body,
		});
		expect(connection.http.lines()).toEqual([
			`GET ${ACTIONS}/v2.0/user/${ALICE}/services/DoNotDisturb`,
		]);
		expect(connection.http.sent[0].body).toBeUndefined();
	});

	it('gives JSON as it came', async () => {
		const connection = fakeConnection();
		const body = fixture('webex-voicemail-list.badgerfish.json');
		connection.http.on('GET', /./, { body });
		const answer = await rawRequest(connection, request({ accept: 'application/json' }));
		expect(answer.body).toEqual(JSON.parse(body));
		expect(connection.http.sent[0].headers?.Accept).toBe('application/json');
	});

	it('gives null for an empty answer and tells where a new thing is', async () => {
		const connection = fakeConnection();
		connection.http.on('POST', /./, { status: 201, headers: { location: '/v2.0/x' } });
		expect(await rawRequest(connection, request({ method: 'POST' }))).toEqual({
			statusCode: 201,
			contentType: '',
			body: null,
			raw: '',
			location: '/v2.0/x',
		});
		connection.http.on('PUT', /./, { headers: { 'content-location': '/v2.0/y' } });
		expect((await rawRequest(connection, request({ method: 'PUT' }))).location).toBe('/v2.0/y');
	});

	it('sends a payload of XML or JSON under its content type', async () => {
		const connection = fakeConnection();
		connection.http.on('PUT', /./, {});
		await rawRequest(connection, request({ method: 'PUT', payload: ' <a>é</a>\n' }));
		await rawRequest(connection, request({ method: 'PUT', payload: '{"a":1}' }));
		await rawRequest(connection, request({ method: 'PUT', payload: '  ' }));
		expect(
			connection.http.sent.map(({ headers, body }) => [headers?.['Content-Type'], body]),
		).toEqual([
			['application/xml; charset=UTF-8', '<a>é</a>'],
			['application/json', '{"a":1}'],
			['application/xml; charset=UTF-8', ''],
		]);
	});

	it('sends no body with DELETE', async () => {
		const connection = fakeConnection();
		connection.http.on('DELETE', /./, {});
		await rawRequest(connection, request({ method: 'DELETE' }));
		expect(connection.http.sent[0].body).toBeUndefined();
	});

	it.each([
		['{"a":', /JSON/],
		['<a>', /document/],
		['words', /document/],
		['<!DOCTYPE a><a/>', /document/],
	])('refuses the payload %j before anything is sent', async (payload, message) => {
		const connection = fakeConnection();
		const error = await telephonyError(
			rawRequest(connection, request({ method: 'PUT', payload })),
			'badRequest',
		);
		expect(error.message).toMatch(message);
		expect(connection.http.sent).toEqual([]);
	});

	it('refuses a payload with GET, which no server would read', async () => {
		const connection = fakeConnection();
		const payload = '<DoNotDisturb><active>true</active></DoNotDisturb>';
		const error = await telephonyError(
			rawRequest(connection, request({ method: 'GET', payload })),
			'badRequest',
		);
		expect(error.message).toMatch(/Method/);
		expect(connection.http.sent).toEqual([]);
	});

	it('sends what changes something once', async () => {
		const connection = fakeConnection();
		connection.http.on('PUT', /./, { status: 503 });
		await telephonyError(rawRequest(connection, request({ method: 'PUT' })), 'unavailable');
		expect(connection.http.sent).toHaveLength(1);
	});

	it('gives plain words as they came', async () => {
		const connection = fakeConnection();
		connection.http.on('PUT', /./, { body: 'done\n' });
		const answer = await rawRequest(connection, request({ method: 'PUT' }));
		expect(answer).toMatchObject({ statusCode: 200, body: 'done', raw: 'done\n' });
	});

	it.each(['{"a":', '["a"', '<a>'])(
		'says that an answer such as %j cannot be read',
		async (body) => {
			const connection = fakeConnection();
			connection.http.on('GET', /./, { body });
			await telephonyError(rawRequest(connection, request({})), 'protocolViolation');
		},
	);
});

describe('XSI_COMMANDS', () => {
	it('is the public list of some 300 paths, each a path of its own', () => {
		expect(XSI_COMMANDS).toHaveLength(300);
		const paths = XSI_COMMANDS.map(({ path }) => path);
		expect(new Set(paths).size).toBe(paths.length);
		for (const { path, methods } of XSI_COMMANDS) {
			expect(path).toMatch(/^\/v2\.0\//);
			expect(methods.length).toBeGreaterThan(0);
			for (const method of methods) expect(['GET', 'PUT', 'POST', 'DELETE']).toContain(method);
		}
	});
});
