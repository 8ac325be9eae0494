import { unlessAborted } from '../../../shared/core/flow/aborts';
import { TelephonyError } from '../../../shared/core/errors';
import type { HttpHeaders, HttpStream } from '../../../shared/core/ports';
import { Slots } from '../../../shared/core/flow/slots';
import { childText, parseXml } from '../../../shared/core/parsing/xml';
import { charsetOf } from '../../../shared/core/parsing/xmlText';
import { errorOf } from '../transport/answers';
import {
	httpRequestOf,
	redirectTarget,
	segment,
	send,
	type XsiConnection,
	type XsiRequest,
} from '../transport/connection';
import { xsiDocument } from './documents';
import { DocumentSplitter } from './splitter';

export interface ChannelRequest {
	channelSetId: string;
	applicationId: string;
	/** s; the server may give more. */
	expires: number;
}

/** ms in which the head of the stream and its first document must arrive. */
const OPEN_TIMEOUT = 20_000;
const MANAGEMENT_TIMEOUT = 10_000;

/**
 * Acknowledgements under way at once: as many as the connections that are kept for them, so that none
 * waits for one after its time has begun.
 */
const MOST_ACKNOWLEDGEMENTS = 8;

/** Status code and reason of an acknowledgement (docs/protocols/broadworks.md#channels, step 4). */
export interface Acknowledgement {
	statusCode: 200 | 400 | 404 | 481 | 500;
	reason: string;
}

export const ACCEPTED: Acknowledgement = { statusCode: 200, reason: 'OK' };
export const UNKNOWN_SUBSCRIPTION: Acknowledgement = {
	statusCode: 481,
	reason: 'Subscription does not exist',
};
export const FAILED: Acknowledgement = { statusCode: 500, reason: 'Event could not be processed' };
export const UNREADABLE: Acknowledgement = { statusCode: 400, reason: 'Event could not be read' };

function cookiesOf(headers: HttpHeaders): string | undefined {
	const set = headers['set-cookie'];
	if (set === undefined) return undefined;
	const pairs = (Array.isArray(set) ? set : [set]).map((cookie) => cookie.split(';', 1)[0].trim());
	return pairs.join('; ');
}

/**
 * One open comet channel. Heartbeats and acknowledgements carry its cookie and go to its address,
 * because they must reach the server that holds the stream (docs/protocols/broadworks.md#node-affinity).
 */
export class XsiChannel {
	private readonly queue: string[] = [];

	/** Heartbeats that were sent, and echoes of them that were read. */
	private beats = 0;

	private echoes = 0;

	private echoAwaited: Array<{ number: number; resolve(): void }> = [];

	private onOversized: (beginning: string, bytes: number) => void = () => {};

	private readonly acknowledging = new Slots(MOST_ACKNOWLEDGEMENTS);

	/** Ends what is under way for this channel. */
	private readonly closed = new AbortController();

	private constructor(
		private readonly connection: XsiConnection,
		private readonly stream: HttpStream,
		private readonly chunks: AsyncIterator<Uint8Array>,
		private readonly splitter: DocumentSplitter,
		private readonly cookie: string | undefined,
		readonly channelId: string,
		/** s the server gave. */
		readonly expires: number,
	) {}

	/** Opens a channel and waits for its first document. Throws `TelephonyError`. */
	static async open(
		connection: XsiConnection,
		request: ChannelRequest,
		signal?: AbortSignal,
	): Promise<XsiChannel> {
		const stream = await XsiChannel.connect(connection, request, signal);
		let channel: XsiChannel | undefined;
		const splitter = new DocumentSplitter(undefined, {
			charset: charsetOf([stream.headers['content-type']].flat()[0]),
			onOversized: (beginning, bytes) => channel?.onOversized(beginning, bytes),
		});
		const chunks = stream.body[Symbol.asyncIterator]();
		const abandon = new AbortController();
		let timedOut = false;
		const timer = connection.clock.sleep(OPEN_TIMEOUT, abandon.signal).then(() => {
			if (abandon.signal.aborted) return;
			timedOut = true;
			stream.close();
		});
		try {
			const documents: string[] = [];
			while (documents.length === 0) {
				const { value, done } = await chunks.next();
				if (done) {
					throw new TelephonyError(
						'unavailable',
						timedOut
							? `The server sent nothing for ${OPEN_TIMEOUT / 1000} s on the new channel`
							: 'The server closed the channel before it was open',
					);
				}
				documents.push(...splitter.push(value));
			}
			const first = parseXml(documents[0]);
			const channelId = childText(first, 'channelId');
			if (first.name !== 'Channel' || channelId === undefined) {
				throw new TelephonyError(
					'protocolViolation',
					`The channel began with ${first.name} instead of Channel`,
				);
			}
			channel = new XsiChannel(
				connection,
				stream,
				chunks,
				splitter,
				cookiesOf(stream.headers),
				channelId,
				Number(childText(first, 'expires')) || request.expires,
			);
			channel.queue.push(...documents.slice(1));
			return channel;
		} catch (error) {
			stream.close();
			throw error;
		} finally {
			abandon.abort();
			await timer;
		}
	}

	private static async connect(
		connection: XsiConnection,
		request: ChannelRequest,
		signal?: AbortSignal,
	): Promise<HttpStream> {
		let httpRequest = httpRequestOf(connection.server, {
			method: 'POST',
			context: 'async',
			path: '/v2.0/channel',
			body: xsiDocument('Channel', [
				['channelSetId', request.channelSetId],
				['priority', 1],
				['weight', 50],
				['expires', request.expires],
				['applicationId', request.applicationId],
			]),
			// A proxy that compresses holds back what is not a full block.
			headers: { 'Accept-Encoding': 'identity' },
			timeout: OPEN_TIMEOUT,
			signal,
		});
		for (let redirects = 0; redirects < 4; redirects++) {
			const stream = await connection.http.stream(httpRequest);
			if (stream.status >= 200 && stream.status <= 299) return stream;
			let next;
			try {
				next = redirectTarget(httpRequest, stream);
				if (!next) throw await XsiChannel.refusal(connection, stream);
			} finally {
				stream.close();
			}
			httpRequest = next;
		}
		throw new TelephonyError('unavailable', 'The server redirects in a circle');
	}

	private static async refusal(connection: XsiConnection, stream: HttpStream) {
		const parts: Uint8Array[] = [];
		let length = 0;
		const done = new AbortController();
		void connection.clock.sleep(MANAGEMENT_TIMEOUT, done.signal).then(() => stream.close());
		try {
			for await (const part of stream.body) {
				parts.push(part);
				length += part.length;
				if (length > 64 * 1024) break;
			}
		} finally {
			done.abort();
		}
		const { status, headers } = stream;
		return errorOf({ status, headers, body: Buffer.concat(parts) }, connection.clock.now());
	}

	/**
	 * Documents as they arrive; ends when the server closes the stream or `close` was called.
	 * `onBytes` is called for every read, so that a watchdog sees life between documents; `onOversized`
	 * for a document that has more bytes than it may and is left out, with its beginning.
	 */
	async *documents(
		onBytes: () => void,
		onOversized: (beginning: string, bytes: number) => void = () => {},
	): AsyncGenerator<string> {
		this.onOversized = onOversized;
		while (true) {
			for (let text = this.queue.shift(); text !== undefined; text = this.queue.shift()) yield text;
			const { value, done } = await this.chunks.next();
			if (done) return;
			onBytes();
			this.queue.push(...this.splitter.push(value));
		}
	}

	/** Never waits behind other requests: the server ends a channel that it does not hear of. */
	async heartbeat(signal?: AbortSignal): Promise<void> {
		const path = `/v2.0/channel/${segment(this.channelId)}/heartbeat`;
		this.beats++;
		try {
			await this.manage({ method: 'PUT', path, body: '', signal, lane: 'heartbeat' });
		} catch (error) {
			this.beats--;
			throw error;
		}
	}

	/** The server echoes each heartbeat, in the order of what it sends; called when an echo was read. */
	echoed(): void {
		this.echoes++;
		this.echoAwaited = this.echoAwaited.filter(({ number, resolve }) => {
			if (number <= this.echoes) resolve();
			return number > this.echoes;
		});
	}

	/** Resolves when what the server had sent before has been read. */
	async catchUp(): Promise<void> {
		const { signal } = this.closed;
		const beat = this.heartbeat(signal);
		const number = this.beats;
		const echo = new Promise<void>((resolve) => this.echoAwaited.push({ number, resolve }));
		await beat;
		await unlessAborted(echo, signal);
	}

	/** Extends the channel's life by what the server gave at first. */
	async refresh(signal?: AbortSignal): Promise<void> {
		await this.manage({
			method: 'PUT',
			path: `/v2.0/channel/${segment(this.channelId)}`,
			body: xsiDocument('Channel', [['expires', this.expires]]),
			signal,
			retries: 2,
		});
	}

	/** Waits for its turn first. One whose turn comes after the channel was closed is not sent. */
	async acknowledge(eventId: string, { statusCode, reason }: Acknowledgement): Promise<void> {
		const body = xsiDocument('EventResponse', [
			['eventID', eventId],
			['statusCode', statusCode],
			['reason', reason],
		]);
		const path = '/v2.0/channel/eventresponse';
		await this.acknowledging.run(async () => {
			const { signal } = this.closed;
			if (signal.aborted) return;
			await this.manage({
				method: 'POST',
				path,
				body,
				signal,
				retries: 3,
				lane: 'acknowledgement',
			});
		});
	}

	/** Ends the channel at the server. */
	async delete(): Promise<void> {
		await this.manage({ method: 'DELETE', path: `/v2.0/channel/${segment(this.channelId)}` });
	}

	/** Ends the stream on this side. */
	close(): void {
		this.closed.abort();
		this.stream.close();
	}

	private async manage(request: XsiRequest): Promise<void> {
		await send(this.connection, {
			context: 'events',
			headers: this.cookie === undefined ? undefined : { Cookie: this.cookie },
			timeout: MANAGEMENT_TIMEOUT,
			address: this.stream.remoteAddress,
			retries: 0,
			...request,
		});
	}
}
