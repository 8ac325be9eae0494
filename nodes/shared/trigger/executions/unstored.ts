import { deferred, type Deferred } from '../../core/flow/deferred';

/** What was taken and n8n has not stored. */
export interface Unstored {
	/** ms since 1970 at which it was taken. */
	since: number;
	/** How many were taken before. */
	before: number;
	stored: Deferred<void>;
}

/** Everything that n8n would lose if it were killed now. */
export class UnstoredEntries {
	/** Oldest first. */
	private readonly open = new Set<Unstored>();

	private takenSoFar = 0;

	/** ms since 1970 at which the oldest was taken; undefined for none. */
	get since(): number | undefined {
		return this.open.values().next().value?.since;
	}

	/** `what` was taken, at `since` (ms since 1970). `before`: how many were taken before that. */
	take<What extends object>(what: What, since: number, before = this.takenSoFar): What & Unstored {
		this.takenSoFar++;
		const taken = { ...what, since, before, stored: deferred<void>() };
		this.open.add(taken);
		return taken;
	}

	/** n8n has stored it, or has not after all. */
	mark(what: Unstored, isStored: boolean): void {
		if (isStored) {
			this.open.delete(what);
			what.stored.resolve();
		} else if (!this.open.has(what)) {
			what.stored = deferred();
			this.open.add(what);
		}
	}

	/**
	 * Resolves when n8n has stored everything that was taken until now: only then may be forgotten where it came from.
	 */
	async allStored(): Promise<void> {
		const { takenSoFar } = this;
		const waiting = () => [...this.open].filter(({ before }) => before < takenSoFar);
		for (let now = waiting(); now.length > 0; now = waiting())
			await Promise.all(now.map(async ({ stored }) => await stored.promise));
	}
}
