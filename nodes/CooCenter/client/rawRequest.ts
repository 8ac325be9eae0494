import { TelephonyError } from '../../shared/core/errors';
import type { HttpRequest } from '../../shared/core/ports';
import { leadsElsewhere } from '../../shared/core/typedPath';
import { documentOf, header, jsonOf, textOf } from './answers';
import { send, type CooCenterConnection } from './connection';
import type { Wire, WireObject } from './values';

export interface RawRequest {
	method: HttpRequest['method'];
	/** Below `/coocenter-api`, as `extensions/current-calls`. */
	path: string;
	fields: WireObject;
}

export interface RawAnswer {
	statusCode: number;
	contentType: string;
	/** JSON as it came, else the text; null for an empty answer. */
	body: Wire;
}

/** The path of a raw request. Throws `badRequest` for another server or a way out of the API. */
export function rawPath(path: string): string {
	const trimmed = path.trim();
	if (/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) || trimmed.startsWith('//')) {
		throw new TelephonyError(
			'badRequest',
			'Enter a path such as extensions/current-calls, not a full address: requests go to the PBX of the credential only',
		);
	}
	const [route, ...query] = trimmed.split('?');
	const below = route.replace(/^\/+/, '').replace(/^coocenter-api\/+/, '');
	if (below === '') throw new TelephonyError('badRequest', 'The parameter "Path" is empty');
	if (leadsElsewhere(below)) {
		throw new TelephonyError('badRequest', 'The path must not contain ".."');
	}
	return `/${[below, ...query].join('?')}`;
}

/** Sends any request of the API. Only a GET is repeated when the PBX is unavailable. */
export async function rawRequest(
	connection: CooCenterConnection,
	{ method, path, fields }: RawRequest,
): Promise<RawAnswer> {
	const response = await send(connection, {
		methods: [method],
		path: rawPath(path),
		fields,
		kind: method === 'GET' ? 'read' : 'change',
	});
	const isJson = jsonOf(response) !== undefined;
	const written = textOf(response);
	return {
		statusCode: response.status,
		contentType: header(response.headers, 'content-type'),
		body: isJson ? documentOf(response, connection.clock.now()) : written === '' ? null : written,
	};
}
