import { TelephonyError } from '../../../nodes/shared/core/errors';
import { deferred, type Deferred } from '../../../nodes/shared/core/flow/deferred';
import type { HttpHeaders, HttpStream } from '../../../nodes/shared/core/ports';

type Result = IteratorResult<Uint8Array, undefined>;

/** A streamed answer whose bytes come from the test. */
export class FakeStream implements HttpStream {
	closed = false;

	private readonly waiting: Uint8Array[] = [];

	private reader?: Deferred<Result>;

	private ended = false;

	private failure?: Error;

	constructor(
		readonly status = 200,
		readonly headers: HttpHeaders = {},
		readonly remoteAddress?: string,
	) {}

	readonly body: AsyncIterable<Uint8Array> = {
		[Symbol.asyncIterator]: () => ({
			next: async () => await this.read(),
			return: async () => {
				this.close();
				return { value: undefined, done: true };
			},
		}),
	};

	/** The server sends bytes; one call is one read. */
	push(data: string | Uint8Array): this {
		if (this.closed) return this;
		this.waiting.push(typeof data === 'string' ? Buffer.from(data) : data);
		this.serve();
		return this;
	}

	/** The server ends its answer. */
	end(): void {
		this.ended = true;
		this.serve();
	}

	/** The connection breaks. */
	fail(error: Error = new TelephonyError('unavailable', 'socket hang up')): void {
		this.failure = error;
		this.serve();
	}

	close(): void {
		this.closed = true;
		this.ended = true;
		this.waiting.length = 0;
		this.serve();
	}

	private async read(): Promise<Result> {
		this.reader = deferred<Result>();
		const { promise } = this.reader;
		this.serve();
		return await promise;
	}

	private serve(): void {
		const { reader } = this;
		if (!reader) return;
		const value = this.waiting.shift();
		if (value) reader.resolve({ value, done: false });
		else if (this.failure && !this.closed) reader.reject(this.failure);
		else if (this.ended) reader.resolve({ value: undefined, done: true });
		else return;
		this.reader = undefined;
	}
}
