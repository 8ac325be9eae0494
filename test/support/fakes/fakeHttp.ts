import { whenAborted } from '../../../nodes/shared/core/flow/aborts';
import { TelephonyError } from '../../../nodes/shared/core/errors';
import type {
	Clock,
	Http,
	HttpHeaders,
	HttpRequest,
	HttpResponse,
	HttpStream,
} from '../../../nodes/shared/core/ports';
import type { FakeStream } from './fakeStream';

export interface Answer {
	status?: number;
	headers?: HttpHeaders;
	body?: string | Uint8Array;
}

type Answering = Answer | Error | ((request: HttpRequest) => Answer | Error | Promise<Answer>);
type Streaming = (request: HttpRequest) => FakeStream | Error | Promise<FakeStream>;

interface Rule {
	method: HttpRequest['method'];
	path: RegExp;
	answer: Answering;
	times: number;
}

/** ms of the fake clock at which a request was sent. */
export type SentRequest = HttpRequest & { at: number };

/**
 * Answers as scripted and remembers every request. Like a real client it gives up after the
 * request's timeout (on the fake clock) and when the request's signal is aborted.
 */
export class FakeHttp implements Http {
	readonly sent: SentRequest[] = [];

	/** Requests that no rule answered: a test that causes one is wrong or has found something. */
	readonly unexpected: HttpRequest[] = [];

	private readonly rules: Rule[] = [];

	private opening?: Streaming;

	constructor(private readonly clock: Clock) {}

	/** Newer rules come first; `times` ends a rule after so many answers. */
	on(method: HttpRequest['method'], path: RegExp, answer: Answering, times = Infinity): this {
		this.rules.unshift({ method, path, answer, times });
		return this;
	}

	once(method: HttpRequest['method'], path: RegExp, answer: Answering): this {
		return this.on(method, path, answer, 1);
	}

	onStream(opening: Streaming): this {
		this.opening = opening;
		return this;
	}

	/** What was sent so far, as `METHOD path?query`. */
	lines(): string[] {
		return this.sent.map(({ method, url }) => `${method} ${url.replace(/^https?:\/\/[^/]+/, '')}`);
	}

	to(method: HttpRequest['method'], path: RegExp): SentRequest[] {
		return this.sent.filter((request) => request.method === method && path.test(request.url));
	}

	async request(request: HttpRequest): Promise<HttpResponse> {
		this.sent.push({ ...request, at: this.clock.elapsed() });
		const rule = this.rules.find(
			({ method, path, times }) => times > 0 && method === request.method && path.test(request.url),
		);
		if (!rule) {
			this.unexpected.push(request);
			throw new TelephonyError('badRequest', `No rule for ${request.method} ${request.url}`);
		}
		rule.times--;
		const { answer } = rule;
		const given = await this.bounded(request, async () =>
			typeof answer === 'function' ? await answer(request) : answer,
		);
		const { status = 200, headers = {}, body = '' } = given;
		return { status, headers, body: typeof body === 'string' ? Buffer.from(body) : body };
	}

	async stream(request: HttpRequest): Promise<HttpStream> {
		this.sent.push({ ...request, at: this.clock.elapsed() });
		const opening = this.opening;
		if (!opening) throw new Error('No stream scripted');
		const stream = await this.bounded(request, async () => await opening(request));
		if (request.signal) {
			whenAborted(request.signal, () =>
				stream.fail(new TelephonyError('unavailable', 'The request was aborted')),
			);
		}
		return stream;
	}

	private async bounded<T>(request: HttpRequest, work: () => Promise<T | Error>): Promise<T> {
		if (request.signal?.aborted) throw new TelephonyError('unavailable', 'aborted');
		const done = new AbortController();
		const signals = [done.signal, ...(request.signal ? [request.signal] : [])];
		const given = await Promise.race([
			work(),
			this.clock
				.sleep(request.timeout ?? 60_000, AbortSignal.any(signals))
				.then(() => new TelephonyError('unavailable', 'The server did not answer in time')),
		]);
		done.abort();
		if (given instanceof Error) throw given;
		return given;
	}
}
