import { createHash } from 'node:crypto';

import { basic, OWN, TestClient } from '../testClient';

const JWT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const REDIRECT = 'https://n8n.example/rest/oauth2-credential/callback';

describe('logging in to the RingCentral simulator', () => {
	let client: TestClient;
	beforeEach(async () => {
		client = await TestClient.start();
	});
	afterEach(async () => expect(await client.stop()).toEqual([]));

	const jwt = async (assertion = 'jwt-alice', authorization = basic()) =>
		await client.tokenCall({ grant_type: JWT, assertion }, authorization);
	const bearer = async (token: unknown, path = OWN) =>
		await client.send('GET', path, {
			as: '',
			headers: { Authorization: `Bearer ${String(token)}` },
		});

	async function consent(query: Record<string, string>) {
		const search = new URLSearchParams({
			response_type: 'code',
			client_id: 'demo-client',
			redirect_uri: REDIRECT,
			state: 'xyz',
			...query,
		});
		const path = `/restapi/oauth/authorize?${search.toString()}`;
		const { status, headers } = await client.send('GET', path, { as: '' });
		return { status, location: new URL(headers.get('location') ?? 'http://none') };
	}

	test('a JWT gives a token of its user', async () => {
		const { status, body } = await jwt('jwt-bob');
		expect(status).toBe(200);
		expect(body).toMatchObject({ token_type: 'bearer', expires_in: 3600, owner_id: '62288330016' });
		expect((await bearer(body.access_token)).body).toMatchObject({ name: 'Bob Brown' });
	});

	test.each([
		['another secret', basic('demo-client', 'wrong'), 'jwt-alice', 'invalid_client'],
		['another client', basic('other'), 'jwt-alice', 'invalid_client'],
		['an unknown JWT', basic(), 'jwt-nobody', 'invalid_grant'],
	])('%s is refused', async (_what, authorization, assertion, error) => {
		const { status, body } = await jwt(assertion, authorization);
		expect([status, body.error]).toEqual([400, error]);
	});

	test('an unknown grant and a body that is not a form are refused', async () => {
		expect((await client.tokenCall({ grant_type: 'password' })).body.error).toBe(
			'unsupported_grant_type',
		);
		const json = await client.send('POST', '/restapi/oauth/token', {
			as: '',
			json: { grant_type: JWT },
			headers: { Authorization: basic() },
		});
		expect(json.status).toBe(415);
	});

	test('a code is good once, for its redirect_uri', async () => {
		const { status, location } = await consent({});
		expect([status, location.searchParams.get('state')]).toEqual([302, 'xyz']);
		const code = location.searchParams.get('code') ?? '';
		const exchange = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT };
		expect((await client.tokenCall(exchange)).body).toMatchObject({ owner_id: '62288329016' });
		expect((await client.tokenCall(exchange)).body.error).toBe('invalid_grant');
		const other = (await consent({})).location.searchParams.get('code') ?? '';
		const wrong = { ...exchange, code: other, redirect_uri: 'https://other.example/' };
		expect((await client.tokenCall(wrong)).body.error).toBe('invalid_grant');
	});

	test('PKCE is checked when it is sent', async () => {
		const verifier = 'v'.repeat(50);
		const code_challenge = createHash('sha256').update(verifier).digest('base64url');
		const exchange = async (code_verifier: string) => {
			const { location } = await consent({ code_challenge, code_challenge_method: 'S256' });
			const code = location.searchParams.get('code') ?? '';
			const fields = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT };
			return (await client.tokenCall({ ...fields, code_verifier })).status;
		};
		expect(await exchange(verifier)).toBe(200);
		expect(await exchange('w'.repeat(50))).toBe(400);
	});

	test('a wrong client, response type or PKCE method gets no code', async () => {
		expect((await consent({ client_id: 'other' })).status).toBe(400);
		expect((await consent({ response_type: 'token' })).status).toBe(400);
		const method = { code_challenge: 'x', code_challenge_method: 'MD5' };
		expect((await consent(method)).status).toBe(400);
	});

	test('refreshing ends the old access token; the old refresh token serves 10 s once the new is used', async () => {
		const { body } = await jwt();
		const refresh = async (token: unknown) =>
			await client.tokenCall({ grant_type: 'refresh_token', refresh_token: String(token) });
		const second = await refresh(body.refresh_token);
		expect(second.status).toBe(200);
		expect((await bearer(body.access_token)).body.errorCode).toBe('OAU-128');
		// The new access token was not used yet: the answer may have been lost.
		const third = await refresh(body.refresh_token);
		expect(third.status).toBe(200);
		expect((await bearer(third.body.access_token)).status).toBe(200);
		client.clock.advance(9_000);
		expect((await refresh(body.refresh_token)).status).toBe(200);
		const latest = client.world.tokens.sessions.values().next().value?.accessToken;
		expect((await bearer(latest)).status).toBe(200);
		client.clock.advance(11_000);
		expect((await refresh(body.refresh_token)).body.error).toBe('invalid_grant');
	});

	test('tokens end with OAU-128, wrong ones are OAU-129, none at all is refused', async () => {
		const { body } = await jwt();
		client.clock.advance(3_600_000);
		expect((await bearer(body.access_token)).body.errorCode).toBe('OAU-128');
		const corrupt = await bearer('nonsense');
		expect([corrupt.status, corrupt.body.errorCode]).toEqual([401, 'OAU-129']);
		expect((await client.get(OWN, '')).status).toBe(401);
		const token = client.token('carol');
		expect((await client.get(`${OWN}?access_token=${token}`, '')).status).toBe(200);
		client.world.tokens.expire();
		expect((await bearer(token)).body.errorCode).toBe('OAU-128');
	});

	test('the sixth session of a user ends the first', async () => {
		const tokens = [1, 2, 3, 4, 5].map(() => client.token('bob'));
		expect((await bearer(tokens[0])).status).toBe(200);
		client.token('bob');
		expect((await bearer(tokens[0])).status).toBe(401);
		expect((await bearer(tokens[1])).status).toBe(200);
	});

	test('revoking ends the whole session', async () => {
		const { body } = await jwt();
		const revoked = await client.send('POST', '/restapi/oauth/revoke', {
			as: '',
			body: new URLSearchParams({ token: String(body.refresh_token) }),
			headers: { Authorization: basic() },
		});
		expect(revoked.status).toBe(200);
		expect((await bearer(body.access_token)).status).toBe(401);
	});

	test('an app without refresh tokens gives none', async () => {
		const other = await TestClient.start({ refreshTokens: false, accessTokenLife: 5 });
		const { body } = await other.tokenCall({ grant_type: JWT, assertion: 'jwt-alice' });
		expect(body).not.toHaveProperty('refresh_token');
		expect(body.expires_in).toBe(5);
		expect(await other.stop()).toEqual([]);
	});
});

describe('permissions', () => {
	let client: TestClient;
	beforeAll(async () => {
		client = await TestClient.start({
			scopes: ['ReadAccounts', 'ReadCallLog', 'ReadMessages'],
			permissions: { carol: ['ReadExtensions'] },
		});
	});
	afterAll(async () => expect(await client.stop()).toEqual([]));

	test.each([
		['CMN-401 names the scope', 'alice', `${OWN}/presence`, 'CMN-401', 'ReadPresence'],
		[
			'CMN-408 for the company log',
			'bob',
			'/restapi/v1.0/account/~/call-log',
			'CMN-408',
			'FullCompanyCallLog',
		],
		['CMN-408 for a user without', 'carol', `${OWN}/message-store`, 'CMN-408', 'ReadMessages'],
	])('%s', async (_what, user, path, errorCode, permissionName) => {
		const { status, body } = await client.get(path, user);
		expect(status).toBe(403);
		expect(body).toMatchObject({ errorCode, errors: [{ errorCode, permissionName }] });
	});

	test('CMN-404 for another extension, unless an administrator asks', async () => {
		const path = '/restapi/v1.0/account/~/extension/62288331016/message-store';
		expect((await client.get(path, 'bob')).body.errorCode).toBe('CMN-404');
		expect((await client.get(path, 'alice')).status).toBe(200);
	});

	test('unknown accounts, extensions and paths are 404, other methods 405', async () => {
		for (const path of [
			'/restapi/v1.0/account/1/extension/~',
			'/restapi/v1.0/account/~/extension/1',
		]) {
			const { status, body } = await client.get(path);
			expect([status, body.errorCode]).toEqual([404, 'CMN-102']);
		}
		expect((await client.send('PATCH', OWN, { json: {} })).status).toBe(405);
	});
});
