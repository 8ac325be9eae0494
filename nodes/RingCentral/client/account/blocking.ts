import type { JsonObject } from '../transport/answers';
import { pages, send } from '../transport/api';
import type { RingCentralConnection } from '../transport/connection';
import { segment } from '../transport/urls';

/*
 * Which callers an extension does not want (docs/protocols/ringcentral.md#caller-blocking).
 */

/** Whether a number of the list is kept out or let in. */
export type NumberStatus = 'Blocked' | 'Allowed';

export interface ListedNumber {
	phoneNumber?: string;
	/** At most 60 characters. */
	label?: string;
	status?: NumberStatus;
}

const blockingPath = (extensionId: string) =>
	`/restapi/v1.0/account/~/extension/${segment(extensionId, 'The extension')}/caller-blocking`;

const numbersPath = (extensionId: string) => `${blockingPath(extensionId)}/phone-numbers`;

const numberPath = (extensionId: string, id: string) =>
	`${numbersPath(extensionId)}/${segment(id, 'The number')}`;

export async function getBlocking(
	connection: RingCentralConnection,
	extensionId: string,
): Promise<JsonObject> {
	return await send(connection, { method: 'GET', path: blockingPath(extensionId) });
}

/** What is not given stays as it is. */
export async function setBlocking(
	connection: RingCentralConnection,
	extensionId: string,
	changes: object,
): Promise<JsonObject> {
	const path = blockingPath(extensionId);
	return await send(connection, { method: 'PUT', path, body: changes });
}

/** The server lists one status at a time, blocked ones by default. */
export function listedNumberPages(
	connection: RingCentralConnection,
	extensionId: string,
	status: NumberStatus,
	{ limit }: { limit?: number } = {},
): AsyncGenerator<JsonObject[]> {
	return pages<JsonObject>(
		connection,
		{ method: 'GET', path: numbersPath(extensionId), query: { status } },
		{ limit, perPage: 1000 },
	);
}

export async function addListedNumber(
	connection: RingCentralConnection,
	extensionId: string,
	number: ListedNumber,
): Promise<JsonObject> {
	const path = numbersPath(extensionId);
	return await send(connection, { method: 'POST', path, body: number });
}

export async function updateListedNumber(
	connection: RingCentralConnection,
	extensionId: string,
	id: string,
	changes: ListedNumber,
): Promise<JsonObject> {
	const path = numberPath(extensionId, id);
	return await send(connection, { method: 'PUT', path, body: changes });
}

export async function removeListedNumber(
	connection: RingCentralConnection,
	extensionId: string,
	id: string,
): Promise<void> {
	await send(connection, { method: 'DELETE', path: numberPath(extensionId, id) });
}
