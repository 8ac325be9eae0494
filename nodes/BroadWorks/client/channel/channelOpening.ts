import { TelephonyError } from '../../../shared/core/errors';
import { within } from '../../../shared/core/flow/deadline';
import type { HttpHeaders, HttpStream } from '../../../shared/core/ports';
import { childText, parseXml } from '../../../shared/core/parsing/xml';
import { errorOf } from '../transport/answers';
import { httpRequestOf, redirectTarget, type XsiConnection } from '../transport/connection';
import { xsiDocument } from './documents';
import { DocumentStream } from './frames';

/** What a channel is asked for (docs/protocols/broadworks.md#channels). */
export interface ChannelRequest {
	channelSetId: string;
	applicationId: string;
	/** s; the server may give more. */
	expires: number;
}

/** A channel that the server has opened. */
export interface OpenedChannel {
	channelId: string;
	/** s the server gave. */
	expires: number;
	/** Of the node that holds the stream (docs/protocols/broadworks.md#node-affinity). */
	cookie?: string;
	stream: DocumentStream;
}

/** ms in which the head of the stream and its first document must arrive. */
const OPEN_TIMEOUT = 20_000;

/** ms in which the words of a refusal must arrive, and their bytes at most. */
const REFUSAL_TIMEOUT = 10_000;
const MOST_OF_REFUSAL = 64 * 1024;

const MOST_REDIRECTS = 4;

function cookiesOf(headers: HttpHeaders): string | undefined {
	const set = headers['set-cookie'];
	if (set === undefined) return undefined;
	const pairs = (Array.isArray(set) ? set : [set]).map((cookie) => cookie.split(';', 1)[0].trim());
	return pairs.join('; ');
}

async function refusalOf(connection: XsiConnection, stream: HttpStream): Promise<TelephonyError> {
	const parts: Uint8Array[] = [];
	let length = 0;
	const done = new AbortController();
	void connection.clock.sleep(REFUSAL_TIMEOUT, done.signal).then(() => stream.close());
	try {
		for await (const part of stream.body) {
			parts.push(part);
			length += part.length;
			if (length > MOST_OF_REFUSAL) break;
		}
	} finally {
		done.abort();
	}
	const { status, headers } = stream;
	return errorOf({ status, headers, body: Buffer.concat(parts) }, connection.clock.now());
}

async function streamOf(
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
	for (let redirects = 0; redirects < MOST_REDIRECTS; redirects++) {
		const stream = await connection.http.stream(httpRequest);
		if (stream.status >= 200 && stream.status <= 299) return stream;
		let next;
		try {
			next = redirectTarget(httpRequest, stream);
			if (!next) throw await refusalOf(connection, stream);
		} finally {
			stream.close();
		}
		httpRequest = next;
	}
	throw new TelephonyError('unavailable', 'The server redirects in a circle');
}

/** The first document of a stream. Throws `unavailable` when it does not come in time. */
async function firstOf({ clock }: XsiConnection, stream: DocumentStream): Promise<string> {
	const document = await within(clock, OPEN_TIMEOUT, stream.next(), () => {
		const text = `The server sent nothing for ${OPEN_TIMEOUT / 1000} s on the new channel`;
		throw new TelephonyError('unavailable', text);
	});
	if (document !== undefined) return document;
	throw new TelephonyError('unavailable', 'The server closed the channel before it was open');
}

/** Opens a channel and waits for its first document. Throws `TelephonyError`. */
export async function openChannel(
	connection: XsiConnection,
	request: ChannelRequest,
	signal?: AbortSignal,
): Promise<OpenedChannel> {
	const answer = await streamOf(connection, request, signal);
	const stream = new DocumentStream(answer);
	try {
		const first = parseXml(await firstOf(connection, stream));
		const channelId = childText(first, 'channelId');
		if (first.name !== 'Channel' || channelId === undefined) {
			throw new TelephonyError(
				'protocolViolation',
				`The channel began with ${first.name} instead of Channel`,
			);
		}
		const expires = Number(childText(first, 'expires')) || request.expires;
		return { channelId, expires, cookie: cookiesOf(answer.headers), stream };
	} catch (error) {
		stream.close();
		throw error;
	}
}
