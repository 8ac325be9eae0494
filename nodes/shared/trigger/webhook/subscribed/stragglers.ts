import { dropOldest } from '../../../core/bounded/dropOldest';
import type { Clock } from '../../../core/ports';
import { systemClock } from '../../../systemPorts';

/** Documents kept for one trigger, and ms for which they are. */
const KEPT = 1_000;
const KEPT_FOR = 30_000;

/** ms for which posts that are on their way still find a trigger that was closed. */
const ON_THEIR_WAY = 5_000;

/** A trigger that was closed is unregistered when no more posts to it are on their way. */
export function unregisterLater(unregister: () => void): void {
	void systemClock.sleep(ON_THEIR_WAY).then(unregister);
}

/** What was posted to triggers that n8n had closed, until it has put up a newer version of their workflow. */
export class Stragglers {
	private readonly kept = new Map<string, Array<{ document: string; at: number }>>();

	constructor(private readonly clock: Clock) {}

	keep(key: string, document: string): void {
		const { clock, kept } = this;
		const documents = [...(kept.get(key) ?? []), { document, at: clock.elapsed() }];
		kept.set(key, documents.slice(-KEPT));
		dropOldest(kept, KEPT);
	}

	/** They are given out once, oldest first. */
	take(key: string): string[] {
		const { clock, kept } = this;
		const documents = kept.get(key) ?? [];
		kept.delete(key);
		return documents
			.filter(({ at }) => clock.elapsed() - at < KEPT_FOR)
			.map(({ document }) => document);
	}
}
