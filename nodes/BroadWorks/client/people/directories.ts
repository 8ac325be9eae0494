import { TelephonyError } from '../../../shared/core/errors';
import { endlessList } from '../../../shared/core/flow/endless';
import { parseXml } from '../../../shared/core/parsing/xml';
import { elementValue, type XsiObject, type XsiValue } from '../calls/values';
import { bodyText } from '../transport/answers';
import { segment, send, type XsiConnection, type XsiQuery } from '../transport/connection';
import { naming, userWords } from '../transport/naming';

export interface DirectoryRequest {
	/** Below `directories`, such as `Enterprise`; parts that people name are encoded here. */
	path: readonly string[];
	query?: XsiQuery;
	/** The server gives pages (docs/protocols/broadworks.md#identifiers-and-escaping). */
	paged: boolean;
	/** Entries to give at the most. */
	limit?: number;
	/** The entries of a document. */
	entriesOf: (document: XsiObject) => XsiObject[];
}

const PAGE = 200;

const objectOf = (value: XsiValue): XsiObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};

/** A part of a value, as a list of objects. */
export function listAt(value: XsiValue | undefined, ...names: string[]): XsiObject[] {
	const [name, ...rest] = names;
	if (name === undefined) return [value ?? []].flat().map(objectOf);
	return [value ?? []].flat().flatMap((one) => listAt(objectOf(one)[name], ...rest));
}

async function page(connection: XsiConnection, path: string, query: XsiQuery) {
	const response = await send(connection, { method: 'GET', path, query });
	return objectOf(elementValue(parseXml(bodyText(response))));
}

/**
 * The entries of a directory around a user, page by page (docs/protocols/broadworks.md#directories-logs-voice-mail).
 */
export async function readDirectory(
	connection: XsiConnection,
	userId: string,
	{ path: parts, query = {}, paged, limit = Infinity, entriesOf }: DirectoryRequest,
): Promise<XsiObject[]> {
	const below = parts.map((part) => segment(part, 'The directory')).join('/');
	const path = `/v2.0/user/${segment(userId, 'The user')}/directories/${below}`;
	const found: XsiObject[] = [];
	const size = Math.min(PAGE, limit);
	const look = endlessList();
	const words = {
		notFound: `The server knows no user ${userWords(userId)}, or has no directory ${parts.join('/')} for the user`,
	};
	return await naming(words, async () => {
		for (let start = 1; ; start += size) {
			const pages = paged ? { start, results: size } : {};
			const document = await page(connection, path, { ...query, ...pages }).catch(
				async (error: unknown) => {
					// Some servers refuse to give pages (docs/protocols/broadworks.md#identifiers-and-escaping).
					const refused = error instanceof TelephonyError && error.kind === 'badRequest';
					if (!refused || !paged || start !== 1) throw error;
					return await page(connection, path, query);
				},
			);
			const entries = entriesOf(document);
			found.push(...entries);
			const total = Number(document.totalAvailableRecords ?? 0);
			const isLast = !paged || entries.length === 0 || start + entries.length > total;
			if (isLast || found.length >= limit) return found.slice(0, limit);
			look(entries);
		}
	});
}
