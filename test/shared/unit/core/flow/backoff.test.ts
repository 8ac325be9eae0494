import { backoffDelay } from '../../../../../nodes/shared/core/flow/backoff';
import { FakeRandom } from '../../../../support/fakes/fakePorts';
import { fc } from '../../../../support/property';

describe('backoffDelay', () => {
	it('never leaves 1 s to 30 s, whatever the attempt and the chance', () => {
		fc.assert(
			fc.property(
				fc.nat(5_000),
				fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
				(attempt, chance) => {
					const delay = backoffDelay(attempt, new FakeRandom([chance]));
					expect(Number.isInteger(delay)).toBe(true);
					expect(delay).toBeGreaterThanOrEqual(1_000);
					expect(delay).toBeLessThanOrEqual(30_000);
				},
			),
		);
	});

	it('doubles the step and spreads the wait over the upper half of it', () => {
		const lowest = [0, 1, 2, 3, 4, 5, 6].map((n) => backoffDelay(n, new FakeRandom([0])));
		expect(lowest).toEqual([1_000, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
		const highest = [0, 1, 2, 3, 4, 5, 6].map((n) => backoffDelay(n, new FakeRandom([0.999999])));
		expect(highest).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
	});

	it('keeps other limits when they are given', () => {
		const limits = { first: 100, most: 400 };
		const delays = [0, 1, 2, 9].map((n) => backoffDelay(n, new FakeRandom([0.5]), limits));
		expect(delays).toEqual([100, 150, 300, 300]);
	});
});
