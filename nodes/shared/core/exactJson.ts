/** A text or a number; texts, because there may be digits in them. */
const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

const isRounded = (token: string) =>
	/^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token));

/**
 * Valid JSON with the whole numbers as text that a number of JavaScript would round: ids above 2^53 keep their
 * digits. In one pass; it takes no notice of anything else.
 */
function withIntegersAsText(json: string): string {
	return json.replace(TEXT_OR_NUMBER, (token) => (isRounded(token) ? `"${token}"` : token));
}

/** Parses JSON with the digits of every whole number. Throws `SyntaxError` for what is none. */
export function exactJson(json: string): unknown {
	const value = JSON.parse(json) as unknown;
	return /\d{16}/.test(json) ? (JSON.parse(withIntegersAsText(json)) as unknown) : value;
}
