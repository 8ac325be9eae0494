import { Parser } from '../vendor/xml2js';
import { TelephonyError } from './errors';

/** One element, free of prefixes: names are local names, `type` is the local name of `xsi:type`. */
export interface XmlElement {
	name: string;
	namespace: string;
	/** Attributes by local name, without namespace declarations and the two below. */
	attributes: Record<string, string>;
	/** Local name of the W3C schema-instance `type`, or of one in a namespace that stands for it. */
	type?: string;
	/** True for `nil="true"` of the same. */
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
	/** Elements may have prefixes that nobody declared; attributes always may. */
	undeclared?: boolean;
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

/** What may hold any text, declarations too. */
const OPAQUE_PARTS = [
	{ start: '<?', end: '?>' },
	{ start: '<!--', end: '-->' },
	{ start: '<![CDATA[', end: ']]>' },
];

/**
 * Whether there is a declaration (`<!DOCTYPE`, `<!ENTITY`, any other `<!`) where one counts. The
 * parser would take quadratic time on them: 47 s for 128 kB.
 */
function hasDeclaration(text: string): boolean {
	const markup = /<[?!]/g;
	for (let found = markup.exec(text); found; found = markup.exec(text)) {
		const { index } = found;
		const part = OPAQUE_PARTS.find(({ start }) => text.startsWith(start, index));
		if (!part) return true;
		const end = text.indexOf(part.end, index + part.start.length);
		if (end < 0) return false;
		markup.lastIndex = end + part.end.length;
	}
	return false;
}

/** The parser that xml2js drives, as far as it is held back here. */
interface SaxParser {
	onopentag(node: unknown): void;
	onclosetag(name: string): void;
	onerror(error: Error): void;
	error: Error | null;
	/** Attributes of the present element. */
	attribList: unknown[];
}

/**
 * What documents get wrong and nothing depends on, because names are compared without their prefixes: the
 * prefix of an attribute, or the whole name of an element.
 */
const UNBOUND = /^Unbound namespace prefix: "([^"]*)"/;

/** Attributes of one element; the parser compares each with all before it. */
const MOST_ATTRIBUTES = 256;

/**
 * Ends parsing at the first error, and at the first element that is too deep or has too many
 * attributes: the parser would go on, in quadratic time (45 kB took 25 s, because each name is looked
 * up through the namespaces of all levels).
 */
function limit(parser: Parser, { depth: mostDepth, undeclared }: XmlLimits): void {
	const { saxParser } = parser as unknown as { saxParser: SaxParser };
	const { onopentag, onclosetag, attribList } = saxParser;
	let depth = 0;
	saxParser.onopentag = (node) => {
		depth++;
		if (depth > mostDepth) throw new Error(`it is nested more than ${mostDepth} levels deep`);
		onopentag(node);
	};
	saxParser.onclosetag = (name) => {
		depth--;
		onclosetag(name);
	};
	saxParser.onerror = (error) => {
		const [, unbound] = UNBOUND.exec(error.message) ?? [];
		const isTaken = unbound !== undefined && (undeclared || !unbound.includes(':'));
		if (!isTaken) throw error;
		// Otherwise the parser would stop here at its next step.
		saxParser.error = null;
	};
	attribList.push = (...attributes) => {
		if (attribList.length >= MOST_ATTRIBUTES) {
			throw new Error(`an element has more than ${MOST_ATTRIBUTES} attributes`);
		}
		return Array.prototype.push.apply(attribList, attributes);
	};
}

/**
 * Whether an attribute is the `type` or `nil` of the schema instance. Public guides print them with the
 * vendor's prefix, with one that nobody declared, or with a misspelt namespace: the prefix alone counts.
 */
const isOfInstance = ({ local, prefix }: ParsedAttribute) =>
	prefix !== '' && (local === 'type' || local === 'nil');

const localPart = (name: string) => name.slice(name.indexOf(':') + 1);

function toElement(node: ParsedNode): XmlElement {
	const element: XmlElement = {
		name: node.$ns.local,
		namespace: node.$ns.uri,
		attributes: {},
		nil: false,
		children: (node.$$ ?? []).map(toElement),
		text: (node['#text'] ?? '').trim(),
	};
	const attributes = Object.values(node.$ ?? {}).filter(
		({ prefix, local }) => prefix !== 'xmlns' && local !== 'xmlns',
	);
	// Where one is in the right namespace, one of the same name elsewhere is something else.
	const ofInstance = (wanted: string) => {
		const candidates = attributes.filter((one) => isOfInstance(one) && one.local === wanted);
		return candidates.find(({ uri }) => uri === SCHEMA_INSTANCE) ?? candidates.at(0);
	};
	const [type, nil] = [ofInstance('type'), ofInstance('nil')];
	for (const attribute of attributes) {
		const value = attribute.value.trim();
		if (attribute === type) element.type = localPart(value);
		else if (attribute === nil) element.nil = /^(true|1)$/.test(value);
		else if (attribute.uri !== SCHEMA_INSTANCE)
			element.attributes[attribute.local] = attribute.value;
	}
	return element;
}

/**
 * Parses one document, whatever prefixes it uses, declared or not. A document type declaration is refused, so no
 * entity is ever expanded. Throws `TelephonyError` of kind `protocolViolation`.
 */
export function parseXml(text: string, limits: XmlLimits = XML_LIMITS): XmlElement {
	if (text.length > limits.length) {
		throw new TelephonyError(
			'protocolViolation',
			`XML document of ${text.length} characters is longer than the ${limits.length} allowed`,
		);
	}
	if (hasDeclaration(text)) {
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
	limit(parser, limits);
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
	return toElement(root);
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
