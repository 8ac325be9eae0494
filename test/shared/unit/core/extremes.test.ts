import { greatestOf, leastOf } from '../../../../nodes/shared/core/extremes';

/** More than a function takes as arguments. */
const MANY = 500_000;

test('the least and the greatest are found in a list of any length', () => {
	const numbers = Array.from({ length: MANY }, (_, nth) => (nth * 7_919) % MANY);
	expect([leastOf(numbers), greatestOf(numbers)]).toEqual([0, MANY - 1]);
});

test('nothing has neither', () => {
	expect([leastOf([]), greatestOf([])]).toEqual([Infinity, -Infinity]);
});
