import { declaredCharset, decodedText, wideCharset, withCharset } from './charset';
import { TelephonyError } from '../errors';

/** What a form from outside may cost. */
export const FORM_LIMITS = {
	fields: 2_000,
	/** Bytes of a name. */
	name: 512,
};

/** A field as it came: nothing decoded yet. */
export interface RawField {
	name: Uint8Array;
	value: Uint8Array;
	/** Its own charset, which one part of a multipart form may have. */
	charset?: string;
}

export const tooManyFields = () =>
	new TelephonyError('badRequest', `The form has more than ${FORM_LIMITS.fields} fields`);

const PERCENT = 0x25;
const AMPERSAND = 0x26;
const PLUS = 0x2b;
const EQUALS = 0x3d;
const BLANK = 0x20;

/** Value of a hexadecimal digit; undefined for anything else, also behind the end. */
function digit(code: number | undefined): number | undefined {
	if (code === undefined) return undefined;
	if (code >= 0x30 && code <= 0x39) return code - 0x30;
	const letter = code | 0x20;
	return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : undefined;
}

/** `%41+b` as `A b`; a percent sign without two digits stays. */
function unescaped(bytes: Uint8Array): Uint8Array {
	if (!bytes.includes(PERCENT) && !bytes.includes(PLUS)) return bytes;
	const plain = new Uint8Array(bytes.length);
	let length = 0;
	for (let at = 0; at < bytes.length; at++) {
		const byte = bytes[at];
		const high = byte === PERCENT ? digit(bytes[at + 1]) : undefined;
		const low = high === undefined ? undefined : digit(bytes[at + 2]);
		if (high !== undefined && low !== undefined) {
			plain[length++] = high * 16 + low;
			at += 2;
		} else {
			plain[length++] = byte === PLUS ? BLANK : byte;
		}
	}
	return plain.subarray(0, length);
}

function rawFields(bytes: Uint8Array): RawField[] {
	const fields: RawField[] = [];
	for (let start = 0; start < bytes.length; ) {
		const found = bytes.indexOf(AMPERSAND, start);
		const end = found < 0 ? bytes.length : found;
		const field = bytes.subarray(start, end);
		start = end + 1;
		if (field.length === 0) continue;
		if (fields.length >= FORM_LIMITS.fields) throw tooManyFields();
		const equals = field.indexOf(EQUALS);
		fields.push({
			name: unescaped(equals < 0 ? field : field.subarray(0, equals)),
			value: unescaped(equals < 0 ? new Uint8Array() : field.subarray(equals + 1)),
		});
	}
	return fields;
}

/** Values by name; one that comes several times has a list. */
function gathered(fields: ReadonlyArray<readonly [string, string]>): Record<string, unknown> {
	const found = new Map<string, string[]>();
	for (const [name, value] of fields) {
		const known = found.get(name);
		if (known) known.push(value);
		else found.set(name, [value]);
	}
	return Object.fromEntries(
		[...found].map(([name, values]) => [name, values.length > 1 ? values : values[0]]),
	);
}

/** A byte order mark is no part of the first name. */
const withoutMark = (bytes: Uint8Array) =>
	bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;

/**
 * Names and values of fields as text. What says no charset of its own is all of one: the declared one, UTF-8
 * or GB18030, whichever fits every field. Throws `badRequest`.
 */
export function decodedFields(
	fields: readonly RawField[],
	declared?: string,
): Record<string, unknown> {
	if (fields.some(({ name }) => name.length > FORM_LIMITS.name)) {
		throw new TelephonyError(
			'badRequest',
			`The form has a name of more than ${FORM_LIMITS.name} bytes`,
		);
	}
	return withCharset(new Uint8Array(), declared, (decode) =>
		gathered(
			fields.map(({ name, value, charset }) => [
				decode(name),
				charset === undefined ? decode(value) : decodedText(value, charset),
			]),
		),
	);
}

/**
 * Fields of a form or query, as the bytes that were sent. Escaped bytes are of the same charset as the others.
 * Throws `badRequest` for more than `FORM_LIMITS`.
 */
export function formFields(
	body: Uint8Array | string,
	contentType?: string,
): Record<string, unknown> {
	const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
	const declared = declaredCharset(contentType);
	const wide = wideCharset(bytes, declared);
	if (wide !== undefined) {
		const text = decodedText(bytes, wide);
		return decodedFields(rawFields(new TextEncoder().encode(text)));
	}
	return decodedFields(rawFields(withoutMark(bytes)), declared);
}
