import { dropOldest } from './dropOldest';

/**
 * Remembers the ids of the last `capacity` events, so that a redelivered one is recognised. The
 * oldest id is forgotten first. `toJSON` and the constructor carry it over a restart.
 */
export class SeenSet {
	private readonly ids: Set<string>;

	constructor(
		private readonly capacity: number,
		ids: Iterable<string> = [],
	) {
		this.ids = new Set(ids);
		this.trim();
	}

	has(id: string): boolean {
		return this.ids.has(id);
	}

	/** False when the id was known already. */
	add(id: string): boolean {
		if (this.ids.has(id)) return false;
		this.ids.add(id);
		this.trim();
		return true;
	}

	/** Lets an id in again, as for an event whose execution did not happen. */
	forget(id: string): void {
		this.ids.delete(id);
	}

	get size(): number {
		return this.ids.size;
	}

	toJSON(): string[] {
		return [...this.ids];
	}

	private trim(): void {
		dropOldest(this.ids, this.capacity);
	}
}
