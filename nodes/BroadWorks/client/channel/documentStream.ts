import type { HttpStream } from '../../../shared/core/ports';
import { charsetOf } from '../../../shared/core/parsing/xmlText';
import { DocumentSplitter } from './splitter';

/** The documents that a server sends in one answer, one after the other. */
export class DocumentStream {
	private readonly chunks: AsyncIterator<Uint8Array>;

	private readonly splitter: DocumentSplitter;

	/** Documents that came with one before them. */
	private readonly queue: string[] = [];

	private onOversized: (beginning: string, bytes: number) => void = () => {};

	constructor(private readonly stream: HttpStream) {
		this.chunks = stream.body[Symbol.asyncIterator]();
		this.splitter = new DocumentSplitter(undefined, {
			charset: charsetOf([stream.headers['content-type']].flat()[0]),
			onOversized: (beginning, bytes) => this.onOversized(beginning, bytes),
		});
	}

	/** Of the server that sends them. */
	get remoteAddress(): string | undefined {
		return this.stream.remoteAddress;
	}

	/** The next document; undefined when the server has closed the stream. */
	async next(onBytes: () => void = () => {}): Promise<string | undefined> {
		while (this.queue.length === 0) {
			const { value, done } = await this.chunks.next();
			if (done) return undefined;
			onBytes();
			this.queue.push(...this.splitter.push(value));
		}
		return this.queue.shift();
	}

	/**
	 * Documents as they arrive; ends when the server closes the stream or `close` was called.
	 * `onBytes` is called for every read, so that a watchdog sees life between documents; `onOversized`
	 * for a document that has more bytes than it may and is left out, with its beginning.
	 */
	async *documents(
		onBytes: () => void,
		onOversized: (beginning: string, bytes: number) => void,
	): AsyncGenerator<string> {
		this.onOversized = onOversized;
		for (;;) {
			const document = await this.next(onBytes);
			if (document === undefined) return;
			yield document;
		}
	}

	/** Ends the stream on this side. */
	close(): void {
		this.stream.close();
	}
}
