import { placeOf } from '../../../shared/core/webAddress';
import { derivedSecret } from '../../../shared/secrets';
import { publicAddress } from '../../../shared/trigger/webhook/publicAddress';
import { scopeOf, type Scoped } from '../../../shared/trigger/webhook/subscribed/scope';
import { lastingSecrets, type XsiCredential } from '../../authorization';
import { stableId } from '../line/lines';

/**
 * Application id: one per n8n, workflow, node, mode and address, so that there is one subscription each.
 * A restored copy of n8n has all of that but the address: without it each would take the other's.
 */
export const contactIdOf = (node: Scoped, httpContact: string): string =>
	`n8n-${stableId(...scopeOf(node), placeOf(httpContact))}`;

/**
 * The secret in the address. BroadWorks adds no authentication to what it posts
 * (docs/protocols/broadworks.md#subscriptions).
 */
export function contactSecret(node: Scoped, credential: XsiCredential): string {
	const [password, accessToken] = lastingSecrets(credential);
	return derivedSecret(password || accessToken, `n8n-${stableId(...scopeOf(node))}`);
}

/** The address the server posts to, under another base where n8n is reached through NAT or a proxy. */
export const contactAddress = (webhookUrl: string, base: string, secret: string): string =>
	publicAddress(webhookUrl, base, { token: secret });
