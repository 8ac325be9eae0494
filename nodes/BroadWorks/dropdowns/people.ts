import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { TelephonyError } from '../../shared/core/errors';
import { searchDirectory, type DirectoryEntry, type DirectorySearch } from '../client/calls/users';
import type { XsiClient } from '../connect';
import { chosenIn, withClient } from './loading';

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

/** What is missing where nobody is named around whom a list is read. */
export const AROUND =
	'The list is read around a user: enter a Default User in the credential, or choose "By ID" and enter one';

const isMissing = (error: unknown): error is TelephonyError =>
	error instanceof TelephonyError && (error.kind === 'notFound' || error.kind === 'forbidden');

/** A page of the enterprise around a user; of the group where the user's provider has no enterprise. */
async function pageAround(client: XsiClient, userId: string, search: DirectorySearch) {
	const read = async (scope: DirectorySearch['scope']) =>
		await searchDirectory(client.connection, userId, { ...search, scope });
	try {
		return await read('Enterprise');
	} catch (error) {
		if (!isMissing(error)) throw error;
		return await read('Group').catch(() => {
			if (userId !== client.ownUserId) throw error;
			throw new TelephonyError(error.kind, `${AROUND}. ${userId} has no directory`, { ...error });
		});
	}
}

async function directoryPage(
	context: ILoadOptionsFunctions,
	{ valueOf, withVirtual }: PeopleList,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await withClient(context, async (client) => {
		const userId = chosenIn(context, 'userId') || client.ownUserId;
		if (userId === '') throw new TelephonyError('badRequest', AROUND);
		const page = await pageAround(client, userId, {
			text: filter?.trim() || undefined,
			start: paginationToken ? Number(paginationToken) : undefined,
			sortColumn: 'firstName',
		});
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

/** The same people, and queues, by the extension or number to dial. */
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
