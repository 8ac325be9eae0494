import { TelephonyError } from '../../../shared/core/errors';
import type { HttpStream } from '../../../shared/core/ports';
import { errorOf } from './answers';
import { httpRequestOf, redirectTarget, type XsiConnection, type XsiRequest } from './connection';

/** ms in which the words of a refusal must arrive, and their bytes at most. */
const REFUSAL_TIMEOUT = 10_000;
const MOST_OF_REFUSAL = 64 * 1024;

const MOST_REDIRECTS = 4;

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
	const refusal = { status, headers, body: Buffer.concat(parts) };
	return errorOf(refusal, connection.clock.now(), connection.forbidden);
}

/**
 * Sends a request and gives the answer as it comes, once it is 2xx; redirects to the same host are followed
 * (docs/protocols/broadworks.md#redirects). Throws `TelephonyError`.
 */
export async function openStream(
	connection: XsiConnection,
	request: XsiRequest,
): Promise<HttpStream> {
	await connection.limiter?.take(request.signal);
	let httpRequest = httpRequestOf(connection.server, {
		...request,
		// A proxy that compresses holds back what is not a full block.
		headers: { ...request.headers, 'Accept-Encoding': 'identity' },
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
