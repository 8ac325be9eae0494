import {
	addToBlacklist,
	blacklist,
	removeFromBlacklist,
} from '../../../nodes/CooCenter/client/blacklist';
import {
	bargeIn,
	currentCallRecord,
	currentCalls,
	dial,
	hangUp,
	spy,
	transfer,
	whisper,
} from '../../../nodes/CooCenter/client/calls';
import { extensionStates, registrations } from '../../../nodes/CooCenter/client/extensions';
import {
	loginAgent,
	logoutAgent,
	pauseAgent,
	queues,
} from '../../../nodes/CooCenter/client/queues';
import { rawRequest } from '../../../nodes/CooCenter/client/rawRequest';
import type { CooCenterConnection } from '../../../nodes/CooCenter/client/connection';
import { bench, fixture, form, json } from './support/support';

const ends = { src: '801', dst: '809' };
type Change = (connection: CooCenterConnection) => Promise<unknown>;
const login = json(fixture('gen2.resp.login.json'));

const first: Array<[string, Change, string, Record<string, string>]> = [
	['dial', (c) => dial(c, ends), 'POST /coocenter-api/extensions/click-number', ends],
	[
		'hang up',
		(c) => hangUp(c, '801'),
		'POST /coocenter-api/extensions/hangup',
		{ extension: '801' },
	],
	['transfer', (c) => transfer(c, ends), 'POST /coocenter-api/extensions/transfer', ends],
	['spy', (c) => spy(c, ends), 'POST /coocenter-api/extensions/extenSpy', ends],
	[
		'pause',
		(c) => pauseAgent(c, { queue: '630', member: 'sip/808' }, true),
		'POST /coocenter-api/queues/agent-pause',
		{ queue: '630', member: '808', state: 'on' },
	],
	[
		'unpause',
		(c) => pauseAgent(c, { queue: '630', member: '808' }, false),
		'POST /coocenter-api/queues/agent-pause',
		{ queue: '630', member: '808', state: 'off' },
	],
	[
		'log in',
		(c) => loginAgent(c, { extension: '800', queue: '630' }),
		'POST /coocenter-api/queues/agent-login',
		{ extension: '800', queue: '630' },
	],
	[
		'log out of all',
		(c) => logoutAgent(c, { extension: 'SIP/800' }),
		'POST /coocenter-api/queues/agent-logout',
		{ extension: '800' },
	],
	[
		'blacklist',
		(c) => addToBlacklist(c, '123'),
		'POST /coocenter-api/blacklist/create',
		{ number: '123' },
	],
	[
		'no longer blacklist',
		(c) => removeFromBlacklist(c, '123'),
		'DELETE /coocenter-api/blacklist/delete',
		{ number: '123' },
	],
];

test.each(first)('generation 1: %s', async (_name, change, line, fields) => {
	const { http, connection } = bench();
	http.on('POST', /./, json({ status: 'success', message: 'done' }));
	http.on('DELETE', /./, json({ status: 'success', message: 'done' }));
	expect(await change(connection)).toEqual({ message: 'done' });
	expect(http.lines()).toEqual([line]);
	expect(form(String(http.sent[0].body))).toEqual(fields);
});

test.each([
	['nothing', { status: 204 }],
	['an empty 200', { body: ' \r\n' }],
	['a word', { body: 'OK' }],
	['a word as JSON', { body: '"success"' }],
	['a document without status', json({ data: 1 })],
])('a change answered with %s is a success', async (_what, answer) => {
	const { http, connection } = bench();
	http.on('POST', /click-number/, answer);
	expect(await dial(connection, ends)).toEqual({});
	expect(http.sent).toHaveLength(1);
});

test.each([
	['a web page', { body: '<html>router</html>' }, 'protocolViolation'],
	['another text', { body: 'no such extension' }, 'protocolViolation'],
	['a 200 that says fail', json({ status: 'fail' }), 'badRequest'],
	['an empty 500', { status: 500 }, 'unavailable'],
])('a change answered with %s is an error, and sent once', async (_what, answer, kind) => {
	const { http, connection } = bench();
	http.on('POST', /click-number/, answer);
	await expect(dial(connection, ends)).rejects.toMatchObject({ kind });
	expect(http.sent).toHaveLength(1);
});

const second: Array<[string, Change, string, unknown]> = [
	['dial', (c) => dial(c, ends), 'click-number', ends],
	['dial as oneself', (c) => dial(c, { src: '', dst: '9' }), 'click-number', { dst: '9' }],
	['hang up', (c) => hangUp(c, '801'), 'hangup', { extensions: ['801'] }],
	['transfer', (c) => transfer(c, ends), 'transfer', ends],
	['spy', (c) => spy(c, ends), 'extension-spy', ends],
	['whisper', (c) => whisper(c, ends), 'extension-whisper', ends],
	['barge in', (c) => bargeIn(c, ends), 'extension-barge-in', ends],
];

test.each(second)('generation 2: %s', async (_name, change, command, fields) => {
	const { http, connection } = bench({ generation: 2 });
	http.on('POST', /./, json(fixture('gen2.resp.click-number.json')));
	http.on('POST', /login/, login);
	await change(connection);
	expect(http.lines()[1]).toBe(`POST /coocenter-api/plugin-asterisk/extension/${command}`);
	expect(JSON.parse(String(http.sent[1].body))).toEqual(fields);
});

test.each([
	[
		1,
		(c: CooCenterConnection) => whisper(c, ends),
		/^Whisper exists in API generation 2 only.*says generation 1$/,
	],
	[
		1,
		(c: CooCenterConnection) => bargeIn(c, ends),
		/^Barge In exists in API generation 2 only.*says generation 1$/,
	],
	[2, (c: CooCenterConnection) => queues(c), /for queues exists in API generation 1 only/],
	[2, (c: CooCenterConnection) => blacklist(c), /blacklist exists in API generation 1 only/],
	[2, (c: CooCenterConnection) => addToBlacklist(c, '1'), /blacklist exists in API/],
	[2, (c: CooCenterConnection) => loginAgent(c, { extension: '1' }), /queues exists in API/],
] as const)('what generation %d lacks is said without asking', async (generation, ask, message) => {
	const { http, connection } = bench({ generation });
	await expect(ask(connection)).rejects.toThrow(message);
	expect(http.sent).toEqual([]);
});

describe('current calls', () => {
	test('generation 1, first by POST, with numbers and seconds', async () => {
		const { http, connection } = bench();
		const answer = fixture('resp.current-calls.json');
		http.on('POST', /current-calls/, { status: 405 }).on('GET', /current-calls/, json(answer));
		const [call] = await currentCalls(connection);
		expect(call.fields).toEqual({
			calleridname: '896',
			calleridnum: '896',
			channel: 'SIP/896-0000000b',
			channelstate: 6,
			channelstatedesc: 'Up',
			connectedlinename: '897',
			connectedlinenum: '897',
			duration: 178,
			extension: '896',
		});
		expect(call.raw).toEqual((answer.data as unknown[])[0]);
		expect(currentCallRecord(call)).toEqual({
			schemaVersion: '1.0',
			id: 'SIP/896-0000000b',
			backend: 'cooCenter',
			direction: 'unknown',
			state: 'active',
			from: { name: '896', number: '896' },
			to: { name: '897', number: '897' },
			agent: { extension: '896' },
			duration: 178,
			ids: { channel: 'SIP/896-0000000b' },
		});
	});

	test('generation 2 has the names of generation 1', async () => {
		const { http, connection } = bench({ generation: 2 });
		http.on('POST', /login/, login).on(
			'GET',
			/plugin-asterisk\/extension\/current-calls/,
			json({
				status: 'success',
				data: [
					{
						bridgeid: 'b',
						callerIdNum: '+15550100',
						channel: 'SIP/1-2',
						duration: '1 day, 01:00:01',
					},
				],
			}),
		);
		const [call] = await currentCalls(connection);
		expect(call.fields).toMatchObject({ calleridnum: '+15550100', duration: 90_001 });
		expect(currentCallRecord(call)).toMatchObject({
			state: 'unknown',
			from: { e164: '+15550100' },
			ids: { bridgeid: 'b' },
		});
	});

	test('the channel of a line belongs to no extension, and an odd state is kept', async () => {
		const { http, connection } = bench();
		const line = { channel: 'DAHDI/i1/18782985586-51', channelstate: 'Up' };
		const rows = [line, { channel: 'PJSIP/801-0000000b' }];
		http.on('POST', /current-calls/, json({ status: 'success', data: rows }));
		const [first, other] = await currentCalls(connection);
		expect(first.fields).toEqual(line);
		expect(currentCallRecord(first).agent).toBeUndefined();
		expect(other.fields.extension).toBe('801');
	});

	test.each([
		['Ringing', 'ringing'],
		['Ring', 'dialing'],
		['Busy', 'unknown'],
	])('a channel that is %s is %s', (channelstatedesc, state) => {
		expect(currentCallRecord({ raw: {}, fields: { channelstatedesc } }).state).toBe(state);
	});

	test('no list is a violation, no data is no calls', async () => {
		const { http, connection } = bench();
		http.once('POST', /./, json({ status: 'success', data: 'x' }));
		await expect(currentCalls(connection)).rejects.toMatchObject({ kind: 'protocolViolation' });
		http.once('POST', /./, json({ status: 'success' }));
		expect(await currentCalls(connection)).toEqual([]);
	});
});

test('registrations', async () => {
	const { http, connection } = bench();
	http.on('GET', /extensions\/extension-status$/, json(fixture('resp.extension-status.json')));
	expect((await registrations(connection)).slice(0, 2)).toEqual([
		{
			Exten: '800',
			Type: 'SIP',
			IPAddr: null,
			Status: 'UNKNOWN',
			registered: false,
			latency: null,
		},
		{
			Exten: '801',
			Type: 'SIP',
			IPAddr: '192.168.12.4',
			Status: 'OK (45 ms)',
			registered: true,
			latency: 0.045,
		},
	]);
});

test('registrations in another case, and without a state', async () => {
	const { http, connection } = bench();
	const data = [{ exten: '801', ipAddr: '192.0.2.1', status: 'OK (9 ms)' }, { Exten: '802' }];
	http.on('GET', /extension-status$/, json({ status: 'success', data }));
	expect(await registrations(connection)).toEqual([
		{ Exten: '801', IPAddr: '192.0.2.1', Status: 'OK (9 ms)', registered: true, latency: 0.009 },
		{ Exten: '802', IPAddr: null, registered: null, latency: null },
	]);
});

test.each([
	['OK (1 ms)', true],
	['LAGGED (2500 ms)', true],
	['UNREACHABLE', false],
])('a telephone that is %s is registered: %s', async (Status, registered) => {
	const { http, connection } = bench();
	const data = [{ Exten: '801', IPAddr: '192.0.2.1', Status }];
	http.on('GET', /extension-status$/, json({ status: 'success', data }));
	expect(await registrations(connection)).toMatchObject([{ registered }]);
});

test('extension states of both generations', async () => {
	const one = bench();
	one.http.on('GET', /hints-status/, json(fixture('resp.extension-hints-status.json')));
	expect((await extensionStates(one.connection))[0]).toEqual({
		agentName: '800',
		extension: '800',
		extenType: 'analogCallCenter',
		status: 0,
		statusText: 'Idle',
	});
	const two = bench({ generation: 2 });
	const rows = [{ Exten: '1', Status: 'x', StatusText: 'Odd' }, { Exten: '2' }];
	two.http.on('POST', /login/, login);
	two.http.on('GET', /hints-status/, json({ status: 'success', data: rows }));
	two.http.once('GET', /hints-status/, json(fixture('gen2.resp.extension-hints-status.json')));
	expect(await extensionStates(two.connection)).toEqual([
		{ extension: '1004', interface: 'SIP/1004', status: 0, statusText: 'Idle' },
	]);
	expect(await extensionStates(two.connection)).toEqual([
		{ extension: '1', status: null, statusText: 'Odd' },
		{ extension: '2', status: null, statusText: 'Unknown' },
	]);
});

test('queues with their agents', async () => {
	const { http, connection } = bench();
	http.on('GET', /queue-info/, json(fixture('resp.queue-info.json')));
	const found = await queues(connection);
	expect(found.map(({ queue, members }) => [queue, members.length])).toEqual([
		['630', 9],
		['631', 6],
		['632', 2],
	]);
	expect(found[0].members[8]).toEqual({
		name: 'sip/893',
		extension: '893',
		paused: true,
		penalty: 0,
	});
	http.once('GET', /queue-info/, json({ status: 'success', data: [] }));
	expect(await queues(connection)).toEqual([]);
	http.once('GET', /queue-info/, json({ status: 'success', data: { 1: 'x', 2: [{}] } }));
	expect(await queues(connection)).toEqual([
		{ queue: '1', members: [] },
		{ queue: '2', members: [{ name: '', extension: '', paused: false, penalty: null }] },
	]);
	http.once('GET', /queue-info/, json(['x']));
	await expect(queues(connection)).rejects.toMatchObject({ kind: 'protocolViolation' });
});

test('an agent who is in no queue', async () => {
	const { http, connection } = bench();
	const answer = json(fixture('resp.agent-pause.not-found.json'));
	http.on('POST', /agent-pause/, { status: 404, ...answer });
	await expect(pauseAgent(connection, { queue: '1', member: '2' }, true)).rejects.toMatchObject({
		kind: 'notFound',
		vendorText: 'Interface not found',
	});
	expect(http.sent).toHaveLength(1);
});

test('blacklist', async () => {
	const { http, connection } = bench();
	http.on('GET', /blacklist\/index/, json({ status: 'success', data: ['1', 2, '', null] }));
	http.once('GET', /blacklist\/index/, json(fixture('resp.blacklist-index.json')));
	expect(await blacklist(connection)).toEqual(['123456']);
	expect(await blacklist(connection)).toEqual(['1', '2']);
	http.once('GET', /blacklist\/index/, json({ status: 'success' }));
	expect(await blacklist(connection)).toEqual([]);
	http.once('GET', /blacklist\/index/, json({ status: 'success', data: 'x' }));
	await expect(blacklist(connection)).rejects.toMatchObject({ kind: 'protocolViolation' });
});

describe('raw request', () => {
	test('any path below the API', async () => {
		const { http, connection } = bench();
		http.on('GET', /./, json(['x']));
		http.once('POST', /./, { body: '' }).once('PUT', /./, { body: 'text' });
		const request = { method: 'GET', path: '/coocenter-api/a/b?c=d', fields: {} } as const;
		expect(await rawRequest(connection, request)).toEqual({
			statusCode: 200,
			contentType: 'application/json',
			body: ['x'],
		});
		const post = { method: 'POST', path: 'a', fields: { x: 1 } } as const;
		expect((await rawRequest(connection, post)).body).toBeNull();
		expect((await rawRequest(connection, { ...post, method: 'PUT' })).body).toBe('text');
		expect(http.lines()).toEqual([
			'GET /coocenter-api/a/b?c=d',
			'POST /coocenter-api/a',
			'PUT /coocenter-api/a',
		]);
		http.once('GET', /./, json({ status: 'fail', message: 'no' }));
		await expect(rawRequest(connection, request)).rejects.toThrow(/refused: no/);
	});

	test.each(['http://other.example.net/', '//other/x', '', '/', 'a/../b', '%2e%2E/x', 'a\\b'])(
		'"%s" is not a path',
		async (path) => {
			const { http, connection } = bench();
			const request = { method: 'GET', path, fields: {} } as const;
			await expect(rawRequest(connection, request)).rejects.toMatchObject({ kind: 'badRequest' });
			expect(http.sent).toEqual([]);
		},
	);
});
