import { deferred, type Deferred } from '../../../shared/core/flow/deferred';
import type { LineListener } from './listener';

/**
 * Events of a line that are open at most: enough for executions of many events, little enough for memory.
 * The others wait at the server, which TCP holds back.
 */
const MOST_OPEN = 2_000;

/** Characters of their documents. */
const MOST_CHARACTERS = 16 * 1024 * 1024;

/** Which events were read and are not acknowledged yet; while there are too many, reading stops. */
export class OpenEvents {
	private count = 0;

	private characters = 0;

	private readonly counts = new Map<LineListener, number>();

	/** Listeners that have as many as they may. */
	private readonly full = new Set<LineListener>();

	private madeRoom?: Deferred<void>;

	private readonly done = new Map<LineListener, Deferred<void>>();

	/** Counts one; the result takes it out. */
	begin(listeners: readonly LineListener[], characters: number): () => void {
		this.add(listeners, characters, 1);
		return () => {
			this.add(listeners, -characters, -1);
			if (!this.hasRoom) return;
			this.madeRoom?.resolve();
			this.madeRoom = undefined;
		};
	}

	/** Resolves when none of this listener's is open. */
	async allDone(listener: LineListener): Promise<void> {
		if (!this.counts.has(listener)) return;
		const done = this.done.get(listener) ?? deferred();
		this.done.set(listener, done);
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

	private add(listeners: readonly LineListener[], characters: number, one: 1 | -1): void {
		this.count += one;
		this.characters += characters;
		for (const listener of listeners) {
			const count = (this.counts.get(listener) ?? 0) + one;
			if (count > 0) {
				this.counts.set(listener, count);
			} else {
				this.counts.delete(listener);
				this.done.get(listener)?.resolve();
				this.done.delete(listener);
			}
			if (count >= (listener.mostOpen ?? Infinity)) this.full.add(listener);
			else this.full.delete(listener);
		}
	}
}
