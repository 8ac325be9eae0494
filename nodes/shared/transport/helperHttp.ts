import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import type { Http, HttpHeaders, HttpRequest } from '../core/ports';
import type { Source } from './exchange';
import { exchangeHttp } from './exchangeHttp';
import type { Answer } from './streamOf';

/** n8n's request helper, bound to a node and its credential. */
export type AuthenticatedRequest = (options: IHttpRequestOptions) => Promise<unknown>;

export interface HelperHttpSettings {
	/** Accept any TLS certificate. */
	allowUnauthorizedCerts: boolean;
	/** Ends every request, as when the execution is stopped. */
	cancel?: AbortSignal;
}

/** n8n sends a Buffer as it is; any other object goes out as JSON. */
export const helperBody = (body: string | Uint8Array) =>
	typeof body === 'string' ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);

function optionsOf(
	request: HttpRequest,
	settings: HelperHttpSettings,
	signal: AbortSignal,
): IHttpRequestOptions {
	return {
		method: request.method,
		url: request.url,
		headers: request.headers,
		// An empty text would be dropped by some versions and sent as JSON by others.
		...(request.body?.length ? { body: helperBody(request.body) } : {}),
		timeout: request.timeout,
		abortSignal: signal,
		// The helper knows no size and no deadline: what comes is counted and timed here.
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		skipSslCertificateValidation: settings.allowUnauthorizedCerts,
	};
}

/** A body that a helper gave whole, though it was asked for a stream. */
const isWhole = (body: unknown): body is ArrayBuffer | Uint8Array | string =>
	typeof body === 'string' || body instanceof ArrayBuffer || body instanceof Uint8Array;

/** The body of a helper's answer as something to read. */
export function helperSource(body: unknown): Source {
	if (body === undefined || body === null) return emptySource();
	if (!isWhole(body)) return body as Source;
	const bytes = typeof body === 'string' ? Buffer.from(body) : new Uint8Array(body);
	return bytes.length === 0 ? emptySource() : sourceOf(bytes);
}

async function* sourceOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	yield await Promise.resolve(bytes);
}

async function* emptySource(): AsyncGenerator<Uint8Array> {}

/** The remote end of an answer of Node's, where it is one. */
const remoteAddressOf = (body: unknown) =>
	(body as { socket?: { remoteAddress?: string } } | undefined)?.socket?.remoteAddress;

/** Turns an answer that comes after its time into nothing. */
function discard(late: Promise<Answer>): void {
	void late.then(
		({ source }) => void source.destroy?.(),
		() => {},
	);
}

/**
 * An Http over any function that sends a request and gives an answer to read. What it cannot do itself is
 * done here: the deadline, the size, and letting go of an answer nobody waits for any more.
 */
export function boundedHttp(
	send: (request: HttpRequest, signal: AbortSignal) => Promise<Answer>,
	cancel?: AbortSignal,
): Http {
	return exchangeHttp(async (request, exchange) => {
		exchange.begin();
		const ended = new AbortController();
		exchange.whenEnded((failure) => ended.abort(failure));
		const answer = send(request, ended.signal);
		try {
			return await exchange.race(answer);
		} catch (error) {
			discard(answer);
			throw error;
		}
	}, cancel);
}

/**
 * The Http port over n8n's own helper: proxy, TLS, egress rules and credential handling are n8n's. It
 * makes a connection for every request.
 */
export function helperHttp(send: AuthenticatedRequest, settings: HelperHttpSettings): Http {
	return boundedHttp(async (request, signal) => {
		const answer = (await send(optionsOf(request, settings, signal))) as IN8nHttpFullResponse;
		return {
			status: answer.statusCode,
			headers: answer.headers as HttpHeaders,
			source: helperSource(answer.body),
			remoteAddress: remoteAddressOf(answer.body),
		};
	}, settings.cancel);
}
