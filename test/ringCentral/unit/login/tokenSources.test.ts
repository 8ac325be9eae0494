import { send } from '../../../../nodes/RingCentral/client/transport/api';
import {
	TokenKeeper,
	withToken,
	type TokenSource,
} from '../../../../nodes/RingCentral/client/login/tokens';
import { tokenServer } from '../../../../nodes/RingCentral/connect';
import { N8nTokens } from '../../../../nodes/shared/transport/n8nTokens';
import { n8nContext } from '../../../support/contexts/n8nContext';
import { json, restBench, SERVER } from '../support/restSupport';

const TOKEN = /\/restapi\/oauth\/token$/;
const READ = {
	method: 'GET',
	path: '/restapi/v1.0/account/~',
	group: 'light',
	kind: 'read',
} as const;

type Bench = ReturnType<typeof restBench>;

let credentials = 0;

const SOURCES: Record<string, (bench: Bench) => TokenSource> = {
	JWT({ http, connection }) {
		let made = 0;
		http.on('POST', TOKEN, () => json({ access_token: `t${++made}`, expires_in: 3_600 }));
		const login = { server: SERVER, clientId: 'c', clientSecret: 's', jwt: 'jwt' };
		return new TokenKeeper(login, connection);
	},
	OAuth2({ clock }) {
		let made = 1;
		const context = n8nContext({
			credential: () => ({ oauthTokenData: { access_token: `t${made}` } }),
			helpers: {
				refreshOAuth2Token: async () => {
					await Promise.resolve();
					made += 1;
				},
			},
		});
		const key = `token sources ${++credentials}`;
		return new N8nTokens(context, 'ringCentralOAuth2Api', key, tokenServer(SERVER), clock);
	},
};

const ANSWERS = [
	{ errorCode: 'OAU-213', message: 'Token is not found' },
	{ errorCode: 'OAU-211', message: 'Token is revoked' },
	{ errorCode: 'TokenInvalid', message: 'Token not found' },
	{ errorCode: 'TokenInvalid', errors: [{ errorCode: 'OAU-213' }] },
	{ errorCode: 'TokenExpired' },
	{ error: 'invalid_token', error_description: 'The access token has expired' },
	{ error: 'expired_token' },
	'a page of a gateway',
	undefined,
];

describe.each(Object.keys(SOURCES))(
	'A token by %s that the server does not take any more',
	(kind) => {
		test.each<[status: number, answer: (typeof ANSWERS)[number]]>([
			...ANSWERS.map((answer) => [401, answer] as [number, typeof answer]),
			...ANSWERS.slice(0, 7).map((answer) => [403, answer] as [number, typeof answer]),
		])('is renewed once, and the request goes out again: %i %j', async (status, answer) => {
			const bench = restBench();
			const { http, clock } = bench;
			const source = SOURCES[kind](bench);
			let good = 't1';
			const sent: string[] = [];
			http.on('GET', /account/, ({ headers }) => {
				const token = String(headers?.Authorization).replace('Bearer ', '');
				sent.push(token);
				if (token === good) return json({ ok: true });
				return answer === undefined ? { status } : json(answer, status);
			});
			const connection = { ...bench.connection, http: withToken(bench.http, source) };
			expect(await send(connection, READ)).toEqual({ ok: true });
			// It has served for a while, and is ended before its time.
			await clock.advance(400_000);
			good = 't2';
			expect(await send(connection, READ)).toEqual({ ok: true });
			expect(await send(connection, READ)).toEqual({ ok: true });
			expect(sent).toEqual(['t1', 't1', 't2', 't2']);
		});

		test.each(['CMN-401', 'CMN-408', 'OAU-999', 'InsufficientPermissions'])(
			'is not renewed by a 403 about something else: %s',
			async (errorCode) => {
				const bench = restBench();
				const source = SOURCES[kind](bench);
				const sent: unknown[] = [];
				bench.http.on('GET', /account/, ({ headers }) => {
					sent.push(headers?.Authorization);
					return json({ errorCode }, 403);
				});
				const connection = { ...bench.connection, http: withToken(bench.http, source) };
				await expect(send(connection, READ)).rejects.toMatchObject({ kind: 'forbidden' });
				expect(sent).toEqual(['Bearer t1']);
			},
		);
	},
);
