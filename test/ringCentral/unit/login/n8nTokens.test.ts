import { tokenServer } from '../../../../nodes/RingCentral/connect';
import { N8nTokens } from '../../../../nodes/shared/transport/n8nTokens';
import { FakeClock } from '../../../support/fakes/fakeClock';
import { n8nContext } from '../../../support/contexts/n8nContext';
import { settled } from '../../../support/fakes/turns';

/** What n8n stores, and what happens when it renews. */
function n8n(renewed: () => Promise<string> | string) {
	const stored = { access_token: 'first', scope: 'ReadAccounts SMS' };
	let renewals = 0;
	const context = n8nContext({
		credential: { oauthTokenData: stored },
		helpers: {
			async refreshOAuth2Token() {
				renewals += 1;
				stored.access_token = await renewed();
			},
		},
	});
	return { context, stored, renewals: () => renewals };
}

const clock = new FakeClock();
let last = 0;
const tokensOf = ({ context }: ReturnType<typeof n8n>, key = `credential ${++last}`) =>
	new N8nTokens(
		context,
		'ringCentralOAuth2Api',
		key,
		tokenServer('https://platform.example.com'),
		clock,
	);

test('gives what n8n has', async () => {
	const tokens = tokensOf(n8n(() => 'second'));
	expect(await tokens.get()).toBe('first');
	expect(await tokens.scope()).toBe('ReadAccounts SMS');
});

test('one renewal serves all who wait, in several executions', async () => {
	let finish: (token: string) => void = () => undefined;
	const store = n8n(async () => await new Promise<string>((resolve) => (finish = resolve)));
	const [one, other] = [tokensOf(store, 'shared'), tokensOf(store, 'shared')];
	const waiting = Promise.all([one.renew('first'), one.renew('first'), other.renew('first')]);
	await settled();
	finish('second');
	expect(await waiting).toEqual(['second', 'second', 'second']);
	expect(store.renewals()).toBe(1);
});

test('a token that was renewed meanwhile is taken, not renewed again', async () => {
	const store = n8n(() => 'third');
	store.stored.access_token = 'second';
	expect(await tokensOf(store).renew('first')).toBe('second');
	expect(store.renewals()).toBe(0);
});

test('a refusal says what to do, and is not asked for again with the same token', async () => {
	const refusal = Object.assign(new Error('Token not found'), { code: 'EAUTH' });
	const store = n8n(() => {
		throw refusal;
	});
	const tokens = tokensOf(store);
	const expected = {
		kind: 'unauthorized',
		status: 401,
		vendorText: 'Token not found',
		message: expect.stringContaining('connect the credential again') as string,
	};
	await expect(tokens.renew('first')).rejects.toMatchObject(expected);
	await expect(tokens.renew('first')).rejects.toMatchObject(expected);
	expect(store.renewals()).toBe(1);
	// The app may have been put right meanwhile.
	await clock.advance(60_000);
	await expect(tokens.renew('first')).rejects.toMatchObject(expected);
	expect(store.renewals()).toBe(2);
	// Connected again by hand.
	store.stored.access_token = 'second';
	expect(await tokens.renew('first')).toBe('second');
});

test.each([
	['no answer', Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 'unavailable'],
	['too many', Object.assign(new Error('x'), { code: 'ESTATUS', status: 429 }), 'rateLimited'],
	[
		'a broken server',
		Object.assign(new Error('x'), { code: 'ERR_BAD_RESPONSE', response: { status: 503 } }),
		'unavailable',
	],
	...[200, 302, 403, 404].map((status): [string, Error, string] => [
		`a web page with ${status}`,
		Object.assign(new Error('x'), { code: 'ESTATUS', status, body: '<html>proxy</html>' }),
		'unavailable',
	]),
])('%s is asked again the next time', async (_name, error, kind) => {
	const answers: Array<() => string> = [
		() => {
			throw error;
		},
		() => 'second',
	];
	const store = n8n(() => (answers.shift() ?? (() => 'none'))());
	const tokens = tokensOf(store);
	await expect(tokens.renew('first')).rejects.toMatchObject({ kind, vendorText: undefined });
	expect(await tokens.renew('first')).toBe('second');
});

test.each(['', '{"errorCode":"OAU-213"}'])('a 400 with "%s" is a refusal', async (body) => {
	const store = n8n(() => {
		throw Object.assign(new Error('HTTP status 400'), { code: 'ESTATUS', status: 400, body });
	});
	await expect(tokensOf(store).renew('first')).rejects.toMatchObject({
		kind: 'unauthorized',
		vendorText: undefined,
		message: expect.stringContaining('(HTTP status 400): connect the credential') as string,
	});
});
