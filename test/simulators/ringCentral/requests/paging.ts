import { badParameter, type RouteContext, type RouteReply } from './router';

export interface PagingRules {
	/** Default 100. */
	perPage?: number;
	/** Default 1000. */
	most?: number;
	/**
	 * The answer tells how many there are in all (docs/protocols/ringcentral.md#paging: may be absent).
	 * Default true.
	 */
	totals?: boolean;
}

function positive(text: string | null, name: string, fallback: number): number {
	if (text === null) return fallback;
	const value = Number(text);
	if (!Number.isInteger(value) || value < 1) throw badParameter(name, text);
	return value;
}

/** `page` and `perPage` of a query; `max` and more than the most are the most. */
function asked(query: URLSearchParams, { perPage = 100, most = 1_000 }: PagingRules) {
	const text = query.get('perPage');
	return {
		page: positive(query.get('page'), 'page', 1),
		perPage: text === 'max' ? most : Math.min(most, positive(text, 'perPage', perPage)),
	};
}

/**
 * One page of a list with `uri`, `paging` and `navigation` (docs/protocols/ringcentral.md#paging). A page
 * behind the last is empty.
 */
export function listReply<T>(
	{ world, path, query }: Pick<RouteContext, 'world' | 'path' | 'query'>,
	all: readonly T[],
	render: (item: T) => unknown,
	rules: PagingRules = {},
): RouteReply {
	const { page, perPage } = asked(query, rules);
	const first = (page - 1) * perPage;
	const records = all.slice(first, first + perPage).map(render);
	const pages = Math.max(1, Math.ceil(all.length / perPage));
	const at = (number: number) => {
		const search = new URLSearchParams(query);
		search.set('page', String(number));
		search.set('perPage', String(perPage));
		return { uri: world.uri(`${path}?${search.toString()}`) };
	};
	const totals = rules.totals ?? true;
	return {
		json: {
			...at(page),
			records,
			paging: {
				page,
				perPage,
				...(records.length === 0 ? {} : { pageStart: first, pageEnd: first + records.length - 1 }),
				...(totals ? { totalPages: pages, totalElements: all.length } : {}),
			},
			navigation: {
				firstPage: at(1),
				...(page > 1 ? { previousPage: at(page - 1) } : {}),
				...(page < pages ? { nextPage: at(page + 1) } : {}),
				...(totals ? { lastPage: at(pages) } : {}),
			},
		},
	};
}
