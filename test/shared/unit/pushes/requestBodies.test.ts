import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { IHttpRequestOptions } from 'n8n-workflow';

import { helperHttp } from '../../../../nodes/shared/transport/helperHttp';
import { keepAliveHttp } from '../../../../nodes/shared/transport/keepAliveHttp';

const BYTES = Uint8Array.from([0, 10, 13, 128, 255]);

/** A part of a larger buffer, as a parser hands it out. */
const PART = Uint8Array.from([9, ...BYTES, 9]).subarray(1, -1);

let server: Server;
let url: string;

async function echo(request: IncomingMessage): Promise<Buffer> {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part as Buffer);
	return Buffer.concat(parts);
}

beforeAll(async () => {
	server = createServer((request, response) => {
		void echo(request).then((body) => {
			response.writeHead(200, { 'x-type': request.headers['content-type'] ?? 'none' });
			response.end(body);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

test.each([
	['bytes', BYTES, Buffer.from(BYTES)],
	['a part of a buffer', PART, Buffer.from(BYTES)],
	['a text', 'Zoë', Buffer.from('Zoë')],
	['nothing', undefined, Buffer.alloc(0)],
])('over kept connections %s goes out as it is', async (_name, body, wanted) => {
	const { request } = keepAliveHttp({ allowUnauthorizedCerts: false });
	const headers = { 'content-type': 'application/x-own' };
	const answer = await request({ method: 'POST', url, body, headers });
	expect(Buffer.from(answer.body)).toEqual(wanted);
	if (body !== undefined) expect(answer.headers['x-type']).toBe('application/x-own');
});

test.each([
	['bytes', BYTES, Buffer.from(BYTES)],
	['a part of a buffer', PART, Buffer.from(BYTES)],
	['a text', 'Zoë', 'Zoë'],
	['no bytes', new Uint8Array(), undefined],
	['an empty text', '', undefined],
	['nothing', undefined, undefined],
])("n8n's helper is given %s in the form it sends as it is", async (_name, body, wanted) => {
	const seen: IHttpRequestOptions[] = [];
	const http = helperHttp(
		async (options) => {
			seen.push(options);
			return await Promise.resolve({ statusCode: 200, headers: {}, body: new ArrayBuffer(0) });
		},
		{ allowUnauthorizedCerts: false },
	);
	await http.request({ method: 'POST', url, body });
	expect(seen[0].body).toEqual(wanted);
	if (body instanceof Uint8Array && body.length > 0)
		expect(Buffer.isBuffer(seen[0].body)).toBe(true);
});
