/**
 * The four ports through which time, chance, HTTP and log come in. Protocol clients know nothing
 * else of the outside, so every retry, heartbeat and expiry runs on a fake clock in a test.
 */

/** One HTTP request. `url` is absolute; a text as `body` goes out as UTF-8, bytes as they are. */
export interface HttpRequest {
	method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH';
	url: string;
	headers?: Record<string, string>;
	body?: string | Uint8Array;
	/**
	 * ms from sending until the answer must be complete, however it trickles (for a stream: until its head
	 * must be there).
	 */
	timeout?: number;
	signal?: AbortSignal;
	/** IP address to connect to instead of looking the host name up. */
	address?: string;
	/** Requests of a lane have connections of their own, and wait behind no others. */
	lane?: string;
}

/** Header names are lower case; a header sent several times is a list. */
export type HttpHeaders = Record<string, string | string[] | undefined>;

export interface HttpResponse {
	status: number;
	headers: HttpHeaders;
	body: Uint8Array;
}

/** An answer that is read as it comes. `close` ends it without an error on the reader's side. */
export interface HttpStream {
	status: number;
	headers: HttpHeaders;
	body: AsyncIterable<Uint8Array>;
	/** IP address at the other end, where it is known. */
	remoteAddress?: string;
	close(): void;
}

/**
 * Sends requests with the credential's authentication. Every status is an answer, not an error;
 * redirects are not followed. Throws `TelephonyError` of kind `unavailable` when there is no whole answer
 * in time, and `protocolViolation` for one that is too large to hold; a stream has no size.
 */
export interface Http {
	request(request: HttpRequest): Promise<HttpResponse>;
	stream(request: HttpRequest): Promise<HttpStream>;
}

export interface Clock {
	/** Wall clock, ms since 1970. It may jump; use it for time stamps only. */
	now(): number;
	/** ms since some start. It never jumps; use it for every deadline. */
	elapsed(): number;
	/** Resolves after `ms`, or as soon as `signal` is aborted. Never rejects. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Random {
	/** Evenly spread in [0, 1). */
	next(): number;
	/** A version 4 UUID. */
	uuid(): string;
}

export interface Log {
	debug(message: string, details?: Record<string, unknown>): void;
	info(message: string, details?: Record<string, unknown>): void;
	warn(message: string, details?: Record<string, unknown>): void;
	error(message: string, details?: Record<string, unknown>): void;
}

/** Status of a WebSocket that was ended because of a message that is too large (RFC 6455, section 7.4.1). */
export const TOO_LARGE = 1009;

/** Status of a WebSocket that was ended because something follows no rule of the protocol, so that nothing behind it can be read. */
export const UNREADABLE = 1007;

/** What comes of a WebSocket, in the order it came. */
export interface SocketHandlers {
	onText(text: string): void;
	/** Exactly once, however the connection ended; the number is that of the close frame or 1006. */
	onClose(code: number, reason: string): void;
}

export interface Socket {
	send(text: string): void;
	/** Lets nothing come in, so that the other side must wait. */
	pause(): void;
	resume(): void;
	/** Ends the connection, at once where the other side does not answer. */
	close(): void;
}

/** Opens WebSockets. Throws `TelephonyError` when there is no connection; no secret is in its text. */
export interface Sockets {
	open(
		url: string,
		handlers: SocketHandlers,
		options: { timeout: number; signal?: AbortSignal },
	): Promise<Socket>;
}
