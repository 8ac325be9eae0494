import { TelephonyError } from '../../../shared/core/errors';
import type { HttpStream } from '../../../shared/core/ports';
import {
	charsetOf,
	WIDE_TOLD_BY,
	wideCharset,
	xmlText,
} from '../../../shared/core/parsing/xmlText';

/** Bytes a single streamed document may have. */
export const MAX_DOCUMENT_BYTES = 4 * 1024 * 1024;

/** Bytes that are kept of a document that has more than it may: the event's id is among the first. */
const KEPT_OF_OVERSIZED = 16 * 1024;

/** Bytes after which one that does not end is given up, and the stream with it. */
const MOST_SKIPPED = 256 * 1024 * 1024;

/** What may be skipped: whatever else has no end would hide the events after it. */
const EVENT = /<(?:[\w.-]+:)?Event[\s>]/;

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

	/** IP address of the server that sends the documents. */
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

/** How the bytes of a stream are read. */
export interface SplitterSettings {
	/** Charset that the stream's Content-Type names. */
	charset?: string;
	/**
	 * Called for an event with more bytes than it may have, when it has ended, with its beginning. Without
	 * this such an event ends the stream, as any other document does.
	 */
	onOversized?(beginning: string, bytes: number): void;
}

/**
 * Cuts a byte stream into XML documents at the end of each root element, whatever the borders of the
 * reads are (docs/protocols/broadworks.md#chunks-are-not-documents). After a broken document it finds its
 * feet again at the next XML declaration, which every event has.
 */
export class DocumentSplitter {
	private readonly scanner = new MarkupScanner();

	private readonly wide: WideStream;

	private pending: Uint8Array[] = [];

	private pendingBytes = 0;

	/** More bytes have come than a document may have; only its beginning is kept. */
	private oversized = false;

	constructor(
		private readonly maxBytes = MAX_DOCUMENT_BYTES,
		private readonly settings: SplitterSettings = {},
	) {
		this.wide = new WideStream(settings.charset);
	}

	/**
	 * Documents that end in this chunk, as text; a broken one comes out too and fails to parse.
	 * Throws `protocolViolation` when a document grows beyond the limit that is no event.
	 */
	push(bytes: Uint8Array): string[] {
		const chunk = this.wide.narrow(bytes);
		const documents: string[] = [];
		let start = 0;
		for (let index = 0; index < chunk.length; index++) {
			const broken = this.scanner.declarationBegins(chunk[index]);
			const complete = this.scanner.step(chunk[index]);
			if (!broken && !complete) continue;
			this.keep(chunk.subarray(start, index + 1));
			start = index + 1;
			const text = broken ? this.flushBroken() : this.flush();
			if (text !== '') documents.push(text);
		}
		if (start < chunk.length) this.keep(chunk.subarray(start));
		return documents;
	}

	/** True while a document has begun and not ended. */
	get unfinished(): boolean {
		return this.scanner.unfinished;
	}

	private keep(bytes: Uint8Array): void {
		// White space between documents would otherwise pile up on a quiet line.
		if (this.pendingBytes === 0 && !this.unfinished && bytes.every((byte) => byte <= 0x20)) return;
		this.pendingBytes += bytes.length;
		if (this.pendingBytes > this.maxBytes) {
			if (!this.isSkipped(bytes)) {
				throw new TelephonyError(
					'protocolViolation',
					`The server sent a document of more than ${this.maxBytes} bytes`,
				);
			}
			// The last bytes are kept too, because the next declaration may begin in them.
			const kept = Buffer.concat([...this.pending, bytes]);
			const end = kept.subarray(Math.max(KEPT_OF_OVERSIZED, kept.length - DECLARATION.length));
			this.pending = [Buffer.from(kept.subarray(0, KEPT_OF_OVERSIZED)), Buffer.from(end)];
			this.oversized = true;
			return;
		}
		// Copied, because the reader may reuse its buffer.
		this.pending.push(Uint8Array.from(bytes));
	}

	private isSkipped(bytes: Uint8Array): boolean {
		if (!this.settings.onOversized || this.pendingBytes > MOST_SKIPPED) return false;
		if (this.oversized) return true;
		const beginning = Buffer.concat([...this.pending, bytes]).subarray(0, KEPT_OF_OVERSIZED);
		return EVENT.test(beginning.toString('latin1'));
	}

	private flush(): string {
		const text = this.textOf(Buffer.concat(this.pending));
		this.pending = [];
		this.pendingBytes = 0;
		return text;
	}

	/** Empty for a document that was too big. */
	private textOf(bytes: Uint8Array): string {
		const charset = this.wide.isDecoded ? undefined : this.settings.charset;
		const text = xmlText(bytes, charset).trim();
		if (!this.oversized) return text;
		this.oversized = false;
		this.settings.onOversized?.(text.slice(0, KEPT_OF_OVERSIZED), this.pendingBytes);
		return '';
	}

	/** Gives what came before the declaration just read, and goes on with the declaration. */
	private flushBroken(): string {
		const bytes = Buffer.concat(this.pending);
		const declaration = bytes.subarray(bytes.length - DECLARATION.length);
		const text = this.textOf(bytes.subarray(0, bytes.length - DECLARATION.length));
		this.pending = [declaration];
		this.pendingBytes = declaration.length;
		this.scanner.restartInDeclaration();
		return text;
	}
}

/** How many of the last bytes may begin a declaration. */
function beginningOfDeclaration(bytes: Buffer): number {
	const longest = Math.min(DECLARATION.length - 1, bytes.length);
	for (let length = longest; length > 0; length--) {
		const end = bytes.subarray(bytes.length - length);
		if (end.equals(DECLARATION.subarray(0, length))) return length;
	}
	return 0;
}

/** `rest`: bytes that wait for those behind them. */
type State =
	/** Too few bytes have come to know. */
	| { name: 'unknown'; rest: Uint8Array }
	| { name: 'wide'; decoder: TextDecoder; rest: Uint8Array }
	| { name: 'narrow' };

const NOTHING = Buffer.alloc(0);

/**
 * Turns a stream of UTF-16 into UTF-8, because the scanner follows single bytes; other charsets go through
 * as they are. Up to a declaration that is written in single bytes: what follows a broken document must not
 * be lost with it.
 */
class WideStream {
	private state: State = { name: 'unknown', rest: NOTHING };

	/** `charset`: of the stream's Content-Type. */
	constructor(private readonly charset: string | undefined) {}

	/** Whether what comes out is UTF-8, whatever the charset of the stream. */
	get isDecoded(): boolean {
		return this.state.name === 'wide';
	}

	/** What can be said of the stream with this chunk. */
	narrow(chunk: Uint8Array): Uint8Array {
		if (this.state.name === 'narrow') return chunk;
		const bytes = Buffer.concat([this.state.rest, chunk]);
		const decoder = this.state.name === 'wide' ? this.state.decoder : this.decoderFor(bytes);
		if (decoder === 'unknown') {
			this.state = { name: 'unknown', rest: bytes };
			return NOTHING;
		}
		if (decoder === undefined) {
			this.state = { name: 'narrow' };
			return bytes;
		}
		const narrowAt = bytes.indexOf(DECLARATION);
		if (narrowAt >= 0) {
			const before = decoder.decode(bytes.subarray(0, narrowAt));
			this.state = { name: 'narrow' };
			return Buffer.concat([Buffer.from(before), bytes.subarray(narrowAt)]);
		}
		const end = bytes.length - beginningOfDeclaration(bytes);
		this.state = { name: 'wide', decoder, rest: Buffer.from(bytes.subarray(end)) };
		return Buffer.from(decoder.decode(bytes.subarray(0, end), { stream: true }));
	}

	/** Undefined for a stream of single bytes. */
	private decoderFor(bytes: Uint8Array): TextDecoder | 'unknown' | undefined {
		if (bytes.length < WIDE_TOLD_BY) return 'unknown';
		const charset = wideCharset(bytes, this.charset);
		return charset === undefined ? undefined : new TextDecoder(charset);
	}
}

const LT = 0x3c;
const GT = 0x3e;
const SLASH = 0x2f;
const BANG = 0x21;
const QUESTION = 0x3f;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;
const DASH = 0x2d;
const BRACKET = 0x5b;

/** `<?xml `: it is at the start of a document only, so what is before it is broken. */
const DECLARATION = Buffer.from('<?xml ');

/** What the bytes before a `>` must be for it to end a construct. */
const ENDS = {
	instruction: [0xff, 0x3f],
	comment: [0xffff, 0x2d2d],
	cdata: [0xffff, 0x5d5d],
} as const;

/** Where the scanner is between two bytes. */
type Inside = 'text' | 'markup' | 'startTag' | 'endTag' | 'declaration' | keyof typeof ENDS;

/** `last` before the first byte of a construct. */
const NONE = 1;

/**
 * Follows the tags of XML byte by byte, which works because no byte of a UTF-8 sequence is `<` or `>`.
 * Whether a document is well formed is the parser's business.
 */
class MarkupScanner {
	private inside: Inside = 'text';

	private depth = 0;

	private quote = 0;

	/** How many bytes of an XML declaration have been seen. */
	private declared = 0;

	/** The last bytes of the present construct, newest lowest. */
	private last = NONE;

	/** True while a document has begun and not ended. */
	get unfinished(): boolean {
		return this.depth > 0 || this.inside !== 'text';
	}

	/** Takes one byte, before `step`: true when it ends the beginning of an XML declaration. */
	declarationBegins(byte: number): boolean {
		if (byte === LT) {
			const opaque = this.inside === 'comment' || this.inside === 'cdata';
			this.declared = opaque ? 0 : 1;
			return false;
		}
		if (this.declared === 0) return false;
		this.declared = byte === DECLARATION[this.declared] ? this.declared + 1 : 0;
		if (this.declared < DECLARATION.length) return false;
		this.declared = 0;
		return true;
	}

	/** A declaration has begun inside a document, which is broken by that: the next one begins here. */
	restartInDeclaration(): void {
		this.depth = 0;
		this.enter('instruction');
	}

	/** Takes one byte; true when it ends a root element. */
	step(byte: number): boolean {
		const { inside, last } = this;
		this.last = ((last << 8) | byte) & 0xffffff;
		switch (inside) {
			case 'text':
				if (byte === LT) this.enter('markup');
				return false;
			case 'markup':
				if (byte === SLASH) this.enter('endTag');
				else if (byte === BANG) this.enter('declaration');
				else this.enter(byte === QUESTION ? 'instruction' : 'startTag');
				return false;
			case 'startTag':
				return this.startTag(byte, last);
			case 'endTag':
				return byte === GT && this.close();
			case 'declaration':
				// `<!--` and `<![CDATA[` are known by their first bytes; anything else ends at `>`.
				if (byte === BRACKET && last === NONE) this.enter('cdata');
				else if (byte === DASH && last === ((NONE << 8) | DASH)) this.enter('comment');
				else if (byte === GT) this.inside = 'text';
				return false;
			default: {
				const [mask, end] = ENDS[inside];
				if (byte === GT && (last & mask) === end) this.inside = 'text';
				return false;
			}
		}
	}

	private enter(inside: Inside): void {
		this.inside = inside;
		this.quote = 0;
		this.last = NONE;
	}

	private startTag(byte: number, last: number): boolean {
		if (this.quote !== 0) {
			if (byte === this.quote) this.quote = 0;
		} else if (byte === DOUBLE_QUOTE || byte === SINGLE_QUOTE) {
			this.quote = byte;
		} else if (byte === GT) {
			this.inside = 'text';
			this.depth++;
			return (last & 0xff) === SLASH && this.close();
		}
		return false;
	}

	/** An end tag without a start tag ends a document too: a broken one. */
	private close(): boolean {
		this.inside = 'text';
		this.depth = Math.max(0, this.depth - 1);
		return this.depth === 0;
	}
}
