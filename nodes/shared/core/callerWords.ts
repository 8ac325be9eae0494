/** Characters of a text that may be a name or number; a longer one is neither read nor repaired. */
const LONGEST = 256;

/**
 * Words that telephone systems write where there is no name or number, or where it is withheld: of SIP
 * (RFC 3323, RFC 3325), of Asterisk's caller presentation and its default caller id, of FreeSWITCH, of networks
 * and of account languages.
 */
const NOBODY = new Set(
	[
		'anonymous',
		'asterisk',
		'blocked',
		'caller id blocked',
		'caller id unavailable',
		'caller unknown',
		'id unavailable',
		'id withheld',
		'n/a',
		'no caller id',
		'no callerid',
		'no number',
		'none',
		'not available',
		'null',
		'number unavailable',
		'number withheld',
		'out of area',
		'private',
		'restricted',
		'unavailable',
		'undefined',
		'unknown',
		'unknown caller',
		'unknown name',
		'unknown number',
		'withheld',
		'withheld number',
		'anonymous caller',
		'private caller',
		'private number',
		'匿名',
		'匿名来电',
		'未知',
		'未知号码',
		'私人号码',
		'非通知',
		'不明',
	].map((word) => word.replace(/ /g, '')),
);

/** What of a SIP address is its user: `anonymous` of `sip:anonymous@anonymous.invalid;user=phone`. */
const userOf = (address: string) => address.replace(/^sips?:|^tel:/i, '').replace(/[@;]\S*$/, '');

const unbracketed = (text: string) => /^<(.*)>$/s.exec(text)?.[1] ?? text;

/** Without the quotes around it, and escaped ones as they are meant. */
function unquoted(text: string): string {
	const inner = /^"(.*)"$/s.exec(text)?.[1];
	return inner === undefined ? text : inner.replace(/\\(["\\])/g, '$1').trim();
}

/** Whether a name or number says that there is none: `<unknown>` of Asterisk, `anonymous` of SIP, `<>`. */
export function isNobody(value: unknown): boolean {
	if (typeof value !== 'string' || value.length > LONGEST) return false;
	const text = unquoted(unbracketed(unquoted(value.trim())).trim());
	if (text === '' || /^-+$/.test(text)) return true;
	return NOBODY.has(userOf(text).toLowerCase().replace(/[ _-]/g, ''));
}

/**
 * A telephone number whose plus sign was lost: in a form or query that was sent without escaping, it arrives as
 * a blank. `digits`: fewer are the extension of somebody, with a stray blank; no number with its country begins
 * with 0. Blanks around a text go; anything else stays as it is.
 */
export function withLostPlus<T>(value: T, digits = 1): T | string {
	if (typeof value !== 'string' || value.length > LONGEST) return value;
	const text = value.trim();
	return /^ [1-9]/.test(value) && text.length >= digits ? `+${text}` : text;
}

/** Digits of the shortest number with a country code. */
export const SHORTEST_E164 = 7;

/** A name or number as one wants it: without lost signs, null where it says that there is none. */
export const personOr = <T>(value: T, digits = 1): T | string | null =>
	isNobody(value) ? null : withLostPlus(value, digits);

/** Name and number of a caller, as far as they are told. */
export interface CallerId {
	name?: string;
	number?: string;
}

const isNumber = (text: string) => /\d/.test(text) && /^\+?[\d*#().\s-]+$/.test(text);

/** The number of an address: without scheme, host and parameters. */
const numberOf = (written: string): string | undefined => {
	if (isNobody(written)) return undefined;
	return withLostPlus(userOf(written), SHORTEST_E164) || undefined;
};

const nameOf = (written: string): string | undefined => {
	const name = unquoted(written.trim());
	return isNobody(name) ? undefined : name;
};

/**
 * Reads `"808" <808>`, as Asterisk writes a caller, with or without quotes, name or number. A name may have
 * quotes and brackets itself.
 */
export function callerIdOf(written: string): CallerId {
	const text = written.trim().replace(/>;[^<>]*$/, '>');
	if (text.length > LONGEST) return { name: text };
	if (isNobody(text)) return {};
	const open = text.lastIndexOf('<');
	if (open >= 0 && text.endsWith('>')) {
		return { name: nameOf(text.slice(0, open)), number: numberOf(text.slice(open + 1, -1)) };
	}
	const bare = unquoted(text);
	const isAddress = /^(sips?|tel):/i.test(bare);
	if (!isAddress && !isNumber(bare)) return { name: bare };
	// What stood before the text tells whether a plus was lost.
	return { number: numberOf(bare === text ? written : bare) };
}
