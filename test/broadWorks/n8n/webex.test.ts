import { setTimeout as pause } from 'node:timers/promises';

import type { N8nApi } from '../../../n8n-driver/rest/api';
import { connectOAuth2 } from '../../../n8n-driver/rest/connect-oauth2';
import type { JsonObject } from '../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../n8n-driver/wait-for';
import { ORGANIZATION, PEOPLE, webexId, type WebexSimulatorOptions } from '../../simulators/webex';
import { credentialsFor, whileActive } from '../../support/n8n/pushed';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import {
	accountTrigger,
	allCame,
	oftenHeard,
	short,
	startOrganization,
	type WebexOrganization,
} from './support/webex';
import { actionType, byId } from '../../support/n8n/workflows';

const { alice, bob } = PEOPLE;
const profile = { resource: 'user', operation: 'getProfile' };

describe('Webex Calling', () => {
	let api: N8nApi;

	beforeAll(async () => {
		api = await sharedN8n();
	});

	const withOrganization = async (
		work: (organization: WebexOrganization) => Promise<void>,
		options?: WebexSimulatorOptions,
	) => {
		const organization = await startOrganization(api, options);
		try {
			await work(organization);
		} finally {
			await organization.remove();
		}
	};

	const refreshes = ({ requests }: WebexOrganization) =>
		requests.filter(({ path, body }) => path === '/v1/access_token' && /refresh/.test(body));

	test('a connected account is all that an action needs', async () => {
		await withOrganization(async (organization) => {
			const credential = await organization.connected('alice');
			const { error, items } = await organization.run(credential, profile);
			expect({ error, items }).toMatchObject({
				error: undefined,
				items: [{ details: { userId: alice.id, firstName: 'Alice' } }],
			});
			const dialed = await organization.run(credential, {
				resource: 'call',
				operation: 'create',
				address: '+15550123',
			});
			expect(dialed.error).toBeUndefined();
			const calls = organization.phones.world.callsOf(alice.id);
			expect(calls).toMatchObject([{ dialled: '+15550123' }]);
			const lookUps = organization.requests.filter(({ path }) => path === '/v1/people/me');
			expect(lookUps).toHaveLength(1);
		});
	});

	test('a user is found in the list, and taken by any of the three forms of an ID', async () => {
		await withOrganization(async (organization) => {
			const credential = await organization.connected('admin');
			const encoded = webexId('PEOPLE', bob.id);
			for (const id of [bob.id, encoded, `ciscospark://us/PEOPLE/${bob.id}`]) {
				const { error, items } = await organization.run(credential, {
					...profile,
					userId: byId(id),
				});
				expect({ error, items }).toMatchObject({
					error: undefined,
					items: [{ details: { userId: bob.id } }],
				});
			}
			const own = await organization.connected('alice');
			const { results } = await api.searchList(
				{
					nodeType: actionType,
					typeVersion: 1,
					path: 'parameters.userId',
					methodName: 'searchUsers',
					parameters: { authentication: 'webex', ...profile },
					credentials: credentialsFor(own) as Record<string, { id: string; name: string }>,
				},
				'bob',
			);
			expect(results).toEqual([expect.objectContaining({ value: bob.id })]);
		});
	});

	test('what a user may not do is told with the scope', async () => {
		await withOrganization(async (organization) => {
			const credential = await organization.connected('alice');
			const { error } = await organization.run(credential, { ...profile, userId: byId(bob.id) });
			expect(error).toMatch(/spark-admin:xsi/);
		});
	});

	test('a token that has expired is renewed once for all items', async () => {
		await withOrganization(async (organization) => {
			const credential = await organization.connected('alice');
			await organization.run(credential, profile);
			organization.login.expire();
			const { error, items } = await organization.run(credential, profile);
			expect({ error, items }).toMatchObject({
				error: undefined,
				items: [{ details: { userId: alice.id } }],
			});
			expect(refreshes(organization)).toHaveLength(1);
		});
	});

	test('an account that is no longer connected is told as such', async () => {
		await withOrganization(async (organization) => {
			const credential = await organization.connected('alice');
			await organization.run(credential, profile);
			organization.login.revoke();
			const { error } = await organization.run(credential, profile);
			expect(error).toMatch(
				/Webex does not renew the token any more.*connect the credential again/,
			);
			expect(refreshes(organization)).toHaveLength(1);
		});
	});

	test('an organization without XSI is told so', async () => {
		await withOrganization(
			async (organization) => {
				const credential = await organization.connected('alice');
				const { error } = await organization.run(credential, profile);
				expect(error).toMatch(
					/XSI is not enabled for this organization of Webex; Cisco TAC enables it/,
				);
			},
			{ hasXsi: false },
		);
	});

	describe('credential test', () => {
		const verdict = async (options: WebexSimulatorOptions, changes: JsonObject = {}) => {
			let told = { status: '', message: '' };
			await withOrganization(async (organization) => {
				const credential = await organization.connected('alice');
				const { accessToken } = organization.login.grant('alice');
				const data = organization.data({
					oauthTokenData: { access_token: accessToken, token_type: 'Bearer' },
					...changes,
				});
				told = await api.testCredential(credential, data);
			}, options);
			return told;
		};
		const refused = (message: RegExp) => ({
			status: 'Error',
			message: expect.stringMatching(message) as string,
		});

		test('a connected account', async () => {
			expect(await verdict({})).toMatchObject({ status: 'OK' });
		});

		test('an organization without XSI', async () => {
			expect(await verdict({ hasXsi: false })).toEqual(refused(/XSI is not enabled/));
		});
	});

	test('a trigger lives on while its token expires three times: no call is lost, none comes twice', async () => {
		await withOrganization(async (organization) => {
			const credential = await organization.connected('alice');
			await whileActive(api, accountTrigger(credential, oftenHeard), async ({ id }) => {
				const { channels } = organization.phones.world;
				const [channel] = channels.all();
				const calls: string[] = [];
				for (let round = 1; round <= 3; round++) {
					const coming = organization.ring(alice.id, 20, 20);
					await pause(300);
					organization.login.expire();
					const { lastHeartbeat } = channel;
					calls.push(...(await coming));
					await allCame(api, id, calls);
					await waitFor(() => Promise.resolve(channel.lastHeartbeat > lastHeartbeat), {
						what: 'a heartbeat comes with the new token',
					});
					expect(refreshes(organization)).toHaveLength(round);
				}
				expect(channels.all().map((one) => one.id)).toEqual([channel.id]);
			});
		}, short);
	});

	test('a trigger whose account is taken away listens again when it is connected anew', async () => {
		await withOrganization(async (organization) => {
			const credential = await organization.connected('alice');
			await whileActive(api, accountTrigger(credential, oftenHeard), async ({ id }) => {
				await allCame(api, id, await organization.ring(alice.id, 2));
				organization.login.revoke();
				await waitFor(
					() => Promise.resolve(refreshes(organization).some(({ status }) => status === 400)),
					{ what: 'the refusal is heard' },
				);
				await connectOAuth2(api, credential);
				await allCame(api, id, await organization.ring(alice.id, 5));
			});
		}, short);
	});

	test('HTTP contact keeps its subscription while the token is renewed', async () => {
		await withOrganization(async (organization) => {
			const credential = await organization.connected('alice');
			const workflow = accountTrigger(credential, { targetType: 'user', delivery: 'httpContact' });
			await whileActive(api, workflow, async ({ id }) => {
				const { subscriptions } = organization.phones.world;
				const idsOf = () => subscriptions.all().map((one) => one.id);
				const before = idsOf();
				await allCame(api, id, await organization.ring(alice.id, 2));
				organization.login.expire();
				// n8n renews for whoever asks first; the trigger sees another token.
				await organization.run(credential, profile);
				await pause(5_000);
				await allCame(api, id, await organization.ring(alice.id, 2));
				expect(idsOf()).toEqual(before);
			});
		});
	});

	test('an administrator listens to the whole organization, under its UUID', async () => {
		await withOrganization(async (organization) => {
			const credential = await organization.connected('admin');
			const workflow = accountTrigger(credential, { targetType: 'enterprise' });
			await whileActive(api, workflow, async ({ id }) => {
				expect(organization.phones.world.subscriptions.all()).toMatchObject([
					{ targetKind: 'ServiceProvider', targetId: ORGANIZATION },
				]);
				await allCame(api, id, [
					...(await organization.ring(alice.id, 2)),
					...(await organization.ring(bob.id, 2)),
				]);
			});
		});
	});
});
