import { EGRESS_REFUSED, TelephonyError } from '../../../../nodes/shared/core/errors';
import type { Http } from '../../../../nodes/shared/core/ports';
import { send } from '../../../../nodes/RingCentral/client/transport/api';
import { RateGroups } from '../../../../nodes/RingCentral/client/transport/rateGroups';
import { ratesOf, tokensOf } from '../../../../nodes/RingCentral/client/transport/shared';
import {
	isStaleToken,
	TokenKeeper,
	withToken,
} from '../../../../nodes/RingCentral/client/login/tokens';
import { jsonFixture } from '../../../support/jsonFixtures';
import { json, readAll, refusal, restBench, SERVER, streamOf, watch } from '../support/restSupport';

const LOGIN = {
	server: SERVER,
	clientId: 'demo-client',
	clientSecret: 'demo-secret',
	jwt: 'jwt-alice',
};
const TOKEN = /\/restapi\/oauth\/token$/;
const MINUTE = 60_000;

function bench() {
	const base = restBench();
	const keeper = new TokenKeeper(LOGIN, base.connection);
	const connection = { ...base.connection, http: withToken(base.http, keeper) };
	return { ...base, connection, keeper };
}

const token = (value: string, life: number | undefined = 3600) =>
	json({
		access_token: value,
		token_type: 'bearer',
		expires_in: life,
		scope: 'ReadCallLog RingOut',
		owner_id: 62288329016,
	});

/** Tokens t1, t2, ... */
function tokens(life?: number) {
	let made = 0;
	return () => token(`t${++made}`, life);
}

const READ = {
	method: 'GET',
	path: '/restapi/v1.0/account/~',
	group: 'light',
	kind: 'read',
} as const;
const CHANGE = { ...READ, method: 'POST', kind: 'change' } as const;
const expired = refusal(401, 'OAU-128', 'Access token expired');

test('the login is sent as the page says', async () => {
	const { http, keeper } = bench();
	http.on('POST', TOKEN, json(jsonFixture('ringCentral/token.jwt.response.json')));
	const value = await keeper.get();
	expect(value).toBe(jsonFixture('ringCentral/token.jwt.response.json').access_token);
	const [{ headers = {}, body, url }] = http.sent;
	expect(url).toBe(`${SERVER}/restapi/oauth/token`);
	const basic = Buffer.from(headers.Authorization.replace('Basic ', ''), 'base64');
	expect(basic.toString()).toBe('demo-client:demo-secret');
	expect(headers['Content-Type']).toBe('application/x-www-form-urlencoded');
	expect(Object.fromEntries(new URLSearchParams(body as string))).toEqual({
		grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
		assertion: 'jwt-alice',
	});
});

test('whoever asks at the same time waits for the one login', async () => {
	const { http, keeper } = bench();
	http.on('POST', TOKEN, tokens());
	const all = await Promise.all(Array.from({ length: 20 }, async () => await keeper.get()));
	expect(new Set(all)).toEqual(new Set(['t1']));
	expect(http.sent).toHaveLength(1);
});

test('a token is kept until a minute before its end', async () => {
	const { http, keeper, clock } = bench();
	http.on('POST', TOKEN, tokens());
	expect(await keeper.get()).toBe('t1');
	await clock.advance(59 * MINUTE - 1);
	expect(await keeper.get()).toBe('t1');
	await clock.advance(1);
	expect(await keeper.get()).toBe('t2');
	expect(http.sent).toHaveLength(2);
});

test('a token of short life is used for half of it, one without a life for an hour', async () => {
	const { http, keeper, clock } = bench();
	http.on('POST', TOKEN, json({ access_token: 'hour' })).once('POST', TOKEN, token('short', 60));
	expect(await keeper.get()).toBe('short');
	await clock.advance(29_999);
	expect(await keeper.get()).toBe('short');
	await clock.advance(1);
	expect(await keeper.get()).toBe('hour');
	await clock.advance(58 * MINUTE);
	expect(await keeper.get()).toBe('hour');
	expect(http.sent).toHaveLength(2);
});

test('owner and permissions come with the token', async () => {
	const { http, keeper } = bench();
	http.on('POST', TOKEN, tokens());
	expect(await keeper.ownerId()).toBe('62288329016');
	expect(await keeper.scope()).toBe('ReadCallLog RingOut');
	expect(http.sent).toHaveLength(1);
});

test('a token that expired in the middle is renewed once for all, and each request goes out again', async () => {
	const { http, connection } = bench();
	http.on('POST', TOKEN, tokens());
	http.on('GET', /account/, ({ headers }) =>
		headers?.Authorization === 'Bearer t1' ? expired : json({ id: headers?.Authorization }),
	);
	const answers = await Promise.all(
		Array.from({ length: 6 }, async () => await send(connection, READ)),
	);
	expect(answers).toEqual(Array.from({ length: 6 }, () => ({ id: 'Bearer t2' })));
	expect(http.to('POST', TOKEN)).toHaveLength(2);
	const repeated = http
		.to('GET', /account/)
		.filter(({ headers }) => headers?.Authorization === 'Bearer t2');
	expect(repeated).toHaveLength(6);
});

test('one who is late with the old token takes the new one, without another login', async () => {
	const { http, keeper } = bench();
	http.on('POST', TOKEN, tokens());
	expect(await keeper.get()).toBe('t1');
	expect(await keeper.renew('t1')).toBe('t2');
	expect(await keeper.renew('t1')).toBe('t2');
	expect(http.sent).toHaveLength(2);
});

test('even a change goes out again after a 401: the server has done nothing', async () => {
	const { http, connection } = bench();
	http.on('POST', TOKEN, tokens());
	http.on('POST', /account/, json({ done: true })).once('POST', /account/, expired);
	expect(await send(connection, CHANGE)).toEqual({ done: true });
	expect(http.to('POST', /account/)).toHaveLength(2);
});

test('a second 401 is the answer', async () => {
	const { http, connection } = bench();
	http.on('POST', TOKEN, tokens());
	http.on('GET', /account/, refusal(401, 'OAU-149', 'Unparsable access token'));
	await expect(send(connection, READ)).rejects.toMatchObject({
		kind: 'unauthorized',
		vendorCode: 'OAU-149',
	});
	expect(http.to('GET', /account/)).toHaveLength(2);
});

test('a 401 for another reason is not cured by a token', async () => {
	const { http, connection } = bench();
	http.on('POST', TOKEN, tokens());
	http.on('GET', /account/, refusal(401, 'OAU-153', 'Authorization header is not specified'));
	await expect(send(connection, READ)).rejects.toMatchObject({ kind: 'unauthorized' });
	expect(http.to('POST', TOKEN)).toHaveLength(1);
});

test.each([
	[401, 'OAU-128', true],
	[401, 'OAU-129', true],
	[401, 'OAU-149', true],
	[401, 'OAU-100', false],
	[403, 'OAU-128', true],
	[403, 'CMN-401', false],
])('a %i with %s is cured by a new token: %s', (status, code, stale) => {
	const body = Buffer.from(String(refusal(status, code, 'no').body));
	expect(isStaleToken({ status, headers: {}, body })).toBe(stale);
});

test('a 401 that says nothing is tried with a new token', () => {
	expect(isStaleToken({ status: 401, headers: {}, body: Buffer.from('<html>') })).toBe(true);
});

test('a refused login is not repeated, whoever asks, and says nothing secret', async () => {
	const { http, keeper, connection, clock } = bench();
	http.on(
		'POST',
		TOKEN,
		json({ error: 'invalid_grant', error_description: 'Invalid JWT assertion' }, 400),
	);
	const first = await keeper.get().catch((error: unknown) => error as TelephonyError);
	expect(first).toMatchObject({ kind: 'unauthorized', status: 400, vendorCode: 'invalid_grant' });
	for (let index = 0; index < 5; index++) {
		await expect(send(connection, READ)).rejects.toBe(first);
	}
	expect(http.sent).toHaveLength(1);
	const said = JSON.stringify(first) + String(first) + ((first as Error).stack ?? '');
	expect(said).not.toMatch(/jwt-alice|demo-secret/);
	await clock.advance(MINUTE);
	http.once('POST', TOKEN, token('mended'));
	expect(await keeper.get()).toBe('mended');
});

test('a wrong client secret is told as such, and tried once a minute, whoever asks', async () => {
	const { http, keeper, clock } = bench();
	http.on('POST', TOKEN, json({ error: 'invalid_client' }, 401));
	const refused = { kind: 'unauthorized', status: 401 };
	for (let second = 0; second < 180; second += 10) {
		const tries = Array.from({ length: 5 }, async () => await keeper.get());
		for (const one of tries) await expect(one).rejects.toMatchObject(refused);
		await clock.advance(10_000);
	}
	expect(http.sent.map(({ at }) => at)).toEqual([0, MINUTE, 2 * MINUTE]);
});

test('a page in place of the answer is not a refusal, and is not remembered', async () => {
	const { http, keeper } = bench();
	http
		.on('POST', TOKEN, tokens())
		.once('POST', TOKEN, { status: 400, body: '<html>proxy</html>' })
		.once('POST', TOKEN, { status: 403, body: '<html>proxy</html>' });
	await expect(keeper.get()).rejects.toMatchObject({ kind: 'unavailable', status: 403 });
	await expect(keeper.get()).rejects.toMatchObject({ kind: 'unavailable', status: 400 });
	expect(await keeper.get()).toBe('t1');
});

test('a server that is down is asked again the next time', async () => {
	const { http, keeper } = bench();
	http.on('POST', TOKEN, tokens()).once('POST', TOKEN, { status: 503 });
	await expect(keeper.get()).rejects.toMatchObject({ kind: 'unavailable' });
	expect(await keeper.get()).toBe('t1');
});

test('a login without an answer frees the way for the next', async () => {
	const { http, keeper } = bench();
	http.on('POST', TOKEN, tokens()).once('POST', TOKEN, new TelephonyError('unavailable', 'down'));
	await expect(keeper.get()).rejects.toMatchObject({ kind: 'unavailable' });
	expect(await keeper.get()).toBe('t1');
});

test.each(['ECONNREFUSED', EGRESS_REFUSED])(
	'logins that never left for %s use up none that the vendor counts',
	async (vendorCode) => {
		const { http, keeper, clock } = bench();
		http.on('POST', TOKEN, new TelephonyError('unavailable', 'no', { vendorCode }));
		for (let login = 0; login < 12; login++) {
			await expect(keeper.get()).rejects.toMatchObject({ vendorCode });
		}
		expect(http.sent).toHaveLength(12);
		expect(clock.elapsed()).toBe(0);
	},
);

test('an answer without a token is a fault of the server', async () => {
	const { http, keeper } = bench();
	http.on('POST', TOKEN, json({ token_type: 'bearer' }));
	await expect(keeper.get()).rejects.toMatchObject({ kind: 'protocolViolation' });
});

test('too many logins wait for the end of the penalty', async () => {
	const { http, keeper, clock, rates } = bench();
	http
		.on('POST', TOKEN, tokens())
		.once('POST', TOKEN, refusal(429, 'CMN-301', 'slow', {}, { 'retry-after': '20' }));
	await expect(keeper.get()).rejects.toMatchObject({ kind: 'rateLimited', waitMs: 20_000 });
	expect(rates.penaltyOf('auth')).toBe(20_000);
	const second = watch(keeper.get());
	await clock.advance(19_999);
	expect(http.sent).toHaveLength(1);
	await clock.advance(1);
	expect(second.value).toBe('t1');
});

test('a stream is opened again with a new token', async () => {
	const { http, connection } = bench();
	http.on('POST', TOKEN, tokens());
	const refused = streamOf(401, {}, String(expired.body));
	http.onStream(({ headers }) =>
		headers?.Authorization === 'Bearer t1' ? refused : streamOf(200, {}, 'sound'),
	);
	const stream = await connection.http.stream({ method: 'GET', url: `${SERVER}/x` });
	expect((await readAll(stream.body)).toString()).toBe('sound');
	expect(refused.closed).toBe(true);
});

test('the refusal of a stream keeps its text when a token does not cure it', async () => {
	const { http, connection } = bench();
	http.on('POST', TOKEN, tokens());
	http.onStream(() => streamOf(401, {}, String(refusal(401, 'OAU-100', 'no').body)));
	const stream = await connection.http.stream({ method: 'GET', url: `${SERVER}/x` });
	expect(stream.status).toBe(401);
	expect((await readAll(stream.body)).toString()).toContain('OAU-100');
	stream.close();
});

test('any other stream is handed on as it is', async () => {
	const { http, connection } = bench();
	http.on('POST', TOKEN, tokens());
	const opened = streamOf(404, {}, 'no');
	http.onStream(() => opened);
	expect(await connection.http.stream({ method: 'GET', url: `${SERVER}/x` })).toBe(opened);
});

test('all workflows of a process have one keeper for a login, which asks by the latest way', async () => {
	const first = restBench();
	const second = restBench();
	const login = { ...LOGIN, jwt: 'jwt-shared' };
	const keeper = tokensOf(login, first.connection);
	expect(tokensOf(login, second.connection)).toBe(keeper);
	expect(tokensOf({ ...login, jwt: 'jwt-other' }, first.connection)).not.toBe(keeper);
	second.http.on('POST', TOKEN, tokens());
	expect(await keeper.get()).toBe('t1');
	expect(first.http.sent).toEqual([]);
});

test('two workflows with a token each expired log in once', async () => {
	const { http, clock, connection } = restBench();
	const login = { ...LOGIN, jwt: 'jwt-two-workflows' };
	const rates = ratesOf('two workflows', clock);
	http.on('POST', TOKEN, tokens());
	http.on('GET', /account/, ({ headers }) =>
		headers?.Authorization === 'Bearer t1' ? expired : json({ ok: true }),
	);
	const workflow = (): Http => withToken(http, tokensOf(login, { ...connection, rates }));
	const ask = async (own: Http) => await send({ ...connection, http: own, rates }, READ);
	await Promise.all([workflow(), workflow()].map(async (own) => await ask(own)));
	expect(http.to('POST', TOKEN)).toHaveLength(2);
	expect(rates).toBeInstanceOf(RateGroups);
});
