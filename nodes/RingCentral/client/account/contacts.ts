import type { JsonObject } from '../transport/answers';
import { pages, send } from '../transport/api';
import type { RingCentralConnection } from '../transport/connection';
import { segment } from '../transport/urls';

/*
 * The personal contacts of an extension (docs/protocols/ringcentral.md#contacts). All requests are Heavy.
 */

/** The most a page can have (OpenAPI listContacts). */
const MOST_PER_PAGE = 1000;

export interface ContactFilters {
	/** Beginning of the first or last name. */
	startsWith?: string;
	/** E.164; contacts with one of them. */
	phoneNumber?: readonly string[];
	/** `FirstName`, `LastName`, `Company` */
	sortBy?: readonly string[];
}

const contactsPath = (extensionId: string) =>
	`/restapi/v1.0/account/~/extension/${segment(extensionId, 'The extension')}/address-book/contact`;

const contactPath = (extensionId: string, contactId: string) =>
	`${contactsPath(extensionId)}/${segment(contactId, 'The contact')}`;

export function contactPages(
	connection: RingCentralConnection,
	extensionId: string,
	filters: ContactFilters,
	{ limit }: { limit?: number } = {},
): AsyncGenerator<JsonObject[]> {
	return pages<JsonObject>(
		connection,
		{ method: 'GET', path: contactsPath(extensionId), query: { ...filters } },
		{ limit, perPage: MOST_PER_PAGE },
	);
}

export async function getContact(
	connection: RingCentralConnection,
	extensionId: string,
	contactId: string,
): Promise<JsonObject> {
	return await send(connection, { method: 'GET', path: contactPath(extensionId, contactId) });
}

export async function createContact(
	connection: RingCentralConnection,
	extensionId: string,
	contact: object,
): Promise<JsonObject> {
	const path = contactsPath(extensionId);
	return await send(connection, { method: 'POST', path, body: contact });
}

/** What is not given stays as it is: PUT would take it away. */
export async function updateContact(
	connection: RingCentralConnection,
	extensionId: string,
	contactId: string,
	changes: object,
): Promise<JsonObject> {
	const path = contactPath(extensionId, contactId);
	return await send(connection, { method: 'PATCH', path, body: changes });
}

export async function deleteContact(
	connection: RingCentralConnection,
	extensionId: string,
	contactId: string,
): Promise<void> {
	await send(connection, { method: 'DELETE', path: contactPath(extensionId, contactId) });
}
