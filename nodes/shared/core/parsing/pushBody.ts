import { boundedJson } from './boundedJson';
import { declaredCharset, decodedText } from './charset';
import { TelephonyError } from '../errors';
import { nestNames } from './flatNames';
import { FORM_LIMITS, formFields, tooManyFields } from './formFields';
import { multipartFields } from './multipart';
import { isRecord, type JsonRecord } from '../records';

/** What a telephone system pushed: names and values as they came. */
export type PushRecord = JsonRecord;

/** The body of a push, as far as nobody took it apart yet. */
export interface PushBody {
	contentType?: string;
	bytes: Uint8Array;
}

/** Records one request may carry. */
const MAX_RECORDS = 1_000;

const unreadable = (message: string) => new TelephonyError('badRequest', message);

/**
 * Text of a body: in its declared charset, else UTF-8, else GB18030, which Chinese systems still write
 * (docs/protocols/coocenter.md#wire-form-answer-retry). Throws `badRequest`.
 */
export function pushText({ contentType, bytes }: PushBody): string {
	return decodedText(bytes, declaredCharset(contentType));
}

function recordsOf(value: unknown): PushRecord[] {
	const list = Array.isArray(value) ? value : [value];
	if (list.length > MAX_RECORDS) throw unreadable(`More than ${MAX_RECORDS} records in one push`);
	if (!list.every(isRecord)) throw unreadable('The body is not a JSON object or list of objects');
	return list;
}

const looksLikeJson = (text: string): boolean => /^\s*[{[]/.test(text);

/** Form fields; one whose only field is a document is that document, under whatever name. */
function recordsOfForm(fields: Record<string, unknown>): PushRecord[] {
	const names = Object.keys(fields);
	if (names.length === 1) {
		const value = fields[names[0]];
		if (typeof value === 'string' && looksLikeJson(value)) {
			const inner = boundedJson(value);
			// A single field `cdr` or `extend` belongs to the record; `data` or `body` is the record.
			return /^(data|body|json|payload|message|event|)$/i.test(names[0])
				? recordsOf(inner)
				: [{ [names[0]]: inner }];
		}
	}
	return [nestNames(fields)];
}

/**
 * The records of a push: a JSON object or list of objects, whatever its content type says, or a form, multipart
 * or not, with plain or nested names (`a.b`, `a[b]`). Throws `badRequest` for anything else, and for more than
 * the limits of JSON and forms.
 */
export function readPush(body: PushBody): PushRecord[] {
	const { contentType = '', bytes } = body;
	if (/^\s*multipart\//i.test(contentType)) {
		return readPushedForm(multipartFields(bytes, contentType));
	}
	const text = pushText(body).trim();
	if (text === '') throw unreadable('The body is empty');
	if (looksLikeJson(text)) return recordsOf(boundedJson(text));
	if (/json/i.test(contentType) || !text.includes('=')) {
		throw unreadable('The body is neither JSON nor a form');
	}
	return recordsOfForm(formFields(bytes, contentType));
}

/** The records of a form that was taken apart already: multipart, or a query. Throws `badRequest`. */
export function readPushedForm(fields: Record<string, unknown>): PushRecord[] {
	const { length } = Object.keys(fields);
	if (length === 0) throw unreadable('The push has no fields');
	if (length > FORM_LIMITS.fields) throw tooManyFields();
	return recordsOfForm(fields);
}
