import type { IncomingMessage } from 'node:http';
import { pipeline, type Transform } from 'node:stream';
import { createBrotliDecompress, createUnzip, constants } from 'node:zlib';

import type { HttpHeaders } from '../core/ports';
import { hushed } from './exchange';
import type { Answer } from './streamOf';

/** What is there of a packed body is given at once, and one that ends early is what it is, as in browsers. */
const LENIENT = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };

function unpacker(encoding: string): Transform | undefined {
	if (/^(x-)?(gzip|compress)$|^deflate$/.test(encoding)) return createUnzip(LENIENT);
	return encoding === 'br' ? createBrotliDecompress() : undefined;
}

/** Whether an answer has no body, though its head may tell of one (RFC 9110, 6.4.1). */
const isBodiless = ({ statusCode }: IncomingMessage) => statusCode === 204 || statusCode === 304;

/** An answer of Node's whose head is there, unpacked as far as its sender has packed it. */
export function answerOf(message: IncomingMessage): Answer {
	const { 'content-encoding': encoding, ...headers } = message.headers;
	const { statusCode: status = 0 } = message;
	const { remoteAddress } = message.socket;
	const unpack = isBodiless(message) ? undefined : unpacker((encoding ?? '').trim().toLowerCase());
	hushed(message);
	if (!unpack) {
		return { status, headers: message.headers as HttpHeaders, source: message, remoteAddress };
	}
	// What fails is told to whoever reads.
	pipeline(message, hushed(unpack) as Transform, () => {});
	return { status, headers: headers as HttpHeaders, source: unpack, remoteAddress };
}
