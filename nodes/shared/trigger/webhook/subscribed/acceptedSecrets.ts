import { digestOf } from '../../../secrets';
import {
	hasDigest,
	storedSecrets,
	storeSecrets,
	type StoredSubscription,
} from './storedSubscription';

/** ms for which posts are still taken with a secret that another one has replaced. */
export const OLD_SECRETS = 60_000;

/** The secrets with which a running trigger lets posts in; at first those from before this start of n8n. */
export class AcceptedSecrets {
	private digests: readonly string[];

	constructor(private readonly stored: StoredSubscription) {
		this.digests = storedSecrets(stored);
	}

	/**
	 * Lets posts in with these secrets and no others, that of the present subscription first. n8n saves their
	 * digests with the next execution, for its other processes and its next start.
	 */
	use(...secrets: string[]): void {
		const digests = secrets.map(digestOf);
		this.digests = digests;
		storeSecrets(this.stored, digests);
	}

	has(secret: unknown): boolean {
		return hasDigest(secret, this.digests);
	}
}
