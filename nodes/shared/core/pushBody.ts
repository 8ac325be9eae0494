import { TelephonyError } from './errors';
import { nestNames } from './flatNames';
import { isRecord, type JsonRecord } from './records';

/** What a telephone system pushed: names and values as they came. */
export type PushRecord = JsonRecord;

/** The body of a push, as far as nobody took it apart yet. */
export interface PushBody {
	contentType?: string;
	bytes: Uint8Array;
}

/** Records one request may carry. */
const MAX_RECORDS = 1_000;

const unreadable = (message: string, cause?: unknown) =>
	new TelephonyError('badRequest', message, { cause });

/**
 * Text of a body: in its declared charset, else UTF-8, else GB18030, which Chinese systems still write
 * (protocol page coocenter, section 4).
 */
export function pushText({ contentType = '', bytes }: PushBody): string {
	const declared = /charset="?([^";\s]+)/i.exec(contentType)?.[1];
	let lastFailure: unknown;
	const charsets = [...(declared ? [declared] : []), 'utf-8', 'gb18030'];
	for (const charset of charsets) {
		try {
			return new TextDecoder(charset, { fatal: true }).decode(bytes);
		} catch (error) {
			// An unknown charset, or bytes that do not fit it: the next one.
			lastFailure = error;
		}
	}
	throw unreadable('The body is no text in UTF-8 or GB18030', lastFailure);
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw unreadable('The body is no valid JSON', cause);
	}
}

function recordsOf(value: unknown): PushRecord[] {
	const list = Array.isArray(value) ? value : [value];
	if (list.length > MAX_RECORDS) throw unreadable(`More than ${MAX_RECORDS} records in one push`);
	if (!list.every(isRecord)) throw unreadable('The body is no JSON object or list of objects');
	return list;
}

const looksLikeJson = (text: string): boolean => /^\s*[{[]/.test(text);

/** Form fields; one whose only field is a document is that document, under whatever name. */
function recordsOfForm(fields: Record<string, unknown>): PushRecord[] {
	const names = Object.keys(fields);
	if (names.length === 1) {
		const value = fields[names[0]];
		if (typeof value === 'string' && looksLikeJson(value)) {
			const inner = parsed(value);
			// A single field `cdr` or `extend` belongs to the record; `data` or `body` is the record.
			return /^(data|body|json|payload|message|event|)$/i.test(names[0])
				? recordsOf(inner)
				: [{ [names[0]]: inner }];
		}
	}
	return [nestNames(fields)];
}

/** Fields of a form or query. A name that comes several times has a list. */
export function formFields(text: string): Record<string, unknown> {
	const fields = new Map<string, string | string[]>();
	for (const [name, value] of new URLSearchParams(text)) {
		const known = fields.get(name);
		fields.set(name, known === undefined ? value : [known, value].flat());
	}
	return Object.fromEntries(fields);
}

/**
 * The records of a push: a JSON object or list of objects, whatever its content type says, or a form
 * with plain or nested names (`a.b`, `a[b]`). Throws `badRequest` for anything else.
 */
export function readPush(body: PushBody): PushRecord[] {
	const text = pushText(body).trim();
	if (text === '') throw unreadable('The body is empty');
	if (looksLikeJson(text)) return recordsOf(parsed(text));
	if (/json/i.test(body.contentType ?? '') || !text.includes('=')) {
		throw unreadable('The body is neither JSON nor a form');
	}
	return recordsOfForm(formFields(text));
}

/** The records of a form that was taken apart already: multipart, or a query. */
export function readPushedForm(fields: Record<string, unknown>): PushRecord[] {
	if (Object.keys(fields).length === 0) throw unreadable('The push has no fields');
	return recordsOfForm(fields);
}
