import { TelephonyError } from '../../shared/core/errors';
import type { DimensionsReply } from './answers';
import { send, type DimensionsConnection, type DimensionsRequest } from './connection';

/** A path below the API, with nothing that leads elsewhere. Throws `badRequest`. */
export function rawPath(text: string): string {
	const trimmed = text.trim();
	if (/^[a-z][a-z0-9+.-]*:/i.test(trimmed) || trimmed.startsWith('//')) {
		throw new TelephonyError(
			'badRequest',
			'Enter a path such as contactdirectories, not a full address: requests go to the server of the credential only',
		);
	}
	const path = trimmed.replace(/^\/+/, '');
	const [route] = path.split('?');
	if (route === '' || route.split('/').some((part) => /^(\.|%2e){1,2}$/i.test(part))) {
		throw new TelephonyError('badRequest', `"${trimmed}" is no path`);
	}
	return path;
}

/** Sends any request to the API and gives the whole reply. */
export async function rawRequest(
	connection: DimensionsConnection,
	{ method, path, body }: DimensionsRequest,
): Promise<DimensionsReply> {
	return await send(connection, { method, path: rawPath(path), body });
}
