import { receiveWebhook } from '../../../../nodes/RingCentral/trigger/webhook/receive';
import { verificationToken } from '../../../../nodes/RingCentral/trigger/webhook/address';
import { registerLive } from '../../../../nodes/shared/trigger/liveTriggers';
import { n8nContext } from '../../../support/contexts/n8nContext';

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

const EVENT = JSON.stringify({ uuid: '1', event: '/presence', body: {} });

describe('webhook of a live workflow', () => {
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
