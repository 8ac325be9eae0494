import {
	verificationToken,
	webhookAddress,
	webhookRequest,
} from '../../../../nodes/RingCentral/trigger/webhook/address';
import { n8nContext, type N8nContextOptions } from '../../../support/contexts/n8nContext';

const OWN = 'https://n8n.internal:5678/webhook/id/ringcentral';

interface Changes extends Pick<N8nContextOptions, 'mode'> {
	secret?: string;
	id?: string;
}

const node = ({ secret = 'client-secret', mode, id = 'n' }: Changes = {}) =>
	n8nContext({
		parameters: { authentication: 'jwt' },
		credential: { clientSecret: secret },
		node: { id },
		mode,
	});

const settings = (eventFilters: string[], publicBaseUrl = '') =>
	({ eventFilters, publicBaseUrl }) as never;

test('the address is that of n8n, or has another base', () => {
	expect(webhookAddress(OWN, '', 'm')).toBe(`${OWN}?v=m`);
	expect(webhookAddress(OWN, 'https://n8n.example.net/', 'm')).toBe(
		'https://n8n.example.net/webhook/id/ringcentral?v=m',
	);
	expect(() => webhookAddress(OWN, 'n8n', 'm')).toThrow('"Public Base URL" is not a valid address');
});

test('the token is secret, stable, and of one node and mode', async () => {
	const token = await verificationToken(node());
	expect(token).toMatch(/^[\w-]{32}$/);
	expect(await verificationToken(node())).toBe(token);
	for (const other of [{ secret: 'other' }, { mode: 'manual' } as const, { id: 'm' }]) {
		expect(await verificationToken(node(other))).not.toBe(token);
	}
	await expect(verificationToken(node({ secret: '' }))).rejects.toThrow('needs the Client Secret');
});

test('other events or another secret make another address, so that an old subscription is known', async () => {
	const addressOf = async (filters: string[], secret?: string) =>
		(await webhookRequest(node({ secret }), settings(filters), OWN)).address;
	expect(await addressOf(['/a'])).toBe(await addressOf(['/a']));
	expect(await addressOf(['/a'])).not.toBe(await addressOf(['/b']));
	expect(await addressOf(['/a'])).not.toBe(await addressOf(['/a'], 'changed'));
});

test('a live subscription lives as long as it may, one of a test an hour', async () => {
	const live = await webhookRequest(node(), settings(['/a']), OWN);
	const test = await webhookRequest(node({ mode: 'manual' }), settings(['/a']), OWN);
	expect([live.expiresIn, test.expiresIn]).toEqual([315_360_000, 3_600]);
});
