import { lookup as systemLookup } from 'node:dns';
import {
	createServer,
	type IncomingMessage,
	type RequestListener,
	type Server,
	type ServerResponse,
} from 'node:http';
import type { AddressInfo, LookupFunction, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

import type { IHttpRequestOptions } from 'n8n-workflow';

import { deferred } from '../../../../nodes/shared/core/flow/deferred';
import type { Http } from '../../../../nodes/shared/core/ports';
import { MAX_ANSWER } from '../../../../nodes/shared/transport/exchange';
import { helperHttp } from '../../../../nodes/shared/transport/helperHttp';
import { keepAliveHttp } from '../../../../nodes/shared/transport/keepAliveHttp';
import { nodeHttp } from '../../../../nodes/shared/transport/nodeHttp';
import { testHttp } from '../../../../nodes/shared/transport/testHttp';
import { systemSockets } from '../../../../nodes/shared/transport/webSockets';
import { credentialTestContext } from '../../../support/contexts/credentialTestContext';
import { flood, helper, trickle } from '../../../support/fakes/slowServers';
import { telephonyError } from '../../../broadWorks/unit/support/xsi';

let server: Server;
let url: string;
let answer: RequestListener;
let connections: Socket[] = [];
let seen: IncomingMessage[] = [];

beforeAll(async () => {
	server = createServer((request, response) => {
		seen.push(request);
		answer(request, response);
	});
	// On a busy machine more than the usual five seconds may pass between two requests.
	server.keepAliveTimeout = 60_000;
	server.on('connection', (socket: Socket) => void connections.push(socket));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

beforeEach(() => {
	connections = [];
	seen = [];
	answer = (_request, response) => void response.end('fine');
});

afterEach(() => {
	server.closeAllConnections();
});

afterAll(async () => {
	await new Promise((resolve) => server.close(resolve));
});

const plain = { allowUnauthorizedCerts: false };
const WAYS: ReadonlyArray<[string, () => Http]> = [
	['over kept connections', () => keepAliveHttp({ ...plain, pool: 'actions' })],
	["over n8n's helper", () => helperHttp(helper, plain)],
	['in a credential test', () => testHttp(credentialTestContext())],
];

/** Deadline of requests that are not about time, ms: a busy machine may take seconds. */
const PATIENT = 20_000;

/** Deadline of requests that are about time, ms: what a busy machine needs to give the begin of an answer. */
const DEADLINE = { timeout: 600 };

const get = (path = '/', rest: object = {}) =>
	({ method: 'GET', url: `${url}${path}`, timeout: PATIENT, ...rest }) as const;

describe.each(WAYS)('%s', (_name, make) => {
	it('gives an answer whole', async () => {
		answer = (_request, response) => void response.writeHead(404, { 'x-a': 'b' }).end('gone');
		const { status, headers, body } = await make().request(get());
		expect([status, headers['x-a'], Buffer.from(body).toString()]).toEqual([404, 'b', 'gone']);
	});

	it('ends an answer that trickles, at its deadline, and says so', async () => {
		answer = (_request, response) => {
			response.writeHead(200);
			trickle(response, () => response.write('.'));
			response.on('close', letGo.resolve);
		};
		const letGo = deferred();
		const error = await telephonyError(make().request(get('/', DEADLINE)), 'unavailable');
		expect(error.message).toMatch(/did not finish its answer within 0.6 s; \d+ bytes had come/);
		await letGo.promise;
	});

	it('ends an answer whose head trickles', async () => {
		answer = (request, response) => {
			request.socket.write('HTTP/1.1 200 OK\r\nX-Slow: ');
			trickle(response, () => request.socket.write('x'));
		};
		const error = await telephonyError(make().request(get('/', DEADLINE)), 'unavailable');
		expect(error.message).toContain('did not answer in time');
		await telephonyError(make().stream(get('/', DEADLINE)), 'unavailable');
	});

	it('ends what never answers', async () => {
		answer = () => {};
		await telephonyError(make().request(get('/', DEADLINE)), 'unavailable');
	});

	it.each([
		['without a length', (response: ServerResponse) => void response.writeHead(200)],
		[
			'with a length',
			(response: ServerResponse) =>
				void response.writeHead(200, { 'content-length': String(1_500_000_000) }),
		],
	])('refuses an answer that is too large, %s', async (_case, head) => {
		let sent = 0;
		answer = (_request, response) => {
			head(response);
			flood(response, 1_500_000_000, (bytes) => (sent += bytes));
		};
		const error = await telephonyError(make().request(get()), 'protocolViolation');
		expect(error.message).toMatch(/larger than 16 MB.*Ask for less/);
		expect(sent).toBeLessThan(4 * MAX_ANSWER);
	});

	it('counts what a packed answer unpacks to', async () => {
		answer = (_request, response) => {
			response.writeHead(200, { 'content-encoding': 'gzip' });
			response.end(gzipSync(Buffer.alloc(2 * MAX_ANSWER)));
		};
		await telephonyError(make().request(get()), 'protocolViolation');
	});

	it('reports an answer that is cut off', async () => {
		answer = (_request, response) => {
			response.writeHead(200, { 'content-length': '100' }).write('half');
			setTimeout(() => response.destroy(), 20);
		};
		await telephonyError(make().request(get()), 'unavailable');
	});

	it('streams for longer than the timeout, and lets go of what is closed', async () => {
		const letGo = deferred();
		answer = (_request, response) => {
			response.writeHead(200);
			trickle(response, () => response.write('.'));
			response.on('close', letGo.resolve);
		};
		const stream = await make().stream(get('/', DEADLINE));
		let bytes = 0;
		const began = performance.now();
		for await (const chunk of stream.body) {
			bytes += chunk.length;
			if (performance.now() - began > 1.5 * DEADLINE.timeout) break;
		}
		stream.close();
		expect(bytes).toBeGreaterThan(5);
		await letGo.promise;
	});

	it('ends a stream whose refusal trickles', async () => {
		answer = (_request, response) => {
			response.writeHead(500);
			trickle(response, () => response.write('.'));
		};
		const { body } = await make().stream(get('/', DEADLINE));
		const read = async () => {
			for await (const chunk of body) void chunk;
		};
		const error = await telephonyError(read(), 'unavailable');
		expect(error.message).toContain('did not finish its answer');
	});

	it('follows no redirect', async () => {
		answer = (_request, response) =>
			void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
		expect((await make().request(get())).status).toBe(302);
	});

	it('is cancelled by the signal of the request', async () => {
		answer = () => {};
		const stop = new AbortController();
		setTimeout(() => stop.abort(), 20);
		const request = get('/', { timeout: PATIENT, signal: stop.signal });
		expect((await telephonyError(make().request(request), 'unavailable')).message).toContain(
			'cancelled',
		);
	});

	it('sends no path that goes up', async () => {
		await telephonyError(make().request(get('/user/a/%2e%2e/b')), 'badRequest');
		expect(seen).toEqual([]);
	});
});

describe('kept connections', () => {
	it('serve the requests of all connections of a process', async () => {
		for (let count = 0; count < 5; count++) {
			await keepAliveHttp({ ...plain, pool: 'actions' }).request(get());
		}
		expect(connections).toHaveLength(1);
	});

	it('are others for each lane', async () => {
		const { request } = keepAliveHttp(plain);
		for (const lane of [undefined, 'heartbeat', undefined, 'heartbeat']) {
			await request(get('/', { lane }));
		}
		expect(connections).toHaveLength(2);
	});

	it('begin the time of a request when it is sent', async () => {
		answer = (_request, response) => void setTimeout(() => response.end(), 1_000);
		const { request } = keepAliveHttp(plain);
		const timed = get('/', { timeout: 2_500 });
		const all = Array.from({ length: 24 }, async () => (await request(timed)).status);
		// The third turn of eight ends after 3 s, which is more than each of them has.
		expect(await Promise.all(all)).toEqual(Array(24).fill(200));
	});

	/** A server that ends the connection when a second request comes on it. */
	const stale = () => {
		const served = new WeakSet<Socket>();
		answer = (request, response) => {
			if (served.has(request.socket)) return void request.socket.destroy();
			served.add(request.socket);
			response.end();
		};
	};

	it('repeat a read that met a closed one, and never a change', async () => {
		stale();
		const { request } = keepAliveHttp({ ...plain, pool: 'actions' });
		await request(get());
		expect((await request(get())).status).toBe(200);
		await request(get());
		seen = [];
		await telephonyError(request({ ...get(), method: 'POST', body: 'x' }), 'unavailable');
		expect(seen).toHaveLength(1);
	});

	it('repeat everything where that does no harm', async () => {
		stale();
		const { request } = keepAliveHttp({ ...plain, repeats: 'all' });
		await request(get());
		expect((await request({ ...get(), method: 'POST', body: 'x' })).status).toBe(200);
	});

	it('end with the execution', async () => {
		answer = () => {};
		const stop = new AbortController();
		const { request } = keepAliveHttp({ ...plain, cancel: stop.signal });
		setTimeout(() => stop.abort(), 20);
		await telephonyError(request(get()), 'unavailable');
	});
});

describe("under n8n's egress filter", () => {
	const blocked = { ok: false, error: new Error('restricted') } as const;
	const allowed = { ok: true } as const;
	const filterOf = (parts: object = {}) => ({
		validateUrl: async () => await Promise.resolve(allowed),
		validateConnectionHost: () => allowed,
		createSecureLookup: () => systemLookup as unknown as LookupFunction,
		...parts,
	});
	const contextOf = (filter: object) => ({
		helpers: {
			httpRequestWithAuthentication: async () =>
				await Promise.reject(new Error('the helper is not asked')),
			httpRequest: async () => await Promise.reject(new Error('the helper is not asked')),
			getSecureEgressFilter: () => filter,
		},
	});
	const httpOf = (filter: object) =>
		nodeHttp(contextOf(filter), 'x', { ...plain, pool: 'actions' });
	const named = () => url.replace('127.0.0.1', 'localhost');

	it('nothing is sent to an address that is refused, and the error names the remedy', async () => {
		const http = httpOf(filterOf({ validateUrl: async () => await Promise.resolve(blocked) }));
		for (const sent of [http.request(get()), http.stream(get())]) {
			const error = await telephonyError(sent, 'unavailable');
			expect(error.message).toMatch(/n8n does not allow requests to .*N8N_SSRF_ALLOWED/);
		}
		expect(connections).toHaveLength(0);
	});

	it('a name that leads to a refused address is refused when it is looked up', async () => {
		const createSecureLookup = () => (_host: string, _options: object, done: (e: Error) => void) =>
			done(new Error('The request was blocked because it resolves to a restricted IP address'));
		const { request } = httpOf(filterOf({ createSecureLookup }));
		const error = await telephonyError(request({ ...get(), url: named() }), 'unavailable');
		expect(error.vendorCode).toBe('EGRESS_REFUSED');
		expect(connections).toHaveLength(0);
	});

	it('an address is pinned only where the filter gave or allows it', async () => {
		const validateConnectionHost = jest.fn(() => blocked);
		const { request } = httpOf(filterOf({ validateConnectionHost }));
		const pinned = { ...get(), url: named(), address: '127.0.0.1' };
		await telephonyError(request(pinned), 'unavailable');
		expect(connections).toHaveLength(0);
		// The lookup of the filter gives it: the operator allows the name.
		await request({ ...get(), url: named() });
		expect((await request(pinned)).status).toBe(200);
	});

	it('a pinned address needs no name server', async () => {
		const validateUrl = async () => await Promise.reject(new Error('EAI_AGAIN'));
		const { request } = httpOf(filterOf({ validateUrl }));
		const pinned = { ...get(), url: named(), address: '127.0.0.1' };
		expect((await request(pinned)).status).toBe(200);
	});

	it('WebSockets are refused as well', async () => {
		const filter = filterOf({ validateUrl: async () => await Promise.resolve(blocked) });
		const handlers = { onText: () => {}, onClose: () => {} };
		const opened = systemSockets({ ...plain, filter }).open(
			`${url.replace('http', 'ws')}/?access_token=planted`,
			handlers,
			{ timeout: 1_000 },
		);
		const error = await telephonyError(opened, 'unavailable');
		expect(error.message).not.toContain('planted');
		expect(connections).toHaveLength(0);
	});

	it('a WebSocket whose answer trickles ends at its deadline', async () => {
		server.once('upgrade', (_request: IncomingMessage, socket: Socket) => {
			socket.write('HTTP/1.1 101 Switching Protocols\r\nX-Slow: ');
			const timer = setInterval(() => socket.write('x'), 20);
			socket.on('close', () => clearInterval(timer)).on('error', () => {});
		});
		const handlers = { onText: () => {}, onClose: () => {} };
		const opened = systemSockets(plain).open(url.replace('http', 'ws'), handlers, DEADLINE);
		expect((await telephonyError(opened, 'unavailable')).message).toContain('in time');
	});
});

describe('where n8n offers no filter', () => {
	const sent: string[] = [];
	const context = {
		helpers: {
			httpRequestWithAuthentication: async (_type: string, options: IHttpRequestOptions) => {
				sent.push(options.url);
				return await helper(options);
			},
			httpRequest: async (options: IHttpRequestOptions) => await helper(options),
		},
	};

	it('its helper sends with the login of the connection, whatever is stored meanwhile', async () => {
		const authorization = () => 'Basic of-before';
		const { request, stream } = nodeHttp(context, 'x', { ...plain, authorization });
		await request(get('/a'));
		(await stream(get('/b'))).close();
		expect(sent).toEqual([]);
		expect(seen.map((one) => one.headers.authorization)).toEqual([
			'Basic of-before',
			'Basic of-before',
		]);
	});

	it('its helper sends, but for what is pinned to the address of a stream', async () => {
		const { request, stream } = nodeHttp(context, 'x', plain);
		await request(get('/a'));
		(await stream(get('/b'))).close();
		await request(get('/c', { address: '127.0.0.1' }));
		expect(sent).toEqual([`${url}/a`, `${url}/b`]);
		expect(seen.map((one) => one.url)).toEqual(['/a', '/b', '/c']);
	});

	it('its helper gets our deadline, though it takes the signal of the execution', async () => {
		answer = () => {};
		const taken: unknown[] = [];
		const execution = new AbortController();
		const ofExecution = {
			helpers: {
				async httpRequestWithAuthentication(
					this: { getExecutionCancelSignal(): AbortSignal },
					_type: string,
					options: IHttpRequestOptions,
				) {
					options.abortSignal = this.getExecutionCancelSignal();
					taken.push(options.abortSignal);
					return await helper(options);
				},
			},
			getExecutionCancelSignal: () => execution.signal,
		};
		const { request } = nodeHttp(ofExecution as never, 'x', plain);
		await telephonyError(request(get('/', DEADLINE)), 'unavailable');
		expect((taken[0] as AbortSignal).aborted).toBe(true);
		setTimeout(() => execution.abort(), 20);
		const error = await telephonyError(request(get()), 'unavailable');
		expect(error.message).toContain('cancelled');
	});
});
