import { TelephonyError } from '../../shared/core/errors';
import { endlessList } from '../../shared/core/flow/endless';
import { ask, type CooCenterConnection } from './connection';
import { isObject, number, type Wire, type WireObject } from './values';

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
		Object.entries(row).map(([name, value]) => [
			Object.hasOwn(names, name) ? names[name] : name,
			value,
		]),
	);
}

/** Rows that are asked for at once. */
const PAGE_SIZE = 100;

/**
 * Rows of a list of generation 2 that comes in pages: `limit` and `page` in the query, `{count, rows}` as answer
 * (docs/protocols/coocenter.md#broadcasts-of-generation-2).
 * @param most undefined: all
 */
export async function pagedRows(
	connection: CooCenterConnection,
	path: string,
	query: Record<string, string>,
	most = Infinity,
): Promise<WireObject[]> {
	const found: WireObject[] = [];
	// Pages of one size, or a row at their edges would be missed.
	const limit = Math.min(PAGE_SIZE, most);
	const look = endlessList();
	for (let page = 1; found.length < most; page++) {
		const fields = { limit: String(limit), page: String(page), ...query };
		const answer = await ask(connection, { methods: ['GET'], path, fields, kind: 'read' });
		const rows = isObject(answer) ? rowsOf({ data: answer.rows }) : rowsOf(answer);
		found.push(...rows);
		const count = isObject(answer) ? number(answer.count) : undefined;
		if (rows.length < limit || (count !== undefined && found.length >= count)) break;
		look(rows);
	}
	return found.slice(0, most === Infinity ? undefined : most);
}
