import { EGRESS_REFUSED, TelephonyError } from '../../../../nodes/shared/core/errors';
import {
	openStream,
	send,
	sendAny,
	sendRaw,
	type ApiRequest,
} from '../../../../nodes/RingCentral/client/transport/api';
import type { Answer } from '../../../support/fakes/fakeHttp';
import {
	json,
	queryOf,
	readAll,
	refusal,
	restBench,
	SERVER,
	streamOf,
	watch,
} from '../support/restSupport';
import { FakeStream } from '../../../support/fakes/fakeStream';

const READ: ApiRequest = {
	method: 'GET',
	path: '/restapi/v1.0/account/~/call-log',
	group: 'heavy',
	kind: 'read',
};
const CHANGE: ApiRequest = { ...READ, method: 'POST', kind: 'change' };
const ANY = /./;

test('a request has address, query, JSON body and headers', async () => {
	const { connection, http } = restBench();
	http.on('POST', ANY, json({ id: '1' }, 201));
	const answer = await send(connection, {
		...CHANGE,
		query: { type: ['Voice', 'Fax'], page: 2, showDeleted: true, none: undefined },
		body: { text: 'Zoë' },
		headers: { 'X-Extra': 'yes' },
	});
	expect(answer).toEqual({ id: '1' });
	const [sent] = http.sent;
	expect(queryOf(sent.url)).toEqual({ type: ['Voice', 'Fax'], page: '2', showDeleted: 'true' });
	expect(sent.headers).toEqual({
		Accept: 'application/json',
		'Content-Type': 'application/json',
		'X-Extra': 'yes',
	});
	expect(sent.body).toBe('{"text":"Zoë"}');
});

test('a raw body goes out as it is, without a query there is no question mark', async () => {
	const { connection, http } = restBench();
	http.on('POST', ANY, json({}));
	const bytes = new Uint8Array([0, 255, 10]);
	await send(connection, { ...CHANGE, rawBody: { bytes, contentType: 'image/png' } });
	expect(http.sent[0]).toMatchObject({ url: `${SERVER}${CHANGE.path}`, body: bytes });
	expect(http.sent[0].headers).toMatchObject({ 'Content-Type': 'image/png' });
});

test.each([{ status: 204 }, { body: 'null' }])(
	'a change that is answered with nothing was done, and a read was not: %j',
	async (nothing) => {
		const { connection, http } = restBench();
		http.on('POST', ANY, nothing).on('GET', ANY, nothing);
		expect(await send(connection, CHANGE)).toEqual({});
		expect(await sendAny(connection, CHANGE)).toBeUndefined();
		await expect(send(connection, READ)).rejects.toMatchObject({ kind: 'protocolViolation' });
	},
);

test.each(['"OK"', 'true', '[{"id":"1"}]'])('%s is no answer', async (body) => {
	const { connection, http } = restBench();
	http.on('POST', ANY, { body });
	await expect(send(connection, CHANGE)).rejects.toMatchObject({ kind: 'protocolViolation' });
});

test('an answer that is not JSON is a fault of the server', async () => {
	const { connection, http } = restBench();
	http.on('POST', ANY, { body: '<html>' });
	await expect(send(connection, CHANGE)).rejects.toMatchObject({ kind: 'protocolViolation' });
});

describe('where the token may go', () => {
	const PAGE = '/restapi/v1.0/account/~/recording/1/content?x=1';
	test.each([
		['https://platform.example.com', `https://platform.example.com${PAGE}`],
		['https://platform.example.com', `https://platform.example.com:443${PAGE}`],
		['https://platform.example.com', `https://media.example.com${PAGE}`],
		['https://platform.devtest.example.com', `https://media.devtest.example.com${PAGE}`],
		['http://platform.example.com:8080', `http://media.example.com:8080${PAGE}`],
		['http://127.0.0.1:5000', `http://127.0.0.1:5000${PAGE}`],
		['http://localhost:5000', `http://localhost:5000${PAGE}`],
	])('%s sends to %s', async (server, path) => {
		const { connection, http } = restBench(server);
		http.on('GET', ANY, json({}));
		await send(connection, { ...READ, path });
		expect(http.sent[0].url).toBe(path);
	});

	test.each([
		['https://platform.example.com', `https://platform.example.org${PAGE}`],
		['https://platform.example.com', `http://platform.example.com${PAGE}`],
		['https://platform.example.com', `https://platform.example.com:8443${PAGE}`],
		['https://platform.example.com', `https://evil.example.com${PAGE}`],
		['https://platform.example.com', `https://media.example.com.evil.net${PAGE}`],
		['https://platform.example.com', `https://user:pw@platform.example.com${PAGE}`],
		['https://platform.example.com', '//evil.net/x'],
		['https://platform.example.com', 'https://'],
		['http://127.0.0.1:5000', `http://127.0.0.1:5001${PAGE}`],
		['http://127.0.0.1:5000', `http://media.0.0.1:5000${PAGE}`],
		['http://[::1]:5000', `http://media.example.com:5000${PAGE}`],
		['http://localhost:5000', `http://media.localhost:5000${PAGE}`],
		['https://media.example.com', `https://platform.example.com${PAGE}`],
	])('%s does not send to %s', async (server, path) => {
		const { connection, http } = restBench(server);
		await expect(send(connection, { ...READ, path })).rejects.toMatchObject({
			kind: 'badRequest',
		});
		expect(http.sent).toEqual([]);
	});

	test.each([
		'restapi/v1.0',
		'/restapi/../oauth',
		'/restapi/%2e%2E/x',
		'/restapi/./x',
		'/a b',
		'/a#b',
		'/a\\b',
		'',
	])('"%s" is not a path', async (path) => {
		const { connection, http } = restBench();
		await expect(send(connection, { ...READ, path })).rejects.toMatchObject({
			kind: 'badRequest',
		});
		expect(http.sent).toEqual([]);
	});

	test('a query is added to one that is there', async () => {
		const { connection, http } = restBench();
		http.on('GET', ANY, json({}));
		await send(connection, { ...READ, path: '/restapi/v1.0/x?a=1', query: { b: 2 } });
		expect(http.sent[0].url).toBe(`${SERVER}/restapi/v1.0/x?a=1&b=2`);
	});
});

describe('reads are repeated', () => {
	test('after a penalty, once its time is over and never during it', async () => {
		const { connection, http, clock, log } = restBench();
		http
			.on('GET', ANY, json({ ok: true }))
			.once('GET', ANY, refusal(429, 'CMN-301', 'slow', {}, { 'retry-after': '7' }));
		const outcome = watch(send(connection, READ));
		await clock.advance(6_999);
		expect(http.sent).toHaveLength(1);
		await clock.advance(1);
		expect(outcome.value).toEqual({ ok: true });
		expect(http.sent.map(({ at }) => at)).toEqual([0, 7_000]);
		expect(log.at('warn')).toEqual([
			{
				level: 'warn',
				message: 'RingCentral asks to wait',
				details: { group: 'heavy', ms: 7_000 },
			},
		]);
	});

	test('five times at most', async () => {
		const { connection, http, clock } = restBench();
		http.on('GET', ANY, refusal(429, 'CMN-301', 'slow', {}, { 'retry-after': '1' }));
		const outcome = watch(send(connection, READ));
		await clock.advance(60_000);
		expect(outcome.error).toMatchObject({ kind: 'rateLimited', vendorCode: 'CMN-301' });
		expect(http.sent).toHaveLength(5);
	});

	test.each([408, 500, 502, 503, 504])('after %i, with doubling waits', async (status) => {
		const { connection, http, clock } = restBench();
		http.on('GET', ANY, { status });
		const outcome = watch(send(connection, READ));
		await clock.advance(120_000);
		expect(outcome.error).toMatchObject({ status });
		expect(http.sent.map(({ at }) => at)).toEqual([0, 2_000, 4_000, 8_000, 16_000]);
	});

	test('after the time a 503 names', async () => {
		const { connection, http, clock } = restBench();
		http
			.on('GET', ANY, json({}))
			.once('GET', ANY, { status: 503, headers: { 'retry-after': '90' } });
		const outcome = watch(send(connection, READ));
		await clock.advance(90_000);
		expect(outcome.done).toBe(true);
		expect(http.sent.map(({ at }) => at)).toEqual([0, 90_000]);
	});

	test('not when the server asks to wait for longer than anybody would', async () => {
		const { connection, http } = restBench();
		http.on('GET', ANY, { status: 503, headers: { 'retry-after': '3600' } });
		await expect(send(connection, READ)).rejects.toMatchObject({ waitMs: 3_600_000 });
		expect(http.sent).toHaveLength(1);
	});

	test('when no answer came, three times at most', async () => {
		const { connection, http, clock } = restBench();
		http.on('GET', ANY, new TelephonyError('unavailable', 'reset', { vendorCode: 'ECONNRESET' }));
		const outcome = watch(send(connection, READ));
		await clock.advance(60_000);
		expect(outcome.error).toMatchObject({ vendorCode: 'ECONNRESET' });
		expect(http.sent.map(({ at }) => at)).toEqual([0, 2_000, 4_000]);
	});

	test.each(['ENOTFOUND', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', EGRESS_REFUSED])(
		'not after %s, which waiting does not cure',
		async (vendorCode) => {
			const { connection, http } = restBench();
			http.on('GET', ANY, new TelephonyError('unavailable', 'no', { vendorCode }));
			await expect(send(connection, READ)).rejects.toMatchObject({ vendorCode });
			expect(http.sent).toHaveLength(1);
		},
	);

	test.each([400, 401, 403, 404, 409, 415, 302])('not after %i', async (status) => {
		const { connection, http } = restBench();
		http.on('GET', ANY, { status });
		await expect(send(connection, READ)).rejects.toMatchObject({ status });
		expect(http.sent).toHaveLength(1);
	});

	test('not after an error that is none of the network', async () => {
		const { connection, http } = restBench();
		http.on('GET', ANY, new TypeError('a bug'));
		await expect(send(connection, READ)).rejects.toThrow('a bug');
		expect(http.sent).toHaveLength(1);
	});

	test('not when the request was cancelled', async () => {
		const { connection, http, clock } = restBench();
		const abort = new AbortController();
		http.on('GET', ANY, () => {
			abort.abort();
			return new TelephonyError('unavailable', 'aborted');
		});
		const outcome = watch(send(connection, { ...READ, signal: abort.signal }));
		await clock.advance(60_000);
		expect(outcome.error).toMatchObject({ kind: 'unavailable' });
		expect(http.sent).toHaveLength(1);
	});
});

describe('a change is sent once', () => {
	const answers: Array<[string, Answer | Error]> = [
		['a penalty', refusal(429, 'CMN-301', 'slow', {}, { 'retry-after': '1' })],
		['a server error', { status: 503 }],
		['a time-out', { status: 408 }],
		['no answer', new TelephonyError('unavailable', 'reset', { vendorCode: 'ECONNRESET' })],
	];
	test.each(answers)('whatever comes: %s', async (_name, answer) => {
		const { connection, http, clock } = restBench();
		http.on('POST', ANY, answer);
		const outcome = watch(send(connection, CHANGE));
		await clock.advance(300_000);
		expect(outcome.error).toBeInstanceOf(TelephonyError);
		expect(http.sent).toHaveLength(1);
	});

	test('but it waits for the end of a penalty that another request began', async () => {
		const { connection, http, clock } = restBench();
		http.on('POST', ANY, json({})).once('POST', ANY, { status: 429 });
		await expect(send(connection, CHANGE)).rejects.toMatchObject({ kind: 'rateLimited' });
		const second = watch(send(connection, CHANGE));
		await clock.advance(29_999);
		expect(http.sent).toHaveLength(1);
		await clock.advance(1);
		expect(second.done).toBe(true);
	});
});

test('a limit of the whole app holds every group', async () => {
	const { connection, http, rates } = restBench();
	http.on('POST', ANY, refusal(429, 'CMN-310', 'too much', {}, { 'retry-after': '9' }));
	await expect(send(connection, CHANGE)).rejects.toMatchObject({ vendorCode: 'CMN-310' });
	expect(rates.penaltyOf('light')).toBe(9_000);
});

test('a raw request gives any answer', async () => {
	const { connection, http } = restBench();
	http.on('POST', ANY, refusal(404, 'CMN-102', 'no'));
	const answer = await sendRaw(connection, CHANGE);
	expect(answer.status).toBe(404);
	expect(Buffer.from(answer.body).toString()).toContain('CMN-102');
});

describe('streams', () => {
	test('a file comes whole', async () => {
		const { connection, http } = restBench();
		http.onStream(() => streamOf(200, { 'content-length': '6' }, 'abc', 'def'));
		const stream = await openStream(connection, READ);
		expect((await readAll(stream.body)).toString()).toBe('abcdef');
		expect(http.sent[0].headers).toMatchObject({ Accept: '*/*', 'Accept-Encoding': 'identity' });
	});

	test.each([
		['short', { 'content-length': '9' }, ['abc'], /3 of 9 bytes/],
		['long', { 'content-length': '2' }, ['abc'], /3 of 2 bytes/],
		['empty', {}, [], /empty/],
	] as Array<[string, Record<string, string>, string[], RegExp]>)(
		'a file that is too %s is an error',
		async (_name, headers, parts, words) => {
			const { connection, http } = restBench();
			http.onStream(() => streamOf(200, headers, ...parts));
			const { body } = await openStream(connection, READ);
			await expect(readAll(body)).rejects.toThrow(words);
		},
	);

	test('a file that stops in the middle is an error', async () => {
		const { connection, http, clock } = restBench();
		const source = new FakeStream(200, {}).push('abc');
		http.onStream(() => source);
		const outcome = watch(readAll((await openStream(connection, READ)).body));
		await clock.advance(60_000);
		expect(outcome.error).toMatchObject({ kind: 'unavailable' });
		expect(source.closed).toBe(true);
	});

	test('closing ends the download', async () => {
		const { connection, http } = restBench();
		const source = new FakeStream(200, {});
		http.onStream(() => source);
		(await openStream(connection, READ)).close();
		expect(source.closed).toBe(true);
	});

	test('a refusal is an error with what it says, of which only the beginning is read', async () => {
		const { connection, http } = restBench();
		http.onStream(() => streamOf(404, {}, String(refusal(404, 'CMN-102', 'no').body)));
		await expect(openStream(connection, READ)).rejects.toMatchObject({
			kind: 'notFound',
			vendorCode: 'CMN-102',
		});
		const endless = streamOf(400, {}, 'x'.repeat(70_000), 'y'.repeat(70_000));
		http.onStream(() => endless);
		await expect(openStream(connection, READ)).rejects.toMatchObject({ kind: 'unavailable' });
		expect(endless.closed).toBe(true);
	});

	test('a refused read is repeated as others are', async () => {
		const { connection, http, clock } = restBench();
		const answers = [
			streamOf(503, {}),
			streamOf(429, { 'retry-after': '3' }),
			streamOf(200, {}, 'ok'),
		];
		http.onStream(() => answers.shift() ?? new Error('once too often'));
		const outcome = watch(openStream(connection, READ));
		await clock.advance(5_000);
		expect(outcome.value?.status).toBe(200);
		expect(http.sent.map(({ at }) => at)).toEqual([0, 2_000, 5_000]);
	});
});
