import { connectFailure } from './connectFailure';
import { kindOfStatus, TelephonyError } from '../core/errors';
import {
	TOO_LARGE,
	UNREADABLE,
	type Socket,
	type SocketHandlers,
	type Sockets,
} from '../core/ports';
import { egressRefusal, type EgressFilter } from './egress';
import { proxyAgent } from './proxyAgent';
import { later, systemClock } from '../systemPorts';
import type * as Ws from '../vendor/ws';

/** Loaded when the first connection is opened, as few workflows have one. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- `import()` would make every caller wait
const ws = () => require('../vendor/ws') as typeof Ws;

/** Bytes one message may have. */
const MAX_MESSAGE = 8 * 1024 * 1024;

/** ms the other side gets to answer a close. */
const CLOSING = 2_000;

export interface SocketSettings {
	/** Accept any TLS certificate. */
	allowUnauthorizedCerts: boolean;
	/** n8n's rules for outgoing requests. */
	filter?: EgressFilter;
}

/** Addresses of WebSockets carry their token in the query. */
const withoutQuery = (url: string) => url.replace(/\?.*$/s, '');

function wrap(socket: Ws.WebSocket): Socket {
	return {
		send: (text) => socket.send(text),
		pause: () => socket.pause(),
		resume: () => socket.resume(),
		close() {
			socket.resume();
			socket.close(1000);
			void systemClock.sleep(CLOSING).then(() => socket.terminate());
		},
	};
}

/** What the library refuses to read, and all that has come behind it: everything but a strange way to close. */
const OF_PROTOCOL = /^(WS_ERR_(?!INVALID_CLOSE_CODE)|Z_)/;

/** How a connection ends that this side ended because of what had come; undefined where the other side or the network did. */
function refusalOf({
	code = '',
	message,
}: NodeJS.ErrnoException): [code: number, text: string] | undefined {
	if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') {
		return [TOO_LARGE, `a message has more than ${MAX_MESSAGE / 1024 / 1024} MiB`];
	}
	return OF_PROTOCOL.test(code) ? [UNREADABLE, `what came cannot be read: ${message}`] : undefined;
}

async function checked(url: string, filter: EgressFilter | undefined): Promise<void> {
	const verdict = await filter?.validateUrl(url);
	if (verdict && !verdict.ok) throw egressRefusal(new URL(url).host, verdict.error);
}

async function open(
	url: string,
	handlers: SocketHandlers,
	{ timeout, signal }: { timeout: number; signal?: AbortSignal },
	{ allowUnauthorizedCerts, filter }: SocketSettings,
): Promise<Socket> {
	await checked(url, filter);
	const agent = proxyAgent(url);
	const socket = new (ws().WebSocket)(url, {
		agent,
		...(agent || !filter ? {} : { lookup: filter.createSecureLookup() }),
		maxPayload: MAX_MESSAGE,
		followRedirects: false,
		// One broken byte in a name is no reason to give up the connection.
		skipUTF8Validation: true,
		rejectUnauthorized: !allowUnauthorizedCerts,
	});
	const abort = () => socket.terminate();
	let isLate = false;
	// The library's own limit begins anew with every byte that comes.
	const inTime = later(timeout, () => {
		isLate = true;
		abort();
	});
	signal?.addEventListener('abort', abort, { once: true });
	// Before it is open, or what comes with the answer would be missed. A broken connection also closes, which is
	// all that counts once it is open.
	let refusal: [code: number, text: string] | undefined;
	socket.on('error', (error: NodeJS.ErrnoException) => {
		refusal ??= refusalOf(error);
	});
	socket.on('message', (data: Buffer, isBinary: boolean) => {
		if (!isBinary) handlers.onText(data.toString('utf8'));
	});
	try {
		await new Promise<void>((resolve, reject) => {
			socket.once('open', resolve);
			socket.once('error', (error) =>
				reject(connectFailure(withoutQuery(url), isLate ? { code: 'ETIMEDOUT' } : error)),
			);
			socket.once('unexpected-response', (_request, { statusCode = 0 }) => {
				const text = `The WebSocket gateway answered with status ${statusCode}`;
				reject(new TelephonyError(kindOfStatus(statusCode), text, { status: statusCode }));
				socket.terminate();
			});
		});
	} catch (error) {
		signal?.removeEventListener('abort', abort);
		throw error;
	} finally {
		inTime();
	}
	socket.once('close', (code, reason) => {
		signal?.removeEventListener('abort', abort);
		if (refusal) handlers.onClose(...refusal);
		else handlers.onClose(code, reason.toString('utf8'));
	});
	return wrap(socket);
}

/** The Sockets port over `ws`, through the proxies that n8n uses and under its egress rules. */
export function systemSockets(settings: SocketSettings): Sockets {
	return {
		open: async (url, handlers, options) => await open(url, handlers, options, settings),
	};
}
