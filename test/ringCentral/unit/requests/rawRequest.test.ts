import { rawRequest } from '../../../../nodes/RingCentral/client/transport/rawRequest';
import { operationBench } from '../support/operationSupport';
import { json, refusal, restBench, SERVER, watch } from '../support/restSupport';

const ANY = /./;

test('braces of the own account and extension stand for the login', async () => {
	const { connection, http } = restBench();
	http.on('GET', ANY, json({ ok: true }));
	const path = '/restapi/v1.0/account/{accountId}/extension/{extensionId}/call-log';
	const answer = await rawRequest(connection, {
		method: 'GET',
		path,
		query: { direction: ['Inbound', 'Outbound'], view: 'Detailed' },
	});
	expect(answer).toEqual({ statusCode: 200, contentType: 'application/json', body: { ok: true } });
	expect(http.lines()).toEqual([
		'GET /restapi/v1.0/account/~/extension/~/call-log?direction=Inbound&direction=Outbound&view=Detailed',
	]);
});

test('a path may lack its slash, and may be an address of the server', async () => {
	const { connection, http } = restBench();
	http.on('GET', ANY, json({}));
	await rawRequest(connection, { method: 'GET', path: 'restapi/v1.0/account/~' });
	await rawRequest(connection, { method: 'GET', path: `${SERVER}/restapi/v1.0/account/~` });
	expect(http.lines()).toEqual(['GET /restapi/v1.0/account/~', 'GET /restapi/v1.0/account/~']);
});

test('other braces need a value, and other servers get nothing', async () => {
	const { connection, http } = restBench();
	const get = async (path: string) => await rawRequest(connection, { method: 'GET', path });
	await expect(get('/restapi/v1.0/account/~/recording/{recordingId}')).rejects.toMatchObject({
		kind: 'badRequest',
		message: 'The path has no value for {recordingId}',
	});
	await expect(get('https://elsewhere.example/restapi')).rejects.toMatchObject({
		kind: 'badRequest',
	});
	expect(http.sent).toEqual([]);
});

test('a change is sent once, with its body as JSON', async () => {
	const { connection, http } = restBench();
	http.on('PUT', ANY, refusal(503, 'CMN-201', 'Service Temporary Unavailable'));
	const change = rawRequest(connection, {
		method: 'PUT',
		path: '/restapi/v1.0/account/~/extension/~/presence',
		body: { userStatus: 'Busy' },
	});
	await expect(change).rejects.toMatchObject({ kind: 'unavailable', vendorCode: 'CMN-201' });
	expect(http.sent).toHaveLength(1);
	expect(http.sent[0].body).toBe('{"userStatus":"Busy"}');
});

test('a read is repeated', async () => {
	const { connection, http, clock } = restBench();
	let tries = 0;
	http.on('GET', ANY, () =>
		++tries === 1 ? refusal(503, 'CMN-201', 'Service Temporary Unavailable') : json({ tries }),
	);
	const read = watch(rawRequest(connection, { method: 'GET', path: '/restapi/v1.0/account/~' }));
	for (let turn = 0; turn < 10 && !read.done; turn++) await clock.advance(2_000);
	expect(read.value).toMatchObject({ body: { tries: 2 } });
});

test('what is not JSON comes as text, nothing as null, and broken JSON is an error', async () => {
	const { connection, http } = restBench();
	const answers = [
		{ status: 200, headers: { 'content-type': 'text/vcard' }, body: 'BEGIN:VCARD' },
		{ status: 204, headers: {}, body: '' },
		{ status: 200, headers: { 'content-type': 'application/json' }, body: '{' },
	];
	http.on('DELETE', ANY, () => answers.shift() ?? json({}));
	const send = async () =>
		await rawRequest(connection, { method: 'DELETE', path: '/restapi/v1.0/account/~/x' });
	expect(await send()).toMatchObject({ body: 'BEGIN:VCARD' });
	expect(await send()).toEqual({ statusCode: 204, contentType: '', body: null });
	await expect(send()).rejects.toMatchObject({ kind: 'protocolViolation' });
});

describe('a file', () => {
	const answered = async (path: string, contentType: string, body = '\u0000') => {
		const { connection, http } = restBench();
		http.on('GET', ANY, { status: 200, headers: { 'content-type': contentType }, body });
		return await rawRequest(connection, { method: 'GET', path });
	};

	test.each([
		[
			'audio/mpeg',
			'/restapi/v1.0/account/~/recording/5/content',
			/\(audio\/mpeg\).* Use "Download Recording" of "Call Log"$/,
		],
		[
			'application/pdf; charset=binary',
			'/restapi/v1.0/account/~/extension/~/message-store/5/content/6',
			/Use "Download Attachment" of "Message"$/,
		],
		[
			'application/octet-stream',
			'/team-messaging/v1/files/5/content?x=1',
			/Use "Download File" of "Team Messaging"$/,
		],
		[
			'image/png',
			`${SERVER}/restapi/v1.0/account/~/extension/~/profile-image`,
			/Use n8n’s node HTTP Request with the RingCentral OAuth2 API credential/,
		],
	])('%s of %s is refused, naming what gives it', async (contentType, path, message) => {
		await expect(answered(path, contentType)).rejects.toMatchObject({
			kind: 'badRequest',
			message: expect.stringMatching(message) as string,
		});
	});

	test.each(['text/csv', 'application/xml', 'application/scim+json'])(
		'%s is none',
		async (type) => {
			expect(await answered('/restapi/v1.0/x', type, '[1]')).toMatchObject({ contentType: type });
		},
	);

	test('nothing is none, whatever its type', async () => {
		expect(await answered('/restapi/v1.0/x', 'image/png', '')).toMatchObject({ body: null });
	});
});

test.each(['', SERVER])(
	'a missing permission is named though the server does not',
	async (origin) => {
		const { connection, http } = restBench();
		http.on('GET', ANY, refusal(403, 'CMN-401', 'Insufficient permissions'));
		const read = rawRequest(connection, {
			method: 'GET',
			path: `${origin}/restapi/v1.0/account/{accountId}/call-log?view=Simple`,
		});
		await expect(read).rejects.toMatchObject({
			kind: 'forbidden',
			message: expect.stringContaining('lacks the permission "ReadCallLog"') as string,
		});
	},
);

describe('the body of the operation', () => {
	const sentFor = async (body: unknown) => {
		const bench = operationBench();
		bench.http.on('PUT', ANY, json({}));
		const parameters = { method: 'PUT', path: '/restapi/v1.0/account/~/x', body };
		await bench.run('rawRequest', 'send', { parameters });
		return bench.http.sent[0].body;
	};

	test.each([
		['{"userStatus": "Busy"}', '{"userStatus":"Busy"}'],
		[{ userStatus: 'Busy' }, '{"userStatus":"Busy"}'],
		[[{ id: 1 }], '[{"id":1}]'],
		['', undefined],
	])('%j', async (body, sent) => {
		expect(await sentFor(body)).toBe(sent);
	});

	test.each([
		['{"userStatus"', /"Body" is not valid JSON/],
		['"Busy"', /"Body" is not a JSON object or list/],
	])('%s is refused', async (body, message) => {
		await expect(sentFor(body)).rejects.toThrow(message);
	});
});
