import { getEventListeners } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { deferred } from '../../../../nodes/shared/core/flow/deferred';
import { keepAliveHttp } from '../../../../nodes/shared/transport/keepAliveHttp';
import { telephonyError } from '../../../broadWorks/unit/support/xsi';

const plain = { allowUnauthorizedCerts: false };

let server: Server;
let url: string;
let seen = 0;

beforeAll(async () => {
	server = createServer((request, response) => {
		seen++;
		if (request.url === '/answered') response.end('fine');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

beforeEach(() => {
	seen = 0;
});

afterAll(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

it('a request that was cancelled before is not sent, and no login is fetched for it', async () => {
	const asked: string[] = [];
	const authorization = () => {
		asked.push('login');
		return 'Basic x';
	};
	const stop = new AbortController();
	stop.abort();
	for (const cancelled of [
		keepAliveHttp({ ...plain, authorization }).request({
			method: 'GET',
			url,
			signal: stop.signal,
		}),
		keepAliveHttp({ ...plain, authorization, cancel: stop.signal }).request({
			method: 'GET',
			url,
		}),
	]) {
		const { message } = await telephonyError(cancelled, 'unavailable');
		expect(message).toContain('was cancelled');
	}
	expect([seen, asked]).toEqual([0, []]);
});

it('a request that is cancelled while its login is fetched is not sent', async () => {
	const login = deferred();
	const authorization = async () => {
		await login.promise;
		return 'Basic x';
	};
	const stop = new AbortController();
	const { request } = keepAliveHttp({ ...plain, authorization });
	const sent = request({ method: 'GET', url, signal: stop.signal });
	stop.abort();
	login.resolve();
	const { message } = await telephonyError(sent, 'unavailable');
	expect(message).toContain('was cancelled');
	// One that is sent afterwards comes first, if the other came at all.
	await keepAliveHttp(plain).request({ method: 'GET', url: `${url}/answered` });
	expect(seen).toBe(1);
});

it('requests share one listener of their signal, and leave none', async () => {
	const { signal } = new AbortController();
	const { request } = keepAliveHttp({ ...plain, cancel: signal });
	const of = { method: 'GET', url: `${url}/answered`, signal } as const;
	const all = Array.from({ length: 20 }, async () => await request(of));
	expect(getEventListeners(signal, 'abort')).toHaveLength(1);
	await Promise.all(all);
	expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

it('all requests under way end with their signal, those that wait for a connection as well', async () => {
	const stop = new AbortController();
	const { request } = keepAliveHttp({ ...plain, cancel: stop.signal });
	const all = Array.from(
		{ length: 20 },
		async () => await telephonyError(request({ method: 'GET', url }), 'unavailable'),
	);
	while (seen === 0) await new Promise((resolve) => setTimeout(resolve, 5));
	stop.abort();
	for (const { message } of await Promise.all(all)) expect(message).toContain('was cancelled');
});
