import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import { connectFailure } from './connectFailure';
import type { Http, HttpHeaders, HttpRequest, HttpStream } from './core/ports';

/** n8n's request helper, bound to a node and its credential. */
export type AuthenticatedRequest = (options: IHttpRequestOptions) => Promise<unknown>;

export interface HelperHttpSettings {
	/** Accept any TLS certificate. */
	allowUnauthorizedCerts: boolean;
}

/** n8n sends a Buffer as it is; any other object goes out as JSON. */
const bodyOf = (body: string | Uint8Array) =>
	typeof body === 'string' ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);

function optionsOf(request: HttpRequest, settings: HelperHttpSettings): IHttpRequestOptions {
	return {
		method: request.method,
		url: request.url,
		headers: request.headers,
		// An empty text would be dropped by some versions and sent as JSON by others.
		...(request.body?.length ? { body: bodyOf(request.body) } : {}),
		timeout: request.timeout,
		abortSignal: request.signal,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		skipSslCertificateValidation: settings.allowUnauthorizedCerts,
	};
}

/**
 * The Http port over n8n's own helper: proxy, TLS, SSRF rules and credential handling are n8n's. It
 * makes a connection for every request.
 */
export function helperHttp(send: AuthenticatedRequest, settings: HelperHttpSettings): Http {
	const exchange = async (request: HttpRequest, extra: Partial<IHttpRequestOptions>) => {
		try {
			const options = { ...optionsOf(request, settings), ...extra };
			return (await send(options)) as IN8nHttpFullResponse;
		} catch (error) {
			throw connectFailure(request.url, error);
		}
	};
	return {
		async request(request) {
			const answer = await exchange(request, { encoding: 'arraybuffer' });
			return {
				status: answer.statusCode,
				headers: answer.headers as HttpHeaders,
				body: new Uint8Array(answer.body as unknown as ArrayBuffer),
			};
		},
		async stream(request) {
			const abort = new AbortController();
			const signals = request.signal ? [abort.signal, request.signal] : [abort.signal];
			const answer = await exchange(request, {
				encoding: 'stream',
				abortSignal: AbortSignal.any(signals),
			});
			return openStream(request.url, answer, abort);
		},
	};
}

function openStream(url: string, answer: IN8nHttpFullResponse, abort: AbortController): HttpStream {
	const source = answer.body as unknown as NodeJS.ReadableStream;
	let closed = false;
	async function* read(): AsyncGenerator<Uint8Array> {
		try {
			for await (const chunk of source) yield chunk as unknown as Uint8Array;
		} catch (error) {
			// Closing on our side looks like a broken connection to the reader.
			if (!closed) throw connectFailure(url, error);
		}
	}
	return {
		status: answer.statusCode,
		headers: answer.headers as HttpHeaders,
		body: read(),
		remoteAddress: (source as { socket?: { remoteAddress?: string } }).socket?.remoteAddress,
		close() {
			closed = true;
			abort.abort();
		},
	};
}
