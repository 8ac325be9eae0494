const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Where a number may not hold what is written: 2^53 has 16 digits, the largest number 309. */
const DOUBTFUL = /\d{16}|\d[eE]\+?\d{3}|\d{9}\.\d/;

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/y;

const isDigit = (code: number) => code >= 0x30 && code <= 0x39;

/**
 * Whether a number would be another one, or lose digits of an id: of an integer, of one that is too large, and of
 * what counts the calls of a second as Asterisk's ids do (`1534993059.630`).
 */
function isInexact(literal: string): boolean {
	const number = Number(literal);
	if (!Number.isFinite(number)) return true;
	if (/^-?\d{16,}$/.test(literal)) return !Number.isSafeInteger(number);
	return /^-?\d{9,}\.\d+$/.test(literal) && String(number) !== literal;
}

/** Where the string that begins at `at` has ended. */
function afterString(text: string, at: number): number {
	for (let end = at + 1; end < text.length; end++) {
		const code = text.charCodeAt(end);
		if (code === BACKSLASH) end++;
		else if (code === QUOTE) return end + 1;
	}
	return text.length;
}

/** A JSON document with its inexact numbers in quotes. */
function quoted(text: string): string {
	const parts: string[] = [];
	let from = 0;
	for (let at = 0; at < text.length; ) {
		const code = text.charCodeAt(at);
		if (code === QUOTE) {
			at = afterString(text, at);
		} else if (isDigit(code) || code === 0x2d) {
			NUMBER.lastIndex = at;
			const literal = NUMBER.exec(text)?.[0] ?? text[at];
			if (isInexact(literal)) {
				parts.push(text.slice(from, at), `"${literal}"`);
				from = at + literal.length;
			}
			at += literal.length;
		} else {
			at++;
		}
	}
	return parts.join('') + text.slice(from);
}

/**
 * As `JSON.parse`, but what a number cannot hold exactly stays as it is written, as text: vendors write ids as
 * numbers, and an id with other digits is another one. Linear time. Throws `SyntaxError`.
 */
export const exactJson = (text: string): unknown =>
	JSON.parse(DOUBTFUL.test(text) ? quoted(text) : text) as unknown;
