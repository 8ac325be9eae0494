import { RateLimiter } from '../../../nodes/shared/core/flow/rateLimiter';
import { agentCallout, agentWorkWay, listCalloutNumbers } from '../../../nodes/Udesk/client/calls';
import { rawRequest } from '../../../nodes/Udesk/client/rawRequest';
import { FakeClock } from '../../support/fakes/fakeClock';
import { json, server } from './support/fakeUdesk';

describe('answers', () => {
	test.each([
		[{ body: '{"code":2059,"message":"sign"}' }, { kind: 'unauthorized', vendorCode: '2059' }],
		[{ body: '{"code":11008}' }, { kind: 'forbidden' }],
		[{ body: '{"code":11011}' }, { kind: 'notFound' }],
		[{ body: '{"code":2010}' }, { kind: 'badRequest', vendorCode: '2010' }],
		[{ body: '{"code":2049}' }, { kind: 'conflict' }],
		[
			{ body: '{"code":77777,"message":"","exception":"why"}' },
			{ kind: 'badRequest', vendorText: 'why' },
		],
		[
			{ status: 400, body: '<html>' },
			{ kind: 'unavailable', status: 400 },
		],
		[{ status: 404, body: '' }, { kind: 'notFound' }],
		[{ body: '<html>' }, { kind: 'protocolViolation' }],
		[{ body: '' }, { kind: 'protocolViolation' }],
		[{ body: '[1]' }, { kind: 'protocolViolation' }],
	])('%j is %j', async (answer, wanted) => {
		const { http, connection } = server();
		http.on('POST', /./, answer);
		await expect(agentCallout(connection, 'a@b', '1')).rejects.toMatchObject(wanted);
	});

	test('204 is success without a word', async () => {
		const { http, connection } = server();
		http.on('DELETE', /./, { status: 204 });
		expect(await rawRequest(connection, { api: 'v2', method: 'DELETE', path: '/x' })).toEqual({});
	});

	test('a read is repeated, a call is placed once', async () => {
		const { http, clock, connection } = server();
		http.on('GET', /./, json({ code: 1000 }));
		http.once('GET', /./, { status: 503 });
		http.once('GET', /./, { status: 429, headers: { 'retry-after': '7' } });
		const reading = listCalloutNumbers(connection);
		await clock.advance(20_000);
		await reading;
		expect(http.sent.map(({ at }) => at)).toEqual([0, 7_000, 8_000]);
		http.on('POST', /./, { status: 503 });
		await expect(agentCallout(connection, 'a@b', '1')).rejects.toMatchObject({
			kind: 'unavailable',
		});
		expect(http.to('POST', /./)).toHaveLength(1);
	});

	test('a server that asks for an hour is not waited for', async () => {
		const { http, connection } = server();
		http.on('GET', /./, { status: 429, headers: { 'retry-after': '3600' } });
		await expect(listCalloutNumbers(connection)).rejects.toMatchObject({ kind: 'rateLimited' });
		expect(http.sent).toHaveLength(1);
	});

	test('the rate holds for each path', async () => {
		const clock = new FakeClock();
		const limiters = new Map<string, RateLimiter>();
		const { http, connection } = server({
			clock,
			limiterOf: (path) => {
				const limiter =
					limiters.get(path) ?? new RateLimiter({ requests: 1, period: 60_000 }, clock);
				limiters.set(path, limiter);
				return limiter;
			},
		});
		http.on('GET', /./, json({ code: 1000 }));
		const all = [
			agentWorkWay(connection, 'a'),
			agentWorkWay(connection, 'b'),
			listCalloutNumbers(connection),
		];
		await clock.advance(0);
		expect(http.sent).toHaveLength(2);
		await clock.advance(60_000);
		await Promise.all(all);
		expect(http.sent).toHaveLength(3);
	});
});
