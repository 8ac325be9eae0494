import { typedPath } from '../../shared/core/typedPath';
import type { DimensionsReply } from './answers';
import { send, type DimensionsConnection, type DimensionsRequest } from './connection';

/** A path below the API, which may stand in front, with nothing that leads elsewhere. Throws `badRequest`. */
export function rawPath(text: string): string {
	const { route, query } = typedPath(text, 'contactdirectories', ['api/v1.0']);
	return query === '' ? route : `${route}?${query}`;
}

/** Sends any request to the API and gives the whole reply. */
export async function rawRequest(
	connection: DimensionsConnection,
	{ method, path, body }: DimensionsRequest,
): Promise<DimensionsReply> {
	return await send(connection, { method, path: rawPath(path), body });
}
