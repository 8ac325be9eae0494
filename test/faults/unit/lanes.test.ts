import { mapInLanes } from '../lanes';

/** Work that ends when it is told to, and how many of it ran at once. */
function stage() {
	const open: Array<() => void> = [];
	const seen = { most: 0 };
	let running = 0;
	return {
		seen,
		open,
		async work(input: number) {
			seen.most = Math.max(seen.most, ++running);
			await new Promise<void>((done) => open.push(done));
			running--;
			return input * 10;
		},
	};
}

const settle = async () => await new Promise((done) => setImmediate(done));

/** Ends what runs, oldest first, until nothing does. */
async function endAll(open: Array<() => void>): Promise<void> {
	for (await settle(); open.length > 0; await settle()) open.shift()?.();
}

describe('rows at once', () => {
	const inputs = [1, 2, 3, 4, 5, 6, 7];
	const expected = [10, 20, 30, 40, 50, 60, 70];

	it('are the most that are allowed on an idle machine, and their results are in order', async () => {
		const { work, open, seen } = stage();
		const all = mapInLanes(inputs, { least: 2, most: 5, hasRoom: async () => true }, work);
		await endAll(open);
		expect(await all).toEqual(expected);
		expect(seen.most).toBe(5);
	});

	it('are the least on a busy one', async () => {
		const { work, open, seen } = stage();
		const hasRoom = async () => await settle().then(() => false);
		const all = mapInLanes(inputs, { least: 2, most: 5, hasRoom }, work);
		await endAll(open);
		expect(await all).toEqual(expected);
		expect(seen.most).toBe(2);
	});

	it('end with the first failure, when what runs has ended', async () => {
		const { work, open } = stage();
		const done: number[] = [];
		const all = mapInLanes(
			inputs,
			{ least: 2, most: 2, hasRoom: async () => true },
			async (input) => {
				if (input === 1) throw new Error('the first');
				await work(input);
				done.push(input);
			},
		);
		const failure = expect(all).rejects.toThrow('the first');
		await endAll(open);
		await failure;
		expect(done).toEqual([2]);
	});
});
