import { udeskApiTest } from '../../../nodes/Udesk/credentialTest';
import { serveJson } from '../../simulators/shared/jsonServer';
import { credentialTestContext } from '../../support/contexts/credentialTestContext';

/** What the test says of a server whose older interface answers with a code. */
async function verdict(code: number, status = 200) {
	const server = await serveJson(
		({ path }) =>
			path.startsWith('/open_api/')
				? { status, body: { code } }
				: { status: 200, body: { code: 1000, callout_numbers: [] } },
		{ host: '127.0.0.1', port: 0 },
	);
	const data = {
		serverUrl: server.url,
		email: 'admin@udesk.cn',
		openApiToken: 'token',
		callCenterSecret: 'secret',
	};
	try {
		return await udeskApiTest.call(credentialTestContext(), {
			id: '1',
			name: 'Udesk',
			type: 'udeskApi',
			data,
		});
	} finally {
		await server.close();
	}
}

describe('the credential test of Udesk', () => {
	test.each([
		['the administrator is not an agent', 11011],
		['the administrator is an agent who takes no calls', 2010],
		['the administrator is an agent', 1000],
	])('is fine where %s', async (_case, code) => {
		expect(await verdict(code)).toEqual({ status: 'OK', message: 'Connected' });
	});

	test.each([
		['the signature is refused', 2059, /Wrong call center secret/],
		['the clock is off', 20622, /^Clock/],
		['the right is missing', 11008, /^No right/],
	])('says that %s', async (_case, code, message) => {
		expect(await verdict(code)).toEqual({
			status: 'Error',
			message: expect.stringMatching(message) as string,
		});
	});

	test('says that the older interface is not there', async () => {
		expect(await verdict(0, 404)).toMatchObject({ status: 'Error' });
	});
});
