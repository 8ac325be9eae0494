import { Sequencer, type Gap } from '../../../../nodes/BroadWorks/client/delivery/sequencer';
import { FakeClock } from '../../../support/fakes/fakeClock';
import { fc } from '../../../support/property';

function sequencer(largest = 2_147_483_647) {
	const clock = new FakeClock();
	const out: number[] = [];
	const gaps: Gap[] = [];
	const order = new Sequencer<number>(
		clock,
		(event) => out.push(event),
		(gap) => gaps.push(gap),
		{ gracePeriod: 1_000, largest },
	);
	return { clock, out, gaps, order };
}

describe('Sequencer', () => {
	it('lets events in order pass at once', () => {
		const { clock, out, gaps, order } = sequencer();
		for (const number of [7, 8, 9]) order.accept(number, number);
		expect([out, gaps, clock.sleeping]).toEqual([[7, 8, 9], [], 0]);
	});

	it('gives every event once and in order, whatever the order within its grace period', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.shuffledSubarray([2, 3, 4, 5, 6, 7, 8], { minLength: 7 }),
				fc.integer({ min: 1, max: 100 }),
				async (numbers, pause) => {
					const { clock, out, gaps, order } = sequencer();
					order.accept(1, 1);
					for (const number of numbers) {
						await clock.advance(pause);
						order.accept(number, number);
					}
					expect([out, gaps]).toEqual([[1, 2, 3, 4, 5, 6, 7, 8], []]);
				},
			),
			{ numRuns: 30 },
		);
	});

	it('loses and doubles nothing, and reports exactly what did not come', async () => {
		await fc.assert(
			fc.asyncProperty(fc.shuffledSubarray([2, 3, 4, 5, 6, 7, 8, 9]), async (numbers) => {
				const { clock, out, gaps, order } = sequencer();
				order.accept(1, 1);
				for (const number of numbers) order.accept(number, number);
				order.accept(10, 10);
				await clock.advance(60_000);
				expect(out).toEqual([1, ...[...numbers].sort((a, b) => a - b), 10]);
				const reported = gaps.flatMap(({ from, to }) =>
					Array.from({ length: to - from + 1 }, (_, index) => from + index),
				);
				expect([...reported, ...out].sort((a, b) => a - b)).toEqual([
					1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
				]);
			}),
			{ numRuns: 30 },
		);
	});

	it('gives a late event its whole grace period, whatever was waited for before', async () => {
		const { clock, out, gaps, order } = sequencer();
		order.accept(1, 1);
		order.accept(3, 3);
		await clock.advance(500);
		order.accept(2, 2);
		await clock.advance(400);
		order.accept(5, 5);
		await clock.advance(900);
		expect([out, gaps]).toEqual([[1, 2, 3], []]);
		order.accept(4, 4);
		expect([out, gaps]).toEqual([[1, 2, 3, 4, 5], []]);
		await clock.advance(60_000);
		expect(gaps).toEqual([]);
	});

	it('gives up each hole after a second', async () => {
		const { clock, out, gaps, order } = sequencer();
		for (const number of [1, 3, 6]) order.accept(number, number);
		await clock.advance(999);
		expect(out).toEqual([1]);
		await clock.advance(1_001);
		expect(out).toEqual([1, 3, 6]);
		expect(gaps).toEqual([
			{ from: 2, to: 2 },
			{ from: 4, to: 5 },
		]);
		expect(clock.sleeping).toBe(0);
	});

	it('lets a redelivery, a straggler and an event without a number pass at once', async () => {
		const { clock, out, order } = sequencer();
		for (const number of [1, 4]) order.accept(number, number);
		order.accept(40, 4);
		await clock.advance(1_000);
		order.accept(2, 2);
		order.accept(10, 1);
		order.accept(99, undefined);
		expect(out).toEqual([1, 40, 4, 2, 10, 99]);
	});

	it('lets a number pass at once that nobody counts, and goes on as before', async () => {
		const { clock, out, gaps, order } = sequencer(10);
		order.accept(1, 1);
		for (const number of [-1, 0, 1.5, 11, 1e300, Infinity, NaN]) order.accept(number, number);
		order.accept(2, 2);
		await clock.advance(10_000);
		expect(out).toEqual([1, -1, 0, 1.5, 11, 1e300, Infinity, NaN, 2]);
		expect(gaps).toEqual([]);
	});

	it('counts on over the turn of the counter', async () => {
		const { clock, out, gaps, order } = sequencer(10);
		for (const number of [8, 9, 1, 10, 2]) order.accept(number, number);
		expect(out).toEqual([8, 9, 10, 1, 2]);
		order.accept(5, 5);
		await clock.advance(1_000);
		expect(gaps).toEqual([{ from: 3, to: 4 }]);
	});

	it('reports a hole at the end of the counter', async () => {
		const { clock, gaps, order } = sequencer(10);
		for (const number of [8, 1]) order.accept(number, number);
		await clock.advance(1_000);
		expect(gaps).toEqual([{ from: 9, to: 10 }]);
	});

	it('starts anew when the subscription was made again, after what it held', () => {
		const { out, order } = sequencer();
		for (const number of [5, 9, 7]) order.accept(number, number);
		order.restart();
		for (const number of [1, 2]) order.accept(number, number);
		expect(out).toEqual([5, 7, 9, 1, 2]);
	});

	it('forgets what it holds when it is closed, and holds nothing after', async () => {
		const { clock, out, gaps, order } = sequencer();
		for (const number of [1, 3]) order.accept(number, number);
		order.close();
		expect(clock.sleeping).toBe(0);
		order.accept(9, 9);
		await clock.advance(60_000);
		expect([out, gaps, clock.sleeping]).toEqual([[1, 9], [], 0]);
	});
});
