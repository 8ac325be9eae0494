import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import crypto from 'node:crypto';

import { connect, liveConnection } from '../../../../nodes/BroadWorks/connect';
import { contactSecret } from '../../../../nodes/BroadWorks/trigger/contact/address';
import { receiveContact } from '../../../../nodes/BroadWorks/trigger/contact/webhook';
import { XsiChannel } from '../../../../nodes/BroadWorks/client/channel/channel';
import { send, type XsiConnection } from '../../../../nodes/BroadWorks/client/transport/connection';
import { MAX_DOCUMENT_BYTES } from '../../../../nodes/BroadWorks/client/channel/frames';
import {
	requestWithAuthentication,
	requestWithHelper,
} from '../../../faults/standIn/requestHelper';
import { n8nContext } from '../../../support/contexts/n8nContext';
import { allInWebhookProcess } from '../../../support/contexts/webhookProcess';
import { eventXml, telephonyError } from '../support/xsi';

allInWebhookProcess();

const PASSWORD = 'planted-password';

async function serverThat(answer: (location: string) => { status: number; location?: string }) {
	const seen: string[] = [];
	const server: Server = createServer((request, response) => {
		seen.push(`${request.method} ${request.headers.authorization ?? ''}`);
		const { status, location } = answer(request.url ?? '');
		response.writeHead(status, location ? { Location: location } : {}).end();
	});
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
	const { port } = server.address() as AddressInfo;
	return { server, seen, url: `http://127.0.0.1:${port}` };
}

describe('a redirect to another host', () => {
	let stranger: Awaited<ReturnType<typeof serverThat>>;
	let own: Awaited<ReturnType<typeof serverThat>>;
	let action: XsiConnection;
	let live: XsiConnection;

	beforeAll(async () => {
		stranger = await serverThat(() => ({ status: 200 }));
		own = await serverThat(() => ({ status: 302, location: `${stranger.url}/elsewhere` }));
		const credential = {
			serverUrl: own.url,
			authentication: 'basic',
			userId: 'alice@example.net',
			password: PASSWORD,
		};
		const context = n8nContext({
			credential,
			helpers: {
				httpRequestWithAuthentication: async (_type: string, options: never) =>
					await requestWithAuthentication(credential, options),
				httpRequest: requestWithHelper,
			},
		});
		action = (await connect(context)).connection;
		live = liveConnection(context, credential as never);
	});

	afterAll(() => {
		stranger.server.close();
		own.server.close();
	});

	beforeEach(() => (own.seen.length = 0));
	afterEach(() => {
		const login = Buffer.from(`alice@example.net:${PASSWORD}`).toString('base64');
		expect(own.seen[0]).toContain(`Basic ${login}`);
		expect(stranger.seen).toEqual([]);
	});

	it.each(['GET', 'POST', 'PUT', 'DELETE'] as const)(
		'is not followed by actions: %s',
		async (method) => {
			const error = await telephonyError(
				send(action, { method, path: '/v2.0/user/a', retries: 0 }),
				'unavailable',
			);
			expect(error.message).toContain('another host');
		},
	);

	it('is not followed by heartbeats and acknowledgements', async () => {
		const request = {
			method: 'PUT',
			context: 'events',
			path: '/v2.0/channel/c/heartbeat',
		} as const;
		await telephonyError(send(live, { ...request, body: '' }), 'unavailable');
	});

	it('is not followed by the opening of a channel', async () => {
		const request = { channelSetId: 's', applicationId: 'a', expires: 3_600 };
		await telephonyError(XsiChannel.open(live, request), 'unavailable');
	});
});

describe('the webhook of an HTTP contact', () => {
	const credential = { userId: 'alice@example.net', password: PASSWORD };

	/** As n8n gives it, for one request. */
	function webhook(query: object, rawBody: Buffer | undefined) {
		const answers: number[] = [];
		const node = n8nContext({
			credential,
			staticData: () => ({ subscriptionId: 'mine', ended: ['another'] }),
			query,
			request: { rawBody },
			answered: ({ status }) => void answers.push(status),
		});
		return { node, answers };
	}

	const answerTo = async (token: unknown, body: Buffer | string | undefined) => {
		const raw = typeof body === 'string' ? Buffer.from(body) : body;
		const { node, answers } = webhook({ token }, raw);
		const result = await receiveContact(node);
		expect(result).toEqual({ noWebhookResponse: true });
		return answers;
	};
	const secret = () => contactSecret(webhook({}, undefined).node, credential as never);

	it.each([
		['no secret', undefined],
		['an empty one', ''],
		['another one', 'x'.repeat(32)],
		['a list of them', ['x', 'y']],
	])('answers 401 to %s, whatever the body', async (_name, token) => {
		expect(await answerTo(token, Buffer.alloc(MAX_DOCUMENT_BYTES + 1))).toEqual([401]);
	});

	it('answers 413 to a body beyond the limit, before it is read', async () => {
		expect(await answerTo(secret(), Buffer.alloc(MAX_DOCUMENT_BYTES + 1, '<'))).toEqual([413]);
	});

	it('answers 400 to no body and to no document', async () => {
		expect(await answerTo(secret(), undefined)).toEqual([400]);
		expect(await answerTo(secret(), '')).toEqual([400]);
		expect(await answerTo(secret(), Buffer.alloc(MAX_DOCUMENT_BYTES, '<'))).toEqual([400]);
	});

	it('answers 403 to an event of a subscription that was given up', async () => {
		const body = eventXml({ id: 'e', subscription: 'another' });
		expect(await answerTo(secret(), body)).toEqual([403]);
	});

	it('compares secrets in constant time', async () => {
		const compare = jest.spyOn(crypto, 'timingSafeEqual');
		try {
			await answerTo(`${secret().slice(0, -1)}!`, 'x');
			await answerTo('', 'x');
			const [[one, other]] = compare.mock.calls as unknown as Buffer[][];
			expect(compare).toHaveBeenCalledTimes(2);
			// Digests: the same length for secrets of any length.
			expect([one.length, other.length]).toEqual([32, 32]);
		} finally {
			compare.mockRestore();
		}
	});
});
