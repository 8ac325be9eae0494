import { READ_RETRIES, repeated } from '../../../shared/core/flow/repeat';
import { TelephonyError } from '../../../shared/core/errors';
import type { Clock, Http, HttpRequest, HttpResponse, Random } from '../../../shared/core/ports';
import type { RateLimiter } from '../../../shared/core/flow/rateLimiter';
import { pathSegment } from '../../../shared/core/typedPath';
import { assertDocument, errorOf } from './answers';
import { naming } from './missing';
import { xsiId } from '../webex/ids';

/**
 * Where an Xsi server is. Paths have no trailing slash; operators may rename the two contexts. One that is at
 * another host is a whole address.
 */
export interface XsiServer {
	/** `https://xsp.example.net`, with a reverse proxy's path where there is one. */
	url: string;
	/** Default `/com.broadsoft.xsi-actions`. */
	actionsPath: string;
	/** Default `/com.broadsoft.xsi-events`. */
	eventsPath: string;
	/** Where the comet stream is opened. Default `/com.broadsoft.async/com.broadsoft.xsi-events`. */
	asyncPath: string;
}

export const DEFAULT_PATHS = {
	actionsPath: '/com.broadsoft.xsi-actions',
	eventsPath: '/com.broadsoft.xsi-events',
	asyncPath: '/com.broadsoft.async/com.broadsoft.xsi-events',
};

export interface XsiConnection {
	server: XsiServer;
	http: Http;
	clock: Clock;
	random: Random;
	limiter?: RateLimiter;
	/** What a 403 means, where more is known than the status says. */
	forbidden?: string;
}

/** A connection that goes wherever `present` goes now; clock, chance and rate stay those of `first`. */
export const following = (first: XsiConnection, present: () => XsiConnection): XsiConnection => ({
	...first,
	get server() {
		return present().server;
	},
	get http() {
		return present().http;
	},
});

/** Query parameters; undefined ones are left out. */
export type XsiQuery = Record<string, string | number | boolean | undefined>;

export interface XsiRequest {
	method: HttpRequest['method'];
	/** Path below the context, such as `/v2.0/user/alice@example.net/calls`, already encoded. */
	path: string;
	context?: 'actions' | 'events' | 'async';
	query?: XsiQuery;
	body?: string;
	contentType?: string;
	accept?: string;
	headers?: Record<string, string>;
	timeout?: number;
	signal?: AbortSignal;
	/** IP address of the server that must get the request. */
	address?: string;
	/** Requests of a lane have connections of their own. */
	lane?: string;
	/** Times a failed request is sent again; 0 for whatever changes a call. Default 2 for GET. */
	retries?: number;
}

const DEFAULT_TIMEOUT = 30_000;
const MAX_REDIRECTS = 3;

/**
 * Encodes one path segment; `@`, `:` and `+` stay as every client sends them
 * (docs/protocols/broadworks.md#identifiers-and-escaping). Throws `badRequest` for what is no ID.
 */
export function segment(value: string, what = 'The ID'): string {
	return pathSegment(xsiId(value), what, /[@:+]/);
}

/** The absolute address of a request. */
export function urlOf(server: XsiServer, request: XsiRequest): string {
	const context =
		request.context === 'events'
			? server.eventsPath
			: request.context === 'async'
				? server.asyncPath
				: server.actionsPath;
	const query = Object.entries(request.query ?? {})
		.filter(([, value]) => value !== undefined && value !== '')
		.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
		.join('&');
	const root = context.startsWith('/') ? server.url.replace(/\/+$/, '') : '';
	const base = root + context + request.path;
	return query === '' ? base : base + (request.path.includes('?') ? '&' : '?') + query;
}

/** The HTTP request of an Xsi request. */
export function httpRequestOf(server: XsiServer, request: XsiRequest): HttpRequest {
	const headers: Record<string, string> = {
		Accept: request.accept ?? 'application/xml',
		...request.headers,
	};
	if (request.body !== undefined) {
		headers['Content-Type'] = request.contentType ?? 'application/xml; charset=UTF-8';
	}
	return {
		method: request.method,
		url: urlOf(server, request),
		headers,
		body: request.body,
		timeout: request.timeout ?? DEFAULT_TIMEOUT,
		signal: request.signal,
		address: request.address,
		lane: request.lane,
	};
}

/**
 * Where a redirect leads. A POST is repeated as it was (docs/protocols/broadworks.md#redirects), but only at
 * the same host: credentials go nowhere else. Undefined when the answer is no redirect.
 */
export function redirectTarget(
	request: HttpRequest,
	response: { status: number; headers: HttpResponse['headers'] },
): HttpRequest | undefined {
	const { location } = response.headers;
	if (![301, 302, 303, 307, 308].includes(response.status) || typeof location !== 'string') {
		return undefined;
	}
	if (!URL.canParse(location, request.url)) {
		throw new TelephonyError('protocolViolation', 'The server redirects to no valid address', {
			status: response.status,
		});
	}
	const target = new URL(location, request.url);
	if (
		target.host !== new URL(request.url).host ||
		target.protocol !== new URL(request.url).protocol
	) {
		throw new TelephonyError(
			'unavailable',
			`The server redirects to another host (${target.host}); credentials are not sent there. Enter that server in the credential if it is yours`,
			{ status: response.status },
		);
	}
	return { ...request, url: target.href };
}

async function sendOnce(connection: XsiConnection, request: XsiRequest): Promise<HttpResponse> {
	await connection.limiter?.take(request.signal);
	let httpRequest = httpRequestOf(connection.server, request);
	for (let redirects = 0; ; redirects++) {
		const response = await connection.http.request(httpRequest);
		const next = redirectTarget(httpRequest, response);
		if (!next) {
			if (response.status < 200 || response.status > 299) {
				const error = errorOf(response, connection.clock.now(), connection.forbidden);
				throw request.context === undefined ? naming(error, request.path) : error;
			}
			assertDocument(response);
			return response;
		}
		if (redirects === MAX_REDIRECTS) {
			throw new TelephonyError('unavailable', 'The server redirects in a circle', {
				status: response.status,
			});
		}
		httpRequest = next;
	}
}

/**
 * Sends a request and gives every 2xx answer. Reads are repeated when the server is unavailable or
 * asks to wait; what changes a call is sent once. Throws `TelephonyError`.
 */
export async function send(connection: XsiConnection, request: XsiRequest): Promise<HttpResponse> {
	const retries = request.retries ?? (request.method === 'GET' ? READ_RETRIES : 0);
	const once = async () => await sendOnce(connection, request);
	return await repeated(connection, retries, once, request.signal);
}
