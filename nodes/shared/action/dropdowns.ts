import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';

import { isRecord } from '../core/records';
import { toNodeError } from './nodeErrors';

/** An entry of a live list. */
export interface Entry {
	name: string;
	value: string;
}

/** An ID or a name as a server gives it; empty for what is neither, which makes no entry. */
export const entryText = (value: unknown): string =>
	typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';

/** What can be chosen. */
export const choosable = <One extends { value: unknown }>(entries: readonly One[]): One[] =>
	entries.filter(({ value }) => value !== '');

/** Reads a live list; `context` tells what else was chosen in the panel. */
export type List<Client> = (client: Client, context: ILoadOptionsFunctions) => Promise<Entry[]>;

/** One page of a live list; `page` counts from 1. */
export type PagedList<Client> = (
	client: Client,
	page: number,
) => Promise<{ entries: Entry[]; isLast: boolean }>;

/**
 * What a field of the panel has now, entered or chosen from a list; empty where the panel has no such field, of
 * which n8n extracts no value.
 */
export function fieldNow(context: ILoadOptionsFunctions, field: string): string {
	const chosen: unknown = context.getCurrentNodeParameter(field);
	return entryText(isRecord(chosen) ? chosen.value : chosen);
}

/** The entries in whose name the typed words are. */
const narrowed = (entries: Entry[], filter: string): Entry[] => {
	const words = filter.trim().toLowerCase();
	return choosable(entries).filter(({ name }) => name.toLowerCase().includes(words));
};

/** Makes methods of a node of the live lists of a backend, whose server `connect` reaches. */
export function dropdownsOf<Client>(connect: (context: ILoadOptionsFunctions) => Promise<Client>) {
	const read = async <Read>(
		context: ILoadOptionsFunctions,
		list: (client: Client, context: ILoadOptionsFunctions) => Promise<Read>,
	): Promise<Read> => {
		try {
			return await list(await connect(context), context);
		} catch (error) {
			throw toNodeError(context.getNode(), error);
		}
	};
	return {
		/** A list to choose several from. */
		optionsOf: (list: List<Client>) =>
			async function (this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
				return choosable(await read(this, list));
			},
		/** A list that is read as a whole and then narrowed by what was typed. */
		searchOf: (list: List<Client>) =>
			async function (this: ILoadOptionsFunctions, filter = ''): Promise<INodeListSearchResult> {
				return { results: narrowed(await read(this, list), filter) };
			},
		/** A list that is read page by page, as its reader scrolls; what was typed narrows each page. */
		pagesOf: (list: PagedList<Client>) =>
			async function (
				this: ILoadOptionsFunctions,
				filter = '',
				paginationToken?: string,
			): Promise<INodeListSearchResult> {
				const page = Number(paginationToken ?? 1);
				const { entries, isLast } = await read(this, async (client) => await list(client, page));
				return {
					results: narrowed(entries, filter),
					...(isLast ? {} : { paginationToken: String(page + 1) }),
				};
			},
	};
}
