import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	ICredentialTestRequest,
	ICredentialType,
	INodeCredentialTestResult,
	IRequestOptions,
} from 'n8n-workflow';

import { DimensionsOAuth2Api } from '../../../../credentials/DimensionsOAuth2Api.credentials';
import { RingCentralOAuth2Api } from '../../../../credentials/RingCentralOAuth2Api.credentials';
import { WebexCallingOAuth2Api } from '../../../../credentials/WebexCallingOAuth2Api.credentials';
import { broadWorksXsiApiTest } from '../../../../nodes/BroadWorks/credentialTest';
import { cooCenterApiTest } from '../../../../nodes/CooCenter/credentialTest';
import { pushCredentialTest } from '../../../../nodes/shared/trigger/webhook/pushCredentialTest';
import { systemClock } from '../../../simulators/shared/clock';
import { udeskApiTest } from '../../../../nodes/Udesk/credentialTest';
import { startXsiSimulator } from '../../../simulators/broadWorks/index';
import { startCooCenterSimulator } from '../../../simulators/cooCenter/index';
import { startUdeskSimulator, UDESK_ACCOUNT } from '../../../simulators/udesk/index';
import { credentialTestContext } from '../../../support/contexts/credentialTestContext';

type PressedTest = (
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
) => Promise<INodeCredentialTestResult>;

const PRESSES = 6;

/** What the test of a credential asks its server for, pressed again and again while nodes use it. */
async function asked(test: PressedTest, data: object): Promise<string[]> {
	const context = credentialTestContext();
	const { request } = context.helpers;
	const sent: string[] = [];
	context.helpers.request = async (options: object | string) => {
		const { method, uri } = options as IRequestOptions;
		sent.push(`${method} ${new URL(String(uri)).pathname}`);
		return (await request(options)) as unknown;
	};
	for (let press = 0; press < PRESSES; press++) {
		const verdict = await test.call(context, { data } as unknown as ICredentialsDecrypted);
		expect(verdict).toMatchObject({ status: 'OK' });
	}
	return sent;
}

describe('the test of a credential, pressed again and again, makes no session and no subscription', () => {
	let close = async () => {};
	afterEach(async () => await close());

	test('BroadWorks: it reads', async () => {
		const server = await startXsiSimulator();
		close = async () => await server.close();
		const login = { userId: 'alice@example.net', password: 'secret' };
		const data = { serverUrl: server.url, authentication: 'basic', ...login };
		const sent = await asked(broadWorksXsiApiTest, data);
		const path = '/com.broadsoft.xsi-actions/v2.0/user/alice@example.net/profile';
		expect(sent).toEqual(Array(PRESSES).fill(`GET ${path}`));
	});

	test('CooCenter of generation 1: it reads', async () => {
		const server = await startCooCenterSimulator();
		close = async () => await server.close();
		const { webKey, timeZone, generation } = server.world.settings;
		const sent = await asked(cooCenterApiTest, { url: server.url, generation, webKey, timeZone });
		expect(new Set(sent)).toEqual(
			new Set(['GET /coocenter-api/extensions/extension-hints-status']),
		);
	});

	test('CooCenter of generation 2: it logs in where there is no token, and when that has ended', async () => {
		let passed = 0;
		const clock = { ...systemClock, now: () => systemClock.now() + passed };
		const server = await startCooCenterSimulator({ generation: 2, clock });
		close = async () => await server.close();
		const { username, password } = server.world.settings;
		const data = { url: server.url, generation: 2, username, password };
		const logins = async () =>
			(await asked(cooCenterApiTest, data)).filter((line) => line.endsWith('/local/login'));
		expect(await logins()).toHaveLength(1);
		expect(await logins()).toHaveLength(0);
		passed = 3_600_000;
		expect(await logins()).toHaveLength(1);
		const wrong = { ...data, password: 'another' } as unknown as ICredentialsDecrypted['data'];
		const verdict = await cooCenterApiTest.call(credentialTestContext(), {
			data: wrong,
		} as ICredentialsDecrypted);
		expect(verdict).toMatchObject({ status: 'Error' });
	});

	test('Udesk: it reads', async () => {
		const server = await startUdeskSimulator();
		close = async () => await server.close();
		const { email, openApiToken, callCenterSecret } = UDESK_ACCOUNT;
		const login = { email, openApiToken, callCenterSecret };
		const sent = await asked(udeskApiTest, { serverUrl: server.url, ...login });
		expect(sent.every((line) => line.startsWith('GET '))).toBe(true);
		expect(sent.filter((line) => line.includes('agent_token'))).toEqual([]);
	});

	test('a plain webhook: nobody is asked', async () => {
		expect(await asked(pushCredentialTest, { secret: 'a-long-enough-secret' })).toEqual([]);
	});

	test.each<[string, ICredentialType]>([
		['Webex', new WebexCallingOAuth2Api()],
		['RingCentral', new RingCentralOAuth2Api()],
		['Dimensions', new DimensionsOAuth2Api()],
	])('%s: n8n reads with the token that it keeps', (_name, { test: tested }) => {
		const { request } = tested as ICredentialTestRequest;
		expect(request.method ?? 'GET').toBe('GET');
		expect(request.body).toBeUndefined();
		expect(String(request.url)).not.toMatch(
			/oauth\/token|wstoken|\/login|\/subscription|\/channel/,
		);
	});
});
