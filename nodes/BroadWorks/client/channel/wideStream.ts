import { WIDE_TOLD_BY, wideCharset } from '../../../shared/core/parsing/xmlText';
import { DECLARATION } from './markupScanner';

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
	/** Too few bytes have come to tell. */
	| { name: 'unknown'; rest: Uint8Array }
	| { name: 'wide'; decoder: TextDecoder; rest: Uint8Array }
	| { name: 'narrow' };

const NOTHING = Buffer.alloc(0);

/**
 * Turns a stream of UTF-16 into UTF-8, because the scanner follows single bytes; other charsets go through
 * as they are. Up to a declaration that is written in single bytes: what follows a broken document must not
 * be lost with it.
 */
export class WideStream {
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
