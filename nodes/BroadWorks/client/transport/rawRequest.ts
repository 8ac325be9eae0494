import { TelephonyError } from '../../../shared/core/errors';
import { answerJson } from '../../../shared/core/parsing/boundedJson';
import type { HttpRequest } from '../../../shared/core/ports';
import { leadsElsewhere } from '../../../shared/core/typedPath';
import { parseXml } from '../../../shared/core/parsing/xml';
import { bodyText } from './answers';
import commandList from '../catalogue/commands.json';
import { segment, send, type XsiConnection } from './connection';
import { elementValue, type XsiValue } from '../calls/values';

/** A path of Xsi-Actions; a query name that ends in `!` is mandatory. */
export interface XsiCommand {
	path: string;
	methods: string[];
	query: string[];
	section: string;
}

/** Every path of Xsi-Actions v2.0 with its methods (the interface's public command list). */
export const XSI_COMMANDS: readonly XsiCommand[] = commandList;

export interface RawRequest {
	method: HttpRequest['method'];
	/** Below the user (`services/DoNotDisturb`), or from the root (`/v2.0/group/...`). */
	path: string;
	userId: string;
	/** XML or JSON document; empty for none. */
	payload?: string;
	accept: 'application/xml' | 'application/json';
}

export interface RawAnswer {
	statusCode: number;
	contentType: string;
	/** XML as fields, JSON with ids beyond 2^53 as text, plain text as it came; null for an empty answer. */
	body: XsiValue;
	/** The answer as text. */
	raw: string;
	/** Where a new call or parked call is found. */
	location?: string;
}

/** The path of a raw request, with the user put in and nothing left open. */
export function rawPath(path: string, userId: string): string {
	const trimmed = path.trim();
	if (/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) || trimmed.startsWith('//')) {
		throw new TelephonyError(
			'badRequest',
			'Enter a path such as services/DoNotDisturb, not a full address: requests go to the server of the credential only',
		);
	}
	const [route, ...query] = trimmed.split('?');
	const fromRoot = /^\/?v2\.0\//i.test(route)
		? `/${route.replace(/^\/+/, '')}`
		: `/v2.0/user/{userId}/${route.replace(/^\/+/, '')}`;
	const filled = fromRoot.replace(/\{userId\}/gi, segment(userId));
	const open = /\{[^}]*\}/.exec(filled);
	if (open) {
		throw new TelephonyError('badRequest', `Replace ${open[0]} in the path by a real value`);
	}
	if (leadsElsewhere(filled)) {
		throw new TelephonyError('badRequest', 'The path must not contain ".."');
	}
	return [filled, ...query].join('?');
}

function checkPayload(payload: string): string {
	const text = payload.trim();
	if (text.startsWith('{')) {
		try {
			JSON.parse(text);
		} catch (cause) {
			throw new TelephonyError(
				'badRequest',
				`The payload is not valid JSON: ${(cause as Error).message}`,
			);
		}
		return 'application/json';
	}
	try {
		parseXml(text);
	} catch (cause) {
		throw new TelephonyError(
			'badRequest',
			`The payload is not a valid document: ${(cause as Error).message}`,
		);
	}
	return 'application/xml; charset=UTF-8';
}

/**
 * Sends any request to Xsi-Actions (docs/protocols/broadworks.md#eleven-actions, Raw request). It is sent
 * once, except GET.
 */
export async function rawRequest(
	connection: XsiConnection,
	{ method, path, userId, payload, accept }: RawRequest,
): Promise<RawAnswer> {
	const hasPayload = payload !== undefined && payload.trim() !== '';
	if (hasPayload && method === 'GET') {
		throw new TelephonyError(
			'badRequest',
			'A GET request carries no payload: choose another Method, as PUT, or empty the Payload',
		);
	}
	const response = await send(connection, {
		method,
		path: rawPath(path, userId),
		accept,
		body: hasPayload ? payload.trim() : method === 'GET' || method === 'DELETE' ? undefined : '',
		contentType: hasPayload ? checkPayload(payload) : undefined,
	});
	const raw = bodyText(response);
	const { location, 'content-location': contentLocation } = response.headers;
	const found = location ?? contentLocation;
	return {
		statusCode: response.status,
		contentType: String(response.headers['content-type'] ?? ''),
		body: bodyValue(raw.trim()),
		raw,
		...(found === undefined ? {} : { location: String(found) }),
	};
}

function bodyValue(text: string): XsiValue {
	if (text === '') return null;
	if (text.startsWith('<')) return elementValue(parseXml(text));
	// The request was carried out all the same: a failure would have it sent a second time.
	if (!text.startsWith('{') && !text.startsWith('[')) return text;
	return answerJson(text) as XsiValue;
}
