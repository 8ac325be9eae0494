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
export const DECLARATION = Buffer.from([LT, QUESTION, 0x78, 0x6d, 0x6c, 0x20]);

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
 * Follows the tags of XML byte by byte, which works because no byte of a UTF-8 sequence is `<` or `>`.
 * Whether a document is well formed is the parser's business.
 */
export class MarkupScanner {
	private inside: Inside = 'text';

	private depth = 0;

	private quote = 0;

	/** How many bytes of an XML declaration have been seen. */
	private declared = 0;

	/** The bytes before the current one, newest last, as far as markup needs them. */
	private last = [0, 0, 0];

	private markupLength = 0;

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

	/** `<!--` and `<![CDATA[` are known by their first bytes; anything else ends at `>`. */
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
