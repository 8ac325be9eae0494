import { dropOldest } from '../../../shared/core/flow/dropOldest';

/** Credentials whose state is kept; the ones used least recently go first. */
const MOST = 500;

/** Something that exists once per credential and process. */
export class PerCredential<T> {
	private readonly known = new Map<string, T>();

	/** What belongs to `key`, made when it is asked for first. */
	get(key: string, make: () => T): T {
		const found = this.known.has(key) ? (this.known.get(key) as T) : make();
		this.known.delete(key);
		this.known.set(key, found);
		dropOldest(this.known, MOST);
		return found;
	}
}
