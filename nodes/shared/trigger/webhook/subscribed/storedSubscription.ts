import { digestOf, equalSecrets } from '../../../secrets';

/** What static data keeps of a webhook's subscription. No secret: those are known by a digest of theirs. */
export interface StoredSubscription {
	subscriptionId?: string;
	/** Digest of the secret of that subscription. */
	address?: string;
	/** Digests of the secrets of subscriptions before it that may still post. */
	older?: string[];
	/** Subscriptions that were given up and may still post, newest last. */
	ended?: string[];
}

/** Secrets before the present one that are kept. */
const MOST_OLDER = 3;

/** Keeps the digests of the present subscription's secret and of those before it that are still let in. */
export function storeSecrets(stored: StoredSubscription, [present, ...older]: string[]): void {
	stored.address = present;
	const others = [...new Set(older)].filter((digest) => digest !== present);
	if (others.length > 0) stored.older = others.slice(0, MOST_OLDER);
	else delete stored.older;
}

/** Digests of all secrets that are let in besides that of the present credential. */
export const storedSecrets = ({ address, older = [] }: StoredSubscription): string[] =>
	[address, ...older].filter((digest) => digest !== undefined);

/** Whether a secret has one of these digests. All are compared, so that the time tells nothing. */
export function hasDigest(secret: unknown, digests: readonly string[]): boolean {
	if (typeof secret !== 'string') return false;
	const given = digestOf(secret);
	return digests.filter((digest) => equalSecrets(given, digest)).length > 0;
}

/** The subscription has ended; what could not be ended stays known. */
export function forgetStored(stored: StoredSubscription): void {
	delete stored.subscriptionId;
	delete stored.address;
	delete stored.older;
}
