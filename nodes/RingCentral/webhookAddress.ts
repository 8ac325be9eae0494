import { createHash } from 'node:crypto';

import type { IHookFunctions, ITriggerFunctions, IWebhookFunctions } from 'n8n-workflow';

import { TelephonyError } from '../shared/core/errors';
import { derivedSecret } from '../shared/secrets';
import { LONGEST_LIFE, type WebhookRequest } from './client/subscription';
import { authenticationOf } from './connect';
import type { TriggerSettings } from './triggerSettings';

type Context = Pick<
	IHookFunctions | ITriggerFunctions | IWebhookFunctions,
	'getWorkflow' | 'getNode' | 'getInstanceId' | 'getMode' | 'getCredentials'
>;

/** s asked for in a test run, so that nothing stays for long if n8n is killed in the middle. */
const TEST_LIFE = 3_600;

const shortHash = (...parts: unknown[]) =>
	createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 10);

/**
 * The verification token of a workflow's subscription: one per n8n, workflow, node and mode. Throws
 * `badRequest` without the secret that it is made from.
 */
export async function verificationToken(node: Context): Promise<string> {
	const isJwt = authenticationOf(node) === 'jwt';
	const type = isJwt ? 'ringCentralJwtApi' : 'ringCentralOAuth2Api';
	const { clientSecret } = await node.getCredentials<{ clientSecret?: unknown }>(type);
	const stored = String(clientSecret ?? '').trim();
	if (stored === '') {
		throw new TelephonyError(
			'badRequest',
			'Delivery by webhook needs the Client Secret in the credential: the token that RingCentral sends with every event is made from it. Choose Delivery "WebSocket" without one',
		);
	}
	const mode = node.getMode() === 'manual' ? 'test' : 'live';
	const { id = '' } = node.getWorkflow();
	return derivedSecret(stored, 'ringCentral', node.getInstanceId(), id, node.getNode().id, mode);
}

/**
 * The address RingCentral posts to: n8n's own, or one under another base where n8n is reached through
 * NAT or a proxy. `mark` tells a subscription to other events or with another token from the right one,
 * because the server does not tell the token and writes filters in its own way.
 */
export function webhookAddress(webhookUrl: string, base: string, mark: string): string {
	let url: URL;
	try {
		const own = new URL(webhookUrl);
		url = base === '' ? own : new URL(base.replace(/\/+$/, '') + own.pathname);
	} catch (cause) {
		throw new TelephonyError(
			'badRequest',
			'The option "Public Base URL" is no address. Enter it like https://n8n.example.net',
			{ cause },
		);
	}
	url.searchParams.set('v', mark);
	return url.href;
}

/** What to subscribe to for a node, whose webhook is at `webhookUrl`. */
export async function webhookRequest(
	node: Context,
	settings: TriggerSettings,
	webhookUrl: string,
): Promise<WebhookRequest> {
	const { eventFilters, publicBaseUrl } = settings;
	const token = await verificationToken(node);
	return {
		eventFilters,
		verificationToken: token,
		address: webhookAddress(webhookUrl, publicBaseUrl, shortHash(eventFilters, token)),
		expiresIn: node.getMode() === 'manual' ? TEST_LIFE : LONGEST_LIFE,
	};
}
