import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { searchDirectory, type DirectoryEntry, type DirectorySearch } from '../client/calls/users';
import { around, enterpriseOrGroup, withClient } from './loading';

/** A person as lists show one. */
export function labelOf({ firstName, lastName, extension, userId }: DirectoryEntry): string {
	const name = [firstName, lastName].filter(Boolean).join(' ') || userId;
	return extension ? `${name} (${extension})` : name;
}

/** What reaches a person's telephone when it is dialled. */
export const phoneOf = ({ extension, number, userId }: DirectoryEntry): string =>
	extension || number || userId;

/** Who reads which list of people. */
interface PeopleList {
	valueOf: (entry: DirectoryEntry) => string;
	/** Queues and other virtual users, which have telephones too. */
	withVirtual: boolean;
}

async function directoryPage(
	context: ILoadOptionsFunctions,
	{ valueOf, withVirtual }: PeopleList,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await withClient(context, async (client) => {
		const search: DirectorySearch = {
			text: filter?.trim() || undefined,
			start: paginationToken ? Number(paginationToken) : undefined,
			sortColumn: 'firstName',
		};
		const page = await around(
			context,
			client,
			async (userId) =>
				await enterpriseOrGroup(
					async (scope) => await searchDirectory(client.connection, userId, { ...search, scope }),
				),
		);
		const results = page.entries
			.filter(({ serviceName }) => withVirtual || serviceName === undefined)
			.map((entry) => ({ name: labelOf(entry), value: valueOf(entry) }))
			.sort((a, b) => a.name.localeCompare(b.name));
		return {
			results,
			paginationToken: page.next === undefined ? undefined : String(page.next),
		};
	});
}

/**
 * People of the enterprise, without queues, page by page: around the user whom the panel has now, or around the
 * credential's, so that an administrator sees them too.
 */
export async function searchUsers(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const list: PeopleList = { valueOf: ({ userId }) => userId, withVirtual: false };
	return await directoryPage(this, list, filter, paginationToken);
}

/** People of the directory, and queues, by the extension or number to dial. */
export async function searchPhones(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await directoryPage(
		this,
		{ valueOf: phoneOf, withVirtual: true },
		filter,
		paginationToken,
	);
}
