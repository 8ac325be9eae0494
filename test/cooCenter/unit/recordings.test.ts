import { openRecording, recordingPath } from '../../../nodes/CooCenter/client/recordings';
import type { TelephonyError } from '../../../nodes/shared/core/errors';
import { FakeStream } from '../../support/fakes/fakeStream';
import { bench, fixture, json, md5 } from './support/support';

async function read(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
	const parts: Uint8Array[] = [];
	for await (const part of body) parts.push(part);
	return Buffer.concat(parts);
}

function stream(status: number, headers: Record<string, string>, ...parts: Array<string | Buffer>) {
	const made = new FakeStream(status, headers);
	for (const part of parts) made.push(part);
	made.end();
	return made;
}

const wav = (told: number, size: number) => {
	const file = Buffer.alloc(size);
	file.write('RIFF', 0, 'latin1');
	file.writeUInt32LE(told, 4);
	return file;
};

test.each([
	['20181105/a b.wav', '20181105/a%20b.wav'],
	['/x//y.wav', 'x/y.wav'],
	['x\\y#1.wav', 'x/y%231.wav'],
	['a%2Fb.wav', 'a%252Fb.wav'],
	['rec-2018.11.05-19:05:31.wav', 'rec-2018.11.05-19%3A05%3A31.wav'],
	['录音/1.wav', '%E5%BD%95%E9%9F%B3/1.wav'],
])('%s is asked for as %s', (path, wanted) => expect(recordingPath(path)).toBe(wanted));

test.each([
	'../etc/passwd',
	'a/../../b',
	'a\\..\\b',
	'./a',
	'%2e%2e/a',
	'a/%2E%2E%2Fb',
	'..%5cb',
	'http://other.example.net/a.wav',
	'a\u0000.wav',
	'',
	' / ',
])('"%s" is refused', async (path) => {
	const { http, connection } = bench();
	await expect(openRecording(connection, path)).rejects.toMatchObject({ kind: 'badRequest' });
	expect(http.sent).toEqual([]);
});

test('streams the file with its type and name', async () => {
	const { http, connection } = bench({ now: '2018-11-08T04:00:00Z' });
	const headers = { 'content-type': 'audio/x-wav; q=1', 'content-length': '6' };
	http.onStream(() => stream(200, headers, 'abc', 'def'));
	const { body, ...file } = await openRecording(connection, '20181105/1.wav');
	expect(file).toEqual({ fileName: '1.wav', mimeType: 'audio/x-wav', size: 6 });
	expect((await read(body)).toString()).toBe('abcdef');
	expect(http.sent[0]).toMatchObject({
		url: 'http://pbx.example.net:8000/coocenter-api/monitor/20181105/1.wav',
		headers: { 'Accept-Encoding': 'identity', Authorization: '12e43b491f2a66422d5ed7f683e06f7e' },
	});
});

test.each([
	['a.mp3', 'audio/mpeg'],
	['a.GSM', 'audio/gsm'],
	['a', 'audio/wav'],
])('the type of %s, where the PBX tells none, is %s', async (path, mimeType) => {
	const { http, connection } = bench();
	http.onStream(() => stream(200, { 'content-type': 'application/octet-stream' }, 'x'));
	expect((await openRecording(connection, path)).mimeType).toBe(mimeType);
});

describe('a file cut in the middle is an error', () => {
	test.each([
		['by its length', { 'content-length': '10' }, [Buffer.from('abc')], /3 of 10 bytes/],
		['by its WAV header', {}, [wav(100, 50), Buffer.alloc(8)], /58 of 108 bytes/],
		['with nothing', {}, [], /empty/],
	])('seen %s', async (_how, headers, parts, message) => {
		const { http, connection } = bench();
		http.onStream(() => stream(200, headers as Record<string, string>, ...parts));
		const { body } = await openRecording(connection, 'a.wav');
		await expect(read(body)).rejects.toThrow(message);
	});

	test('seen by the connection', async () => {
		const { http, connection } = bench();
		const broken = new FakeStream(200);
		http.onStream(() => broken);
		const { body } = await openRecording(connection, 'a.wav');
		broken.push('abc');
		broken.fail();
		await expect(read(body)).rejects.toMatchObject({ kind: 'unavailable' });
		expect(broken.closed).toBe(true);
	});

	test('a PBX that falls silent is not waited for', async () => {
		const { http, connection, clock } = bench();
		const silent = new FakeStream(200);
		http.onStream(() => silent);
		const { body } = await openRecording(connection, 'a.wav');
		const reading = expect(read(body)).rejects.toThrow(/stopped in the middle/);
		await clock.advance(61_000);
		await reading;
		expect(silent.closed).toBe(true);
	});

	test.each([0, 0xffffffff])('a WAV header that says %d says nothing', async (told) => {
		const { http, connection } = bench();
		http.onStream(() => stream(200, {}, wav(told, 20)));
		const { body } = await openRecording(connection, 'a.wav');
		expect(await read(body)).toHaveLength(20);
	});
});

test('a file that is not there yet is asked for again', async () => {
	const { http, connection, clock } = bench();
	let times = 0;
	http.onStream(() => (++times < 3 ? stream(404, {}, 'Not found') : stream(200, {}, 'x')));
	const opened = openRecording(connection, 'a.wav', 5_000);
	await clock.advance(4_000);
	expect((await opened).fileName).toBe('a.wav');
	expect(http.sent.map(({ at }) => at)).toEqual([0, 2_000, 4_000]);
});

test('a file that never comes', async () => {
	const { http, connection, clock } = bench();
	http.onStream(() => stream(404, {}, 'Not found'));
	const opened = openRecording(connection, 'a.wav', 3_000).catch((error: TelephonyError) => error);
	await clock.advance(10_000);
	expect(await opened).toMatchObject({ kind: 'notFound', status: 404 });
	expect(http.sent).toHaveLength(2);
});

test('a recording of generation 2 is looked for without its prefix too', async () => {
	const { http, connection } = bench({ generation: 2 });
	http.on('POST', /login/, json(fixture('gen2.resp.login.json')));
	http.onStream(({ url }) =>
		url.includes('/asterisk/') ? stream(404, {}, 'x'.repeat(70_000)) : stream(200, {}, 'x'),
	);
	await openRecording(connection, 'asterisk/monitor/recording/1.wav');
	expect(http.lines().slice(1)).toEqual([
		'GET /coocenter-api/monitor/asterisk/monitor/recording/1.wav',
		'GET /coocenter-api/monitor/recording/1.wav',
	]);
});

test('generation 2: a token that ran out is renewed for a recording too', async () => {
	const { http, connection } = bench({ generation: 2 });
	http.on('POST', /login/, json({ status: 'success', token: 'second' }));
	http.once('POST', /login/, json(fixture('gen2.resp.login.json')));
	const refused = stream(200, { 'content-type': 'application/json' }, '{"status":"unauthorized"}');
	http.onStream(({ headers }) =>
		headers?.Authorization === 'Bearer second' ? stream(200, {}, 'x') : refused,
	);
	const { body } = await openRecording(connection, 'a.wav');
	expect((await read(body)).toString()).toBe('x');
	expect(refused.closed).toBe(true);
	expect(http.to('POST', /login/)).toHaveLength(2);
});

test('generation 2: a path that is refused inside a 200 is tried without its prefix', async () => {
	const { http, connection } = bench({ generation: 2 });
	http.on('POST', /login/, json(fixture('gen2.resp.login.json')));
	const headers = { 'content-type': 'application/json' };
	http.onStream(({ url }) =>
		url.includes('/asterisk/') ? stream(200, headers, '{"status":"fail"}') : stream(200, {}, 'x'),
	);
	expect((await openRecording(connection, 'asterisk/monitor/1.wav')).fileName).toBe('1.wav');
});

test.each(['<!DOCTYPE html><html>', '\r\n<HTML>', '{"status":"fail"}'])(
	'%j instead of audio is an error, whatever the type',
	async (text) => {
		const { http, connection } = bench();
		http.onStream(() => stream(200, { 'content-type': 'text/html' }, text));
		const { body } = await openRecording(connection, 'a.wav');
		await expect(read(body)).rejects.toMatchObject({ kind: 'protocolViolation' });
	},
);

test('audio that a server calls text/html is audio', async () => {
	const { http, connection } = bench();
	http.onStream(() => stream(200, { 'content-type': 'text/html' }, wav(12, 20)));
	const { body, mimeType } = await openRecording(connection, 'a.wav');
	expect(mimeType).toBe('audio/wav');
	expect(await read(body)).toHaveLength(20);
});

test('an error that stops in the middle is not waited for', async () => {
	const { http, connection, clock } = bench();
	const silent = new FakeStream(500);
	http.onStream(() => silent.push('<html>'));
	const opening = expect(openRecording(connection, 'a.wav')).rejects.toThrow(/stopped/);
	await clock.advance(61_000);
	await opening;
	expect(silent.closed).toBe(true);
});

test('JSON instead of audio is an answer, not a recording', async () => {
	const { http, connection } = bench({ now: '2026-03-01T04:00:00Z' });
	const headers = { 'content-type': 'application/json' };
	http.onStream(() => stream(200, headers, '{"status":"fail","message":"no file"}'));
	await expect(openRecording(connection, 'a.wav')).rejects.toThrow(/refused: no file/);
	http.onStream(() => stream(503, {}, 'busy'));
	await expect(openRecording(connection, 'a.wav', 9_000)).rejects.toMatchObject({ status: 503 });
});

test('near midnight the neighbouring day is tried, and the refused answer closed', async () => {
	const { http, connection } = bench({ now: '2026-03-01T16:01:00Z' });
	const refused = stream(401, {}, '');
	http.onStream(({ headers }) =>
		headers?.Authorization === md5('asjdfjklkasdf2026-03-01') ? stream(200, {}, 'x') : refused,
	);
	await openRecording(connection, 'a.wav');
	expect(http.sent).toHaveLength(2);
	expect(refused.closed).toBe(true);
});
