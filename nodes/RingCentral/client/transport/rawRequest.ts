import { TelephonyError } from '../../../shared/core/errors';
import { answerJson } from '../../../shared/core/parsing/boundedJson';
import type { HttpRequest } from '../../../shared/core/ports';
import { header } from './answers';
import { failureOf, sendRaw } from './api';
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

/** Placeholders that mean the login itself, so that a path from the list works as it is. */
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

/** Types of files: as text they would be damaged. */
const FILE =
	/^\s*((audio|font|image|video)\/|application\/(gzip|msword|octet-stream|pdf|vnd\.(ms-|openxml)|zip))/i;

/**
 * The operations that give a file as a file (docs/protocols/ringcentral.md#call-log,
 * docs/protocols/ringcentral.md#messages and docs/protocols/ringcentral.md#team-messaging).
 */
const DOWNLOADS: ReadonlyArray<readonly [path: RegExp, operation: string]> = [
	[/\/recording\/[^/]+\/content/, '"Download Recording" of "Call Log"'],
	[/\/message-store\/[^/]+\/content\//, '"Download Attachment" of "Message"'],
	[/\/(team-messaging|glip)\/.*files?\//, '"Download File" of "Team Messaging"'],
];

/** n8n can send this credential with a request of its own, which the JWT credential cannot. */
const BY_N8N =
	'n8n’s node HTTP Request with the RingCentral OAuth2 API credential and the response format File';

function fileError(path: string, contentType: string): TelephonyError {
	const operation = DOWNLOADS.find(([pattern]) => pattern.test(path))?.[1];
	return new TelephonyError(
		'badRequest',
		`The answer is a file (${contentType}), which a raw request does not give. Use ${operation ?? BY_N8N}`,
	);
}

function contentOf(body: Uint8Array, contentType: string): unknown {
	const text = new TextDecoder().decode(body);
	if (text === '') return null;
	if (!/\bjson\b/i.test(contentType)) return text;
	return answerJson(text);
}

/**
 * Sends any request; only GET is repeated. Throws what a status other than 2xx stands for, and `badRequest`,
 * naming the operation to use, when the answer is a file.
 */
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
		throw failureOf(connection, { method, path }, response);
	}
	const contentType = header(response.headers, 'content-type');
	if (response.body.length > 0 && FILE.test(contentType)) throw fileError(path, contentType);
	return {
		statusCode: response.status,
		contentType,
		body: contentOf(response.body, contentType),
	};
}
