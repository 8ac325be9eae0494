import { deferred, type Deferred } from '../../../shared/core/flow/deferred';
import type { Subscriber } from '../subscriptions/subscriber';

/**
 * Events of a line that are open at most: enough for executions of many events, little enough for memory.
 * The others wait at the server, which TCP holds back.
 */
const MOST_OPEN = 2_000;

/** Characters of their documents. */
const MOST_CHARACTERS = 16 * 1024 * 1024;

/** Who takes an event, and how much of that at once. */
export interface Taker extends Subscriber {
	/** Events of this listener that are open at most; default as many as the line's. */
	mostOpen?: number;
}

/** Which events were read and are not acknowledged yet; while there are too many, reading stops. */
export class OpenEvents {
	private count = 0;

	private characters = 0;

	private readonly counts = new Map<Taker, number>();

	/** Listeners that have as many as they may. */
	private readonly full = new Set<Taker>();

	private madeRoom?: Deferred<void>;

	private readonly done = new Map<Taker, Deferred<void>>();

	/** Counts one; the result takes it out. */
	begin(takers: readonly Taker[], characters: number): () => void {
		this.add(takers, characters, 1);
		return () => {
			this.add(takers, -characters, -1);
			if (!this.hasRoom) return;
			this.madeRoom?.resolve();
			this.madeRoom = undefined;
		};
	}

	/** Resolves when none of this listener's is open. */
	async allDone(taker: Taker): Promise<void> {
		if (!this.counts.has(taker)) return;
		const done = this.done.get(taker) ?? deferred();
		this.done.set(taker, done);
		await done.promise;
	}

	/** Resolves when reading may go on; undefined when it may now. */
	room(): Promise<void> | undefined {
		if (this.hasRoom) return undefined;
		this.madeRoom ??= deferred();
		return this.madeRoom.promise;
	}

	/** Whether more may be read now. */
	get hasRoom(): boolean {
		return this.count < MOST_OPEN && this.characters < MOST_CHARACTERS && this.full.size === 0;
	}

	private add(takers: readonly Taker[], characters: number, one: 1 | -1): void {
		this.count += one;
		this.characters += characters;
		for (const taker of takers) {
			const count = (this.counts.get(taker) ?? 0) + one;
			if (count > 0) {
				this.counts.set(taker, count);
			} else {
				this.counts.delete(taker);
				this.done.get(taker)?.resolve();
				this.done.delete(taker);
			}
			if (count >= (taker.mostOpen ?? Infinity)) this.full.add(taker);
			else this.full.delete(taker);
		}
	}
}
