import { receiveWebhook } from '../../../../nodes/RingCentral/trigger/webhook/receive';
import { verificationToken } from '../../../../nodes/RingCentral/trigger/webhook/address';
import { registerLive } from '../../../../nodes/shared/trigger/liveTriggers';
import { n8nContext } from '../../../support/contexts/n8nContext';
import { allInWebhookProcess } from '../../../support/contexts/webhookProcess';

interface Answer {
	status?: number;
	headers: Record<string, string>;
}

/** A post to the webhook of a live workflow, as n8n hands it over. */
function posted(headers: Record<string, string>, body = '') {
	const answer: Answer = { headers: {} };
	const node = n8nContext({
		parameters: { authentication: 'jwt' },
		credential: { clientSecret: 'demo-secret' },
		headers,
		request: { rawBody: body === '' ? undefined : Buffer.from(body) },
		answered: (given) => void Object.assign(answer, given),
	});
	return { node, answer };
}

const CHINESE = JSON.stringify({ uuid: '2', event: '/presence', body: { name: '客户' } });

const inGbk = Buffer.concat(
	CHINESE.split(/(客户)/).map((part) =>
		part === '客户' ? Buffer.from([0xbf, 0xcd, 0xbb, 0xa7]) : Buffer.from(part),
	),
);

const EVENT = JSON.stringify({ uuid: '1', event: '/presence', body: {} });

test('a post that comes while n8n starts waits for its trigger', async () => {
	const token = await verificationToken(posted({}).node);
	const { node } = posted({ 'verification-token': token }, EVENT);
	const answer = receiveWebhook(node);
	const received: string[] = [];
	await new Promise((later) => setTimeout(later, 300));
	const unregister = registerLive('workflow:node', {
		receive: (document) => (received.push(document) > 1 ? 'full' : 'accepted'),
		leave: async () => await Promise.resolve(),
		subscriptionId: () => undefined,
	});
	expect(await answer).toEqual({ webhookResponse: 'OK' });
	expect(received).toEqual([EVENT]);
	unregister();
});

describe('webhook of a live workflow', () => {
	allInWebhookProcess();

	const received: string[] = [];
	let unregister: () => void;
	let token: string;

	beforeAll(async () => {
		token = await verificationToken(posted({}).node);
		unregister = registerLive('workflow:node', {
			receive: (document) => (received.push(document) > 1 ? 'full' : 'accepted'),
			leave: async () => await Promise.resolve(),
			subscriptionId: () => undefined,
		});
	});
	afterAll(() => unregister());
	beforeEach(() => void received.splice(0));

	test.each([
		['without the secret', false, ''],
		['with an empty object', false, '{}'],
		['with the secret', true, ''],
	])('a handshake %s is answered', async (_how, hasSecret, body) => {
		const secret: Record<string, string> = hasSecret ? { 'verification-token': token } : {};
		const { node, answer } = posted({ 'validation-token': 'abc-123', ...secret }, body);
		expect(await receiveWebhook(node)).toEqual({ noWebhookResponse: true });
		expect(answer).toEqual({
			status: 200,
			headers: { 'Validation-Token': 'abc-123', 'Content-Type': 'application/json' },
		});
	});

	test.each([
		['with a secret of another subscription', { 'verification-token': 'other' }, 'abc', 401],
		['that is too long to be repeated', {}, 'x'.repeat(600), 400],
		['that would break the headers', {}, 'a\r\nb', 400],
	])('a handshake %s is not', async (_how, headers: Record<string, string>, handshake, status) => {
		const { node, answer } = posted({ 'validation-token': handshake, ...headers });
		await receiveWebhook(node);
		expect(answer).toEqual({ status, headers: {} });
	});

	test('an event goes to the trigger, by either name of the header', async () => {
		for (const name of ['verification-token', 'validation-token']) {
			received.splice(0);
			const { node } = posted({ [name]: token }, EVENT);
			expect(await receiveWebhook(node)).toEqual({ webhookResponse: 'OK' });
			expect(received).toEqual([EVENT]);
		}
	});

	test.each<[string, string, Uint8Array]>([
		['UTF-8 with a byte order mark', '', Buffer.from(`\ufeff${CHINESE}`)],
		['UTF-16', '; charset=utf-16', Buffer.from(`\ufeff${CHINESE}`, 'utf16le')],
		['UTF-16 without a mark', '; charset=utf-16le', Buffer.from(CHINESE, 'utf16le')],
		['UTF-16 big endian', '; charset="UTF-16BE"', Buffer.from(CHINESE, 'utf16le').swap16()],
		['GBK', '; charset="GBK"', inGbk],
		['GBK that says nothing', '', inGbk],
		['a charset that nobody knows', '; charset=klingon', Buffer.from(CHINESE)],
	])('reads an event in %s, which n8n has left unread', async (_name, charset, bytes) => {
		const { node } = posted({
			'verification-token': token,
			'content-type': `application/json${charset}`,
		});
		const request = node.getRequestObject() as { rawBody?: Uint8Array; readRawBody?: unknown };
		request.readRawBody = async () => {
			request.rawBody = bytes;
			await Promise.resolve();
		};
		node.getRequestObject = () => request as never;
		expect(await receiveWebhook(node)).toEqual({ webhookResponse: 'OK' });
		expect(received).toEqual([CHINESE]);
	});

	test('a stranger, and a body that cannot be unpacked, are refused by their status', async () => {
		let reads = 0;
		for (const [secret, status] of [
			['guess', 401],
			[token, 400],
		] as const) {
			const { node, answer } = posted({ 'verification-token': secret });
			const request = node.getRequestObject() as { readRawBody?: unknown };
			request.readRawBody = async () => {
				reads++;
				throw await Promise.resolve(new Error('incorrect header check'));
			};
			node.getRequestObject = () => request as never;
			await receiveWebhook(node);
			expect(answer.status).toBe(status);
		}
		// Nothing of the stranger's was read.
		expect(reads).toBe(1);
	});

	test.each([
		['no secret', {}, EVENT, 401],
		['a wrong secret', { 'verification-token': 'guess' }, EVENT, 401],
		['a wrong secret of the old name', { 'validation-token': 'guess' }, EVENT, 401],
		['no body', { 'verification-token': '' }, '', 401],
	])(
		'%s is refused, and the trigger hears nothing',
		async (_what, headers: Record<string, string>, body, status) => {
			const { node, answer } = posted(headers, body);
			expect(await receiveWebhook(node)).toEqual({ noWebhookResponse: true });
			expect(answer).toEqual({ status, headers: {} });
			expect(received).toEqual([]);
		},
	);

	test('what is too large, empty or too much is refused with its own status', async () => {
		const statusOf = async (body: string) => {
			const { node, answer } = posted({ 'verification-token': token }, body);
			await receiveWebhook(node);
			return answer.status;
		};
		expect(await statusOf('')).toBe(400);
		expect(await statusOf('x'.repeat(1024 * 1024 + 1))).toBe(413);
		expect(await statusOf(EVENT)).toBeUndefined();
		expect(await statusOf(EVENT)).toBe(503);
	});
});
