import { TelephonyError } from '../../shared/core/errors';
import type { Clock, Http, HttpRequest, HttpResponse, Random } from '../../shared/core/ports';
import { READ_RETRIES, repeated } from '../../shared/core/flow/repeat';
import { documentOf, errorOf, isRefused, isWrongMethod } from './answers';
import { dayToken, likelyDays, type WebKey } from './authorization';
import { sessionToken, type SessionKeeper } from './session';
import { isObject, type Wire, type WireObject } from './values';

/** How requests are signed: generation 1 by key and date or not at all, generation 2 by login. */
export type Access = { generation: 1; webKey: WebKey } | { generation: 2; session: SessionKeeper };

export interface CooCenterServer {
	/** `http://192.0.2.10:8000`, without `/coocenter-api`. */
	url: string;
	/** Zone of the PBX's clock, as `Asia/Shanghai`. */
	timeZone: string;
	access: Access;
}

export interface CooCenterConnection {
	server: CooCenterServer;
	http: Http;
	clock: Clock;
	random: Random;
}

export interface CooCenterRequest {
	/** The one to use first, then what other sources say (docs/protocols/coocenter.md#requests). */
	methods: ReadonlyArray<HttpRequest['method']>;
	/** Below `/coocenter-api`, already encoded. */
	path: string;
	/** Form fields in generation 1, JSON members in generation 2. */
	fields?: WireObject;
	/** `read` is repeated when the PBX is unavailable, `change` is sent once. */
	kind: 'read' | 'change';
	timeout?: number;
}

const TIMEOUT = 30_000;
export const baseOf = ({ url }: CooCenterServer) => `${url.replace(/\/+$/, '')}/coocenter-api`;

const isEmpty = (fields: WireObject | undefined) =>
	fields === undefined || Object.keys(fields).length === 0;

function formOf(fields: WireObject): string {
	const form = new URLSearchParams();
	for (const [name, value] of Object.entries(fields)) {
		for (const entry of [value].flat()) {
			form.append(name, isObject(entry) ? JSON.stringify(entry) : String(entry ?? ''));
		}
	}
	return form.toString();
}

/** The HTTP request, but for its Authorization. */
function httpRequestOf(
	server: CooCenterServer,
	{ path, fields, timeout }: CooCenterRequest,
	method: HttpRequest['method'],
): HttpRequest {
	const request: HttpRequest = {
		method,
		url: baseOf(server) + path,
		headers: { Accept: 'application/json' },
		timeout: timeout ?? TIMEOUT,
	};
	if (isEmpty(fields)) return request;
	const members = fields as WireObject;
	if (method === 'GET') {
		const mark = path.includes('?') ? '&' : '?';
		return { ...request, url: `${request.url}${mark}${formOf(members)}` };
	}
	const isForm = server.access.generation === 1;
	return {
		...request,
		headers: {
			...request.headers,
			'Content-Type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
		},
		body: isForm ? formOf(members) : JSON.stringify(members),
	};
}

/**
 * Sends with the Authorization that is most likely right and, when the PBX refuses it, once with the
 * next: the neighbouring day near midnight, or a fresh token. A refused request changed nothing, so
 * repeating it is safe.
 */
export async function authorized<Answer extends { status: number }>(
	{ server, http, clock }: CooCenterConnection,
	send: (authorization: string | undefined) => Promise<Answer>,
	refused: (answer: Answer) => boolean,
): Promise<Answer> {
	const { access } = server;
	if (access.generation === 2) {
		const base = baseOf(server);
		const token = await sessionToken(http, base, access.session, clock.now());
		const answer = await send(`Bearer ${token}`);
		if (!refused(answer)) return answer;
		return await send(
			`Bearer ${await sessionToken(http, base, access.session, clock.now(), token)}`,
		);
	}
	if (access.webKey.webKey === '') return await send(undefined);
	const [today, ...others] = likelyDays(access.webKey.timeZone, clock.now());
	let answer = await send(dayToken(access.webKey, today));
	for (const day of others) {
		if (!refused(answer)) break;
		answer = await send(dayToken(access.webKey, day));
	}
	return answer;
}

export function withAuthorization(
	request: HttpRequest,
	authorization: string | undefined,
): HttpRequest {
	if (authorization === undefined) return request;
	return { ...request, headers: { ...request.headers, Authorization: authorization } };
}

async function sendOnce(
	connection: CooCenterConnection,
	request: CooCenterRequest,
): Promise<HttpResponse> {
	const { server, http, clock } = connection;
	for (const [index, method] of request.methods.entries()) {
		const httpRequest = httpRequestOf(server, request, method);
		const response = await authorized(
			connection,
			async (authorization) => await http.request(withAuthorization(httpRequest, authorization)),
			isRefused,
		);
		const isLast = index === request.methods.length - 1;
		if (!isLast && isWrongMethod(response, request.kind)) continue;
		if (response.status < 200 || response.status > 299 || isRefused(response)) {
			throw errorOf(response, clock.now());
		}
		return response;
	}
	throw new TelephonyError('badRequest', 'The request names no method');
}

/** Sends a request and gives every 2xx answer. Throws `TelephonyError`. */
export async function send(
	connection: CooCenterConnection,
	request: CooCenterRequest,
): Promise<HttpResponse> {
	const retries = request.kind === 'read' ? READ_RETRIES : 0;
	return await repeated(connection, retries, async () => await sendOnce(connection, request));
}

/** Sends a request and gives the JSON of a success. Throws for `status: fail` inside a 200. */
export async function ask(
	connection: CooCenterConnection,
	request: CooCenterRequest,
): Promise<Wire> {
	return documentOf(await send(connection, request), connection.clock.now());
}

/** Throws `badRequest` for what only the other generation has. `what` begins a sentence. */
export function onlyGeneration(
	{ server }: CooCenterConnection,
	generation: 1 | 2,
	what: string,
): void {
	if (server.access.generation === generation) return;
	throw new TelephonyError(
		'badRequest',
		`${what} exists in API generation ${generation} only. The credential says generation ${server.access.generation}`,
	);
}
