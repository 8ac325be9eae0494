import type { Clock } from '../ports';

/** ms after which a reading that is still under way counts as stuck: who asks then reads anew. */
const STUCK = 5_000;

const settled = async (work: Promise<unknown>): Promise<void> => {
	await work.then(
		() => {},
		() => {},
	);
};

/**
 * Reads once for all who ask meanwhile. A reading that is under way may have missed a change, so whoever asks then
 * waits for the next one, which they share: everyone gets what was there when they asked, or later.
 */
export class SharedReading<T> {
	private underWay?: Promise<T>;

	/** `clock.elapsed()` when it began. */
	private began = 0;

	private next?: Promise<T>;

	constructor(private readonly clock: Pick<Clock, 'elapsed'>) {}

	/** `read`: of whoever asks first; what it throws, all of them get. */
	async get(read: () => Promise<T>): Promise<T> {
		if (this.clock.elapsed() - this.began > STUCK) this.underWay = this.next = undefined;
		if (this.next === undefined && this.underWay === undefined) return await this.begin(read);
		this.next ??= this.follow(read);
		return await this.next;
	}

	private async follow(read: () => Promise<T>): Promise<T> {
		if (this.underWay) await settled(this.underWay);
		this.next = undefined;
		return await this.begin(read);
	}

	private async begin(read: () => Promise<T>): Promise<T> {
		const reading = read();
		this.underWay = reading;
		this.began = this.clock.elapsed();
		try {
			return await reading;
		} finally {
			if (this.underWay === reading) this.underWay = undefined;
		}
	}
}
