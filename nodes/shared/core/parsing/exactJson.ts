const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** An integer that may be beyond what a number holds exactly: 2^53 has 16 digits. */
const LONG = /\d{16}/;

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/y;

const isDigit = (code: number) => code >= 0x30 && code <= 0x39;

const isInexact = (literal: string) =>
	/^-?\d{16,}$/.test(literal) && !Number.isSafeInteger(Number(literal));

/** Where the string that begins at `at` has ended. */
function afterString(text: string, at: number): number {
	for (let end = at + 1; end < text.length; end++) {
		const code = text.charCodeAt(end);
		if (code === BACKSLASH) end++;
		else if (code === QUOTE) return end + 1;
	}
	return text.length;
}

/** A JSON document with its inexact integers in quotes. */
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
 * As `JSON.parse`, but integers that a number cannot hold exactly stay as they are written, as text: vendors
 * write ids as numbers, and an id with other digits is another one. Linear time. Throws `SyntaxError`.
 */
export const exactJson = (text: string): unknown =>
	JSON.parse(LONG.test(text) ? quoted(text) : text) as unknown;
