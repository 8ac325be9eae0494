/** A Map or Set: both give their keys in the order they were put in. */
interface Ordered<Key> {
	readonly size: number;
	keys(): Iterable<Key>;
	delete(key: Key): unknown;
}

/** Takes out what was put in first, until `most` are left. */
export function dropOldest<Key>(kept: Ordered<Key>, most: number): void {
	for (const oldest of kept.keys()) {
		if (kept.size <= most) return;
		kept.delete(oldest);
	}
}
