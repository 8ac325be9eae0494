import type { Http, HttpRequest } from '../core/ports';
import { Exchange } from './exchange';
import { streamOf, type Answer } from './streamOf';

/** Sends within the exchange, which ends it; resolves when the head of the answer is there. */
export type Open = (
	request: HttpRequest,
	exchange: Exchange,
	answerIs: 'whole' | 'streamed',
) => Promise<Answer>;

/** An Http over any way to open an exchange: each ends at its deadline and size, and is closed. */
export function exchangeHttp(open: Open, cancel?: AbortSignal): Http {
	const begin = ({ url, timeout, signal }: HttpRequest) =>
		new Exchange(url, timeout, [signal, cancel]);
	return {
		async request(request) {
			const exchange = begin(request);
			try {
				const { status, headers, source } = await open(request, exchange, 'whole');
				return { status, headers, body: await exchange.read(source, headers) };
			} catch (error) {
				throw exchange.failure(error);
			} finally {
				exchange.close();
			}
		},
		async stream(request) {
			const exchange = begin(request);
			try {
				const answer = await open(request, exchange, 'streamed');
				exchange.headIsThere(answer.status);
				return streamOf(answer, exchange);
			} catch (error) {
				exchange.close();
				throw exchange.failure(error);
			}
		},
	};
}
