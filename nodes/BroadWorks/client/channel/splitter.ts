import { TelephonyError } from '../../../shared/core/errors';
import { WIDE_TOLD_BY, wideCharset, xmlText } from '../../../shared/core/parsing/xmlText';

/** Bytes a single streamed document may have. */
export const MAX_DOCUMENT_BYTES = 4 * 1024 * 1024;

/** Bytes that are kept of a document that has more than it may: the event's id is among the first. */
const KEPT_OF_OVERSIZED = 16 * 1024;

/** Bytes after which one that does not end is given up, and the stream with it. */
const MOST_SKIPPED = 256 * 1024 * 1024;

/** What may be skipped: whatever else has no end would hide the events after it. */
const EVENT = /<(?:[\w.-]+:)?Event[\s>]/;

/** How the bytes of a stream are read. */
export interface SplitterSettings {
	/** Of the stream's Content-Type. */
	charset?: string;
	/**
	 * Told of an event with more bytes than it may have, when it has ended, with its beginning. Without
	 * this such an event ends the stream, as any other document does.
	 */
	onOversized?(beginning: string, bytes: number): void;
}

const LT = 0x3c;
const GT = 0x3e;
const SLASH = 0x2f;
const BANG = 0x21;
const QUESTION = 0x3f;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;
const DASH = 0x2d;
const BRACKET = 0x5d;

/** `<?xml `: stands at the start of a document only, so what is before it is broken. */
const DECLARATION = [LT, QUESTION, 0x78, 0x6d, 0x6c, 0x20];

const NARROW_DECLARATION = Buffer.from(DECLARATION);

/** How many of the last bytes may begin a declaration. */
function beginningOfDeclaration(bytes: Buffer): number {
	const longest = Math.min(DECLARATION.length - 1, bytes.length);
	for (let length = longest; length > 0; length--) {
		const end = bytes.subarray(bytes.length - length);
		if (end.equals(NARROW_DECLARATION.subarray(0, length))) return length;
	}
	return 0;
}

/** Where the scanner is between two bytes. */
type Inside =
	| 'text'
	| 'markup'
	| 'startTag'
	| 'endTag'
	| 'instruction'
	| 'declaration'
	| 'comment'
	| 'cdata';

/**
 * Cuts a byte stream into XML documents at the end of each root element, whatever the borders of the
 * reads are (docs/protocols/broadworks.md#chunks-are-not-documents). It only follows tags; whether a document
 * is well formed is the parser's business. It works on bytes because no byte of a UTF-8 sequence is `<` or
 * `>`. After a broken document it finds its feet again at the next XML declaration, which every event has.
 */
export class DocumentSplitter {
	private pending: Uint8Array[] = [];

	private pendingBytes = 0;

	private inside: Inside = 'text';

	private depth = 0;

	private quote = 0;

	/** How many bytes of an XML declaration have been seen. */
	private declared = 0;

	/** The bytes before the current one, newest last, as far as markup needs them. */
	private last = [0, 0, 0];

	private markupLength = 0;

	/** Turns UTF-16 into UTF-8: undefined for other charsets, null while nothing has come. */
	private wide: TextDecoder | undefined | null = null;

	/** The first bytes, until there are enough to tell by. */
	private first: Uint8Array = Buffer.alloc(0);

	/** More bytes have come than a document may have; only its beginning is kept. */
	private oversized = false;

	constructor(
		private readonly maxBytes = MAX_DOCUMENT_BYTES,
		private readonly settings: SplitterSettings = {},
	) {}

	/**
	 * Documents that end in this chunk, as text; a broken one comes out too and fails to parse.
	 * Throws `protocolViolation` when a document grows beyond the limit that is no event.
	 */
	push(bytes: Uint8Array): string[] {
		const chunk = this.narrow(bytes);
		const documents: string[] = [];
		let start = 0;
		for (let index = 0; index < chunk.length; index++) {
			const broken = this.declarationBegins(chunk[index]);
			const complete = this.step(chunk[index]);
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
		return this.depth > 0 || this.inside !== 'text';
	}

	/**
	 * The splitter follows single bytes, so UTF-16 is turned into UTF-8 before, up to a declaration that is
	 * written in single bytes: what follows a broken document must not be lost with it.
	 */
	private narrow(chunk: Uint8Array): Uint8Array {
		if (this.wide === undefined) return chunk;
		const bytes = Buffer.concat([this.first, chunk]);
		this.first = Buffer.alloc(0);
		if (this.wide === null) {
			if (bytes.length < WIDE_TOLD_BY) {
				this.first = bytes;
				return Buffer.alloc(0);
			}
			const charset = wideCharset(bytes, this.settings.charset);
			this.wide = charset === undefined ? undefined : new TextDecoder(charset);
			if (this.wide === undefined) return bytes;
		}
		const narrowAt = bytes.indexOf(NARROW_DECLARATION);
		if (narrowAt >= 0) {
			const before = this.wide.decode(bytes.subarray(0, narrowAt));
			this.wide = undefined;
			return Buffer.concat([Buffer.from(before), bytes.subarray(narrowAt)]);
		}
		const end = bytes.length - beginningOfDeclaration(bytes);
		this.first = Buffer.from(bytes.subarray(end));
		return Buffer.from(this.wide.decode(bytes.subarray(0, end), { stream: true }));
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
		const charset = this.wide ? undefined : this.settings.charset;
		const text = xmlText(bytes, charset).trim();
		if (!this.oversized) return text;
		this.oversized = false;
		this.settings.onOversized?.(text.slice(0, KEPT_OF_OVERSIZED), this.pendingBytes);
		return '';
	}

	private declarationBegins(byte: number): boolean {
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

	/** Gives what stands before the declaration just read, and goes on with the declaration. */
	private flushBroken(): string {
		const bytes = Buffer.concat(this.pending);
		const declaration = bytes.subarray(bytes.length - DECLARATION.length);
		const text = this.textOf(bytes.subarray(0, bytes.length - DECLARATION.length));
		this.pending = [declaration];
		this.pendingBytes = declaration.length;
		this.depth = 0;
		this.enter('instruction');
		return text;
	}

	/** Takes one byte; true when it ends a root element. */
	private step(byte: number): boolean {
		switch (this.inside) {
			case 'text':
				if (byte === LT) this.enter('markup');
				return false;
			case 'markup':
				this.enter(
					byte === SLASH
						? 'endTag'
						: byte === BANG
							? 'declaration'
							: byte === QUESTION
								? 'instruction'
								: 'startTag',
				);
				return false;
			case 'startTag':
				return this.startTag(byte);
			case 'endTag':
				if (byte !== GT) return false;
				this.inside = 'text';
				return this.close();
			case 'declaration':
				this.declaration(byte);
				return false;
			case 'instruction':
				this.endAt(byte, QUESTION);
				return false;
			case 'comment':
				this.endAt(byte, DASH, DASH);
				return false;
			case 'cdata':
				this.endAt(byte, BRACKET, BRACKET);
				return false;
		}
	}

	private enter(inside: Inside): void {
		this.inside = inside;
		this.quote = 0;
		this.markupLength = 0;
		this.last = [0, 0, 0];
	}

	private remember(byte: number): void {
		this.last.shift();
		this.last.push(byte);
		this.markupLength++;
	}

	private startTag(byte: number): boolean {
		if (this.quote !== 0) {
			if (byte === this.quote) this.quote = 0;
		} else if (byte === DOUBLE_QUOTE || byte === SINGLE_QUOTE) {
			this.quote = byte;
		} else if (byte === GT) {
			this.inside = 'text';
			this.depth++;
			return this.last[2] === SLASH && this.close();
		}
		this.remember(byte);
		return false;
	}

	/** An end tag without a start tag ends a document too: a broken one. */
	private close(): boolean {
		this.depth = Math.max(0, this.depth - 1);
		return this.depth === 0;
	}

	/** `<!--` and `<![CDATA[` are told by their first bytes; anything else ends at `>`. */
	private declaration(byte: number): void {
		if (this.markupLength === 1 && this.last[2] === DASH && byte === DASH) {
			this.enter('comment');
		} else if (this.markupLength === 0 && byte === 0x5b) {
			this.enter('cdata');
		} else if (byte === GT) {
			this.inside = 'text';
		} else {
			this.remember(byte);
		}
	}

	/** Leaves the present construct when `byte` is `>` and the bytes before it are `before`. */
	private endAt(byte: number, ...before: number[]): void {
		const matches = before.every(
			(wanted, index) => this.last[3 - before.length + index] === wanted,
		);
		if (byte === GT && matches) this.inside = 'text';
		else this.remember(byte);
	}
}
