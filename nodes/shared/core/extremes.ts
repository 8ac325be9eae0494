/**
 * The least of the numbers, Infinity of none. A list may be of any length, which ends the process where it is spread
 * into the arguments of `Math.min`.
 */
export function leastOf(numbers: Iterable<number>): number {
	let least = Infinity;
	for (const number of numbers) least = Math.min(least, number);
	return least;
}

/** The greatest of the numbers, -Infinity of none; see `leastOf`. */
export function greatestOf(numbers: Iterable<number>): number {
	let greatest = -Infinity;
	for (const number of numbers) greatest = Math.max(greatest, number);
	return greatest;
}
