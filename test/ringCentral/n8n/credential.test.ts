import type { N8nApi } from '../../../n8n-driver/rest/api';
import { freePorts } from '../../../n8n-driver/free-port';
import type { JsonObject } from '../../../n8n-driver/rest/rest-types';
import type { RingCentralSimulatorOptions } from '../../simulators/ringCentral';
import { handedOver } from '../../support/n8n/handedOver';
import { startOtherServer } from '../../support/n8n/otherServer';
import {
	ids,
	jwtData,
	oAuth2Data,
	startAccount,
	type RingCentralAccount,
} from './support/ringCentral';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';

interface CredentialCase {
	name: string;
	options?: RingCentralSimulatorOptions;
	changes?: () => Promise<JsonObject> | JsonObject;
	status: 'OK' | 'Error';
	message: RegExp;
}

const jwtCases: CredentialCase[] = [
	{ name: 'a right login', status: 'OK', message: /^Connected as .*Alice.*extension 101/ },
	{
		name: 'a right login of which nothing is read',
		options: { scopes: ['RingOut'] },
		changes: () => ({ permissions: ['RingOut'] }),
		status: 'OK',
		message: /^Connected$/,
	},
	{
		name: 'a permission that the app lacks, where none was chosen',
		options: { scopes: ['ReadAccounts'] },
		changes: () => ({ permissions: [] }),
		status: 'Error',
		message: /^Missing permission: .* lacks ReadCallLog\./,
	},
	{
		name: 'a permission that the app lacks',
		options: { scopes: ['ReadAccounts'] },
		status: 'Error',
		message: /^Missing permission: .* lacks ReadCallLog\./,
	},
	{
		name: 'several permissions that the app lacks',
		options: { scopes: ['ReadAccounts', 'ReadCallLog'] },
		changes: () => ({ permissions: ['ReadAccounts', 'CallControl', 'SMS', 'ReadCallLog'] }),
		status: 'Error',
		message: /^Missing permission: .* lacks CallControl, SMS\./,
	},
	{
		name: 'a wrong client ID',
		changes: () => ({ clientId: 'other-client' }),
		status: 'Error',
		message: /^Wrong client: .*invalid_client/,
	},
	{
		name: 'a wrong client secret',
		changes: () => ({ clientSecret: 'other-secret' }),
		status: 'Error',
		message: /^Wrong client: .*invalid_client/,
	},
	{
		name: 'a wrong JWT',
		changes: () => ({ jwt: 'no.such.jwt' }),
		status: 'Error',
		message: /^Wrong JWT: .*invalid_grant/,
	},
	{
		name: 'an address where nobody listens',
		changes: async () => ({ serverUrl: `http://127.0.0.1:${(await freePorts(1))[0]}` }),
		status: 'Error',
		message: /^Wrong address: .*nothing listens/,
	},
	{
		name: 'no address at all',
		changes: () => ({ serverUrl: 'ftp://x' }),
		status: 'Error',
		message: /not a valid address/,
	},
	{
		name: 'no JWT',
		changes: () => ({ jwt: ' ' }),
		status: 'Error',
		message: /has no JWT/,
	},
];

const failed = (message: RegExp) => ({
	status: 'Error',
	message: expect.stringMatching(message) as string,
});

describe('RingCentral credentials', () => {
	let api: N8nApi;

	beforeAll(async () => {
		api = await sharedN8n();
	});

	const withAccount = async (
		options: RingCentralSimulatorOptions | undefined,
		work: (account: RingCentralAccount) => Promise<void>,
	) => {
		const account = await startAccount(api, options);
		try {
			await work(account);
		} finally {
			await account.remove();
		}
	};

	describe('test of the JWT credential', () => {
		test.each(jwtCases)('$name', async ({ options, changes, status, message }) => {
			await withAccount(options, async (account) => {
				const data = jwtData(account, await changes?.());
				const verdict = await api.testCredential(account.credential, data);
				expect(verdict).toEqual({ status, message: expect.stringMatching(message) as string });
				expect(verdict.message).not.toContain('demo-secret');
				expect(verdict.message).not.toContain('jwt-alice');
			});
		});

		test('another server', async () => {
			await withAccount(undefined, async (account) => {
				const other = await startOtherServer();
				const data = jwtData(account, { serverUrl: other.url });
				expect(await api.testCredential(account.credential, data)).toEqual(
					failed(/^Wrong address: a server answers/),
				);
				other.close();
			});
		});
	});

	describe('test of the OAuth2 credential', () => {
		const verdictOf = async (
			options: RingCentralSimulatorOptions,
			changes: (account: RingCentralAccount) => JsonObject,
		) => {
			let verdict = { status: '', message: '' };
			await withAccount(options, async (account) => {
				const credential = await account.connected();
				const { accessToken } = account.world.tokens.grant();
				const token = {
					access_token: accessToken,
					token_type: 'bearer',
					scope: account.world.scopes.join(' '),
				};
				verdict = await api.testCredential(credential, {
					...oAuth2Data(account),
					oauthTokenData: token,
					...changes(account),
				});
			});
			return verdict;
		};

		test('a connected account', async () => {
			expect(await verdictOf({}, () => ({}))).toMatchObject({ status: 'OK' });
		});

		test('a permission that the app lacks', async () => {
			const scopes = ['ReadAccounts'];
			expect(await verdictOf({ scopes }, () => ({}))).toEqual(
				failed(/^Missing permission: .* lacks ReadCallLog \("Read Call Log"\)/),
			);
		});

		test('a permission that the app lacks, where none was chosen', async () => {
			const scopes = ['ReadAccounts'];
			expect(await verdictOf({ scopes }, () => ({ permissions: [] }))).toEqual(
				failed(/^Missing permission: .* lacks ReadCallLog \("Read Call Log"\)/),
			);
		});

		test('a permission that the guide and the OpenAPI file call differently', async () => {
			const verdicts = [];
			for (const [has, wanted] of [
				['WebSocket', 'WebSocketsSubscription'],
				['WebSocketsSubscription', 'WebSocket'],
				['ReadMessages', 'WebSocket'],
			]) {
				const scopes = ['ReadAccounts', has];
				const permissions = ['ReadAccounts', wanted];
				verdicts.push(await verdictOf({ scopes }, () => ({ permissions })));
			}
			expect(verdicts).toEqual([
				expect.objectContaining({ status: 'OK' }),
				expect.objectContaining({ status: 'OK' }),
				failed(/lacks WebSocketsSubscription \("WebSocket Subscriptions"\)/),
			]);
		});

		test('a permission that no harmless request needs', async () => {
			const scopes = ['ReadAccounts', 'WebSocketsSubscription'];
			const permissions = ['ReadAccounts', 'WebSocketsSubscription', 'CallControl', 'SMS'];
			expect(await verdictOf({ scopes }, () => ({ permissions }))).toEqual(
				failed(/^Missing permission: .* lacks CallControl \("Call Control"\)/),
			);
		});

		test('a permission that is missing though the token does not tell', async () => {
			const scopes = ['ReadCallLog'];
			const untold = ({ world }: RingCentralAccount) => ({
				oauthTokenData: { access_token: world.tokens.grant().accessToken, token_type: 'bearer' },
			});
			// n8n 1.x does not look into the rules of this test where the error comes from OAuth2.
			const message = handedOver().line === 'two' ? /^Missing permission/ : /^Forbidden/;
			expect(await verdictOf({ scopes }, untold)).toEqual(failed(message));
		});

		test('another server', async () => {
			const elsewhere = ({ url }: RingCentralAccount) => ({ serverUrl: `${url}/elsewhere` });
			expect(await verdictOf({}, elsewhere)).toEqual(failed(/^Wrong address|not be found/));
		});
	});

	describe('tokens', () => {
		const own = { resource: 'extension', operation: 'get' };
		const tokenCalls = ({ requests }: RingCentralAccount) =>
			requests.filter(({ url }) => url === '/restapi/oauth/token');

		test('a JWT gets one token for all workflows, and one more when it has expired', async () => {
			await withAccount({}, async (account) => {
				const items = Array.from({ length: 6 }, () => ({}));
				expect(await account.items(own, { items })).toHaveLength(6);
				await account.items(own);
				expect(tokenCalls(account)).toHaveLength(1);
				account.world.tokens.expire();
				expect(await account.items(own, { items })).toHaveLength(6);
				expect(tokenCalls(account)).toHaveLength(2);
			});
		});

		test('an OAuth2 token that has expired is renewed once for all items', async () => {
			await withAccount({}, async (account) => {
				const credential = await account.connected();
				const items = Array.from({ length: 6 }, () => ({}));
				expect(await account.items(own, { credential, items })).toHaveLength(6);
				const before = tokenCalls(account).length;
				account.world.tokens.expire(ids.alice);
				expect(await account.items(own, { credential, items })).toHaveLength(6);
				expect(tokenCalls(account)).toHaveLength(before + 1);
				expect(await account.items(own, { credential })).toMatchObject([{ id: ids.alice }]);
			});
		});

		test('a change goes out once more after a renewal, and is made once', async () => {
			await withAccount({}, async (account) => {
				const credential = await account.connected();
				account.world.tokens.expire(ids.alice);
				const post = {
					resource: 'teamMessaging',
					operation: 'createPost',
					chatId: { __rl: true, mode: 'id', value: '1002' },
					text: 'once',
				};
				await account.items(post, { credential });
				expect(account.world.chats.chats.get('1002')?.posts).toHaveLength(1);
			});
		});

		test('an account that is no longer connected', async () => {
			await withAccount({}, async (account) => {
				const credential = await account.connected();
				account.world.tokens.revokeAll();
				const items = Array.from({ length: 4 }, () => ({}));
				const { status, error } = await account.run(own, { credential, items });
				expect(status).toBe('error');
				expect(error).toMatch(/connect the credential again/);
				// One for the connection, one refused renewal.
				expect(tokenCalls(account).filter(({ body }) => /refresh/.test(body))).toHaveLength(1);
			});
		});

		test('a JWT that is refused is not asked for again and again', async () => {
			await withAccount({}, async (account) => {
				const wrong = await api.createCredential(
					'Wrong JWT',
					'ringCentralJwtApi',
					jwtData(account, { jwt: 'no.such.jwt' }),
				);
				const items = Array.from({ length: 4 }, () => ({}));
				const { status, error } = await account.run(own, { credential: wrong, items });
				expect(status).toBe('error');
				expect(error).toMatch(/did not accept the client ID, client secret and JWT/);
				expect(tokenCalls(account)).toHaveLength(1);
				await api.deleteCredential(wrong.id);
			});
		});
	});

	test('Check Permissions names what the app lacks, with both credentials', async () => {
		await withAccount({ scopes: ['ReadAccounts', 'ReadCallLog'] }, async (account) => {
			const check = {
				resource: 'extension',
				operation: 'checkPermissions',
				permissions: ['ReadCallLog', 'CallControl', 'TeamMessaging'],
			};
			const expected = [
				{
					complete: false,
					missing: ['CallControl', 'TeamMessaging'],
					granted: ['ReadAccounts', 'ReadCallLog'],
				},
			];
			expect(await account.items(check)).toEqual(expected);
			expect(await account.items(check, { credential: await account.connected() })).toEqual(
				expected,
			);
		});
	});

	test('a missing permission is named when it is needed', async () => {
		await withAccount({ scopes: ['ReadAccounts'] }, async (account) => {
			const { error } = await account.run({ resource: 'callLog', operation: 'getMany' });
			expect(error).toMatch(/lacks the permission "ReadCallLog"/);
		});
	});
});
