import type { IDataObject, IHookFunctions } from 'n8n-workflow';

import { TelephonyError } from '../../../shared/core/errors';
import { publicAddress } from '../../../shared/trigger/webhook/publicAddress';
import { scopeOf, type Scoped } from '../../../shared/trigger/webhook/subscribed/scope';
import { TEST_LIFE } from '../../../shared/trigger/webhook/subscribed/testSubscriptions';
import { liveTrigger, triggerKey } from '../../../shared/trigger/liveTriggers';
import { processWide } from '../../../shared/processWide';
import { derivedSecret, digestOf, equalSecrets } from '../../../shared/secrets';
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

/** The same for a trigger that runs, with the secret that the credential has now. */
export async function renewedRequest(
	node: Context,
	request: WebhookRequest,
): Promise<WebhookRequest> {
	const token = await verificationToken(node);
	const address = webhookAddress(request.address, '', markOf(request.eventFilters, token));
	return { ...request, verificationToken: token, address };
}

/** Hashes of the tokens of subscriptions that stand, by trigger: for posts of an older secret. */
const standing = processWide('ringCentralTokensOfPosts', 1, () => new Map<string, string[]>());

interface KeptTokens {
	/** The same for other processes, and for the time after a restart. */
	acceptedTokens?: string[];
}

type TokenHolder = Context & { getWorkflowStaticData(type: 'node'): IDataObject };

const hashOf = (token: string) => digestOf(`RingCentral post ${token}`);

/** Posts with these tokens are ours: those of the subscriptions that stand now. */
export function acceptTokens(node: TokenHolder, tokens: readonly string[]): void {
	const hashes = tokens.map(hashOf);
	standing.set(triggerKey(node.getWorkflow(), node.getNode()), hashes);
	(node.getWorkflowStaticData('node') as KeptTokens).acceptedTokens = hashes;
}

/** In another process than that of the trigger, what it has stored. */
function keptTokens(node: TokenHolder, key: string): string[] {
	if (liveTrigger(key)) return [];
	return (node.getWorkflowStaticData('node') as KeptTokens).acceptedTokens ?? [];
}

/** Nothing is accepted any more but what the present secret gives. */
export function forgetTokens(node: TokenHolder): void {
	standing.delete(triggerKey(node.getWorkflow(), node.getNode()));
	delete (node.getWorkflowStaticData('node') as KeptTokens).acceptedTokens;
}

/**
 * True for the token of a subscription of this trigger: the one that the present secret gives, or that
 * of a subscription made before the secret was changed, which stands until another is there.
 */
export async function isAcceptedToken(
	node: TokenHolder,
	given: string | undefined,
): Promise<boolean> {
	if (given === undefined) return false;
	const key = triggerKey(node.getWorkflow(), node.getNode());
	const hash = hashOf(given);
	// All are compared, so that the time tells nothing.
	const older = (standing.get(key) ?? keptTokens(node, key)).filter((each) =>
		equalSecrets(hash, each),
	);
	if (older.length > 0) return true;
	return equalSecrets(given, await verificationToken(node));
}
