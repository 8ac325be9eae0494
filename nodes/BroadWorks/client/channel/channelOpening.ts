import { TelephonyError } from '../../../shared/core/errors';
import { within } from '../../../shared/core/flow/deadline';
import { grantedSeconds } from '../../../shared/core/flow/granted';
import type { HttpHeaders, HttpStream } from '../../../shared/core/ports';
import { childText, parseXml } from '../../../shared/core/parsing/xml';
import type { XsiConnection } from '../transport/connection';
import { openStream } from '../transport/streams';
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
	/** Names the node that holds the stream (docs/protocols/broadworks.md#node-affinity). */
	cookie?: string;
	stream: DocumentStream;
}

/** ms in which the head of the stream and its first document must arrive. */
const OPEN_TIMEOUT = 20_000;

function cookiesOf(headers: HttpHeaders): string | undefined {
	const set = headers['set-cookie'];
	if (set === undefined) return undefined;
	const pairs = (Array.isArray(set) ? set : [set]).map((cookie) => cookie.split(';', 1)[0].trim());
	return pairs.join('; ');
}

const streamOf = async (
	connection: XsiConnection,
	request: ChannelRequest,
	signal?: AbortSignal,
): Promise<HttpStream> =>
	await openStream(connection, {
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
		timeout: OPEN_TIMEOUT,
		signal,
	});

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
		const expires = grantedSeconds(childText(first, 'expires'), request.expires);
		return { channelId, expires, cookie: cookiesOf(answer.headers), stream };
	} catch (error) {
		stream.close();
		throw error;
	}
}
