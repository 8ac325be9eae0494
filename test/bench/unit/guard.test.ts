import { judge } from '../guardRule';
import { ratiosOf, type Cost, type Work } from '../pairs';

/** Counts steps instead of time, so that no busy machine has a say. */
function counted() {
	let steps = 0;
	const doing =
		(count: number): Work =>
		async () => {
			steps += count;
			return await Promise.resolve();
		};
	const cost: Cost = async (work) => {
		const before = steps;
		await work();
		return steps - before;
	};
	return { doing, cost };
}

const guarded = async (own: number, peer: number) => {
	const { doing, cost } = counted();
	const ratios = await ratiosOf(doing(own), doing(peer), { pairs: 5, cost });
	return judge({ what: 'decode', ratios, least: 0.45 });
};

test('what costs as usual is kept', async () => {
	expect(await guarded(100, 85)).toEqual({
		line: 'ok     decode: 0.85 / 0.85 / 0.85 times, at least 0.45',
		isKept: true,
	});
});

test('what was made slow on purpose fails', async () => {
	// The same work three times over, as by a parser that reads what nobody asked for.
	expect(await guarded(300, 85)).toEqual({
		line: 'FAILED decode: 0.28 / 0.28 / 0.28 times, at least 0.45',
		isKept: false,
	});
});

test('single pairs that a busy machine spoils do not decide', () => {
	expect(judge({ what: 'x', ratios: [0.1, 0.2, 0.9, 0.9, 1], least: 0.45 }).isKept).toBe(true);
	expect(judge({ what: 'x', ratios: [0.1, 0.2, 0.3, 0.9, 1], least: 0.45 }).isKept).toBe(false);
});

test('nothing measured is no pass', () => {
	expect(judge({ what: 'x', ratios: [], least: 0 })).toEqual({
		line: 'FAILED x: not measured, at least 0',
		isKept: false,
	});
});

test('own work and peer begin in turn, after a warm-up', async () => {
	const order: string[] = [];
	const named = (name: string) => async () => {
		order.push(name);
		return await Promise.resolve();
	};
	const cost: Cost = async (work) => {
		await work();
		return 1;
	};
	await ratiosOf(named('own'), named('peer'), { pairs: 2, cost });
	expect(order.join(' ')).toBe('own peer peer own own peer');
});
