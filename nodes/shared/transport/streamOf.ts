import { TelephonyError } from '../core/errors';
import type { HttpHeaders, HttpStream } from '../core/ports';
import { hushed, type Exchange, type Source } from './exchange';

/** An answer whose head is there. */
export interface Answer {
	status: number;
	headers: HttpHeaders;
	source: Source;
	remoteAddress?: string;
}

/** An answer that is read as it comes; `exchange` still ends it when its signal is aborted. */
export function streamOf(
	{ status, headers, source, remoteAddress }: Answer,
	exchange: Exchange,
): HttpStream {
	let closed = false;
	hushed(source);
	const end = () => void source.destroy?.();
	exchange.whenEnded(end);
	async function* read(): AsyncGenerator<Uint8Array> {
		try {
			for await (const chunk of source) yield chunk as Uint8Array;
			if (exchange.ended && !closed) throw exchange.ended;
		} catch (error) {
			// Closing on our side looks like a broken connection to the reader.
			if (!closed) throw error instanceof TelephonyError ? error : exchange.failure(error);
		} finally {
			exchange.close();
		}
	}
	return {
		status,
		headers,
		body: read(),
		remoteAddress,
		close() {
			closed = true;
			exchange.close();
			end();
		},
	};
}
