/** Chance that a seed repeats. */
export class SeededRandom {
	constructor(private state: number) {}

	/** Evenly spread in [0, 1): Mulberry32. */
	next(): number {
		this.state = (this.state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	}

	/** A whole number in [0, below). */
	below(below: number): number {
		return Math.floor(this.next() * below);
	}

	pick<T>(from: readonly T[]): T {
		return from[this.below(from.length)];
	}

	chance(probability: number): boolean {
		return this.next() < probability;
	}
}
