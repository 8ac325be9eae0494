import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface ListenOptions {
	host: string;
	/** 0 takes a free port. */
	port: number;
	tls?: { key: string; cert: string };
	/** Idle time in ms after which a management connection is closed. */
	keepAliveTimeout: number;
	/** Takes connections over that leave HTTP: WebSockets. Without it they are refused. */
	upgrade?: (request: IncomingMessage, socket: Socket, head: Buffer) => void;
}

export interface RunningServer {
	port: number;
	/** Every open connection. */
	sockets: Set<Socket>;
	/** Closes the listeners and destroys every connection. */
	close(): Promise<void>;
}

function listenOn(server: Server, port: number, host: string): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, host, () => {
			server.off('error', reject);
			resolve();
		});
	});
}

const stop = (server: Server) =>
	new Promise<void>((resolve) => (server.listening ? server.close(() => resolve()) : resolve()));

/**
 * Starts an HTTP or HTTPS server. On 127.0.0.1 it also answers on ::1 where the machine has it,
 * because `localhost` resolves to either.
 */
export async function listen(handler: Handler, options: ListenOptions): Promise<RunningServer> {
	const sockets = new Set<Socket>();
	const make = () => {
		// Clients written by hand end header lines with a bare LF, which servers take (RFC 9112 section 2.2).
		const lenient = { insecureHTTPParser: true };
		const server = options.tls
			? createTlsServer({ ...options.tls, ...lenient }, handler)
			: createServer(lenient, handler);
		server.keepAliveTimeout = options.keepAliveTimeout;
		// A channel stream is one response that stays open for a day.
		server.requestTimeout = 0;
		const { upgrade } = options;
		if (upgrade) {
			server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) =>
				upgrade(request, socket, head),
			);
		}
		server.on(options.tls ? 'secureConnection' : 'connection', (socket: Socket) => {
			socket.setNoDelay(true);
			sockets.add(socket);
			socket.on('close', () => sockets.delete(socket));
			// A client that resets its connection is ordinary; `close` follows.
			socket.on('error', () => socket.destroy());
		});
		return server;
	};
	const servers = [make()];
	await listenOn(servers[0], options.port, options.host);
	const { port } = servers[0].address() as AddressInfo;
	if (options.host === '127.0.0.1') {
		const twin = make();
		const listening = await listenOn(twin, port, '::1').then(
			() => true,
			// No IPv6 here, or the port is taken there: 127.0.0.1 is what was promised.
			() => false,
		);
		if (listening) servers.push(twin);
	}
	return {
		port,
		sockets,
		async close() {
			const stopped = servers.map(stop);
			for (const socket of sockets) socket.destroy();
			await Promise.all(stopped);
		},
	};
}

/** Reads a request body of at most `limit` bytes. Rejects with `tooLarge()` when there is more. */
export function readBody(
	request: IncomingMessage,
	limit: number,
	tooLarge: () => Error,
): Promise<string> {
	return new Promise((resolve, reject) => {
		const parts: Buffer[] = [];
		let size = 0;
		request.on('data', (part: Buffer) => {
			size += part.length;
			if (size > limit) reject(tooLarge());
			else parts.push(part);
		});
		request.on('end', () => resolve(Buffer.concat(parts).toString('utf8')));
		request.on('error', reject);
		request.on('aborted', () => reject(new Error('The client went away')));
	});
}
