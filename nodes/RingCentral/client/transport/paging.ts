import { TelephonyError } from '../../../shared/core/errors';
import { endlessList } from '../../../shared/core/flow/endless';
import { isObject, objects, text, type JsonObject } from './answers';
import { completed, sendAny, type ApiRequest } from './exchange';
import type { RingCentralConnection } from './connection';
import { pageAddress } from './urls';

export interface PageOptions {
	/** Records in all; every one there is when not given. */
	limit?: number;
	/** Records per page; the server's default when not given. */
	perPage?: number;
}

export interface TokenPageOptions {
	/** Records in all; every one there is when not given. */
	limit?: number;
	/** Records per page: 30 by default, at most 250 (docs/protocols/ringcentral.md#paging). */
	recordCount?: number;
}

/** Empty pages in a row after which a list that names ever more pages is taken to have no end. */
const EMPTY_PAGES = 20;

/** Looks at pages as they come. Throws `protocolViolation` for a list without end. */
function endlessPages(): (records: readonly unknown[]) => void {
	const look = endlessList();
	let inARow = 0;
	return (records) => {
		look(records);
		inARow = records.length === 0 ? inARow + 1 : 0;
		if (inARow < EMPTY_PAGES) return;
		throw new TelephonyError(
			'protocolViolation',
			`The list goes on for ever: the last ${EMPTY_PAGES} pages had nothing in them`,
		);
	};
}

/** A page; undefined for an empty answer. Throws what `sendAny` throws, and `protocolViolation` for no page. */
async function pageOf(
	connection: RingCentralConnection,
	request: ApiRequest,
): Promise<JsonObject | undefined> {
	const answer = await sendAny(connection, request);
	if (answer === undefined || isObject(answer)) return answer;
	throw new TelephonyError('protocolViolation', 'The server answered without a list of records');
}

function recordsOf<T>(answer: JsonObject | undefined): T[] {
	const records = answer?.records;
	// A list with nothing in it may come as null or be left out, beside its paging.
	if (records === undefined || records === null) return [];
	if (Array.isArray(records)) return objects(records) as T[];
	throw new TelephonyError('protocolViolation', 'The server answered without a list of records');
}

const atMost = (size: number | undefined, limit: number) =>
	size === undefined || size > limit ? (Number.isFinite(limit) ? limit : size) : size;

/** Where the next page is: the server's own link, else the next number while there are more. */
function nextPage(
	{ server }: RingCentralConnection,
	request: ApiRequest,
	answer: JsonObject | undefined,
): Pick<ApiRequest, 'path' | 'query'> | undefined {
	const { navigation, paging } = answer ?? {};
	const link = isObject(navigation) && isObject(navigation.nextPage) && navigation.nextPage.uri;
	const uri = text(link);
	if (uri !== undefined) return { path: pageAddress(server, uri), query: {} };
	if (isObject(navigation) || !isObject(paging)) return undefined;
	const page = Number(paging.page);
	const total = Number(paging.totalPages);
	return page >= 1 && page < total
		? { path: request.path, query: { ...request.query, page: page + 1 } }
		: undefined;
}

/** The page after another one. */
interface Following {
	request: ApiRequest;
	/** Names the page: a list that gives the same name twice goes round in a circle. */
	place: string;
}

/** Pages one after the other, one in memory at a time. Throws what `sendAny` throws. */
async function* walk<T>(
	connection: RingCentralConnection,
	first: ApiRequest,
	limit: number,
	followingOf: (present: ApiRequest, answer: JsonObject | undefined) => Following | undefined,
): AsyncGenerator<T[]> {
	const seen = new Set<string>();
	const look = endlessPages();
	let request = first;
	for (let left = limit; left > 0; ) {
		const answer = await pageOf(connection, request);
		const records = recordsOf<T>(answer).slice(0, left);
		left -= records.length;
		if (records.length > 0) yield records;
		const following = left > 0 ? followingOf(request, answer) : undefined;
		if (!following) return;
		look(records);
		if (seen.has(following.place)) {
			throw new TelephonyError('protocolViolation', 'The pages of the list go round in a circle');
		}
		seen.add(following.place);
		({ request } = following);
	}
}

/** Pages by `navigation.nextPage`. Throws what `sendAny` throws. */
export async function* pages<T = JsonObject>(
	connection: RingCentralConnection,
	request: ApiRequest,
	{ limit = Infinity, perPage }: PageOptions = {},
): AsyncGenerator<T[]> {
	const size = perPage === undefined ? undefined : atMost(perPage, limit);
	// The server names pages by addresses of its own, which may be another's.
	const first = { ...completed(request), query: { ...request.query, perPage: size } };
	yield* walk<T>(connection, first, limit, (present, answer) => {
		const next = nextPage(connection, present, answer);
		if (!next) return undefined;
		const place = `${next.path} ${JSON.stringify(next.query)}`;
		return { request: { ...present, ...next }, place };
	});
}

function nextToken(answer: JsonObject | undefined): string | undefined {
	const navigation = answer?.navigation;
	return isObject(navigation) ? text(navigation.nextPageToken) : undefined;
}

/** Pages by `navigation.nextPageToken`, which carries the filters of the first (Team Messaging). */
export async function* tokenPages<T = JsonObject>(
	connection: RingCentralConnection,
	request: ApiRequest,
	{ limit = Infinity, recordCount }: TokenPageOptions = {},
): AsyncGenerator<T[]> {
	const size = recordCount === undefined ? undefined : atMost(recordCount, limit);
	const first = { ...request, query: { ...request.query, recordCount: size } };
	yield* walk<T>(connection, first, limit, (present, answer) => {
		const pageToken = nextToken(answer);
		if (pageToken === undefined) return undefined;
		const query = { recordCount: size, pageToken };
		return { request: { ...present, query }, place: pageToken };
	});
}
