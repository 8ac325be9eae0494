import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { TelephonyError } from '../../shared/core/errors';
import { searchDirectory, type DirectoryEntry } from '../client/calls/users';
import { chosenUser, withClient } from './loading';

/** A person as lists show one. */
export function labelOf({ firstName, lastName, extension, userId }: DirectoryEntry): string {
	const name = [firstName, lastName].filter(Boolean).join(' ') || userId;
	return extension ? `${name} (${extension})` : name;
}

/** What reaches a person's telephone when it is dialled. */
export const phoneOf = ({ extension, number, userId }: DirectoryEntry): string =>
	extension || number || userId;

const directoryPage = async (
	context: ILoadOptionsFunctions,
	valueOf: (entry: DirectoryEntry) => string,
	aroundChosen: boolean,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> =>
	await withClient(context, async (client) => {
		const userId = aroundChosen ? chosenUser(context, client) : client.ownUserId;
		if (userId === '') {
			throw new TelephonyError(
				'badRequest',
				'The list needs a User ID in the credential. Choose "By ID" to enter a user without it',
			);
		}
		const page = await searchDirectory(client.connection, userId, {
			text: filter?.trim() || undefined,
			start: paginationToken ? Number(paginationToken) : undefined,
		});
		return {
			results: page.entries.map((entry) => ({ name: labelOf(entry), value: valueOf(entry) })),
			paginationToken: page.next === undefined ? undefined : String(page.next),
		};
	});

/** Users of the enterprise around the credential's user, page by page. */
export async function searchUsers(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await directoryPage(this, ({ userId }) => userId, false, filter, paginationToken);
}

/** The same people by the extension or number to dial, around the user chosen in the panel. */
export async function searchPhones(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await directoryPage(this, phoneOf, true, filter, paginationToken);
}
