import { ask, send } from '../../../nodes/CooCenter/client/connection';
import { bench, fixture, json, md5 } from './support/support';

const list = { methods: ['GET'], path: '/blacklist/index', kind: 'read' } as const;
const add = {
	methods: ['POST'],
	path: '/blacklist/create',
	fields: { number: '123' },
	kind: 'change',
} as const;
const success = json({ status: 'success' });

describe('generation 1', () => {
	test('signs every request with the key of its own day', async () => {
		const { http, connection, clock } = bench({ now: '2018-11-08T15:59:00Z' });
		http.on('GET', /index/, success);
		await ask(connection, list);
		await clock.advance(2 * 60_000);
		await ask(connection, list);
		expect(http.sent.map(({ headers }) => headers?.Authorization)).toEqual([
			'12e43b491f2a66422d5ed7f683e06f7e',
			md5('asjdfjklkasdf2018-11-09'),
		]);
	});

	test('sends no key where the PBX asks for none', async () => {
		const { http, connection } = bench({ webKey: '' });
		http.on('GET', /index/, success);
		await ask(connection, list);
		expect(http.sent[0].headers).toEqual({ Accept: 'application/json' });
	});

	test.each([
		['Asia/Shanghai', '2026-03-01T16:05:00Z', '2026-03-02', '2026-03-01'],
		['America/New_York', '2026-03-02T04:50:00Z', '2026-03-01', '2026-03-02'],
		['Pacific/Auckland', '2026-03-01T11:01:00Z', '2026-03-02', '2026-03-01'],
	])('near midnight in %s it tries the neighbouring day once', async (zone, now, day, other) => {
		for (const status of [401, 403]) {
			const { http, connection } = bench({ timeZone: zone, now });
			http.on('POST', /create/, ({ headers }) =>
				headers?.Authorization === md5(`asjdfjklkasdf${other}`) ? success : { status },
			);
			await ask(connection, add);
			expect(http.sent.map(({ headers }) => headers?.Authorization)).toEqual([
				md5(`asjdfjklkasdf${day}`),
				md5(`asjdfjklkasdf${other}`),
			]);
		}
	});

	test('a wrong key is refused once at noon and twice at midnight', async () => {
		for (const [now, times] of [
			['2026-03-01T04:00:00Z', 1],
			['2026-03-01T16:00:01Z', 2],
		] as const) {
			const { http, connection } = bench({ now });
			http.on('GET', /index/, { status: 401 });
			await expect(ask(connection, list)).rejects.toMatchObject({ kind: 'unauthorized' });
			expect(http.sent).toHaveLength(times);
		}
	});

	test('writes fields as a form, also for DELETE, and as query for GET', async () => {
		const { http, connection } = bench();
		http.on('DELETE', /delete/, success).on('GET', /./, success);
		const fields = { number: '+49 1', list: ['a', { b: 1 }, null] };
		await send(connection, { methods: ['DELETE'], path: '/delete', fields, kind: 'change' });
		await send(connection, { methods: ['GET'], path: '/x?a=1', fields, kind: 'read' });
		expect(http.sent[0]).toMatchObject({
			method: 'DELETE',
			body: 'number=%2B49+1&list=a&list=%7B%22b%22%3A1%7D&list=',
			headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
		});
		expect(http.lines()[1]).toBe(
			'GET /coocenter-api/x?a=1&number=%2B49+1&list=a&list=%7B%22b%22%3A1%7D&list=',
		);
		expect(http.sent[1].body).toBeUndefined();
	});
});

describe('generation 2', () => {
	const login = json(fixture('gen2.resp.login.json'));

	test('logs in once, keeps the token and renews it when it is refused', async () => {
		const { http, connection } = bench({ generation: 2 });
		let valid = 'jwt...';
		http.once('POST', /local\/login/, json({ status: 'success', token: 'second' }));
		http.once('POST', /local\/login/, login);
		http.on('GET', /ping/, ({ headers }) =>
			headers?.Authorization === `Bearer ${valid}`
				? json(fixture('gen2.resp.ping.json'))
				: json({ status: 'unauthorized' }),
		);
		const ping = { methods: ['GET'], path: '/systeminfo/ping', kind: 'read' } as const;
		await Promise.all([ask(connection, ping), ask(connection, ping)]);
		valid = 'second';
		await ask(connection, ping);
		expect(http.to('POST', /login/).map(({ body }) => body)).toEqual([
			'{"username":"admin","password":"p"}',
			'{"username":"admin","password":"p"}',
		]);
		expect(http.sent.at(-1)?.headers?.Authorization).toBe('Bearer second');
	});

	test.each([
		[{ status: 401 }],
		[{ status: 403 }],
		[json({ status: 'Unauthorized' })],
		[json({ status: 'fail', message: 'Token expired' })],
		[json({ status: 'error', message: 'jwt is invalid' })],
		[{ status: 400, body: '{"status":"fail","message":"invalid token"}' }],
	])('an ended token is renewed whatever it is told by: %j', async (ended) => {
		const { http, connection } = bench({ generation: 2 });
		http.on('POST', /login/, login).on('GET', /./, success);
		await ask(connection, list);
		http.once('GET', /./, ended);
		await ask(connection, list);
		expect(http.to('POST', /login/)).toHaveLength(2);
	});

	test('a refusal that only speaks of something else is not about the token', async () => {
		const { http, connection } = bench({ generation: 2 });
		const message = 'the number is invalid';
		http.on('POST', /login/, login).on('GET', /./, json({ status: 'fail', message }));
		await expect(ask(connection, list)).rejects.toMatchObject({ vendorText: message });
		expect(http.to('POST', /login/)).toHaveLength(1);
	});

	test.each([
		[json({ status: 'fail', message: 'password error' })],
		[json({ status: 'unauthorized' })],
		[{ status: 401 }],
	])('a wrong password is unauthorized: %j', async (answer) => {
		const { http, connection } = bench({ generation: 2 });
		http.on('POST', /login/, answer);
		await expect(ask(connection, list)).rejects.toMatchObject({ kind: 'unauthorized' });
		expect(http.sent).toHaveLength(1);
	});

	test('a refused login is tried once for all items of a run, and again later', async () => {
		const { http, connection, clock } = bench({ generation: 2 });
		http.on('POST', /login/, json({ status: 'unauthorized' }));
		for (let item = 0; item < 50; item++) {
			await expect(ask(connection, list)).rejects.toMatchObject({ kind: 'unauthorized' });
		}
		expect(http.to('POST', /login/)).toHaveLength(1);
		await clock.advance(10_000);
		http.on('POST', /login/, login).on('GET', /./, success);
		await ask(connection, list);
		expect(http.to('POST', /login/)).toHaveLength(2);
	});

	test('a token that is refused at once is asked for once more, not for ever', async () => {
		const { http, connection } = bench({ generation: 2 });
		http.on('POST', /login/, login).on('GET', /./, { status: 401 });
		await expect(ask(connection, list)).rejects.toMatchObject({ kind: 'unauthorized' });
		expect(http.sent).toHaveLength(4);
	});

	test('a login without token, and one at no API', async () => {
		const { http, connection } = bench({ generation: 2 });
		http.once('POST', /login/, json({ status: 'success' }));
		await expect(ask(connection, list)).rejects.toMatchObject({ kind: 'protocolViolation' });
		http.once('POST', /login/, { body: '<html>' });
		await expect(ask(connection, list)).rejects.toMatchObject({ kind: 'protocolViolation' });
	});

	test('writes fields as JSON', async () => {
		const { http, connection } = bench({ generation: 2 });
		http.on('POST', /login/, login).on('POST', /create/, success);
		await ask(connection, add);
		expect(http.sent[1]).toMatchObject({
			body: '{"number":"123"}',
			headers: { 'Content-Type': 'application/json', Authorization: 'Bearer jwt...' },
		});
	});
});

describe('answers', () => {
	test.each([
		[
			'a 200 that says fail',
			json({ status: 'fail', message: 'no such number' }),
			'badRequest',
			/no such number/,
		],
		[
			'a 200 that says no more than error',
			json({ status: 'error' }),
			'badRequest',
			/refused: no reason given$/,
		],
		['a 200 that says another word', json({ status: 'busy' }), 'badRequest', /refused: busy$/],
		[
			'a 404 of the API',
			{ status: 404, ...json({ status: 'error', message: 'Interface not found' }) },
			'notFound',
			/Interface not found/,
		],
		['a web page', { body: '<html>router</html>' }, 'protocolViolation', /not JSON/],
		['broken JSON', { body: '{"status":' }, 'protocolViolation', /not JSON/],
		[
			'a redirect',
			{ status: 302, headers: { location: 'https://pbx.example.net/x?y' } },
			'unavailable',
			/https:\/\/pbx\.example\.net\./,
		],
		['a redirect to nowhere', { status: 301 }, 'unavailable', /another address/],
		['a server error', { status: 500 }, 'unavailable', /500/],
		['too many requests', { status: 429 }, 'rateLimited', /too many/],
	])('%s', async (_name, answer, kind, message) => {
		const { http, connection } = bench();
		http.on('POST', /create/, answer);
		await expect(ask(connection, add)).rejects.toMatchObject({
			kind,
			message: expect.stringMatching(message) as string,
		});
		expect(http.sent).toHaveLength(1);
	});

	test.each([
		['fail', undefined],
		['error', undefined],
		['busy', 'busy'],
	])('the code of a refusal as "%s" is %s', async (status, vendorCode) => {
		const { http, connection } = bench();
		http.on('POST', /create/, json({ status, message: 'no such number' }));
		await expect(ask(connection, add)).rejects.toMatchObject({
			vendorCode,
			vendorText: 'no such number',
		});
	});

	test('reads are repeated when the PBX is unavailable, with the wait it asks for', async () => {
		const { http, connection, clock } = bench();
		http.on('GET', /index/, success);
		http.once('GET', /index/, { status: 503, headers: { 'retry-after': '5' } });
		http.once('GET', /index/, { status: 500 });
		const answer = ask(connection, list);
		await clock.advance(10_000);
		await answer;
		expect(http.sent.map(({ at }) => at)).toEqual([0, 1_000, 6_000]);
	});

	test('a wait that nobody has time for is an error at once', async () => {
		const { http, connection } = bench();
		http.on('GET', /index/, { status: 503, headers: { 'retry-after': '3600' } });
		await expect(ask(connection, list)).rejects.toMatchObject({ waitMs: 3_600_000 });
	});

	test.each([
		['read', { status: 404, body: 'Cannot GET' }, 2],
		['read', { status: 405 }, 2],
		['read', { status: 404, ...json({ status: 'error' }) }, 2],
		['change', { status: 404, ...json({ status: 404, error: 'Not Found' }) }, 2],
		['change', { status: 404, ...json({ status: 'error' }) }, 1],
	] as const)('a %s that is answered with %j takes %d methods', async (kind, answer, times) => {
		const { http, connection } = bench();
		http.on('GET', /index/, answer).on('POST', /index/, success);
		const asked = ask(connection, { ...list, kind, methods: ['GET', 'POST'] });
		if (times === 2) await asked;
		else await expect(asked).rejects.toMatchObject({ kind: 'notFound' });
		expect(http.lines()).toHaveLength(times);
	});

	test('are read as GB18030 where they are no UTF-8', async () => {
		const { http, connection } = bench();
		// The two characters of "name" in Chinese.
		const name = Buffer.from([0xd0, 0xd5, 0xc3, 0xfb]);
		const parts = [Buffer.from('[{"agentName":"'), name, Buffer.from('"}]')];
		http.on('GET', /index/, { body: Buffer.concat(parts) });
		expect(await ask(connection, list)).toEqual([{ agentName: '姓名' }]);
	});
});
