import { TelephonyError } from '../../../shared/core/errors';
import { xmlText } from '../../../shared/core/parsing/xmlText';
import { DECLARATION, MarkupScanner } from './markupScanner';
import { WideStream } from './wideStream';

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

	/** Gives what stands before the declaration just read, and goes on with the declaration. */
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
