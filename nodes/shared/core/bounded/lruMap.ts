import { dropOldest } from './dropOldest';

/**
 * A Map of at most `most` entries; the one used least recently goes first. For what a process keeps by
 * workflow or credential, of which a long-lived n8n sees ever more. Reading an entry counts as using it.
 *
 * It is a Map in every way, so that another version of the package may find it in place of one.
 */
export class LruMap<Key, Value> extends Map<Key, Value> {
	constructor(private readonly most: number) {
		super();
	}

	/** The entry; `make` gives it where there is none yet. */
	override get(key: Key): Value | undefined;
	override get(key: Key, make: () => Value): Value;
	override get(key: Key, make?: () => Value): Value | undefined {
		if (!this.has(key)) {
			if (!make) return undefined;
			this.set(key, make());
		}
		const value = super.get(key) as Value;
		this.set(key, value);
		return value;
	}

	override set(key: Key, value: Value): this {
		this.delete(key);
		super.set(key, value);
		dropOldest(this, this.most);
		return this;
	}
}
