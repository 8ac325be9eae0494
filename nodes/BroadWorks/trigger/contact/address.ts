import type { IHookFunctions, ITriggerFunctions, IWebhookFunctions } from 'n8n-workflow';

import { derivedSecret } from '../../../shared/secrets';
import { publicAddress } from '../../../shared/trigger/webhook/publicAddress';
import type { XsiCredential } from '../../authorization';
import { stableId } from '../lines';

type Context = Pick<
	IHookFunctions | ITriggerFunctions | IWebhookFunctions,
	'getWorkflow' | 'getNode' | 'getInstanceId' | 'getMode'
>;

/** What the webhook methods hand to the trigger. */
export interface ContactHandover {
	/** n8n's address of this webhook, without a secret. */
	webhookUrl: string;
	/** Of the subscription that stands; undefined where the trigger is to make one. */
	subscriptionId?: string;
}

/** What static data keeps. No secret: addresses are known by a digest of theirs. */
export interface StoredContact {
	subscriptionId?: string;
	/** Digest of the secret in the address that the subscription leads to. */
	address?: string;
	/** Subscriptions that were given up and may still post, newest last. */
	ended?: string[];
}

function scopeOf(node: Context): string[] {
	const mode = node.getMode() === 'manual' ? 'test' : 'live';
	const { id = '' } = node.getWorkflow();
	return [node.getInstanceId(), id, node.getNode().id, mode];
}

/** An address without its query, and so without the secret; empty for none. */
export const placeOf = (address = ''): string => address.replace(/\?.*$/, '');

/**
 * Application id: one per n8n, workflow, node, mode and address, so that there is one subscription each.
 * A restored copy of n8n has all of that but the address: without it each would take the other's.
 */
export const contactIdOf = (node: Context, httpContact: string): string =>
	`n8n-${stableId(...scopeOf(node), placeOf(httpContact))}`;

/**
 * The secret in the address. BroadWorks adds no authentication to what it posts
 * (docs/protocols/broadworks.md#subscriptions).
 */
export function contactSecret(node: Context, credential: XsiCredential): string {
	const stored = String(credential.password || credential.accessToken || '');
	return derivedSecret(stored, `n8n-${stableId(...scopeOf(node))}`);
}

/** The address the server posts to, under another base where n8n is reached through NAT or a proxy. */
export const contactAddress = (webhookUrl: string, base: string, secret: string): string =>
	publicAddress(webhookUrl, base, { token: secret });
