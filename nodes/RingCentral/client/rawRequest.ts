import { TelephonyError } from '../../shared/core/errors';
import type { HttpRequest } from '../../shared/core/ports';
import { errorOf, header } from './answers';
import { sendRaw } from './api';
import { groupFor } from './commands';
import type { RingCentralConnection } from './connection';
import type { Query } from './urls';

export interface RawRequest {
	method: HttpRequest['method'];
	/** `/restapi/v1.0/...` with ids or `~` in place of braces; a query may follow. */
	path: string;
	query?: Query;
	/** Goes out as JSON. */
	body?: object;
}

export interface RawAnswer {
	statusCode: number;
	contentType: string;
	/** JSON where it is JSON, text where it is text, null where there is nothing. */
	body: unknown;
}

/** Of the login itself, so that a path from the list works as it is. */
const OWN = /\{(accountId|extensionId)\}/g;

function pathOf(given: string): string {
	const path = (given.startsWith('/') || /^https?:/i.test(given) ? given : `/${given}`).replace(
		OWN,
		'~',
	);
	const open = /\{(\w+)\}/.exec(path)?.[1];
	if (open === undefined) return path;
	throw new TelephonyError('badRequest', `The path has no value for {${open}}`);
}

function contentOf(body: Uint8Array, contentType: string): unknown {
	const text = new TextDecoder().decode(body);
	if (text === '') return null;
	if (!/\bjson\b/i.test(contentType)) return text;
	try {
		return JSON.parse(text) as unknown;
	} catch (cause) {
		throw new TelephonyError('protocolViolation', 'The server answered with broken JSON', {
			cause,
		});
	}
}

/** Sends any request; only GET is repeated. Throws what a status other than 2xx stands for. */
export async function rawRequest(
	connection: RingCentralConnection,
	{ method, path: given, query, body }: RawRequest,
): Promise<RawAnswer> {
	const path = pathOf(given);
	const response = await sendRaw(connection, {
		method,
		path,
		query,
		body,
		group: groupFor(method, path),
		kind: method === 'GET' ? 'read' : 'change',
	});
	if (response.status < 200 || response.status > 299) {
		throw errorOf(response, connection.clock.now());
	}
	const contentType = header(response.headers, 'content-type');
	return {
		statusCode: response.status,
		contentType,
		body: contentOf(response.body, contentType),
	};
}
