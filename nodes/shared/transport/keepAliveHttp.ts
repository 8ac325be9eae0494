import type { ClientRequest } from 'node:http';
import { urlToHttpOptions } from 'node:url';

import type { Http, HttpRequest } from '../core/ports';
import { answerOf } from './answerOf';
import { connectionsOf, type Connections, type Pool } from './connections';
import type { EgressFilter } from './egress';
import type { Exchange } from './exchange';
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

/** What a request says about itself where its client does not. n8n's own helper calls itself so. */
const HEADERS = {
	Accept: 'application/json, text/plain, */*',
	'Accept-Encoding': 'gzip, deflate, br',
	'User-Agent': 'n8n',
};

/** The bytes of a body with what tells about them: Node tells their number for some methods only. */
function payloadOf({ method, body }: HttpRequest) {
	if (method === 'GET' || body === undefined) return { headers: {} };
	const bytes =
		typeof body === 'string'
			? Buffer.from(body)
			: Buffer.from(body.buffer, body.byteOffset, body.byteLength);
	const type = bytes.length === 0 ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' };
	return { bytes, headers: { ...type, 'Content-Length': String(bytes.length) } };
}

/** One request on the wire; tells whether its connection had served before. */
class Sending {
	private sent?: ClientRequest;

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
		const target = urlToHttpOptions(new URL(url));
		const { httpAgent, httpsAgent } = this.connections.route(url, { pool, lane, address, fresh });
		const payload = payloadOf(request);
		let takeBack = () => {};
		try {
			return await new Promise<Answer>((resolve, reject) => {
				this.sent = this.connections.request(
					{
						...target,
						method,
						agent: target.protocol === 'https:' ? httpsAgent : httpAgent,
						headers: { ...HEADERS, ...payload.headers, ...request.headers, ...headers },
					},
					(answer) => resolve(answerOf(answer)),
				);
				// Time runs from here on, not while other requests hold the connections.
				this.sent.once('socket', () => this.exchange.begin());
				this.sent.on('error', reject);
				takeBack = this.exchange.whenEnded(() => void this.sent?.destroy());
				this.sent.end(payload.bytes);
			});
		} finally {
			takeBack();
		}
	}
}

/**
 * Sends requests over few connections that stay open, under n8n's egress rules and through its proxies:
 * n8n's helper makes a new connection for each (docs/design.md#dependencies). Redirects are not followed.
 */
export function keepAliveHttp(settings: KeepAliveSettings): Http {
	const { pool = 'live', filter, authorization, cancel, repeats = 'reads' } = settings;
	const connections = connectionsOf(settings.allowUnauthorizedCerts, filter);
	const open: Open = async (request, exchange, answerIs) => {
		const from = answerIs === 'streamed' ? 'streams' : pool;
		if (exchange.ended) throw exchange.ended;
		const checked = connections.check(request.url, request.address);
		if (checked) await exchange.race(checked);
		const headers = authorization ? { Authorization: await authorization() } : {};
		const first = new Sending(connections, exchange);
		try {
			return await first.answer(request, from, headers);
		} catch (error) {
			const { code } = error as { code?: string };
			const mayRepeat = repeats === 'all' || request.method === 'GET';
			const isStale = first.wasStale && (code === 'ECONNRESET' || code === 'EPIPE');
			if (!isStale || !mayRepeat || exchange.ended) throw error;
			// What is kept beside it may be closed as well.
			return await new Sending(connections, exchange).answer(request, from, headers, true);
		}
	};
	return exchangeHttp(open, cancel);
}
