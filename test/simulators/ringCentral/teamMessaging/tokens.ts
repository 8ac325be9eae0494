import { badParameter } from '../requests/failure';

/** Where a page begins; it carries the filters it was made with (docs/protocols/ringcentral.md#paging). */
interface PageToken {
	offset: number;
	/** Key of the item before the page, so that new ones at the front move nothing. */
	after?: string;
	filters: [string, string][];
}

const encode = (token: PageToken) => Buffer.from(JSON.stringify(token)).toString('base64url');

function decode(text: string): PageToken {
	try {
		const token = JSON.parse(Buffer.from(text, 'base64url').toString()) as PageToken;
		if (Array.isArray(token.filters) && Number.isInteger(token.offset)) return token;
	} catch {
		// Anything may come as a token; one that cannot be read is a wrong one.
	}
	throw badParameter('pageToken', text);
}

/** The filters of a request: those of its token when it has one. */
export function filtersOf(query: URLSearchParams): URLSearchParams {
	const text = query.get('pageToken');
	if (text === null) return query;
	return new URLSearchParams(decode(text).filters);
}

/** One page by `recordCount` and `pageToken`, with the tokens of its neighbours. */
export function tokenPage<T>(
	query: URLSearchParams,
	all: readonly T[],
	keyOf: (item: T) => string,
	render: (item: T) => unknown,
): { records: unknown[]; navigation: { prevPageToken?: string; nextPageToken?: string } } {
	const text = query.get('pageToken');
	const token = text === null ? undefined : decode(text);
	const count = Number(query.get('recordCount') ?? 30);
	if (!Number.isInteger(count) || count < 1 || count > 250) {
		throw badParameter('recordCount', query.get('recordCount') ?? undefined);
	}
	let first = token?.offset ?? 0;
	if (token?.after !== undefined) {
		const before = all.findIndex((item) => keyOf(item) === token.after);
		if (before >= 0) first = before + 1;
	}
	const filters =
		token?.filters ?? [...query].filter(([name]) => name !== 'recordCount' && name !== 'pageToken');
	const at = (offset: number) =>
		encode({ offset, filters, ...(offset > 0 ? { after: keyOf(all[offset - 1]) } : {}) });
	return {
		records: all.slice(first, first + count).map(render),
		navigation: {
			...(first > 0 ? { prevPageToken: at(Math.max(0, first - count)) } : {}),
			...(first + count < all.length ? { nextPageToken: at(first + count) } : {}),
		},
	};
}
