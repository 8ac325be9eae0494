import type { ICredentialsDecrypted } from 'n8n-workflow';

import { ringCentralJwtApiTest } from '../../../../nodes/RingCentral/credentialTest';
import { credentialTestContext } from '../../../support/contexts/credentialTestContext';
import {
	startRingCentralSimulator,
	type RingCentralSimulator,
} from '../../../simulators/ringCentral/index';

describe('test of the JWT credential', () => {
	let simulator: RingCentralSimulator;
	beforeEach(async () => {
		simulator = await startRingCentralSimulator({ scopes: ['ReadAccounts', 'ReadPresence'] });
	});
	afterEach(async () => await simulator.close());

	const verdict = async (permissions?: string[]) => {
		const data = {
			environment: 'other',
			serverUrl: simulator.url,
			clientId: 'demo-client',
			clientSecret: 'demo-secret',
			jwt: 'jwt-alice',
			permissions,
		};
		const credential = { data } as unknown as ICredentialsDecrypted;
		return await ringCentralJwtApiTest.call(credentialTestContext(), credential);
	};
	/** The server gives a token that tells of itself what it likes. */
	const tellScope = (scope: string | undefined) => {
		const { world } = simulator;
		const body = { access_token: world.tokens.grant().accessToken, expires_in: 3600, scope };
		world.control.faults.requests.add({ path: '/oauth/token', status: 200, body });
	};
	const paths = () => simulator.requests.map(({ url }) => url.split('?')[0]);

	test('believes a token that lists what is wanted', async () => {
		const { status, message } = await verdict(['ReadAccounts', 'ReadPresence']);
		expect([status, message]).toEqual(['OK', expect.stringMatching(/^Connected as .*Alice/)]);
		expect(paths()).toEqual(['/restapi/oauth/token', '/restapi/v1.0/account/~/extension/~']);
	});

	test.each([
		['names of old', 'AccountInfo ExtensionInfo Presence'],
		['nothing', undefined],
	])('asks the server about what a token with %s does not list', async (_what, scope) => {
		tellScope(scope);
		expect(await verdict(['ReadAccounts', 'ReadPresence'])).toMatchObject({ status: 'OK' });
		tellScope(scope);
		expect(await verdict(['ReadPresence', 'ReadCallLog', 'ReadAccounts'])).toEqual({
			status: 'Error',
			message: expect.stringMatching(/^Missing permission: .* lacks ReadCallLog\./) as string,
		});
	});

	test.each([[[]], [undefined]])('looks for the usual ones where %j was chosen', async (chosen) => {
		expect(await verdict(chosen)).toEqual({
			status: 'Error',
			message: expect.stringMatching(/^Missing permission: .* lacks ReadCallLog\./) as string,
		});
	});

	test('what no harmless request needs is missing where the token lists other things', async () => {
		tellScope('ReadAccounts');
		expect(await verdict(['SMS'])).toMatchObject({
			message: expect.stringMatching(/lacks SMS\./) as string,
		});
		tellScope(undefined);
		expect(await verdict(['SMS'])).toEqual({ status: 'OK', message: 'Connected' });
	});

	test('a permission of the user is told as such', async () => {
		tellScope(undefined);
		simulator.world.control.faults.requests.add({ path: 'call-log', status: 403 });
		expect(await verdict(['ReadCallLog'])).toEqual({
			status: 'Error',
			message: expect.stringMatching(/^The user of the credential lacks/) as string,
		});
	});

	test('pressing it again takes the token that is there, so that no session ends', async () => {
		const logins = () => paths().filter((path) => path === '/restapi/oauth/token');
		for (let press = 0; press < 8; press++) {
			expect(await verdict(['ReadAccounts'])).toMatchObject({ status: 'OK' });
		}
		expect(logins()).toHaveLength(1);
		simulator.world.tokens.expire(undefined, 'OAU-213');
		expect(await verdict(['ReadAccounts'])).toMatchObject({ status: 'OK' });
		expect(logins()).toHaveLength(2);
	});

	test('a permission that was added counts at once', async () => {
		tellScope('ReadAccounts');
		expect(await verdict(['SMS'])).toMatchObject({ status: 'Error' });
		tellScope('ReadAccounts SMS');
		expect(await verdict(['SMS'])).toMatchObject({ status: 'OK' });
	});
});
