import { send } from '../../../../nodes/RingCentral/client/transport/api';
import { RateGroups } from '../../../../nodes/RingCentral/client/transport/rateGroups';
import {
	isStaleToken,
	TokenKeeper,
	withToken,
} from '../../../../nodes/RingCentral/client/login/tokens';
import { tokenServer } from '../../../../nodes/RingCentral/connect';
import { N8nTokens } from '../../../../nodes/shared/transport/n8nTokens';
import { FakeClock } from '../../../support/fakes/fakeClock';
import { FakeHttp } from '../../../support/fakes/fakeHttp';
import { FakeRandom, RecordingLog } from '../../../support/fakes/fakePorts';
import { n8nContext } from '../../../support/contexts/n8nContext';
import { json, refusal, restBench, SERVER } from '../support/restSupport';

const LOGIN = { server: SERVER, clientId: 'c', clientSecret: 's', jwt: 'jwt' };
const TOKEN = /\/restapi\/oauth\/token$/;
const READ = {
	method: 'GET',
	path: '/restapi/v1.0/account/~',
	group: 'light',
	kind: 'read',
} as const;

const bodyOf = (value: unknown) => Buffer.from(JSON.stringify(value));

test.each([
	['expired', { errorCode: 'OAU-128' }, true],
	['not found, ended by the server', { errors: [{ errorCode: 'OAU-213' }] }, true],
	['revoked', { errorCode: 'OAU-211', errors: [{ errorCode: 'OAU-211' }] }, true],
	[
		'invalid without a nested code',
		{ errorCode: 'TokenInvalid', message: 'Token not found' },
		true,
	],
	['expired without a nested code', { errorCode: 'TokenExpired' }, true],
	['a code nobody has named yet', { errorCode: 'OAU-299' }, true],
	['as OAuth says it', { error: 'invalid_token' }, true],
	['no body', '', true],
	['the way of authorisation', { errorCode: 'OAU-151' }, false],
	[
		'the way, named inside',
		{ errorCode: 'TokenInvalid', errors: [{ errorCode: 'OAU-153' }] },
		false,
	],
	['a login to an extension', { errorCode: 'CMN-405' }, false],
	['the app', { error: 'invalid_client' }, false],
])('a 401 about %s: renewable is told', (_what, body, renewable) => {
	expect(isStaleToken({ status: 401, headers: {}, body: bodyOf(body) })).toBe(renewable);
});

function bench() {
	const base = restBench();
	const keeper = new TokenKeeper(LOGIN, base.connection);
	let made = 0;
	base.http.on('POST', TOKEN, () => json({ access_token: `t${++made}`, expires_in: 3_600 }));
	const connection = { ...base.connection, http: withToken(base.http, keeper) };
	return { ...base, connection, keeper };
}

test('a server that refuses every token is not asked for one after the other', async () => {
	const { http, connection, clock } = bench();
	http.on('GET', /account/, refusal(401, 'OAU-213', 'Token is not found'));
	for (let index = 0; index < 5; index++) {
		await expect(send(connection, READ)).rejects.toMatchObject({ kind: 'unauthorized' });
	}
	expect(http.to('POST', TOKEN)).toHaveLength(2);
	await clock.advance(60_000);
	http.on('GET', /account/, json({ ok: true }));
	expect(await send(connection, READ)).toEqual({ ok: true });
});

test('each token that served once is renewed once', async () => {
	const { http, connection } = bench();
	let living = 't1';
	http.on('GET', /account/, ({ headers }) =>
		headers?.Authorization === `Bearer ${living}`
			? json({ as: living })
			: refusal(401, 'OAU-213', 'Token is not found'),
	);
	expect(await send(connection, READ)).toEqual({ as: 't1' });
	living = 't2';
	expect(await send(connection, READ)).toEqual({ as: 't2' });
	expect(http.to('POST', TOKEN)).toHaveLength(2);
});

test('a change waits where only the login is delayed, and goes out once', async () => {
	const { http, connection, clock } = bench();
	http.once('POST', TOKEN, refusal(429, 'CMN-301', 'slow', {}, { 'retry-after': '20' }));
	http.on('POST', /ring-out/, json({ id: 1 }));
	const change = {
		...READ,
		method: 'POST',
		path: '/restapi/v1.0/ring-out',
		kind: 'change',
	} as const;
	const sent = send(connection, change);
	await clock.advance(21_000);
	expect(await sent).toEqual({ id: 1 });
	expect(http.to('POST', /ring-out/)).toHaveLength(1);
});

/** A vendor who allows so many sessions and so many logins a minute. */
function vendor(clock: FakeClock, sessions: number) {
	const http = new FakeHttp(clock);
	const living: string[] = [];
	const logins: number[] = [];
	http.on('POST', TOKEN, () => {
		logins.push(clock.elapsed());
		const value = `t${logins.length}`;
		living.push(value);
		if (living.length > sessions) living.shift();
		return json({ access_token: value, expires_in: 3_600 });
	});
	http.on('GET', /account/, ({ headers }) =>
		living.includes(headers?.Authorization?.replace('Bearer ', '') ?? '')
			? json({ ok: true })
			: refusal(401, 'OAU-213', 'Token is not found'),
	);
	return { http, logins };
}

test('more processes than sessions take turns: all are served, and logins stay few', async () => {
	const clock = new FakeClock();
	const { http, logins } = vendor(clock, 5);
	const served: number[] = [];
	const processes = Array.from({ length: 7 }, (_none, index) => {
		const log = new RecordingLog();
		const rates = new RateGroups(clock);
		const random = new FakeRandom();
		const keeper = new TokenKeeper(LOGIN, { http, clock, log, rates, random });
		served[index] = 0;
		const connection = {
			server: SERVER,
			http: withToken(http, keeper),
			clock,
			random,
			log,
			rates,
			numberPlan: undefined,
		};
		return async () => {
			await send(connection, READ);
			served[index] += 1;
		};
	});
	const running = processes.map(async (read, index) => {
		await clock.sleep(index * 1_000);
		for (let turn = 0; turn < 60; turn++) {
			await read();
			await clock.sleep(20_000);
		}
	});
	const minutes = 120;
	for (let minute = 0; minute < minutes; minute++) await clock.advance(60_000);
	await Promise.all(running);
	expect(served).toEqual(processes.map(() => 60));
	// At the beginning all come at once; soon the vendor's five in a minute are never reached.
	const late = logins.filter((at) => at > 600_000);
	const lateBusiest = Math.max(
		0,
		...late.map((at) => late.filter((each) => each >= at && each < at + 60_000).length),
	);
	expect(lateBusiest).toBeLessThanOrEqual(5);
});

describe('A renewal that another process won', () => {
	function store() {
		const clock = new FakeClock();
		const stored = { access_token: 'first' };
		let renewals = 0;
		const context = n8nContext({
			credential: { oauthTokenData: stored },
			helpers: {
				async refreshOAuth2Token() {
					renewals += 1;
					await clock.sleep(100);
					throw Object.assign(new Error('invalid_grant'), { code: 'EAUTH' });
				},
			},
		});
		return { clock, stored, context, renewals: () => renewals };
	}

	test.each([50, 400, 1_000])('is taken from the store, %i ms after asking', async (ms) => {
		const { clock, stored, context, renewals } = store();
		const tokens = N8nTokens.withGracePeriod(
			context,
			'type',
			`won ${ms}`,
			tokenServer(SERVER),
			clock,
		);
		const renewed = tokens.renew('first');
		await clock.advance(ms);
		stored.access_token = 'second';
		await clock.advance(5_000);
		expect(await renewed).toBe('second');
		expect(renewals()).toBe(1);
	});
});
