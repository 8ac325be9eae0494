import axios from 'axios';

import { manualClock } from '../shared/clock';
import {
	INTEGRATION,
	ORGANIZATION,
	PEOPLE,
	startWebexSimulator,
	webexId,
	type WebexSimulator,
} from './index';

const { clientId, clientSecret } = INTEGRATION;
const REDIRECT = 'http://127.0.0.1:5678/rest/oauth2-credential/callback';
const SCOPE = 'spark:xsi spark:people_read spark:organizations_read';
const DAY = 86_400_000;

type Fields = Record<string, string | undefined>;

describe('the Webex simulator', () => {
	const clock = manualClock(Date.UTC(2026, 0, 1));
	let webex: WebexSimulator;

	beforeEach(async () => (webex = await startWebexSimulator({ xsi: { clock } })));
	afterEach(async () => await webex.close());

	const ask = async (
		url: string,
		{ token, form, headers = {} }: { token?: string; form?: Fields; headers?: object } = {},
	) => {
		const {
			status,
			data,
			headers: given,
		} = await axios.request<Record<string, unknown>>({
			method: form ? 'POST' : 'GET',
			url: url.startsWith('http') ? url : webex.url + url,
			data: form && new URLSearchParams(form as Record<string, string>).toString(),
			headers: { ...(token ? { Authorization: `Bearer ${token}` } : {}), ...headers },
			proxy: false,
			maxRedirects: 0,
			validateStatus: () => true,
		});
		return { status, data, location: new URL(String(given.location ?? 'http://none/')) };
	};

	const authorize = async (changes: Fields = {}) => {
		const query = {
			client_id: clientId,
			redirect_uri: REDIRECT,
			response_type: 'code',
			scope: SCOPE,
			state: 's',
			...changes,
		};
		const given = Object.entries(query).filter(([, value]) => value !== undefined);
		const search = new URLSearchParams(given as Array<[string, string]>).toString();
		return await ask(`/v1/authorize?${search}`);
	};

	const exchange = async (code: string | null, changes: Fields = {}) =>
		await ask('/v1/access_token', {
			form: {
				grant_type: 'authorization_code',
				client_id: clientId,
				client_secret: clientSecret,
				code: code ?? '',
				redirect_uri: REDIRECT,
				...changes,
			},
		});

	const connect = async () => {
		const { location } = await authorize();
		const { data } = await exchange(location.searchParams.get('code'));
		return { access: String(data.access_token), refresh: String(data.refresh_token) };
	};

	const refresh = async (refreshToken: string) =>
		await ask('/v1/access_token', {
			form: {
				grant_type: 'refresh_token',
				client_id: clientId,
				client_secret: clientSecret,
				refresh_token: refreshToken,
			},
		});

	const profileOf = async (token: string, userId = PEOPLE.alice.id) =>
		await ask(`${webex.phones.url}/com.broadsoft.xsi-actions/v2.0/user/${userId}/profile`, {
			token,
		});

	test('a code is given with the state, and serves once', async () => {
		const { status, location } = await authorize();
		expect([status, location.origin + location.pathname]).toEqual([302, REDIRECT]);
		expect(location.searchParams.get('state')).toBe('s');
		const code = location.searchParams.get('code');
		expect((await exchange(code, { redirect_uri: 'http://other/' })).status).toBe(400);
		expect((await exchange(code)).status).toBe(400);
		const again = await authorize();
		const { status: given, data } = await exchange(again.location.searchParams.get('code'));
		expect(given).toBe(200);
		expect(data).toMatchObject({
			expires_in: 1_209_599,
			refresh_token_expires_in: 7_776_000,
			token_type: 'Bearer',
			scope: SCOPE,
		});
	});

	test.each<[string, Fields, string]>([
		['a scope that the integration lacks', { scope: 'spark:all' }, 'invalid_scope'],
		['no scope', { scope: '' }, 'invalid_scope'],
		['another response type', { response_type: 'token' }, 'unsupported_response_type'],
		['an administrator’s scope for a user', { scope: 'spark-admin:xsi' }, 'access_denied'],
	])('%s comes back as an error', async (_case, changes, error) => {
		const { location } = await authorize(changes);
		expect(location.searchParams.get('error')).toBe(error);
		expect(location.searchParams.has('code')).toBe(false);
	});

	test.each<Fields>([{ client_id: 'x' }, { redirect_uri: 'x' }, { state: undefined }])(
		'a login with %j is refused at once',
		async (changes) => {
			expect((await authorize(changes)).status).toBe(400);
		},
	);

	test('client and form are checked', async () => {
		expect((await exchange('x', { client_secret: 'x' })).status).toBe(401);
		expect((await exchange('x', { grant_type: 'password' })).status).toBe(400);
		const headers = { 'Content-Type': 'application/json' };
		expect((await ask('/v1/access_token', { form: {}, headers })).status).toBe(415);
	});

	test('a token opens the API and the telephone system, until it expires or is renewed', async () => {
		const { access, refresh: refreshToken } = await connect();
		const orgId = webexId('ORGANIZATION', ORGANIZATION);
		expect((await ask('/v1/people/me', { token: access })).data).toMatchObject({
			id: webexId('PEOPLE', PEOPLE.alice.id),
			orgId,
		});
		const list = await ask('/v1/organizations?callingData=true', { token: access });
		expect(list.data.items).toMatchObject([
			{ id: orgId, xsiActionsEndpoint: `${webex.phones.url}/com.broadsoft.xsi-actions` },
		]);
		const bare = await ask('/v1/organizations', { token: access });
		expect(bare.data.items).toEqual([expect.not.objectContaining({ xsiDomain: '127.0.0.1' })]);
		expect((await profileOf(access)).status).toBe(200);
		expect((await profileOf(access, PEOPLE.bob.id)).status).toBe(403);
		clock.advance(14 * DAY);
		expect((await ask('/v1/people/me', { token: access })).status).toBe(401);
		expect((await profileOf(access)).status).toBe(401);
		const { data } = await refresh(refreshToken);
		expect(data.refresh_token).toBe(refreshToken);
		expect((await profileOf(String(data.access_token))).status).toBe(200);
	});

	test('a refresh token lives 90 days from its last use', async () => {
		const { refresh: refreshToken } = await connect();
		for (let days = 0; days < 180; days += 60) {
			clock.advance(60 * DAY);
			expect((await refresh(refreshToken)).status).toBe(200);
		}
		clock.advance(90 * DAY);
		const { status, data } = await refresh(refreshToken);
		expect(status).toBe(400);
		expect(data).toMatchObject({ message: 'The refresh token is expired or invalid' });
	});

	test('what was taken back is over', async () => {
		const { access, refresh: refreshToken } = await connect();
		webex.login.revoke();
		expect((await profileOf(access)).status).toBe(401);
		expect((await refresh(refreshToken)).status).toBe(400);
	});

	test('scopes open what they are for', async () => {
		const status = async (path: string, ...scopes: string[]) =>
			(await ask(path, { token: webex.login.grant('admin', scopes).accessToken })).status;
		const one = `/v1/organizations/${webexId('ORGANIZATION', ORGANIZATION)}?callingData=true`;
		expect(await status('/v1/people/me', 'spark:xsi')).toBe(403);
		expect(await status('/v1/people/me', 'spark-admin:people_read')).toBe(200);
		expect(await status(one, 'spark:organizations_read')).toBe(403);
		expect(await status(one, 'spark-admin:organizations_read')).toBe(200);
		expect(await status('/v1/organizations/x', 'spark-admin:organizations_read')).toBe(404);
		expect(await status('/v1/rooms', 'spark:xsi')).toBe(404);
		const xsi = async (...scopes: string[]) =>
			(await profileOf(webex.login.grant('admin', scopes).accessToken)).status;
		expect(await xsi('spark:people_read')).toBe(403);
		expect(await xsi('spark:xsi')).toBe(403);
		expect(await xsi('spark-admin:xsi')).toBe(200);
	});
});
