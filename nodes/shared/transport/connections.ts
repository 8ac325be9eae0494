import http, { Agent as HttpAgent } from 'node:http';
import https, { Agent as HttpsAgent } from 'node:https';
import { isIP, isIPv6, type LookupFunction } from 'node:net';

import { dropOldest } from '../core/bounded/dropOldest';
import { egressRefusal, type EgressFilter } from './egress';
import { proxyAgent } from './proxyAgent';

/**
 * Whose connections: `actions` are closed early, so that a server does not close one just as a change goes
 * out on it; `live` ones of a trigger stay for as long as the server likes; `streams` never wait.
 */
export type Pool = 'actions' | 'live' | 'streams';

const LIMITS = {
	actions: { maxSockets: 16, timeout: 4_000 },
	live: { maxSockets: 8 },
	streams: { timeout: 4_000 },
} as const;

/** Sets of connections that are kept; those not used for longest are closed. */
const MAX_ROUTES = 64;

export interface Route {
	pool: Pool;
	/** Requests of a lane have connections of their own. */
	lane?: string;
	/** IP address to connect to, whatever DNS says meanwhile. */
	address?: string;
	/** On a connection of its own that is not kept. */
	fresh?: boolean;
}

interface Agents {
	httpAgent: HttpAgent;
	httpsAgent: HttpsAgent;
}

type LookupResult = (error: null, address: unknown, family?: number) => void;

function pinned(address: string): LookupFunction {
	const family = isIPv6(address) ? 6 : 4;
	const lookup = (_host: string, options: { all?: boolean }, found: LookupResult) =>
		options.all ? found(null, [{ address, family }]) : found(null, address, family);
	return lookup as never;
}

const unbracketed = (hostname: string) => hostname.replace(/^\[|\]$/g, '');

async function allowed(filter: EgressFilter, url: string, host: string): Promise<void> {
	const verdict = await filter.validateUrl(url);
	if (!verdict.ok) throw egressRefusal(host, verdict.error);
}

/**
 * The connections of one process under one egress filter and one TLS setting. Without a filter nothing is
 * looked at: whoever makes it has to know that n8n would allow the address.
 */
export class Connections {
	private readonly known = new Map<string, Agents>();

	/** Addresses that the filter has given for a host: pinning to one of them is allowed. */
	private readonly found = new Map<string, Set<string>>();

	constructor(
		private readonly rejectUnauthorized: boolean,
		private readonly filter?: EgressFilter,
	) {}

	/**
	 * Throws `unavailable` for an address that n8n's rules refuse; undefined where nothing has to be waited for.
	 */
	check(url: string, address: string | undefined): Promise<void> | undefined {
		const { filter } = this;
		if (!filter) return undefined;
		const { hostname, host } = new URL(url);
		if (address === undefined || isIP(unbracketed(hostname)) || proxyAgent(url))
			return allowed(filter, url, host);
		// No name is looked up for a pinned address, so that it works while DNS does not.
		if (this.found.get(hostname)?.has(address)) return undefined;
		const verdict = filter.validateConnectionHost(address);
		if (!verdict.ok) throw egressRefusal(host, verdict.error);
		return undefined;
	}

	/** The agents that send over kept connections, or through the proxy of this instance. */
	route(url: string, route: Route) {
		const agent = proxyAgent(url);
		// Behind a proxy the address that a stream came from is the proxy's own.
		if (agent) return { httpAgent: agent, httpsAgent: agent };
		if (route.fresh) return this.agents(route);
		const key = JSON.stringify([route.pool, route.lane, route.address]);
		const agents = this.known.get(key) ?? this.agents(route);
		this.known.delete(key);
		this.known.set(key, agents);
		for (const [oldest, { httpAgent, httpsAgent }] of this.known) {
			if (this.known.size <= MAX_ROUTES) break;
			httpAgent.destroy();
			httpsAgent.destroy();
			this.known.delete(oldest);
		}
		return agents;
	}

	/** A proxy's agent takes the TLS settings of the request. */
	request(
		options: https.RequestOptions,
		onResponse: (answer: http.IncomingMessage) => void,
	): http.ClientRequest {
		const { rejectUnauthorized } = this;
		const { request } = options.protocol === 'https:' ? https : http;
		return request({ ...options, rejectUnauthorized }, onResponse);
	}

	private agents({ pool, address, fresh }: Route): Agents {
		const lookup = address === undefined ? this.lookup() : pinned(address);
		const limits = {
			keepAlive: !fresh,
			keepAliveMsecs: 3_000,
			...LIMITS[pool],
			...(lookup === undefined ? {} : { lookup }),
		};
		const { rejectUnauthorized } = this;
		return {
			httpAgent: new HttpAgent(limits),
			httpsAgent: new HttpsAgent({ ...limits, rejectUnauthorized }),
		};
	}

	/** The filter's lookup, whose answers are remembered. */
	private lookup(): LookupFunction | undefined {
		const secure = this.filter?.createSecureLookup();
		if (!secure) return undefined;
		return (host, options, done) =>
			secure(host, options, (error, answer, family) => {
				if (!error) this.remember(host, answer);
				done(error, answer, family);
			});
	}

	private remember(host: string, answer: Parameters<Parameters<LookupFunction>[2]>[1]): void {
		const addresses = this.found.get(host) ?? new Set<string>();
		this.found.delete(host);
		this.found.set(host, addresses);
		for (const one of [answer].flat()) addresses.add(typeof one === 'string' ? one : one.address);
		dropOldest(this.found, MAX_ROUTES);
		dropOldest(addresses, MAX_ROUTES);
	}
}

const ofFilter = new WeakMap<object, Map<boolean, Connections>>();
const withoutFilter = {};

/** The connections of this process for a filter and a TLS setting: kept from one execution to the next. */
export function connectionsOf(
	allowUnauthorizedCerts: boolean,
	filter: EgressFilter | undefined,
): Connections {
	const owner = filter ?? withoutFilter;
	const known = ofFilter.get(owner) ?? new Map<boolean, Connections>();
	ofFilter.set(owner, known);
	const connections =
		known.get(allowUnauthorizedCerts) ?? new Connections(!allowUnauthorizedCerts, filter);
	known.set(allowUnauthorizedCerts, connections);
	return connections;
}
