/** One row of the table in `docs/benchmarks.md`. */
export interface Row {
	what: string;
	measured: string;
	goal: string;
}

/** Least, median and greatest of a few runs. */
export function spreadOf(values: readonly number[], digits = 2): string {
	const sorted = [...values].sort((a, b) => a - b);
	const told = [sorted[0], sorted[sorted.length >> 1], sorted[sorted.length - 1]];
	return told.map((value) => value.toFixed(digits)).join(' / ');
}
