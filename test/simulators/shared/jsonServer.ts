import type { IncomingMessage, ServerResponse } from 'node:http';

import { servePage } from './page/page';
import { listen, readBody, type RunningServer } from './server';

/** A request, taken apart. */
export interface JsonRequest {
	method: string;
	/** Without the query. */
	path: string;
	/** As it was sent, without the question mark. */
	search: string;
	headers: IncomingMessage['headers'];
	body: string;
}

/** A status with JSON, or with a `location` to go to. */
export interface JsonReply {
	status: number;
	body?: unknown;
	location?: string;
}

/** What a client asked and got, for tests. */
export interface RequestEntry {
	method: string;
	/** With the query. */
	path: string;
	status: number;
	contentType: string;
	body: string;
}

export interface JsonServer extends RunningServer {
	url: string;
	/** Requests outside `/control`, oldest first. */
	requests: RequestEntry[];
}

const BODY_LIMIT = 2_000_000;
const REQUESTS_KEPT = 1_000;

function send(response: ServerResponse, { status, body, location }: JsonReply): void {
	const text = body === undefined ? '' : JSON.stringify(body);
	response.writeHead(status, {
		...(text === '' ? {} : { 'Content-Type': 'application/json; charset=utf-8' }),
		...(location === undefined ? {} : { Location: location }),
		'Content-Length': Buffer.byteLength(text),
	});
	response.end(text);
}

/**
 * Serves JSON. What `answer` throws becomes a 500 with its message.
 * @param page folder of the page for people, if there is one
 * @param requests a list that goes on, as of a server that comes back
 */
export async function serveJson(
	answer: (request: JsonRequest) => JsonReply | Promise<JsonReply>,
	{
		host,
		port,
		page,
		requests = [],
	}: { host: string; port: number; page?: string; requests?: RequestEntry[] },
): Promise<JsonServer> {
	const handle = async (request: IncomingMessage, response: ServerResponse) => {
		const [path, search = ''] = (request.url ?? '/').split(/\?(.*)/s, 2);
		const method = request.method ?? 'GET';
		if (page !== undefined && servePage(page, path, request, response)) return;
		let body = '';
		let reply: JsonReply;
		try {
			body = await readBody(request, BODY_LIMIT, () => new Error('The body is too large'));
			reply = await answer({ method, path, search, headers: request.headers, body });
		} catch (error) {
			reply = { status: 500, body: { error: (error as Error).message } };
		}
		if (!path.startsWith('/control')) {
			const contentType = request.headers['content-type'] ?? '';
			const { status } = reply;
			requests.push({ method, path: request.url ?? '/', status, contentType, body });
			if (requests.length > REQUESTS_KEPT) requests.shift();
		}
		send(response, reply);
	};
	const server = await listen(
		(request, response) => {
			handle(request, response).catch((error: Error) => response.destroy(error));
		},
		{ host, port, keepAliveTimeout: 4_000 },
	);
	return { ...server, url: `http://${host}:${server.port}`, requests };
}

/** A JSON object from a body; empty for an empty one. Throws when it is something else. */
export function objectFrom(body: string): Record<string, unknown> {
	const value = body.trim() === '' ? {} : (JSON.parse(body) as unknown);
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw new Error('The body must be a JSON object');
	}
	return value as Record<string, unknown>;
}
