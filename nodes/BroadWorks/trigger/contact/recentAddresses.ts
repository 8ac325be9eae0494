import { LruMap } from '../../../shared/core/flow/lruMap';
import type { Clock } from '../../../shared/core/ports';
import { digestOf } from '../../../shared/secrets';
import type { StoredContact } from './address';

/** ms for which an old address is good where no trigger tells when the new one is subscribed. */
const GOOD_FOR = 600_000;

interface Used {
	/** Digests of secrets that were the present one's, newest last. */
	known: string[];
	/** `clock.elapsed()` at which an old one was first posted to. */
	oldSince: Map<string, number>;
}

const MOST_KNOWN = 3;

/** Triggers whose addresses are remembered; those posted to last. */
const MOST_TRIGGERS = 1_000;

/**
 * Which addresses of HTTP contact were good before the credential was changed, in a process where no
 * trigger runs: those this process has seen, and that in static data.
 */
export class RecentAddresses {
	private readonly used = new LruMap<string, Used>(MOST_TRIGGERS);

	constructor(private readonly clock: Clock) {}

	private of(key: string): Used {
		return this.used.get(key, () => ({ known: [], oldSince: new Map<string, number>() }));
	}

	/** A post came to the address of the present credential. */
	use(key: string, digest: string): void {
		const used = this.of(key);
		if (used.known.at(-1) === digest) return;
		used.known = [...used.known.filter((known) => known !== digest), digest].slice(-MOST_KNOWN);
		used.oldSince.delete(digest);
	}

	/** Whether this secret, which is not the present one, is that of an address that was good just now. */
	isRecent(key: string, secret: unknown, { address }: StoredContact): boolean {
		if (typeof secret !== 'string') return false;
		const digest = digestOf(secret);
		const known = this.used.get(key)?.known.includes(digest) ?? false;
		if (!known && digest !== address) return false;
		const { oldSince } = this.of(key);
		const since = oldSince.get(digest) ?? this.clock.elapsed();
		oldSince.set(digest, since);
		return this.clock.elapsed() - since < GOOD_FOR;
	}
}
