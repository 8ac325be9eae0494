import { createServer, request as sendRequest, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

export interface ForwardProxy {
	url: string;
	/** `POST http://…`, `CONNECT host:port`, `UPGRADE http://…`, in the order they came. */
	seen: string[];
	close(): Promise<void>;
}

/** An HTTP proxy as companies have them; it looks every name up as this machine. */
export async function startForwardProxy(): Promise<ForwardProxy> {
	const seen: string[] = [];
	const sockets = new Set<Socket>();
	const server = createServer((request, response) => {
		seen.push(`${request.method} ${request.url}`);
		const onward = sendRequest(targetOf(request), (answer) => {
			response.writeHead(answer.statusCode ?? 502, answer.headers);
			answer.pipe(response);
		});
		onward.on('error', () => response.destroy());
		response.on('close', () => onward.destroy());
		request.pipe(onward);
	});
	server.on('connection', (socket) => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
	});
	const tunnel = (client: Socket, port: number, hello: string) => {
		const onward = connect({ port, host: '127.0.0.1' }, () => onward.write(hello));
		sockets.add(onward);
		for (const [from, to] of [
			[client, onward],
			[onward, client],
		]) {
			from.on('error', () => to.destroy());
			from.on('close', () => to.destroy());
			from.pipe(to);
		}
	};
	server.on('connect', (request: IncomingMessage, client: Socket) => {
		seen.push(`CONNECT ${request.url}`);
		client.write('HTTP/1.1 200 Connection established\r\n\r\n');
		tunnel(client, Number(request.url?.split(':').at(-1)), '');
	});
	server.on('upgrade', (request: IncomingMessage, client: Socket) => {
		seen.push(`UPGRADE ${request.url}`);
		const { port, path } = targetOf(request);
		const { rawHeaders } = request;
		const headers = rawHeaders.flatMap((name, at) =>
			at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1]}`] : [],
		);
		tunnel(client, port, [`GET ${path} HTTP/1.1`, ...headers, '', ''].join('\r\n'));
	});
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		seen,
		async close() {
			for (const socket of sockets) socket.destroy();
			await new Promise<void>((done) => server.close(() => done()));
		},
	};
}

function targetOf({ url = '', method, headers }: IncomingMessage) {
	const { port, pathname, search } = new URL(url);
	return { host: '127.0.0.1', port: Number(port), path: pathname + search, method, headers };
}
