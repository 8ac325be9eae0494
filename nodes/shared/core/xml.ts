import { Parser } from '../vendor/xml2js';
import { TelephonyError } from './errors';

/** One element, free of prefixes: names are local names, `type` is the local name of `xsi:type`. */
export interface XmlElement {
	name: string;
	namespace: string;
	/** Attributes by local name, without namespace declarations and the two below. */
	attributes: Record<string, string>;
	/** Local name of the W3C schema-instance `type`. */
	type?: string;
	/** True for W3C schema-instance `nil="true"`. */
	nil: boolean;
	children: XmlElement[];
	/** Text directly inside, trimmed. */
	text: string;
}

/** What a document may cost. */
export interface XmlLimits {
	/** UTF-16 code units. */
	length: number;
	depth: number;
}

export const XML_LIMITS: XmlLimits = { length: 8 * 1024 * 1024, depth: 64 };

const SCHEMA_INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';

interface ParsedAttribute {
	value: string;
	local: string;
	uri: string;
	prefix: string;
}

/** The object tree xml2js gives for the options below. */
interface ParsedNode {
	$?: Record<string, ParsedAttribute>;
	$ns: { uri: string; local: string };
	$$?: ParsedNode[];
	'#text'?: string;
}

/** Ends of what may stand before the root element. */
const PROLOG_PARTS = [
	{ start: '<?', end: '?>' },
	{ start: '<!--', end: '-->' },
];

/** Walks the prolog; one pattern for all of it would take exponential time on many instructions. */
function hasDoctype(text: string): boolean {
	const space = /\s*/y;
	for (let at = 0; ; ) {
		space.lastIndex = at;
		at += space.exec(text)?.[0].length ?? 0;
		const part = PROLOG_PARTS.find(({ start }) => text.startsWith(start, at));
		if (!part) return /^<!DOCTYPE/i.test(text.slice(at, at + 9));
		const end = text.indexOf(part.end, at + part.start.length);
		if (end < 0) return false;
		at = end + part.end.length;
	}
}

const localPart = (name: string) => name.slice(name.indexOf(':') + 1);

function toElement(node: ParsedNode, depth: number, limits: XmlLimits): XmlElement {
	if (depth > limits.depth) {
		throw new TelephonyError(
			'protocolViolation',
			`XML is nested more than ${limits.depth} levels deep`,
		);
	}
	const element: XmlElement = {
		name: node.$ns.local,
		namespace: node.$ns.uri,
		attributes: {},
		nil: false,
		children: (node.$$ ?? []).map((child) => toElement(child, depth + 1, limits)),
		text: (node['#text'] ?? '').trim(),
	};
	for (const attribute of Object.values(node.$ ?? {})) {
		if (attribute.prefix === 'xmlns' || attribute.local === 'xmlns') continue;
		if (attribute.uri !== SCHEMA_INSTANCE) element.attributes[attribute.local] = attribute.value;
		else if (attribute.local === 'type') element.type = localPart(attribute.value.trim());
		else if (attribute.local === 'nil') element.nil = /^(true|1)$/.test(attribute.value.trim());
	}
	return element;
}

/**
 * Parses one document, whatever prefixes it uses. A document type declaration is refused, so no
 * entity is ever expanded. Throws `TelephonyError` of kind `protocolViolation`.
 */
export function parseXml(text: string, limits: XmlLimits = XML_LIMITS): XmlElement {
	if (text.length > limits.length) {
		throw new TelephonyError(
			'protocolViolation',
			`XML document of ${text.length} characters is longer than the ${limits.length} allowed`,
		);
	}
	if (hasDoctype(text)) {
		throw new TelephonyError(
			'protocolViolation',
			'XML with a document type declaration is refused',
		);
	}
	let failure: Error | null = null;
	let root: ParsedNode | null = null;
	const parser = new Parser({
		async: false,
		xmlns: true,
		explicitRoot: false,
		explicitArray: false,
		explicitChildren: true,
		preserveChildrenOrder: true,
		explicitCharkey: true,
		// Its default is a name an element may have.
		charkey: '#text',
	});
	const fail = (error: Error) => {
		failure ??= error;
	};
	try {
		parser.parseString(text, (error: Error | null, result: ParsedNode | null) => {
			if (error) fail(error);
			root ??= result;
			// xml2js forgets its listeners at the end of the root, and with them what is wrong after it.
			parser.on('error', fail);
			parser.on('end', (second: ParsedNode | null) => {
				if (second) fail(new Error('There is more than one root element'));
			});
		});
	} catch (error) {
		fail(error as Error);
	}
	// The callback runs before parseString returns; the compiler cannot know.
	const problem = failure as Error | null;
	if (problem) {
		const [reason] = problem.message.split('\n');
		throw new TelephonyError('protocolViolation', `XML cannot be read: ${reason}`);
	}
	if (!root) throw new TelephonyError('protocolViolation', 'XML document is empty');
	return toElement(root, 1, limits);
}

/** The first child of that name. */
export function child(element: XmlElement, name: string): XmlElement | undefined {
	return element.children.find((entry) => entry.name === name);
}

/** Text of the first child of that name; undefined when there is none or it is empty. */
export function childText(element: XmlElement, name: string): string | undefined {
	return child(element, name)?.text || undefined;
}

/** Escapes text for element content and attribute values; drops characters XML 1.0 cannot hold. */
export function escapeXml(text: string): string {
	const legal = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
	return legal.replace(
		/[&<>"']/g,
		(character) =>
			({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' })[
				character
			] as string,
	);
}
