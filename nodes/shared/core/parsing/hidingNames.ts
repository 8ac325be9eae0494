/**
 * Names of members that hide what every object has: whoever turns an object with them into text or a number fails.
 * What comes from outside gets no members of these names.
 */
export const HIDING_NAMES: ReadonlySet<string> = new Set(['toString', 'valueOf']);
