import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came in. */
export interface ApiRequest {
	method: string;
	path: string;
	query: Record<string, string>;
	body: Buffer;
	/** What the body says, where it is JSON. */
	json: Record<string, unknown>;
}

/** What the API answers; nothing: 404. A text is sent as it is, everything else as JSON. */
export type Answer = (request: ApiRequest) => unknown;

export interface HttpApi {
	url: string;
	/** Oldest first. */
	requests: ApiRequest[];
	/** The bodies that were sent to a path with a method. */
	sent(method: string, path: string): Array<Record<string, unknown>>;
	close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks);
}

const isJson = ({ headers }: IncomingMessage) =>
	headers['content-type']?.includes('application/json') ?? false;

/** The other side of a workflow: a chat, a CRM, a storage, a model. Keeps what it is asked. */
export async function startHttpApi(answer: Answer): Promise<HttpApi> {
	const requests: ApiRequest[] = [];
	const server = createServer((incoming, outgoing) => {
		void bodyOf(incoming).then((body) => {
			const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://localhost');
			const request: ApiRequest = {
				method: incoming.method ?? '',
				path: pathname,
				query: Object.fromEntries(searchParams),
				body,
				json: isJson(incoming) ? (JSON.parse(body.toString()) as ApiRequest['json']) : {},
			};
			requests.push(request);
			const given = answer(request);
			const isText = typeof given === 'string';
			outgoing.writeHead(given === undefined ? 404 : 200, {
				'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json',
			});
			outgoing.end(isText ? given : JSON.stringify(given ?? { error: 'There is nothing here' }));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		requests,
		sent: (method, path) =>
			requests.filter((one) => one.method === method && one.path === path).map(({ json }) => json),
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
