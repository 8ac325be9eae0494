/** Charsets whose text is not bytes of ASCII with something in between. */
const WIDE = /^(?:utf-?16|ucs-?[24]|utf-?32|iso-10646)/i;

/** Parsers read no more than this for the declaration. */
const PROLOG = 200;

function decoder(charset: string | undefined): TextDecoder | undefined {
	if (charset === undefined) return undefined;
	try {
		return new TextDecoder(charset);
	} catch {
		// A name that nobody knows says as little as none.
		return undefined;
	}
}

export function isKnownCharset(charset: string): boolean {
	return decoder(charset) !== undefined;
}

/** What Windows-1252 has from 0x80 to 0x9f; blanks where it has nothing. */
const WINDOWS_CHARACTERS = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

/** Some versions of Node decode Windows-1252 as ISO-8859-1, which has control characters there. */
function withWindowsCharacters(text: string): string {
	return text.replace(/[\u0080-\u009f]/g, (character) => {
		const known = WINDOWS_CHARACTERS[character.charCodeAt(0) - 0x80];
		return known === ' ' ? character : known;
	});
}

/** The charset of a Content-Type header. */
export function charsetOf(contentType: string | undefined): string | undefined {
	return /charset\s*=\s*["']?([^"';\s,]+)/i.exec(contentType ?? '')?.[1];
}

/** Bytes that `wideCharset` tells by: a single broken byte must not turn a whole stream into UTF-16. */
export const WIDE_TOLD_BY = 4;

/**
 * The charset of UTF-16, by its byte order mark and how what follows is written, by how its first two
 * characters are written, or as `charset` says; undefined for what has one byte for each character of ASCII.
 */
export function wideCharset(bytes: Uint8Array, charset?: string): string | undefined {
	const [first, second, third, fourth] = bytes;
	const isLow = (character?: number, zero?: number) => zero === 0 && (character ?? 0) > 0;
	if (first === 0xff && second === 0xfe && isLow(third, fourth)) return 'utf-16le';
	if (first === 0xfe && second === 0xff && isLow(fourth, third)) return 'utf-16be';
	if (first === 0x3c && isLow(first, second) && isLow(third, fourth)) return 'utf-16le';
	if (second === 0x3c && isLow(second, first) && isLow(fourth, third)) return 'utf-16be';
	if (charset === undefined || !WIDE.test(charset) || first === 0x3c) return undefined;
	return /be$/i.test(charset) ? 'utf-16be' : 'utf-16le';
}

/**
 * The text of one XML document. What is valid UTF-8 is that, unless only another charset is named, in the
 * declaration or as `charset` of its Content-Type; then the declaration counts more. Bytes that are in no
 * charset that was named are taken for Windows-1252: nothing becomes a replacement character.
 */
export function xmlText(bytes: Uint8Array, charset?: string): string {
	const wide = wideCharset(bytes, charset);
	if (wide !== undefined) return new TextDecoder(wide).decode(bytes);
	const prolog = Buffer.from(bytes.subarray(0, PROLOG)).toString('latin1');
	const declared = /^(?:\u00ef\u00bb\u00bf)?\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']+)/i.exec(
		prolog,
	)?.[1];
	// Text that is no UTF-16 cannot be, whatever it says: it was converted on its way.
	const named = [declared, charset].filter((name) => name !== undefined && !WIDE.test(name));
	const [other] = named.filter((name) => !/^utf-?8$/i.test(name ?? '') && decoder(name));
	if (other === undefined || named.some((name) => /^utf-?8$/i.test(name ?? ''))) {
		try {
			return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
		} catch {
			// It says UTF-8, or nothing, and is something else.
		}
	}
	const found = decoder(other) ?? new TextDecoder('windows-1252');
	const text = found.decode(bytes);
	return found.encoding === 'windows-1252' ? withWindowsCharacters(text) : text;
}
