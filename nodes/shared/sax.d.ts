declare module 'sax' {
	/** With namespaces; names of attributes are as written. */
	export interface SaxTag {
		local: string;
		uri: string;
		attributes: Record<string, { value: string; local: string; uri: string; prefix: string }>;
	}

	export interface SaxParser {
		onopentag(tag: SaxTag): void;
		onclosetag(name: string): void;
		ontext(text: string): void;
		oncdata(text: string): void;
		onerror(error: Error): void;
		error: Error | null;
		/** Attributes of the present element. */
		attribList: unknown[];
		write(text: string): SaxParser;
		close(): void;
	}

	export function parser(strict: boolean, options: { xmlns: boolean }): SaxParser;
}
