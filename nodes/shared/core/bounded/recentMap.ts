/** What happens to entries that grow old. */
interface Ageing<Value> {
	/** It is not among the newest any more. */
	onFar?(value: Value): void;
	/** It is forgotten. */
	onDropped?(value: Value): void;
}

/**
 * The last `most` entries by key; the oldest is forgotten first, and one that is put in again is new. The newest
 * `near` stand apart, so that what is saved with every execution is listed without a walk through all.
 */
export class RecentMap<Value> {
	private readonly newest = new Map<string, Value>();

	private readonly older = new Map<string, Value>();

	constructor(
		private readonly most: number,
		private readonly near: number,
		private readonly ageing: Ageing<Value> = {},
	) {}

	get(key: string): Value | undefined {
		return this.newest.get(key) ?? this.older.get(key);
	}

	has(key: string): boolean {
		return this.newest.has(key) || this.older.has(key);
	}

	set(key: string, value: Value): void {
		if (!this.newest.delete(key)) this.older.delete(key);
		this.newest.set(key, value);
		if (this.newest.size <= this.near) return this.trim(this.newest);
		const [[old, far]] = this.newest;
		this.newest.delete(old);
		this.older.set(old, far);
		this.ageing.onFar?.(far);
		this.trim(this.older);
	}

	/** All, oldest first. */
	*entries(): Generator<[key: string, value: Value]> {
		yield* this.older;
		yield* this.newest;
	}

	/** Keys of the newest, oldest first; `count`: `near` at most. */
	newestKeys(count: number): string[] {
		return [...this.newest.keys()].slice(-count);
	}

	/** Values of the newest `near` but the last `count`. */
	*valuesBefore(count: number): Generator<Value> {
		let left = this.newest.size - count;
		for (const value of this.newest.values()) {
			if (left-- <= 0) return;
			yield value;
		}
	}

	/** One was put in, so that one may be too many. */
	private trim(from: Map<string, Value>): void {
		if (this.newest.size + this.older.size <= this.most) return;
		const [[oldest, value]] = from;
		from.delete(oldest);
		this.ageing.onDropped?.(value);
	}
}
