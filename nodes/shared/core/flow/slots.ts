import { Queue } from './queue';

/** Lets so many pieces of work run at once; the others wait and run in the order they came. */
export class Slots {
	private readonly waiting = new Queue<() => void>();

	constructor(private free: number) {}

	/** Resolves or rejects with `work`, which begins when its turn comes. */
	async run<T>(work: () => Promise<T>): Promise<T> {
		if (this.free > 0) this.free--;
		else await new Promise<void>((begin) => this.waiting.push(begin));
		try {
			return await work();
		} finally {
			const [next] = this.waiting.take(1);
			if (next) next();
			else this.free++;
		}
	}
}
