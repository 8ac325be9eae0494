import {
	commandOf,
	usualMethod,
	variablesOf,
	XSI_COMMANDS,
} from '../../../../nodes/BroadWorks/client/commands/commands';
import { filledPath, wholePath } from '../../../../nodes/BroadWorks/client/commands/path';
import {
	rawRequest,
	type RawRequest,
} from '../../../../nodes/BroadWorks/client/commands/rawRequest';
import { DEFAULT_PATHS } from '../../../../nodes/BroadWorks/client/transport/connection';
import { TelephonyError } from '../../../../nodes/shared/core/errors';
import { fixture } from '../../../support/fixtures';
import { ACTIONS, fakeConnection, telephonyError } from '../support/xsi';

const ALICE = 'alice@example.net';

const server = { url: 'https://xsp.example.net', ...DEFAULT_PATHS };
const rawPath = (path: string, userId: string, values?: Record<string, string>) =>
	filledPath(wholePath(path, server), () => userId, values);

describe('the path of a raw request', () => {
	it.each([
		['services/DoNotDisturb', `/v2.0/user/${ALICE}/services/DoNotDisturb`],
		[' /services/DoNotDisturb ', `/v2.0/user/${ALICE}/services/DoNotDisturb`],
		['/v2.0/user/{userId}/profile', `/v2.0/user/${ALICE}/profile`],
		['v2.0/user/{userid}/profile', `/v2.0/user/${ALICE}/profile`],
		['/V2.0/group/HQ/profile', '/V2.0/group/HQ/profile'],
		['calls/New?address=%2B1555', `/v2.0/user/${ALICE}/calls/New?address=%2B1555`],
		['x?a=1?b={c}', `/v2.0/user/${ALICE}/x?a=1?b={c}`],
		['calls/callhalf-1:0/Talk', `/v2.0/user/${ALICE}/calls/callhalf-1:0/Talk`],
		['/com.broadsoft.xsi-actions/v2.0/user/a@b/profile', '/v2.0/user/a@b/profile'],
		['broadWorks/com.broadsoft.xsi-actions/v2.0/user/a@b/profile', '/v2.0/user/a@b/profile'],
		['https://xsp.example.net/com.broadsoft.xsi-actions/v2.0/versions', '/v2.0/versions'],
		['/user/a@b/profile', '/v2.0/user/a@b/profile'],
		['callcenter/q@x/calls?x=1', '/v2.0/callcenter/q@x/calls?x=1'],
		['routepoint/r@x/calls', '/v2.0/routepoint/r@x/calls'],
		['collaborate/room/7', `/v2.0/user/${ALICE}/collaborate/room/7`],
		['/v2.0/collaborate/room/7/lock', '/v2.0/collaborate/room/7/lock'],
	])('%s leads to %s', (path, full) => {
		expect(rawPath(path, ALICE)).toBe(full);
	});

	it.each([
		['https://evil.example/v2.0/user/x', /full address/],
		['//evil.example/x', /full address/],
		['calls/{callId}/Talk', /no value for \{callId\}/],
		['../../../admin', /\.\./],
		['/v2.0/user/{userId}/../x', /\.\./],
	])('refuses %s', (path, message) => {
		expect(() => rawPath(path, ALICE)).toThrow(expect.objectContaining({ kind: 'badRequest' }));
		expect(() => rawPath(path, ALICE)).toThrow(message);
		expect(() => rawPath(path, ALICE)).toThrow(TelephonyError);
	});

	it('escapes the user and every value, and none of them leads elsewhere', () => {
		expect(rawPath('profile', 'a/b c@x')).toBe('/v2.0/user/a%2Fb%20c@x/profile');
		const path = 'profile/Schedule/Time/{scheduleName}';
		expect(rawPath(path, ALICE, { scheduleName: 'A/B ü' })).toBe(
			`/v2.0/user/${ALICE}/profile/Schedule/Time/A%2FB%20%C3%BC`,
		);
		expect(() => rawPath(path, ALICE, { scheduleName: '../x' })).toThrow(/scheduleName/);
	});

	it('asks for a user only where the path names one', () => {
		const nobody = () => {
			throw new TelephonyError('badRequest', 'Choose a User');
		};
		expect(filledPath(wholePath('/v2.0/versions'), nobody)).toBe('/v2.0/versions');
		expect(() => filledPath(wholePath('profile'), nobody)).toThrow('Choose a User');
	});
});

describe('rawRequest', () => {
	const request = (parts: Partial<RawRequest>): RawRequest => ({
		method: 'GET',
		path: 'services/DoNotDisturb',
		userId: () => ALICE,
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
		await rawRequest(
			connection,
			request({ method: 'PUT', payload: '{"DoNotDisturb":{"active":{"$":"true"}}}' }),
		);
		await rawRequest(connection, request({ method: 'PUT', path: 'x', payload: '{"a":1}' }));
		await rawRequest(connection, request({ method: 'PUT', payload: '  ' }));
		expect(
			connection.http.sent.map(({ headers, body }) => [headers?.['Content-Type'], body]),
		).toEqual([
			['application/xml; charset=UTF-8', '<a>é</a>'],
			['application/json', '{"DoNotDisturb":{"active":{"$":"true"}}}'],
			['application/json', '{"a":1}'],
			['application/xml; charset=UTF-8', ''],
		]);
	});

	const FORWARDING =
		'<?xml version="1.0" encoding="UTF-8"?><CallForwardingAlways xmlns="http://schema.broadsoft.com/xsi" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><active>false</active><forwardToPhoneNumber xsi:nil="true"/><ringSplash>true</ringSplash></CallForwardingAlways>';

	it.each<[string, Partial<RawRequest>]>([
		['JSON', { payload: '{"ringSplash":true,"forwardToPhoneNumber":null,"active":false}' }],
		[
			'JSON with its root',
			{
				payload:
					'{"CallForwardingAlways":{"forwardToPhoneNumber":null,"ringSplash":true,"active":false}}',
			},
		],
		[
			'JSON and elements',
			{
				payload: '{"ringSplash":true,"forwardToPhoneNumber":null}',
				elements: { active: 'false' },
			},
		],
	])('makes of %s a document in the order of the schema', async (_name, given) => {
		const connection = fakeConnection();
		connection.http.on('PUT', /./, {});
		const path = 'services/CallForwardingAlways';
		await rawRequest(connection, request({ method: 'automatic', path, ...given }));
		expect(connection.http.sent.map(({ method, body }) => [method, body])).toEqual([
			['PUT', FORWARDING],
		]);
	});

	it('takes lists and objects of a panel as JSON, and the text of a document without elements', async () => {
		const connection = fakeConnection();
		connection.http.on('PUT', /./, {}).on('POST', /./, {});
		await rawRequest(
			connection,
			request({
				method: 'automatic',
				path: 'services/SpeedDial8',
				elements: { speedDial8Entry: '[{"phoneNumber":"1002","speedCode":2}]' },
			}),
		);
		await rawRequest(
			connection,
			request({
				method: 'automatic',
				path: '/v2.0/routepoint/{routePointId}/profile/State',
				variables: { routePointId: 'r@x' },
				elements: { '#text': 'Failed' },
			}),
		);
		expect(connection.http.lines()).toEqual([
			`PUT ${ACTIONS}/v2.0/user/${ALICE}/services/SpeedDial8`,
			`PUT ${ACTIONS}/v2.0/routepoint/r@x/profile/State`,
		]);
		expect(connection.http.sent.map(({ body }) => String(body).replace(/^<\?.*?\?>/, ''))).toEqual([
			'<SpeedDial8 xmlns="http://schema.broadsoft.com/xsi"><speedDial8Entry><speedCode>2</speedCode><phoneNumber>1002</phoneNumber></speedDial8Entry></SpeedDial8>',
			'<RoutePointState xmlns="http://schema.broadsoft.com/xsi">Failed</RoutePointState>',
		]);
	});

	it.each<[Partial<RawRequest>, RegExp]>([
		[{ payload: '{"activ":true}' }, /"DoNotDisturb" has no "activ". It has: active, ringSplash/],
		[{ payload: '<DoNotDisturb/>', elements: { active: 'true' } }, /both have a body/],
		[{ path: 'calls/callhalf-1:0/Hold', elements: { active: 'true' } }, /takes no document/],
		[{ elements: { active: 'perhaps' } }, /true or false/],
	])('refuses %j before anything is sent', async (given, message) => {
		const connection = fakeConnection();
		const work = rawRequest(connection, request({ method: 'PUT', ...given }));
		expect((await telephonyError(work, 'badRequest')).message).toMatch(message);
		expect(connection.http.sent).toEqual([]);
	});

	it('names the mandatory parameter without which the server refuses', async () => {
		const connection = fakeConnection();
		connection.http.on('POST', /./, { status: 400 });
		const calls = request({ method: 'automatic', path: 'calls/New' });
		const error = await telephonyError(rawRequest(connection, calls), 'badRequest');
		expect(error.message).toMatch(/needs "address"/);
		const given = await telephonyError(
			rawRequest(connection, { ...calls, query: { address: '1' } }),
			'badRequest',
		);
		expect(given.message).not.toMatch(/needs/);
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

	it.each([
		[
			'/v2.0/user/a@b/calls/Conference/callhalf-1:0',
			'/v2.0/user/{userId}/calls/Conference/{callId}',
		],
		['/v2.0/user/a@b/calls/conference/MUTE', '/v2.0/user/{userId}/calls/conference/mute'],
		['/v2.0/user/a@b/services/donotdisturb?x=1', '/v2.0/user/{userId}/services/DoNotDisturb'],
		['/v2.0/user/a@b/nothing', undefined],
	])('knows the command of %s', (path, command) => {
		expect(commandOf(path)?.path).toBe(command);
	});

	it('has a first method for each path, and for a body the one that takes it', () => {
		const methods = (path: string) => {
			const command = commandOf(wholePath(path));
			return [usualMethod(command, false), usualMethod(command, true)];
		};
		expect(methods('services/DoNotDisturb')).toEqual(['GET', 'PUT']);
		expect(methods('services/SpeedDial100')).toEqual(['GET', 'POST']);
		expect(methods('calls/AutomaticCallback')).toEqual(['DELETE', 'PUT']);
		expect(methods('not/listed')).toEqual(['GET', 'PUT']);
	});

	it('names the variables of a path once each', () => {
		const path = '/v2.0/user/{userId}/calls/{callId}/FindMeFollowMeCallPush/{callId}';
		expect(variablesOf(path)).toEqual(['callId']);
	});
});
