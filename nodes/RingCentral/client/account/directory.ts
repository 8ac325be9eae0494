import { endlessList } from '../../../shared/core/flow/endless';
import { isObject, objects, text, type JsonObject } from '../transport/answers';
import { pages, send, type PageOptions } from '../transport/api';
import type { RingCentralConnection } from '../transport/connection';
import { segment } from '../transport/urls';

const ACCOUNT = '/restapi/v1.0/account/~';

/** What to list; members that are undefined do not narrow. */
export interface ExtensionFilters {
	extensionNumber?: string;
	email?: string;
	/** `Enabled`, `Disabled`, `NotActivated`, `Unassigned`, `Frozen`. */
	status?: readonly string[];
	/** `User`, `Department` (a call queue), `Announcement`... */
	type?: readonly string[];
}

const MOST_PER_PAGE = 1000;

const given = (values: readonly string[] | undefined) =>
	values && values.length > 0 ? values : undefined;

/** Extensions of the account, page by page. */
export function extensionPages(
	connection: RingCentralConnection,
	{ extensionNumber, email, status, type }: ExtensionFilters = {},
	{ limit, perPage = MOST_PER_PAGE }: PageOptions = {},
): AsyncGenerator<JsonObject[]> {
	const query = {
		extensionNumber: extensionNumber?.trim() || undefined,
		email: email?.trim() || undefined,
		status: given(status),
		type: given(type),
	};
	return pages(
		connection,
		{ method: 'GET', path: `${ACCOUNT}/extension`, query },
		{ limit, perPage },
	);
}

/** First and last name; empty where neither is told. */
export const fullNameOf = ({ firstName, lastName }: JsonObject): string =>
	[text(firstName), text(lastName)].filter(Boolean).join(' ');

/** The name of an extension, else that of its person, which stands in `contact` or beside it. */
export function nameOfExtension(extension: JsonObject): string | undefined {
	const contact = isObject(extension.contact) ? extension.contact : {};
	return text(extension.name) ?? (fullNameOf(extension) || fullNameOf(contact) || undefined);
}

/** One extension; `~` is the login's own. */
export async function getExtension(
	connection: RingCentralConnection,
	extensionId: string,
): Promise<JsonObject> {
	const path = `${ACCOUNT}/extension/${segment(extensionId, 'The extension')}`;
	return await send(connection, { method: 'GET', path });
}

/** What the directory is searched for. */
export interface DirectorySearch {
	searchString: string;
	/** `firstName`, `lastName`, `extensionNumber`, `phoneNumber`, `email`, `jobTitle`, `department`. */
	searchFields?: readonly string[];
	/** Contacts of other accounts of the same federation. */
	showFederated?: boolean;
	extensionType?: string;
}

const SEARCHED_PER_PAGE = 100;

/** Entries of the company directory that fit, page by page. */
export async function* directoryPages(
	connection: RingCentralConnection,
	{ searchString, searchFields, showFederated, extensionType }: DirectorySearch,
	{ limit = Infinity, perPage = SEARCHED_PER_PAGE }: PageOptions = {},
): AsyncGenerator<JsonObject[]> {
	let left = limit;
	const look = endlessList();
	for (let page = 1; left > 0; page++) {
		const body = {
			searchString,
			searchFields: given(searchFields),
			showFederated,
			extensionType: text(extensionType),
			page,
			perPage: Math.min(perPage, limit),
		};
		const path = `${ACCOUNT}/directory/entries/search`;
		const answer: JsonObject = await send(connection, { method: 'POST', path, body, kind: 'read' });
		const found = objects(answer.records).slice(0, left);
		left -= found.length;
		if (found.length > 0) yield found;
		const { totalPages } = (answer.paging ?? {}) as { totalPages?: unknown };
		if (found.length === 0 || page >= (Number(totalPages) || 1)) return;
		look(found);
	}
}
