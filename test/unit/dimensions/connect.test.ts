import type { IHttpRequestOptions } from 'n8n-workflow';

import { serverOf, withRenewal } from '../../../nodes/Dimensions/connect';

const probe = 'https://api.example/api/v1.0/contactdirectories';
const turn = async () => await new Promise((resolve) => setImmediate(resolve));

/** Sends like n8n: what is let fail renews the token, with a refresh token that serves once. */
function n8n() {
	let refreshTokens = 1;
	let isValid = false;
	const sent: string[] = [];
	const send = async ({ url, ignoreHttpStatusErrors }: IHttpRequestOptions) => {
		sent.push(url);
		const accepted = isValid;
		await turn();
		if (accepted) return { statusCode: 200 };
		if (ignoreHttpStatusErrors) return { statusCode: 401 };
		await turn();
		if (refreshTokens-- <= 0) throw new Error('invalid_grant');
		isValid = true;
		return { statusCode: 200 };
	};
	return { send, sent, expire: () => (isValid = false) };
}

describe('a token that has expired', () => {
	const request = { url: 'https://api.example/x', ignoreHttpStatusErrors: true };

	test('is renewed once for all requests that fail together', async () => {
		const { send, sent } = n8n();
		const renewing = withRenewal(send, probe);
		const answers = await Promise.all([1, 2, 3].map(async () => await renewing(request)));
		expect(answers).toEqual(Array(3).fill({ statusCode: 200 }));
		expect(sent.filter((url) => url === probe)).toHaveLength(1);
	});

	test('is tried to renew every time; where that fails the 401 is the answer', async () => {
		const { send, sent, expire } = n8n();
		const renewing = withRenewal(send, probe);
		await renewing(request);
		for (const probes of [2, 3]) {
			expire();
			expect(await renewing(request)).toEqual({ statusCode: 401 });
			expect(sent.filter((url) => url === probe)).toHaveLength(probes);
		}
	});
});

test.each([
	[{ region: 'eu' as const }, 'https://api.eu.myreports.cloud/api/v1.0'],
	[{ region: 'other' as const, serverUrl: 'api.x.example/' }, 'https://api.x.example/api/v1.0'],
	[{ region: 'other' as const, serverUrl: 'http://x:1/api/v2/' }, 'http://x:1/api/v2'],
])('%j is %s', (credential, url) => {
	expect(serverOf(credential)).toBe(url);
});

test('an address that is none is said', () => {
	expect(() => serverOf({ region: 'other', serverUrl: '' })).toThrow('API Server');
});
