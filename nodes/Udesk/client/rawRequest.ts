import { TelephonyError } from '../../shared/core/errors';
import type { UdeskAnswer } from './answers';
import { send, type UdeskConnection, type UdeskRequest } from './connection';
import type { Query } from './sign';

/** Path below the interface and its query, in the order it is written: the older interface signs it so. */
export function rawPath(text: string): { path: string; query: Query } {
	const trimmed = text.trim();
	if (/^[a-z][a-z0-9+.-]*:/i.test(trimmed) || trimmed.startsWith('//')) {
		throw new TelephonyError(
			'badRequest',
			'Enter a path such as /callcenter/callout_number_list, not a full address: requests go to the server of the credential only',
		);
	}
	const [written, search = ''] = trimmed.split(/\?(.*)/s, 2);
	const path = written.replace(/^\/?((open_api_v1|open_api|agent_api\/v1)(?=\/|$))?\/*/, '/');
	if (path === '/' || path.split('/').some((part) => /^(\.|%2e){1,2}$/i.test(part))) {
		throw new TelephonyError('badRequest', `"${trimmed}" is no path`);
	}
	return { path, query: [...new URLSearchParams(search)] };
}

/** Sends any request of the three interfaces, signed. */
export async function rawRequest(
	connection: UdeskConnection,
	request: Omit<UdeskRequest, 'path' | 'query'> & { path: string },
): Promise<UdeskAnswer> {
	return await send(connection, { ...request, ...rawPath(request.path) });
}
