import http, { Agent as HttpAgent } from 'node:http';
import https, { Agent as HttpsAgent } from 'node:https';
import { isIPv6 } from 'node:net';

import { connectFailure } from './connectFailure';
import type { Http, HttpHeaders, HttpRequest } from './core/ports';
import { proxyAgent } from './proxyAgent';
import { createAxios } from './vendor/axios';

export interface KeepAliveSettings {
	allowUnauthorizedCerts: boolean;
	/** Value of the Authorization header, asked for each request; without it requests bring their own. */
	authorization?(): Promise<string> | string;
}

/** Bytes an answer may have. */
const MAX_ANSWER = 32 * 1024 * 1024;

/** Pinned addresses and lanes whose connections are kept; older ones are closed. */
const MAX_ROUTES = 12;

interface Agents {
	httpAgent: HttpAgent;
	httpsAgent: HttpsAgent;
}

/** axios takes bytes only as a Buffer. */
const bodyOf = (body: string | Uint8Array | undefined) =>
	body instanceof Uint8Array ? Buffer.from(body.buffer, body.byteOffset, body.byteLength) : body;

type LookupResult = (error: null, address: unknown, family?: number) => void;

/** Agents whose connections go to one address, whatever DNS says meanwhile. */
function agentsFor(address: string | undefined, rejectUnauthorized: boolean): Agents {
	const family = isIPv6(address ?? '') ? 6 : 4;
	const lookup = (_host: string, options: { all?: boolean }, found: LookupResult) =>
		options.all ? found(null, [{ address, family }]) : found(null, address, family);
	const limits = {
		keepAlive: true,
		maxSockets: 8,
		keepAliveMsecs: 3_000,
		...(address === undefined ? {} : { lookup: lookup as never }),
	};
	return {
		httpAgent: new HttpAgent(limits),
		httpsAgent: new HttpsAgent({ ...limits, rejectUnauthorized }),
	};
}

/** A proxy's agent takes the TLS settings of the request, which axios does not hand on. */
function transportThroughProxy(rejectUnauthorized: boolean) {
	return {
		request: (options: https.RequestOptions, onResponse: (answer: http.IncomingMessage) => void) =>
			(options.protocol === 'https:' ? https : http).request(
				{ ...options, rejectUnauthorized },
				onResponse,
			),
	};
}

/**
 * Sends requests over few connections that stay open, for heartbeats and acknowledgements: n8n's
 * helper makes a new connection for each (DESIGN section 4). Redirects are not followed.
 */
export function keepAliveRequest(settings: KeepAliveSettings): Http['request'] {
	const rejectUnauthorized = !settings.allowUnauthorizedCerts;
	const known = new Map<string, Agents>();
	const agents = ({ address, lane }: HttpRequest): Agents => {
		const key = JSON.stringify([address, lane]);
		const found = known.get(key) ?? agentsFor(address, rejectUnauthorized);
		known.delete(key);
		known.set(key, found);
		for (const [oldest, { httpAgent, httpsAgent }] of known) {
			if (known.size <= MAX_ROUTES) break;
			httpAgent.destroy();
			httpsAgent.destroy();
			known.delete(oldest);
		}
		return found;
	};
	/** Behind a proxy the address that a stream came from is the proxy's own. */
	const route = (request: HttpRequest) => {
		const agent = proxyAgent(request.url);
		if (!agent) return agents(request);
		const transport = transportThroughProxy(rejectUnauthorized);
		return { httpAgent: agent, httpsAgent: agent, transport };
	};
	const client = createAxios({
		// axios would send even https to a proxy without a tunnel; agents know better.
		proxy: false,
		responseType: 'arraybuffer',
		maxRedirects: 0,
		maxContentLength: MAX_ANSWER,
		validateStatus: () => true,
		transformRequest: [(data: unknown) => data],
	});
	return async (request) => {
		const send = async () =>
			await client.request<Buffer>({
				...route(request),
				method: request.method,
				url: request.url,
				headers: {
					...request.headers,
					...(settings.authorization ? { Authorization: await settings.authorization() } : {}),
				},
				data: bodyOf(request.body),
				timeout: request.timeout,
				signal: request.signal,
			});
		try {
			const answer = await send().catch(async (error: unknown) => {
				// The server may close an idle connection just as it is used again (page section 4.22).
				const { code } = error as { code?: string };
				if (code !== 'ECONNRESET' || request.signal?.aborted) throw error;
				return await send();
			});
			return {
				status: answer.status,
				headers: answer.headers as unknown as HttpHeaders,
				body: new Uint8Array(answer.data),
			};
		} catch (error) {
			throw connectFailure(request.url, error);
		}
	};
}
