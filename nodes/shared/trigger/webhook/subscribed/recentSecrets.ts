import { LruMap } from '../../../core/bounded/lruMap';
import type { Clock } from '../../../core/ports';
import { digestOf } from '../../../secrets';
import { storedSecrets, type StoredSubscription } from './storedSubscription';

/** ms for which an old secret is good where no trigger tells when the new one is subscribed with. */
const GOOD_FOR = 600_000;

interface Used {
	/** Digests of secrets that were the present one's, newest last. */
	known: string[];
	/** `clock.elapsed()` at which an old one was first posted with. */
	oldSince: Map<string, number>;
}

const MOST_KNOWN = 3;

/** Triggers whose secrets are remembered. */
const MOST_TRIGGERS = 1_000;

/**
 * Which secrets of posts were good before the credential was changed, in a process where no trigger runs:
 * those this process has seen, and those in static data.
 */
export class RecentSecrets {
	private readonly used = new LruMap<string, Used>(MOST_TRIGGERS);

	constructor(private readonly clock: Clock) {}

	private of(key: string): Used {
		return this.used.get(key, () => ({ known: [], oldSince: new Map<string, number>() }));
	}

	/** A post came with the secret of the present credential. */
	use(key: string, digest: string): void {
		const used = this.of(key);
		if (used.known.at(-1) === digest) return;
		used.known = [...used.known.filter((known) => known !== digest), digest].slice(-MOST_KNOWN);
		used.oldSince.delete(digest);
	}

	/** Whether this secret, which is not the present one, is one that was good just now. */
	isRecent(key: string, secret: unknown, stored: StoredSubscription): boolean {
		if (typeof secret !== 'string') return false;
		const digest = digestOf(secret);
		const known = this.used.get(key)?.known.includes(digest) ?? false;
		if (!known && !storedSecrets(stored).includes(digest)) return false;
		const { oldSince } = this.of(key);
		const since = oldSince.get(digest) ?? this.clock.elapsed();
		oldSince.set(digest, since);
		return this.clock.elapsed() - since < GOOD_FOR;
	}
}
