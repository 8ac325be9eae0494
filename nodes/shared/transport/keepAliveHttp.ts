import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';

import type { Http, HttpHeaders, HttpRequest } from '../core/ports';
import { createAxios } from '../vendor/axios';
import { connectionsOf, type Connections, type Pool } from './connections';
import type { EgressFilter } from './egress';
import type { Exchange, Source } from './exchange';
import { exchangeHttp, type Open } from './exchangeHttp';
import type { Answer } from './streamOf';

export interface KeepAliveSettings {
	/** Accept any TLS certificate. */
	allowUnauthorizedCerts: boolean;
	/** Value of the Authorization header, asked for each request; without it requests bring their own. */
	authorization?(): Promise<string> | string;
	/** n8n's rules for outgoing requests. */
	filter?: EgressFilter;
	/** Default `live`. */
	pool?: Exclude<Pool, 'streams'>;
	/** Ends every request, as when the execution is stopped. */
	cancel?: AbortSignal;
	/**
	 * What is sent again when a kept connection turns out to be closed, where nobody can tell whether the
	 * server has seen the request: reads only, which is the default, or everything.
	 */
	repeats?: 'reads' | 'all';
}

/** axios takes bytes only as a Buffer. */
const bodyOf = ({ method, body }: HttpRequest) => {
	if (method === 'GET') return undefined;
	return body instanceof Uint8Array
		? Buffer.from(body.buffer, body.byteOffset, body.byteLength)
		: body;
};

/** What n8n's own helper calls itself. */
const USER_AGENT = 'n8n';

const client = createAxios({
	// axios would send even https to a proxy without a tunnel; agents know better.
	proxy: false,
	responseType: 'stream',
	maxRedirects: 0,
	maxContentLength: -1,
	maxBodyLength: -1,
	validateStatus: () => true,
	transformRequest: [(data: unknown) => data],
	headers: { 'User-Agent': USER_AGENT },
});

/** One request on the wire; tells whether its connection had served before. */
class Sending {
	private sent?: ClientRequest;

	private remoteAddress?: string;

	constructor(
		private readonly connections: Connections,
		private readonly exchange: Exchange,
	) {}

	/** Whether the server may have closed the connection just as it was used again (RFC 9112, 9.5). */
	get wasStale(): boolean {
		return this.sent?.reusedSocket === true;
	}

	async answer(request: HttpRequest, pool: Pool, headers: object, fresh = false): Promise<Answer> {
		const { address, lane, url, method } = request;
		const { status, data, ...answer } = await client.request<Source>({
			...this.connections.route(url, { pool, lane, address, fresh }),
			transport: { request: this.start },
			method,
			url,
			headers: { ...request.headers, ...headers },
			data: bodyOf(request),
			signal: this.exchange.signal,
		});
		return {
			status,
			headers: answer.headers as unknown as HttpHeaders,
			source: data,
			remoteAddress: this.remoteAddress,
		};
	}

	private readonly start = (
		options: RequestOptions,
		onResponse: (answer: IncomingMessage) => void,
	): ClientRequest => {
		this.sent = this.connections.request(options, (answer) => {
			this.remoteAddress = answer.socket.remoteAddress;
			onResponse(answer);
		});
		// Time runs from here on, not while other requests hold the connections.
		this.sent.once('socket', () => this.exchange.begin());
		return this.sent;
	};
}

/**
 * Sends requests over few connections that stay open, under n8n's egress rules and through its proxies:
 * n8n's helper makes a new connection for each (DESIGN section 4). Redirects are not followed.
 */
export function keepAliveHttp(settings: KeepAliveSettings): Http {
	const { pool = 'live', filter, authorization, cancel, repeats = 'reads' } = settings;
	const connections = connectionsOf(settings.allowUnauthorizedCerts, filter);
	const open: Open = async (request, exchange, answerIs) => {
		const from = answerIs === 'streamed' ? 'streams' : pool;
		await exchange.race(connections.check(request.url, request.address));
		const headers = authorization ? { Authorization: await authorization() } : {};
		const first = new Sending(connections, exchange);
		try {
			return await first.answer(request, from, headers);
		} catch (error) {
			const { code } = error as { code?: string };
			const mayRepeat = repeats === 'all' || request.method === 'GET';
			const isStale = first.wasStale && (code === 'ECONNRESET' || code === 'EPIPE');
			if (!isStale || !mayRepeat || exchange.signal.aborted) throw error;
			// What is kept beside it may be closed as well.
			return await new Sending(connections, exchange).answer(request, from, headers, true);
		}
	};
	return exchangeHttp(open, cancel);
}
