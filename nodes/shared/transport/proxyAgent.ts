import http, { Agent as HttpAgent } from 'node:http';
import https, { Agent as HttpsAgent } from 'node:https';

import { getProxyForUrl } from '../vendor/proxyFromEnv';

/**
 * The agent for requests to `url` that go through a proxy, undefined for those that go straight. n8n puts
 * agents in the place of Node's own that know the proxies of its environment (HTTP_PROXY, HTTPS_PROXY,
 * ALL_PROXY, NO_PROXY). Its request helper uses them by itself; connections of our own have to ask.
 */
export function proxyAgent(url: string): HttpAgent | undefined {
	const isSecure = /^(https|wss):/i.test(url);
	const agent = isSecure ? https.globalAgent : http.globalAgent;
	const isNodesOwn = agent.constructor === (isSecure ? HttpsAgent : HttpAgent);
	if (isNodesOwn || getProxyForUrl(url.replace(/^ws/i, 'http')) === '') return undefined;
	return agent;
}
