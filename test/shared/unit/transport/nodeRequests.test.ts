import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

import type { HttpRequest } from '../../../../nodes/shared/core/ports';
import { keepAliveHttp } from '../../../../nodes/shared/transport/keepAliveHttp';

/** What the server got, and what it answers next. */
interface Got {
	method?: string;
	headers: IncomingHttpHeaders;
	body: string;
}

let server: Server;
let url: string;
let got: Got;
let answer: { status: number; headers: Record<string, string>; body: Buffer };

beforeAll(async () => {
	server = createServer((request, response) => {
		const parts: Buffer[] = [];
		request.on('data', (part: Buffer) => parts.push(part));
		request.on('end', () => {
			const { method, headers } = request;
			got = { method, headers, body: Buffer.concat(parts).toString() };
			response.writeHead(answer.status, answer.headers).end(answer.body);
		});
	});
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a%20b/c?d=%2B&e`;
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});
beforeEach(() => {
	answer = { status: 200, headers: {}, body: Buffer.from('<a/>') };
});

const http = keepAliveHttp({
	allowUnauthorizedCerts: false,
	pool: 'actions',
	authorization: () => 'Bearer t',
});
const send = async (request: Partial<HttpRequest> = {}) =>
	await http.request({ method: 'GET', url, ...request });
const text = (body: Uint8Array) => Buffer.from(body).toString();

test.each<[string, (body: Buffer) => Buffer]>([
	['gzip', (body) => gzipSync(body)],
	['x-gzip', (body) => gzipSync(body)],
	['deflate', (body) => deflateSync(body)],
	['br', (body) => brotliCompressSync(body)],
	['identity', (body) => body],
	['GZIP', (body) => gzipSync(body)],
])('an answer that is packed as %s is unpacked', async (encoding, pack) => {
	answer.headers = { 'Content-Encoding': encoding };
	answer.body = pack(Buffer.from('Zoë'.repeat(10_000)));
	const whole = await send();
	expect(text(whole.body)).toBe('Zoë'.repeat(10_000));
	const streamed = await http.stream({ method: 'GET', url });
	const parts: Uint8Array[] = [];
	for await (const part of streamed.body) parts.push(part);
	expect(text(Buffer.concat(parts))).toBe('Zoë'.repeat(10_000));
});

test('an answer that says it is packed and is not is an error, and ends nothing else', async () => {
	answer.headers = { 'Content-Encoding': 'gzip' };
	await expect(send()).rejects.toMatchObject({ kind: 'unavailable' });
	const streamed = await http.stream({ method: 'GET', url });
	streamed.close();
	answer.headers = {};
	expect(text((await send()).body)).toBe('<a/>');
});

test('an answer without a body may say that it is packed', async () => {
	answer = { status: 204, headers: { 'Content-Encoding': 'gzip' }, body: Buffer.alloc(0) };
	expect(await send({ method: 'DELETE' })).toMatchObject({ status: 204 });
});

test.each<[Partial<HttpRequest>, Partial<Got>]>([
	[{}, { method: 'GET', body: '' }],
	[{ method: 'POST' }, { method: 'POST', body: '' }],
	[
		{ method: 'PUT', body: 'Zoë' },
		{ method: 'PUT', body: 'Zoë' },
	],
	[
		{ method: 'PATCH', body: Buffer.from('Zoë') },
		{ method: 'PATCH', body: 'Zoë' },
	],
	// Node tells the length of such a body only when it is asked to.
	[
		{ method: 'DELETE', body: '{"a":1}' },
		{ method: 'DELETE', body: '{"a":1}' },
	],
	[
		{ method: 'GET', body: 'nothing' },
		{ method: 'GET', body: '' },
	],
])('%j arrives as it is', async (request, wanted) => {
	await send(request);
	expect(got).toMatchObject(wanted);
	const length = Buffer.byteLength(wanted.body ?? '');
	if (request.method !== undefined && request.method !== 'GET') {
		expect(got.headers['content-length'] ?? '0').toBe(String(length));
	}
	expect(got.headers['transfer-encoding']).toBeUndefined();
});

test('what the client says about a request comes before what is said of every request', async () => {
	await send({ method: 'POST', body: 'a=1' });
	expect(got.headers).toMatchObject({
		accept: 'application/json, text/plain, */*',
		'accept-encoding': 'gzip, deflate, br',
		authorization: 'Bearer t',
		'content-type': 'application/x-www-form-urlencoded',
		'user-agent': 'n8n',
	});
	const headers = { accept: 'a/b', 'content-type': 'c/d', 'Accept-Encoding': 'identity' };
	await send({ method: 'POST', body: 'a=1', headers });
	expect(got.headers).toMatchObject({
		accept: 'a/b',
		'accept-encoding': 'identity',
		'content-type': 'c/d',
	});
});

test('a header that cannot be sent is an error', async () => {
	await expect(send({ headers: { 'X-A': 'a\r\nb: c' } })).rejects.toMatchObject({
		kind: 'unavailable',
	});
	expect(text((await send()).body)).toBe('<a/>');
});
