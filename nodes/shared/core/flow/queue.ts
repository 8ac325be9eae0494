/** First in, first out. Taking from the front costs the same however many wait. */
export class Queue<Entry> {
	private entries: Entry[] = [];

	/** How many at the front of `entries` are gone. */
	private gone = 0;

	get length(): number {
		return this.entries.length - this.gone;
	}

	get first(): Entry | undefined {
		return this.entries[this.gone];
	}

	push(entry: Entry): void {
		this.entries.push(entry);
	}

	/** Takes the first `count`, or as many as there are. */
	take(count: number): Entry[] {
		const taken = this.entries.slice(this.gone, this.gone + count);
		this.gone += taken.length;
		if (this.gone * 2 > this.entries.length) {
			this.entries = this.entries.slice(this.gone);
			this.gone = 0;
		}
		return taken;
	}
}
