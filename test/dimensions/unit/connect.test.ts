import { lookup } from 'node:dns';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { IHttpRequestOptions } from 'n8n-workflow';

import { rawRequest } from '../../../nodes/Dimensions/client/rawRequest';
import { connect, serverOf, withRenewal } from '../../../nodes/Dimensions/connect';
import { MAX_ANSWER } from '../../../nodes/shared/transport/exchange';
import { n8nContext } from '../../support/contexts/n8nContext';
import { flood, helper } from '../../support/fakes/slowServers';

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

	test.each([
		[true, 403],
		[false, 403],
		[true, 200],
		[false, 200],
	])(
		'is renewed too where it is told by a 403 that names it, and by no other 403 (kept: %s, by %i)',
		async (hasFilter, told) => {
			const asked: unknown[] = [];
			const server = createServer(({ url, headers }, response) => {
				asked.push(headers.authorization);
				const isTold = url?.endsWith('/contactdirectories') ?? false;
				if (isTold && headers.authorization === 'Bearer second') {
					response.writeHead(200).end('{"data":[],"status":"success"}');
					return;
				}
				if (isTold && told === 200) {
					response.writeHead(200).end('{"status":"error","error":401}');
					return;
				}
				if (isTold) response.setHeader('WWW-Authenticate', 'Bearer error="invalid_token"');
				response.writeHead(403, { 'Content-Type': 'application/json' }).end('{"status":"error"}');
			});
			await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
			const { port } = server.address() as AddressInfo;
			try {
				const context = accountAt(`http://127.0.0.1:${port}`, hasFilter);
				const connection = await connect(context);
				const read = async (path: string) => await rawRequest(connection, { method: 'GET', path });
				expect(await read('contactdirectories')).toMatchObject({ data: [] });
				await expect(read('contacts')).rejects.toMatchObject({ kind: 'forbidden' });
				expect(asked).toEqual(['Bearer token', 'Bearer second', 'Bearer second']);
			} finally {
				server.closeAllConnections();
				server.close();
			}
		},
	);

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

/** A connected account at this server, in an n8n with a filter for its requests (2.x) or without (1.x). */
function accountAt(url: string, hasFilter: boolean) {
	const filter = {
		validateUrl: async () => await Promise.resolve({ ok: true }),
		validateConnectionHost: () => ({ ok: true }),
		createSecureLookup: () => lookup,
	};
	const credential = {
		region: 'other',
		serverUrl: `${url}/api/v1.0`,
		oauthTokenData: { access_token: 'token' },
	};
	const helpers = {
		httpRequestWithAuthentication: async (_type: string, options: IHttpRequestOptions) => {
			const Authorization = `Bearer ${credential.oauthTokenData.access_token}`;
			return await helper({ ...options, headers: { ...options.headers, Authorization } });
		},
		refreshOAuth2Token: async () => {
			credential.oauthTokenData = { access_token: 'second' };
			await Promise.resolve();
		},
		httpRequest: helper,
		...(hasFilter ? { getSecureEgressFilter: () => filter } : {}),
	};
	return n8nContext({ credential, helpers });
}

describe.each([
	['over kept connections', true],
	["over n8n's helper", false],
])('an answer of 1.5 GB %s', (_way, hasFilter) => {
	test.each([200, 401, 404])('with status %i ends at the bound', async (status) => {
		let sent = 0;
		const server = createServer((_request, response) => {
			response.writeHead(status);
			flood(response, 1_500_000_000, (bytes) => (sent += bytes));
		});
		await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
		const { port } = server.address() as AddressInfo;
		try {
			const connection = await connect(accountAt(`http://127.0.0.1:${port}`, hasFilter));
			const reading = rawRequest(connection, { method: 'GET', path: 'contactdirectories' });
			await expect(reading).rejects.toMatchObject({ vendorCode: 'ANSWER_TOO_LARGE' });
			// What is read, and what the system's buffers take; a renewal of the token asks once more.
			expect(sent).toBeLessThan(6 * MAX_ANSWER);
		} finally {
			server.closeAllConnections();
			server.close();
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
