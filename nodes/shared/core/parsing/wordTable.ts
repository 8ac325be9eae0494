/**
 * A table that is looked into with what somebody else wrote. It has its own words and no others: in a plain object
 * `constructor` and `toString` have a meaning too, which is a function.
 */
export const wordTable = <Word extends string, Meaning>(
	words: Readonly<Record<Word, Meaning>>,
): Record<Word, Meaning> => Object.assign(Object.create(null) as Record<Word, Meaning>, words);
