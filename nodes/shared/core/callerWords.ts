/** Words that telephone systems write where there is no name or number, or where it is withheld. */
const NOBODY =
	/^<?(anonymous|no caller ?id|private|restricted|unavailable|unknown|withheld|null)>?(@anonymous\.invalid)?$/i;

/** Whether a name or number says that there is none: `<unknown>` of Asterisk, `anonymous` of SIP. */
export function isNobody(value: unknown): boolean {
	if (typeof value !== 'string' || value.length > 64) return false;
	return NOBODY.test(value.trim());
}

/**
 * A telephone number whose plus sign was lost: in a form or query that was sent without escaping, it arrives as
 * a blank. `digits`: fewer are the extension of somebody, with a stray blank. Anything else stays as it is.
 */
export function withLostPlus<T>(value: T, digits = 1): T | string {
	if (typeof value !== 'string' || !/^ \d/.test(value)) return value;
	return value.length > digits ? `+${value.slice(1)}` : value;
}

/** Digits of the shortest number with a country code. */
export const SHORTEST_E164 = 7;
