import { createParser, type SaxParser, type SaxTag } from '../../vendor/sax';
import { TelephonyError } from '../errors';

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

/** Attributes of one element; the parser compares each with all before it. */
const MOST_ATTRIBUTES = 256;

/**
 * What documents get wrong and nothing depends on, because names are compared without their prefixes: the
 * prefix of an attribute, or the whole name of an element.
 */
const UNBOUND = /^Unbound namespace prefix: "([^"]*)"/;

/**
 * Whether an attribute is the `type` or `nil` of the schema instance. Public guides print them with the
 * vendor's prefix, with one that nobody declared, or with a misspelt namespace: the prefix alone counts.
 */
const isOfInstance = ({ local, prefix }: SaxTag['attributes'][string]) =>
	prefix !== '' && (local === 'type' || local === 'nil');

const localPart = (name: string) => name.slice(name.indexOf(':') + 1);

function elementOf({ local, uri, attributes }: SaxTag): XmlElement {
	const element: XmlElement = {
		name: local,
		namespace: uri,
		attributes: {},
		nil: false,
		children: [],
		text: '',
	};
	const own = Object.values(attributes).filter(
		({ prefix, local: name }) => prefix !== 'xmlns' && name !== 'xmlns',
	);
	// Where one is in the right namespace, one of the same name elsewhere is something else.
	const ofInstance = (wanted: string) => {
		const candidates = own.filter((one) => isOfInstance(one) && one.local === wanted);
		return candidates.find((one) => one.uri === SCHEMA_INSTANCE) ?? candidates.at(0);
	};
	const [type, nil] = [ofInstance('type'), ofInstance('nil')];
	for (const attribute of own) {
		const value = attribute.value.trim();
		if (attribute === type) element.type = localPart(value);
		else if (attribute === nil) element.nil = /^(true|1)$/.test(value);
		else if (attribute.uri !== SCHEMA_INSTANCE)
			element.attributes[attribute.local] = attribute.value;
	}
	return element;
}

/** Refuses more attributes than `MOST_ATTRIBUTES` before the parser has compared them. */
function limitAttributes({ attribList }: SaxParser): void {
	attribList.push = (...attributes) => {
		if (attribList.length >= MOST_ATTRIBUTES) {
			throw new Error(`an element has more than ${MOST_ATTRIBUTES} attributes`);
		}
		return Array.prototype.push.apply(attribList, attributes);
	};
}

/**
 * The root of a document. Ends at the first error, and at the first element that is too deep or has too many
 * attributes: the parser would go on, in quadratic time (45 kB took 25 s, because each name is looked up
 * through the namespaces of all levels). Throws what the parser says.
 */
function rootOf(text: string, { depth: mostDepth, undeclared }: XmlLimits): XmlElement | undefined {
	const parser = createParser(true, { xmlns: true });
	const open: XmlElement[] = [];
	let root: XmlElement | undefined;
	limitAttributes(parser);
	parser.onerror = (error) => {
		const [, unbound] = UNBOUND.exec(error.message) ?? [];
		const isTaken = unbound !== undefined && (undeclared || !unbound.includes(':'));
		if (!isTaken) throw error;
		// Otherwise the parser would stop here at its next step.
		parser.error = null;
	};
	parser.onopentag = (tag) => {
		const element = elementOf(tag);
		const parent = open.at(-1);
		if (parent) parent.children.push(element);
		else if (root) throw new Error('There is more than one root element');
		else root = element;
		open.push(element);
		if (open.length > mostDepth) {
			throw new Error(`it is nested more than ${mostDepth} levels deep`);
		}
	};
	parser.ontext = parser.oncdata = (part) => {
		const element = open.at(-1);
		if (element) element.text += part;
	};
	parser.onclosetag = () => {
		const element = open.pop();
		if (element) element.text = element.text.trim();
	};
	parser.write(text).close();
	return root;
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
	let root: XmlElement | undefined;
	try {
		root = text.trim() === '' ? undefined : rootOf(text, limits);
	} catch (error) {
		const [reason] = (error as Error).message.split('\n');
		throw new TelephonyError('protocolViolation', `XML cannot be read: ${reason}`);
	}
	if (!root) throw new TelephonyError('protocolViolation', 'XML document is empty');
	return root;
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
