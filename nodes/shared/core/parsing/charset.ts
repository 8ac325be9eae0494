import { TelephonyError } from '../errors';

/** Turns bytes into text; throws for bytes that do not fit. */
type Decode = (bytes: Uint8Array) => string;

/** What a decoder throws for bytes that do not fit, and for an unknown charset (Node's documentation, Errors). */
const MISFIT = 'ERR_ENCODING_INVALID_ENCODED_DATA';
const UNKNOWN = 'ERR_ENCODING_NOT_SUPPORTED';

const codeOf = (error: unknown) => (error as { code?: unknown } | undefined)?.code;

/**
 * Windows-1252 from 0x80 on. Which of these a TextDecoder gives instead of control characters depends on the
 * version of Node.
 */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

const decoders = new Map<string, Decode>();

/** The decoder of a charset under any of its names (WHATWG Encoding, 4.2); undefined for an unknown one. */
function decoderOf(label: string): Decode | undefined {
	const name = label.trim().toLowerCase();
	const known = decoders.get(name);
	if (known) return known;
	let decoder: TextDecoder;
	try {
		decoder = new TextDecoder(name, { fatal: true });
	} catch (error) {
		if (codeOf(error) === UNKNOWN) return undefined;
		throw error;
	}
	const decode: Decode =
		decoder.encoding === 'windows-1252'
			? (bytes) =>
					decoder
						.decode(bytes)
						.replace(/[\u0080-\u009f]/g, (one) => WINDOWS_1252[one.charCodeAt(0) - 0x80])
			: (bytes) => decoder.decode(bytes);
	decoders.set(name, decode);
	return decode;
}

/** Declared by senders that write something else as well. */
const SAYS_NOTHING = /^(us-ascii|ascii|ansi_x3\.4-1968|iso646-us)$/i;

/** The charset that the first bytes show, by a byte order mark or by the zeros of UTF-16. */
function shownCharset(bytes: Uint8Array, declared: string | undefined): string | undefined {
	const [first, second, third] = bytes;
	if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
	if (first === 0xff && second === 0xfe) return 'utf-16le';
	if (first === 0xfe && second === 0xff) return 'utf-16be';
	// Documents and forms begin with ASCII.
	if (bytes.length < 2 || /^utf-?16(le|be)$/i.test(declared ?? '')) return undefined;
	if (first === 0 && second !== 0) return 'utf-16be';
	return first !== 0 && second === 0 ? 'utf-16le' : undefined;
}

/** The charset of a Content-Type header. */
export function declaredCharset(contentType = ''): string | undefined {
	const charset = /;\s*charset\s*=\s*["']?([^"';,\s]+)/i.exec(contentType)?.[1];
	return charset === undefined || SAYS_NOTHING.test(charset) ? undefined : charset;
}

/** The charset in which a text would be of two bytes for every letter; undefined for any other. */
export function wideCharset(bytes: Uint8Array, declared?: string): string | undefined {
	const charset = shownCharset(bytes, declared) ?? declared;
	const isWide = charset !== undefined && /^(utf-?16|ucs-?2|unicode)/i.test(charset);
	return isWide ? charset : undefined;
}

/**
 * Does `work` with the charset that all bytes fit: the one they show themselves, the declared one, UTF-8, or
 * GB18030, which Chinese systems still write without saying so
 * (docs/protocols/coocenter.md#wire-form-answer-retry). Throws `badRequest` when none does.
 */
export function withCharset<T>(
	sample: Uint8Array,
	declared: string | undefined,
	work: (decode: Decode) => T,
): T {
	let lastFailure: unknown;
	for (const charset of [shownCharset(sample, declared), declared, 'utf-8', 'gb18030']) {
		const decode = charset === undefined ? undefined : decoderOf(charset);
		if (!decode) continue;
		try {
			return work(decode);
		} catch (error) {
			if (codeOf(error) !== MISFIT) throw error;
			lastFailure = error;
		}
	}
	throw new TelephonyError('badRequest', 'The body is not text in UTF-8 or GB18030', {
		cause: lastFailure,
	});
}

/** Text of bytes; see `withCharset`. */
export function decodedText(bytes: Uint8Array, declared?: string): string {
	return withCharset(bytes, declared, (decode) => decode(bytes));
}
