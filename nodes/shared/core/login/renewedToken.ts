import type { Http, HttpRequest, HttpResponse, HttpStream } from '../ports';
import { readUpTo } from '../parsing/readUpTo';

/** What brings the token for requests. */
export interface TokenSource {
	get(): Promise<string>;
	/** Another token than the one that was refused; the same where there is none. */
	renew(stale: string): Promise<string>;
	/** The server has taken this token. */
	accept?(token: string): void;
}

/** Sends with a token. `refusal`: the whole answer, where it may be about the token. */
type Once<Answer> = (token: string) => Promise<{ answer: Answer; refusal?: HttpResponse }>;

/** Bytes of a refusal that are read. */
const MAX_ERROR = 64 * 1024;

/** Statuses of refusals that may be about the token; a 403 mostly is about a right. */
const REFUSALS = [401, 403];

const authorized = (request: HttpRequest, token: string): HttpRequest => ({
	...request,
	headers: { ...request.headers, Authorization: `Bearer ${token}` },
});

/** A stream whose body was read already. */
const readAgain = (stream: HttpStream, body: Uint8Array): HttpStream => ({
	status: stream.status,
	headers: stream.headers,
	body: (async function* () {
		yield await Promise.resolve(body);
	})(),
	close: () => stream.close(),
});

/**
 * Sends with the token of the source. A 401 or 403 about the token, as `isStale` tells, is answered by a new one and
 * one repetition: the server did nothing with the first request, so even a change may go out again.
 */
export function withRenewedToken(
	http: Http,
	tokens: TokenSource,
	isStale: (refusal: HttpResponse) => boolean,
): Http {
	const isRefused = (refusal: HttpResponse | undefined) =>
		refusal !== undefined && (refusal.status === 401 || isStale(refusal));
	const send = async <Answer>(once: Once<Answer>): Promise<Answer> => {
		const token = await tokens.get();
		const first = await once(token);
		if (!isRefused(first.refusal)) tokens.accept?.(token);
		if (first.refusal === undefined || !isStale(first.refusal)) return first.answer;
		const fresh = await tokens.renew(token);
		if (fresh === token) return first.answer;
		const second = await once(fresh);
		if (!isRefused(second.refusal)) tokens.accept?.(fresh);
		return second.answer;
	};
	return {
		request: async (request) =>
			await send(async (token) => {
				const answer = await http.request(authorized(request, token));
				return { answer, refusal: REFUSALS.includes(answer.status) ? answer : undefined };
			}),
		stream: async (request) =>
			await send(async (token) => {
				const stream = await http.stream(authorized(request, token));
				if (!REFUSALS.includes(stream.status)) return { answer: stream };
				const { status, headers } = stream;
				const body = await readUpTo(stream, MAX_ERROR);
				return { answer: readAgain(stream, body), refusal: { status, headers, body } };
			}),
	};
}
