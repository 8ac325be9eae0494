import {
	DEFAULT_PATHS,
	segment,
	send,
	urlOf,
	type XsiServer,
} from '../../../../nodes/BroadWorks/client/transport/connection';
import { TelephonyError } from '../../../../nodes/shared/core/errors';
import { RateLimiter } from '../../../../nodes/shared/core/flow/rateLimiter';
import { errorInfo, fakeConnection, telephonyError } from '../support/xsi';

const SERVER: XsiServer = { url: 'https://xsp.example.net', ...DEFAULT_PATHS };
const ACTIONS = 'https://xsp.example.net/com.broadsoft.xsi-actions';

describe('segment', () => {
	it.each([
		['alice@example.net', 'alice@example.net'],
		['callhalf-31126219817:0', 'callhalf-31126219817:0'],
		['+15550100@example.net', '+15550100@example.net'],
		['PBXL Inc.', 'PBXL%20Inc.'],
		['a/b?c#d%e&f', 'a%2Fb%3Fc%23d%25e&f'.replace('&', '%26')],
		['Zoë', 'Zo%C3%AB'],
	])('writes %j as %s', (id, path) => {
		expect(segment(id)).toBe(path);
	});
});

describe('urlOf', () => {
	it('writes + as %2B in a query and leaves out what is undefined or empty', () => {
		const query = { address: '+15550100', a: undefined, b: '', n: 0, f: false, s: 'x y&z' };
		expect(urlOf(SERVER, { method: 'GET', path: '/v2.0/x', query })).toBe(
			`${ACTIONS}/v2.0/x?address=%2B15550100&n=0&f=false&s=x%20y%26z`,
		);
	});

	it('adds to a query that the path has already', () => {
		expect(urlOf(SERVER, { method: 'GET', path: '/x?a=1', query: { b: 2 } })).toBe(
			`${ACTIONS}/x?a=1&b=2`,
		);
	});

	it('picks the context', () => {
		const path = '/v2.0/channel';
		expect(urlOf(SERVER, { method: 'POST', path, context: 'events' })).toBe(
			'https://xsp.example.net/com.broadsoft.xsi-events/v2.0/channel',
		);
		expect(urlOf(SERVER, { method: 'POST', path, context: 'async' })).toBe(
			'https://xsp.example.net/com.broadsoft.async/com.broadsoft.xsi-events/v2.0/channel',
		);
	});

	it('keeps renamed contexts and the path of a reverse proxy', () => {
		const server = { ...SERVER, url: 'https://portal.example:8443/xsi/', actionsPath: '/acts' };
		expect(urlOf(server, { method: 'GET', path: '/v2.0/x' })).toBe(
			'https://portal.example:8443/xsi/acts/v2.0/x',
		);
	});
});

describe('send', () => {
	it('asks for XML and says what it sends', async () => {
		const connection = fakeConnection();
		connection.http.on('PUT', /x$/, {}).on('GET', /x$/, {});
		await send(connection, { method: 'GET', path: '/x' });
		await send(connection, { method: 'PUT', path: '/x', body: '<a/>' });
		await send(connection, {
			method: 'PUT',
			path: '/x',
			body: '{}',
			contentType: 'application/json',
			accept: 'application/json',
			headers: { Cookie: 'a=b' },
			timeout: 5,
		});
		expect(
			connection.http.sent.map(({ headers, timeout, body }) => [headers, timeout, body]),
		).toEqual([
			[{ Accept: 'application/xml' }, 30_000, undefined],
			[
				{ Accept: 'application/xml', 'Content-Type': 'application/xml; charset=UTF-8' },
				30_000,
				'<a/>',
			],
			[{ Accept: 'application/json', 'Content-Type': 'application/json', Cookie: 'a=b' }, 5, '{}'],
		]);
	});

	it.each([200, 201, 204, 299])('takes status %i as success', async (status) => {
		const connection = fakeConnection();
		connection.http.on('PUT', /x$/, { status });
		expect((await send(connection, { method: 'PUT', path: '/x' })).status).toBe(status);
	});

	it('refuses a web page that comes with status 200', async () => {
		const connection = fakeConnection();
		connection.http.on('GET', /x$/, { body: '<!DOCTYPE html><html>blocked</html>' });
		await telephonyError(send(connection, { method: 'GET', path: '/x' }), 'protocolViolation');
		expect(connection.http.sent).toHaveLength(1);
	});

	it('repeats a read twice when the server is not available, with growing waits', async () => {
		const connection = fakeConnection();
		connection.http.on('GET', /x$/, { status: 503 });
		const work = telephonyError(send(connection, { method: 'GET', path: '/x' }), 'unavailable');
		await connection.clock.advance(60_000);
		await work;
		expect(connection.http.sent.map(({ at }) => at)).toEqual([0, 1_000, 2_000]);
		expect(connection.clock.sleeping).toBe(0);
	});

	it('repeats a read when the connection breaks, and gives the answer that came then', async () => {
		const connection = fakeConnection();
		connection.http
			.on('GET', /x$/, { body: '<a/>' })
			.once('GET', /x$/, new TelephonyError('unavailable', 'ECONNRESET'));
		const work = send(connection, { method: 'GET', path: '/x' });
		await connection.clock.advance(1_000);
		expect(Buffer.from((await work).body).toString()).toBe('<a/>');
	});

	it.each(['PUT', 'POST', 'DELETE'] as const)('never repeats a %s by itself', async (method) => {
		const connection = fakeConnection();
		connection.http.on(method, /x$/, { status: 503, headers: { 'retry-after': '1' } });
		await telephonyError(send(connection, { method, path: '/x' }), 'unavailable');
		expect(connection.http.sent).toHaveLength(1);
	});

	it('repeats any method as often as it is told to', async () => {
		const connection = fakeConnection();
		connection.http.on('PUT', /x$/, { status: 500 });
		const work = telephonyError(send(connection, { method: 'PUT', path: '/x', retries: 3 }));
		await connection.clock.advance(60_000);
		await work;
		expect(connection.http.sent).toHaveLength(4);
	});

	it.each([400, 401, 403, 404, 409])('does not repeat a read refused with %i', async (status) => {
		const connection = fakeConnection();
		connection.http.on('GET', /x$/, { status, body: errorInfo('because', '5') });
		const error = await telephonyError(send(connection, { method: 'GET', path: '/x' }));
		expect(error).toMatchObject({ status, vendorText: 'because', vendorCode: '5' });
		expect(connection.http.sent).toHaveLength(1);
	});

	it('waits as long as the server asks, in seconds or until a date', async () => {
		const connection = fakeConnection();
		const date = new Date(connection.clock.now() + 20_000).toUTCString();
		connection.http
			.on('GET', /x$/, {})
			.once('GET', /x$/, { status: 503, headers: { 'retry-after': date } })
			.once('GET', /x$/, { status: 429, headers: { 'retry-after': '7' } });
		const work = send(connection, { method: 'GET', path: '/x' });
		await connection.clock.advance(60_000);
		await work;
		expect(connection.http.sent.map(({ at }) => at)).toEqual([0, 7_000, 20_000]);
	});

	it('stops repeating when it is aborted', async () => {
		const connection = fakeConnection();
		const stop = new AbortController();
		connection.http.on('GET', /x$/, { status: 503 });
		const work = telephonyError(
			send(connection, { method: 'GET', path: '/x', signal: stop.signal }),
		);
		await connection.clock.advance(500);
		stop.abort();
		await work;
		expect(connection.http.sent.length).toBeLessThanOrEqual(2);
		expect(connection.clock.sleeping).toBe(0);
	});

	it('takes its turn at the rate limiter for every try', async () => {
		const connection = fakeConnection();
		const limiter = new RateLimiter({ requests: 1, period: 10_000 }, connection.clock);
		connection.http.on('GET', /x$/, {}).once('GET', /x$/, { status: 503 });
		const work = send({ ...connection, limiter }, { method: 'GET', path: '/x' });
		await connection.clock.advance(30_000);
		await work;
		expect(connection.http.sent.map(({ at }) => at)).toEqual([0, 10_000]);
	});
});

describe('redirects', () => {
	const to = (location: string, status = 302) => ({ status, headers: { location } });

	it.each([301, 302, 303, 307, 308])(
		'%i keeps method, body and headers at the same host',
		async (status) => {
			const connection = fakeConnection();
			connection.http
				.on('POST', /\/old$/, to('https://xsp.example.net/elsewhere/new?x=1', status))
				.on('POST', /\/new\?x=1$/, { body: '<a/>' });
			await send(connection, { method: 'POST', path: '/old', body: '<b/>' });
			const [first, second] = connection.http.sent;
			expect(second).toEqual({ ...first, url: 'https://xsp.example.net/elsewhere/new?x=1' });
		},
	);

	it('follows a relative address', async () => {
		const connection = fakeConnection();
		connection.http.on('GET', /\/old$/, to('/new')).on('GET', /example\.net\/new$/, {});
		await send(connection, { method: 'GET', path: '/old' });
		expect(connection.http.unexpected).toEqual([]);
	});

	it.each([
		'https://evil.example/x',
		'http://xsp.example.net/x',
		'https://xsp.example.net:8443/x',
		'//evil.example/x',
	])('never sends credentials on to %s', async (location) => {
		const connection = fakeConnection();
		connection.http.on('PUT', /\/old$/, to(location));
		const error = await telephonyError(send(connection, { method: 'PUT', path: '/old' }));
		expect(error.message).toMatch(/another host/);
		expect(connection.http.sent).toHaveLength(1);
	});

	it('gives up in a circle', async () => {
		const connection = fakeConnection();
		connection.http
			.on('PUT', /\/a$/, to('/b'))
			.on('PUT', /\/b$/, to('/com.broadsoft.xsi-actions/a'));
		const error = await telephonyError(send(connection, { method: 'PUT', path: '/a' }));
		expect(error.message).toMatch(/circle/);
		expect(connection.http.sent).toHaveLength(4);
	});

	it('is an error like any other without an address', async () => {
		const connection = fakeConnection();
		connection.http.on('PUT', /\/a$/, { status: 302 });
		expect((await telephonyError(send(connection, { method: 'PUT', path: '/a' }))).status).toBe(
			302,
		);
	});

	it('is a protocol error when the address makes no sense', async () => {
		const connection = fakeConnection();
		connection.http.on('PUT', /\/a$/, to('https://'));
		await telephonyError(send(connection, { method: 'PUT', path: '/a' }));
	});
});
