import { TelephonyError } from '../core/errors';
import { exactJson } from '../core/parsing/exactJson';
import { isRecord, type JsonRecord } from '../core/records';
import type { OperationContext } from './operation';

type Parameters = Pick<OperationContext<unknown>, 'parameter'>;

/** The editor may keep what was chosen in a list for a field of the same name that is plain text. */
const chosen = (value: unknown): unknown =>
	isRecord(value) && value.__rl === true ? value.value : value;

/** A parameter as trimmed text; empty where nothing was given. */
export const optional = ({ parameter }: Parameters, name: string): string =>
	String(chosen(parameter<unknown>(name, '')) ?? '').trim();

/** A parameter that must not be empty. Throws `badRequest` with its display name. */
export function mandatory(context: Parameters, name: string, label: string): string {
	const value = optional(context, name);
	if (value === '') throw new TelephonyError('badRequest', `The parameter "${label}" is empty`);
	return value;
}

/**
 * What a JSON parameter holds, ids with all their digits; undefined for an empty one. Throws `badRequest` for what
 * is no JSON.
 */
export function jsonOf({ parameter }: Parameters, name: string, label: string): unknown {
	const value = parameter<unknown>(name, '');
	if (value === undefined || value === null || value === '') return undefined;
	if (typeof value !== 'string') return value;
	try {
		return exactJson(value);
	} catch (cause) {
		throw new TelephonyError('badRequest', `The parameter "${label}" is not valid JSON`, { cause });
	}
}

/** The JSON object in a parameter; undefined for an empty one. Throws `badRequest` for anything else. */
export function objectOf(context: Parameters, name: string, label: string): JsonRecord | undefined {
	const value = jsonOf(context, name, label);
	if (value === undefined || isRecord(value)) return value;
	throw new TelephonyError('badRequest', `The parameter "${label}" is not a JSON object`);
}
