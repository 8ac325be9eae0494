import { isNobody } from './callerWords';

/** What an address says: a number, or somebody's name at a host. */
export interface ReadAddress {
	/** Digits, `*` and `#`, with a plus where it was written; no scheme, host, parameters or separators. */
	number?: string;
	/** What `phone-context` says (RFC 3966 5.1.5): a prefix such as `+1`, or a domain. */
	context?: string;
	/** An address that is no number, without scheme and parameters: `alice@example.net`. */
	other?: string;
}

/** RFC 3966 3 calls them visual separators; blanks, slashes and typographic ones are written as well. */
const SEPARATORS = /[\s().\-/\u00a0\u00ad\u2010-\u2015\u2060\u200b-\u200f\u202a-\u202e\ufeff]/g;

/** Fewer would be `*` or `#` alone. The first digit stands in one place only, so that time is linear. */
const NUMBER = /^\+?[*#]*\d[\d*#]*$/;

/** Characters of a text that may be an address; of a longer one nothing is read. */
const LONGEST = 2_048;

/** With escapes that are none left as they are. */
function unescaped(text: string): string {
	return text.replace(/(?:%[\da-f]{2})+/gi, (escapes) => {
		try {
			return decodeURIComponent(escapes);
		} catch {
			return escapes;
		}
	});
}

/** `<sip:...>` of a name-addr (RFC 3261 20.10), where it has one. */
const withoutName = (text: string) => /<([^<>]+)>[^<>]*$/.exec(text)?.[1] ?? text;

const contextOf = (parameters: readonly string[]) =>
	parameters
		.map((parameter) => /^\s*phone-context\s*=(.*)$/is.exec(parameter)?.[1])
		.map((value) => value?.trim().replace(/^"|"$/g, ''))
		.find((value) => value !== undefined && value !== '' && !value.includes('"'));

/**
 * Reads a telephone number or address: a number as people write it, `tel:` (RFC 3966), `sip:` and `sips:`
 * (RFC 3261), or user and host without a scheme. Nothing of it for words that mean nobody; a text that is far
 * too long is somebody's words. Linear time.
 */
export function readAddress(written: string): ReadAddress {
	if (written.length > LONGEST) return { other: written.trim() };
	const uri = withoutName(written.trim()).trim();
	const bare = uri.replace(/^(?:tel|sips?|callto):(?:\/\/)?/i, '');
	const at = bare.lastIndexOf('@');
	// The user part may have parameters of its own: `+15550100;ext=3@host` (RFC 3261 19.1.6).
	const [subscriber, ...own] = (at < 0 ? bare : bare.slice(0, at)).split(/[;?]/);
	const [host, ...further] = at < 0 ? [''] : bare.slice(at + 1).split(/[;?]/);
	const user = unescaped(subscriber).trim();
	// A password or port behind a colon says nothing of who it is.
	const digits = user.replace(/:.*$/s, '').replace(SEPARATORS, '');
	if (NUMBER.test(digits)) {
		const context = contextOf([...own, ...further].map(unescaped));
		return context === undefined ? { number: digits } : { number: digits, context };
	}
	if (user === '' || isNobody(user) || isNobody(`${user}@${host}`)) return {};
	return { other: host === '' ? user : `${user}@${host}` };
}

const HAS_SCHEME = /^(?:[^<]*<)?\s*(?:tel|sips?|callto):/i;

/**
 * The number of an address with a scheme, and anything else as it is: for what the vendors' pages say is a
 * number, whoever writes it otherwise.
 */
export function withoutScheme(written: string | undefined): string | undefined {
	if (written === undefined || !HAS_SCHEME.test(written)) return written;
	const { number, other } = readAddress(written);
	return number ?? other;
}
