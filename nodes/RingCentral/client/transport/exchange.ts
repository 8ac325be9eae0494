import { backoffDelay } from '../../../shared/core/flow/backoff';
import {
	isWorthRepeating,
	retryAfterMs,
	TelephonyError,
	wasNotSent,
} from '../../../shared/core/errors';
import type {
	HttpHeaders,
	HttpRequest,
	HttpResponse,
	HttpStream,
} from '../../../shared/core/ports';
import { errorOf, header, isObject, jsonOf, overEveryGroup, type JsonObject } from './answers';
import { commandFor, groupFor } from './commands';
import type { RateGroup } from './rateGroups';
import type { RingCentralConnection } from './connection';
import { routeOf } from './rateGroups';
import { readUpTo } from '../../../shared/core/parsing/readUpTo';
import { wholeStream } from './streams';
import { isLoginDelayed } from '../login/tokens';
import { urlOf, type Query } from './urls';

/** One request to the API. */
export interface ApiRequest {
	method: HttpRequest['method'];
	/** `/restapi/v1.0/...`, or an absolute address the server gave (navigation, contentUri). */
	path: string;
	query?: Query;
	/** Goes out as JSON. */
	body?: object;
	/** Goes out as it is: forms and files. */
	rawBody?: { bytes: Uint8Array; contentType: string };
	/** The one that the catalogue names for this path, where it is left out. */
	group?: RateGroup;
	/**
	 * A `read` is repeated when waiting can help; a `change` is sent once. Where it is left out, GET is a read
	 * and everything else a change.
	 */
	kind?: 'read' | 'change';
	signal?: AbortSignal;
	headers?: Record<string, string>;
}

/** ms until an answer must be complete. */
const TIMEOUT = 60_000;

/** Tries of a read that the server refuses for now (docs/protocols/ringcentral.md#rate-limits). */
const TRIES = 5;

/** Tries of a read that got no answer at all. */
const CONNECT_TRIES = 3;

const BACKOFF = { first: 2_000, most: 60_000 };

/** ms that no wait between two tries exceeds. */
const LONGEST_WAIT = 300_000;

/** ms of a wait from which on the log says when it ends. */
const LONG_WAIT = 30_000;

/** What repeating cannot cure: unknown names and bad certificates. */
const HOPELESS = /ENOTFOUND|CERT|ALTNAME|SELF_SIGNED|UNABLE_TO_VERIFY/;

/** Bytes of an error answer that are read. */
const MAX_ERROR = 64 * 1024;

type WholeRequest = ApiRequest & Required<Pick<ApiRequest, 'group' | 'kind'>>;

/** A request with what it leaves out. */
export const completed = (request: ApiRequest): WholeRequest => ({
	...request,
	group: request.group ?? groupFor(request.method, request.path),
	kind: request.kind ?? (request.method === 'GET' ? 'read' : 'change'),
});

interface Answered {
	status: number;
	headers: HttpHeaders;
}

/** How an answer is asked for, whole or streamed, and how a refusal becomes whole. */
interface Way<Answer extends Answered> {
	send(request: HttpRequest): Promise<Answer>;
	whole(answer: Answer): Promise<HttpResponse>;
}

type Outcome<Answer> =
	| { answer: Answer; refusal?: undefined }
	| { answer?: undefined; refusal: HttpResponse };

const contentTypeOf = ({ body, rawBody }: ApiRequest) =>
	rawBody?.contentType ?? (body === undefined ? undefined : 'application/json');

function httpRequestOf({ server }: RingCentralConnection, request: ApiRequest): HttpRequest {
	const { method, path, query, body, rawBody, headers, signal } = request;
	const type = contentTypeOf(request);
	return {
		method,
		url: urlOf(server, path, query),
		headers: {
			Accept: 'application/json',
			...(type === undefined ? {} : { 'Content-Type': type }),
			...headers,
		},
		body: rawBody?.bytes ?? (body === undefined ? undefined : JSON.stringify(body)),
		timeout: TIMEOUT,
		signal,
	};
}

async function tryOnce<Answer extends Answered>(
	connection: RingCentralConnection,
	request: WholeRequest,
	way: Way<Answer>,
): Promise<Outcome<Answer>> {
	const { rates, log, clock } = connection;
	const sent = httpRequestOf(connection, request);
	const route = routeOf(request.method, new URL(sent.url).pathname);
	const turn = await rates.take(request.group, route, request.signal);
	let penalty = 0;
	try {
		const answer = await way.send(sent);
		const { status, headers } = answer;
		if (status >= 200 && status < 300) {
			turn.done({ status, headers });
			return { answer };
		}
		const refusal = await way.whole(answer);
		penalty = turn.done({ status, headers, everyGroup: overEveryGroup(refusal) });
		return { refusal };
	} catch (error) {
		if (wasNotSent(error)) turn.unsent();
		throw error;
	} finally {
		turn.done();
		if (penalty > 0) {
			const until = new Date(clock.now() + penalty).toISOString();
			const details = { group: request.group, ms: penalty };
			log.warn('RingCentral asks to wait', penalty > LONG_WAIT ? { ...details, until } : details);
		}
	}
}

/** ms to wait before the next try of a read; undefined when there is none. */
function waitAfter(
	{ clock, random }: RingCentralConnection,
	{ status, headers }: Answered,
	attempt: number,
): number | undefined {
	if (attempt >= TRIES - 1) return undefined;
	// The turn of the next try waits for the end of the penalty.
	if (status === 429) return 0;
	if (status !== 408 && status < 500) return undefined;
	const asked = retryAfterMs(header(headers, 'retry-after') || undefined, clock.now());
	const wait = asked || backoffDelay(attempt, random, BACKOFF);
	return wait > LONGEST_WAIT ? undefined : wait;
}

function canReconnect(error: unknown, request: ApiRequest, attempt: number): boolean {
	return (
		error instanceof TelephonyError &&
		error.kind === 'unavailable' &&
		isWorthRepeating(error) &&
		attempt < CONNECT_TRIES - 1 &&
		!request.signal?.aborted &&
		!HOPELESS.test(error.vendorCode ?? '')
	);
}

/**
 * ms until the login may be tried again, where the server asked to wait with it: nothing was sent then, so
 * even a change may wait. Others with the same login have used its turns up.
 */
function waitForLogin(error: unknown, attempt: number): number | undefined {
	if (!isLoginDelayed(error) || attempt >= TRIES - 1) return undefined;
	const { waitMs = 0 } = error;
	return waitMs > LONGEST_WAIT ? undefined : waitMs;
}

async function exchange<Answer extends Answered>(
	connection: RingCentralConnection,
	asked: ApiRequest,
	way: Way<Answer>,
): Promise<Outcome<Answer>> {
	const { clock, random } = connection;
	const request = completed(asked);
	for (let attempt = 0; ; attempt++) {
		let wait: number | undefined;
		try {
			const outcome = await tryOnce(connection, request, way);
			if (outcome.refusal === undefined || request.kind === 'change') return outcome;
			wait = waitAfter(connection, outcome.refusal, attempt);
			if (wait === undefined) return outcome;
		} catch (error) {
			wait = waitForLogin(error, attempt);
			if (wait === undefined) {
				if (request.kind === 'change' || !canReconnect(error, request, attempt)) throw error;
				wait = backoffDelay(attempt, random, BACKOFF);
			}
		}
		if (wait > 0) await clock.sleep(wait, request.signal);
	}
}

/** The error of a refusal; where it names no permission, the one that the catalogue names. */
export function failureOf(
	{ clock }: RingCentralConnection,
	{ method, path }: Pick<ApiRequest, 'method' | 'path'>,
	refusal: HttpResponse,
): TelephonyError {
	return errorOf(refusal, clock.now(), commandFor(method, path)?.scope);
}

/**
 * Sends a request and gives the answer whatever its status. Throws `unavailable` when there is none,
 * `rateLimited` when the turn of the request is too far away, `badRequest` for an address elsewhere.
 */
export async function sendRaw(
	connection: RingCentralConnection,
	request: ApiRequest,
): Promise<HttpResponse> {
	const outcome = await exchange(connection, request, {
		send: async (sent) => await connection.http.request(sent),
		whole: async (answer) => await Promise.resolve(answer),
	});
	return outcome.answer ?? outcome.refusal;
}

/** Sends a request; the JSON of its answer, undefined for an empty one or null. Throws what the status stands for. */
export async function sendAny(
	connection: RingCentralConnection,
	request: ApiRequest,
): Promise<unknown> {
	const response = await sendRaw(connection, request);
	const { status } = response;
	if (status < 200 || status > 299) throw failureOf(connection, request, response);
	return jsonOf(response) ?? undefined;
}

/**
 * Sends a request; the JSON object of its answer. A change may be answered with nothing, which is an object without
 * members: it was done. Throws what the status stands for, and `protocolViolation` for anything else.
 */
export async function send<T = JsonObject>(
	connection: RingCentralConnection,
	request: ApiRequest,
): Promise<T> {
	const answer = await sendAny(connection, request);
	if (answer === undefined && request.method !== 'GET') return {} as T;
	if (isObject(answer)) return answer as T;
	throw new TelephonyError(
		'protocolViolation',
		'RingCentral answered without a JSON object. A proxy on the way is the usual cause',
	);
}

/**
 * Opens a recording or an attachment. Throws what the status stands for; the body throws `unavailable`
 * when less arrives than the content-length says.
 */
export async function openStream(
	connection: RingCentralConnection,
	request: ApiRequest,
): Promise<HttpStream> {
	// Packed on the way, the length would say nothing about what arrives.
	const headers = { Accept: '*/*', 'Accept-Encoding': 'identity', ...request.headers };
	const outcome = await exchange<HttpStream>(
		connection,
		{ ...request, headers },
		{
			send: async (sent) => await connection.http.stream(sent),
			whole: async (stream) => ({
				status: stream.status,
				headers: stream.headers,
				body: await readUpTo(stream, MAX_ERROR),
			}),
		},
	);
	if (outcome.refusal) throw failureOf(connection, request, outcome.refusal);
	return wholeStream(outcome.answer, connection.clock);
}
