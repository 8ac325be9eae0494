import { TelephonyError } from '../../shared/core/errors';
import { typedPath } from '../../shared/core/typedPath';
import type { UdeskAnswer } from './answers';
import { BASES, send, type UdeskApi, type UdeskConnection, type UdeskRequest } from './connection';
import type { Query } from './sign';

const INTERFACES = Object.values(BASES).map((base) => base.slice(1));

/**
 * Path below the interface and its query, in the order it is written: the older interface signs it so. The
 * interface may stand in front. Throws `badRequest`.
 */
export function rawPath(text: string, api: UdeskApi): { path: string; query: Query } {
	const { base, route, query } = typedPath(text, '/callcenter/callout_number_list', INTERFACES);
	if (base !== undefined && `/${base}` !== BASES[api]) {
		throw new TelephonyError(
			'badRequest',
			`The path begins with ${base}, but the parameter "Interface" names another one`,
		);
	}
	return { path: `/${route}`, query: [...new URLSearchParams(query)] };
}

/** Sends any request of the three interfaces, signed. */
export async function rawRequest(
	connection: UdeskConnection,
	request: Omit<UdeskRequest, 'path' | 'query'> & { path: string },
): Promise<UdeskAnswer> {
	return await send(connection, { ...request, ...rawPath(request.path, request.api) });
}
