import { declaredCharset } from './charset';
import { TelephonyError } from '../errors';
import { decodedFields, FORM_LIMITS, tooManyFields, type RawField } from './formFields';

const unreadable = (what: string) =>
	new TelephonyError('badRequest', `The multipart form cannot be read: ${what}`);

/** Bytes that the headers of one part may have. */
const MAX_HEADERS = 8_192;

const LF = 0x0a;
const CR = 0x0d;

/** A parameter of a header, quoted or not. */
function parameterOf(header: string, name: string): string | undefined {
	const quoted = new RegExp(`;\\s*${name}="([^"]*)"`, 'i').exec(header);
	return quoted?.[1] ?? new RegExp(`;\\s*${name}=([^\\s;"]+)`, 'i').exec(header)?.[1];
}

/** Headers of a part by lower-case name, byte for byte. */
function headersOf(part: Buffer): { headers: Map<string, string>; value: Buffer } {
	const head = part.subarray(0, MAX_HEADERS).toString('latin1');
	// A part may begin with the empty line: then it has no headers.
	const end = /^\r?\n|\r?\n\r?\n/.exec(head);
	if (!end) throw unreadable('a part has no end of its headers');
	const headers = new Map<string, string>();
	for (const line of head.slice(0, end.index).split(/\r?\n/)) {
		const colon = line.indexOf(':');
		if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1));
	}
	return { headers, value: part.subarray(end.index + end[0].length) };
}

/** A field of a part; undefined for a file. */
function fieldOf(part: Buffer): RawField | undefined {
	const { headers, value } = headersOf(part);
	const disposition = headers.get('content-disposition') ?? '';
	const name = parameterOf(disposition, 'name');
	if (name === undefined || /;\s*filename\*?=/i.test(disposition)) return undefined;
	const isBase64 = /^\s*base64\s*$/i.test(headers.get('content-transfer-encoding') ?? '');
	return {
		name: Buffer.from(name, 'latin1'),
		value: isBase64 ? Buffer.from(value.toString('latin1'), 'base64') : value,
		charset: declaredCharset(headers.get('content-type')),
	};
}

/** What stands before a border without the line break that belongs to the border. */
function untilBorder(bytes: Buffer, start: number, border: number): Buffer {
	const end = border > start && bytes[border - 1] === CR ? border - 1 : border;
	return bytes.subarray(start, Math.max(start, end));
}

function* partsOf(bytes: Buffer, boundary: string): Generator<Buffer> {
	const first = Buffer.from(`--${boundary}`, 'latin1');
	const next = Buffer.from(`\n--${boundary}`, 'latin1');
	let at = bytes.subarray(0, first.length).equals(first) ? first.length : -1;
	if (at < 0) {
		const found = bytes.indexOf(next);
		if (found < 0) throw unreadable('the boundary does not occur');
		at = found + next.length;
	}
	for (;;) {
		if (bytes.subarray(at, at + 2).toString('latin1') === '--') return;
		const line = bytes.indexOf(LF, at);
		// One byte earlier: an empty part has but one line break.
		const border = line < 0 ? -1 : bytes.indexOf(next, line);
		if (border < 0) throw unreadable('it ends within a part');
		yield untilBorder(bytes, line + 1, border);
		at = border + next.length;
	}
}

/**
 * Fields of a multipart form (RFC 7578); files are left out. Not by a library: those give text, where a field
 * may be in a charset that only the whole form shows, and none bounds the number of parts. Throws `badRequest`
 * for what is none, and for more than `FORM_LIMITS`.
 */
export function multipartFields(bytes: Uint8Array, contentType: string): Record<string, unknown> {
	const boundary = parameterOf(contentType, 'boundary');
	if (boundary === undefined || boundary === '') throw unreadable('no boundary is declared');
	const fields: RawField[] = [];
	let parts = 0;
	for (const part of partsOf(Buffer.from(bytes), boundary)) {
		if (++parts > FORM_LIMITS.fields) throw tooManyFields();
		const field = fieldOf(part);
		if (field) fields.push(field);
	}
	return decodedFields(fields, declaredCharset(contentType));
}
