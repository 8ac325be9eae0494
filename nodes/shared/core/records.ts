import { boundedJson } from './parsing/boundedJson';
import { TelephonyError } from './errors';

/** Names and values of a JSON object. */
export type JsonRecord = Record<string, unknown>;

export const isRecord = (value: unknown): value is JsonRecord =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * An id, text or number, as text; undefined for none, and for nothing but zeros (`0`, a GUID of zeros), with which
 * systems say that there is none.
 */
export function givenId(value: unknown): string | undefined {
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const id = String(value).trim();
	return /^[0{}-]*$/.test(id) ? undefined : id;
}

/**
 * The value of a text that is JSON within its limits; undefined for any other, which may well be a text by
 * intention.
 */
export function parsedText(text: string): unknown {
	try {
		return boundedJson(text);
	} catch (error) {
		if (error instanceof TelephonyError) return undefined;
		throw error;
	}
}

/** An object, or the one a text has as JSON: forms carry objects so. Undefined for anything else. */
export function recordOf(value: unknown): JsonRecord | undefined {
	if (isRecord(value)) return value;
	if (typeof value !== 'string' || !value.trim().startsWith('{')) return undefined;
	const parsed = parsedText(value);
	return isRecord(parsed) ? parsed : undefined;
}

/** A list, or the one a text has as JSON or with commas; a single value is a list of one, nothing is none. */
export function listFrom(value: unknown): unknown[] {
	if (value === undefined || value === null || value === '') return [];
	if (Array.isArray(value)) return value;
	if (typeof value !== 'string') return [value];
	const parsed = value.trim().startsWith('[') ? parsedText(value) : undefined;
	return Array.isArray(parsed) ? parsed : value.split(',').map((entry) => entry.trim());
}
