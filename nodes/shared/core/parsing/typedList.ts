/**
 * Entries of a list that people type: text with `between` the entries, or a list as an expression gives it. Empty
 * entries are left out.
 */
export const typedList = (given: unknown, between: RegExp = /,/): string[] =>
	(Array.isArray(given) ? (given as unknown[]) : String(given ?? '').split(between))
		.map((entry) => String(entry ?? '').trim())
		.filter((entry) => entry !== '');
