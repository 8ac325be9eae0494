/** A numbered, bounded log: `n` counts from 1 and never restarts, old entries fall out. */
export class Ring<T extends { n: number }> {
	private entries: T[] = [];

	private last = 0;

	constructor(private readonly limit: number) {}

	/** The number the next entry gets. */
	nextNumber(): number {
		return ++this.last;
	}

	/** The number given last. */
	get lastNumber(): number {
		return this.last;
	}

	add(entry: T): void {
		this.entries.push(entry);
		// Cut in blocks: shifting one by one would copy the whole list each time.
		if (this.entries.length > this.limit * 1.1) this.entries = this.entries.slice(-this.limit);
	}

	/** Entries with a number above `n`, oldest first. */
	since(n: number): T[] {
		return n <= 0 ? this.entries : this.entries.filter((entry) => entry.n > n);
	}

	clear(): void {
		this.entries = [];
	}
}
