import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject } from '../../../n8n-driver/rest/rest-types';
import { freePorts } from '../../../n8n-driver/free-port';
import { startXsiSimulator } from '../../simulators/broadWorks';
import { pushedWorkflow, whileActive } from '../../support/n8n/pushed';
import {
	alice,
	credentialData,
	telephoneSystemForAll,
	type TelephoneSystem,
} from './support/telephoneSystem';
import { actionWorkflow, credentialType, nodeNames } from '../../support/n8n/workflows';

interface CredentialCase {
	name: string;
	changes: (system: TelephoneSystem) => Promise<JsonObject> | JsonObject;
	status: 'OK' | 'Error';
	message: RegExp;
	/** Makes the telephone system refuse. */
	given?: (system: TelephoneSystem) => Promise<void>;
}

const cases: CredentialCase[] = [
	{ name: "a user's login", changes: () => ({ userId: alice }), status: 'OK', message: /./ },
	{ name: "an administrator's login", changes: () => ({}), status: 'OK', message: /./ },
	{
		name: 'an access token',
		changes: () => ({ authentication: 'bearer', accessToken: 'token-of-alice', userId: alice }),
		status: 'OK',
		message: /./,
	},
	{
		name: 'a wrong password',
		changes: () => ({ userId: alice, password: 'wrong' }),
		status: 'Error',
		message: /password/i,
	},
	{
		name: 'a wrong access token',
		changes: () => ({ authentication: 'bearer', accessToken: 'nobody', userId: alice }),
		status: 'Error',
		message: /password|token/i,
	},
	{
		name: 'a wrong address, where nobody listens',
		changes: async () => ({ serverUrl: `http://127.0.0.1:${(await freePorts(1))[0]}` }),
		status: 'Error',
		message: /address/i,
	},
	{
		name: 'a wrong path on the right server',
		changes: () => ({ actionsPath: '/somewhere-else', userId: alice }),
		status: 'Error',
		message: /address/i,
	},
	{
		name: 'a login without the right',
		changes: () => ({ userId: alice }),
		status: 'Error',
		message: /right/i,
		given: async ({ phones }) => await phones.refuse(403),
	},
];

describe('Credential test', () => {
	let api: N8nApi;
	let system: TelephoneSystem;
	telephoneSystemForAll((given) => ({ api, system } = given), {
		accessTokens: { 'token-of-alice': alice },
	});

	test.each(cases)('$name', async ({ changes, status, message, given }) => {
		await given?.(system);
		const data = credentialData(system.phones, await changes(system));
		const credential = await api.createCredential('Credential test', credentialType, data);
		const verdict = await api.testCredential(credential, data);
		await api.deleteCredential(credential.id);
		expect(verdict).toEqual({ status, message: expect.stringMatching(message) as string });
	});

	test('what was stored before the rare fields had a switch is used on', async () => {
		const phones = await startXsiSimulator({
			contexts: { actions: 'own-actions', events: 'own-events', async: 'own-async' },
		});
		const credential = await api.createCredential('Without a switch', credentialType, {
			serverUrl: phones.url,
			authentication: 'basic',
			userId: alice,
			password: 'secret',
			actionsPath: '/own-actions',
			eventsPath: '/own-events',
			asyncPath: '/own-async/own-events',
		});
		try {
			const profile = { resource: 'user', operation: 'getProfile' };
			const definition = actionWorkflow(credential, profile);
			const { error, output } = await api.runOnce(definition, nodeNames.start, nodeNames.action);
			expect({ error, items: output[nodeNames.action] }).toMatchObject({
				error: undefined,
				items: [{ details: { userId: alice } }],
			});
			const parameters = { triggerOn: 'callEvent', targetType: 'user', delivery: 'channel' };
			const workflow = pushedWorkflow('broadWorks', credential, parameters);
			await whileActive(api, workflow, async () => {
				const { channels, subscriptions } = phones.world;
				await Promise.resolve();
				expect([channels.all().length, subscriptions.all().length]).toEqual([1, 1]);
			});
		} finally {
			await api.deleteCredential(credential.id);
			await phones.close();
		}
	});
});
