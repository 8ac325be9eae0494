import { TelephonyError } from '../../shared/core/errors';
import { isObject, type Wire, type WireObject } from './values';

/** The rows of an answer: a bare list, or the list in `data` (docs/protocols/coocenter.md#requests). */
export function rowsOf(answer: Wire): WireObject[] {
	const rows = isObject(answer) ? answer.data : answer;
	// A PBX with nothing to list may leave it out.
	if (rows === undefined || rows === null || rows === '') return [];
	if (!Array.isArray(rows)) {
		throw new TelephonyError('protocolViolation', 'The PBX answered without a list');
	}
	return rows.filter(isObject);
}

/** The members under other names; the names on the left of `names` are those of generation 2. */
export function renamed(row: WireObject, names: Record<string, string>): WireObject {
	return Object.fromEntries(
		Object.entries(row).map(([name, value]) => [names[name] ?? name, value]),
	);
}
