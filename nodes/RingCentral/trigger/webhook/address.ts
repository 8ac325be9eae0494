import type { IHookFunctions } from 'n8n-workflow';

import { TelephonyError } from '../../../shared/core/errors';
import { publicAddress } from '../../../shared/trigger/webhook/publicAddress';
import { scopeOf, type Scoped } from '../../../shared/trigger/webhook/subscribed/scope';
import { TEST_LIFE } from '../../../shared/trigger/webhook/subscribed/testSubscriptions';
import { derivedSecret, digestOf } from '../../../shared/secrets';
import { LONGEST_LIFE, type WebhookRequest } from '../../client/events/subscription';
import { authenticationOf, credentialTypeOf } from '../../connect';
import type { TriggerSettings } from '../settings';

type Context = Scoped & Pick<IHookFunctions, 'getCredentials'>;

const shortHash = (...parts: unknown[]) => digestOf(JSON.stringify(parts)).slice(0, 10);

/**
 * The verification token of a workflow's subscription: one per n8n, workflow, node and mode. Throws
 * `badRequest` without the secret that it is made from.
 */
export async function verificationToken(node: Context): Promise<string> {
	const type = credentialTypeOf(authenticationOf(node));
	const { clientSecret } = await node.getCredentials<{ clientSecret?: unknown }>(type);
	const stored = String(clientSecret ?? '').trim();
	if (stored === '') {
		throw new TelephonyError(
			'badRequest',
			'Delivery by webhook needs the Client Secret in the credential: the token that RingCentral sends with every event is made from it. Choose Delivery "WebSocket" without one',
		);
	}
	return derivedSecret(stored, 'ringCentral', ...scopeOf(node));
}

/**
 * The address RingCentral posts to. `mark` tells a subscription to other events or with another token from
 * the right one, because the server does not tell the token and writes filters in its own way.
 */
export const webhookAddress = (webhookUrl: string, base: string, mark: string): string =>
	publicAddress(webhookUrl, base, { v: mark });

const markOf = (eventFilters: readonly string[], token: string) => shortHash(eventFilters, token);

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
		address: webhookAddress(webhookUrl, publicBaseUrl, markOf(eventFilters, token)),
		expiresIn: node.getMode() === 'manual' ? TEST_LIFE : LONGEST_LIFE,
	};
}

/** The request of a trigger that runs, with the secret that the credential has now. */
export async function renewedRequest(
	node: Context,
	request: WebhookRequest,
): Promise<WebhookRequest> {
	const token = await verificationToken(node);
	const address = webhookAddress(request.address, '', markOf(request.eventFilters, token));
	return { ...request, verificationToken: token, address };
}
