import type * as Saxes from '../../vendor/saxes';
import type { SaxesAttributeNS, SaxesTagNS } from '../../vendor/saxes';
import { TelephonyError } from '../errors';

let loaded: typeof Saxes | undefined;

/** Loaded when the first document is read, as most systems speak no XML. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- `import()` would make every reader of a document wait
const saxes = () => (loaded ??= require('../../vendor/saxes') as typeof Saxes);

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

/** Whether there is a declaration (`<!DOCTYPE`, `<!ENTITY`, any other `<!`) where one counts. */
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

/** Attributes of one element. */
const MOST_ATTRIBUTES = 256;

/**
 * How the parser begins to tell what documents get wrong and nothing depends on. Whoever sends such a document
 * meant what is between the tags.
 */
const HARMLESS = [
	'disallowed character.',
	'duplicate attribute',
	'malformed comment',
	'malformed name',
	'the string "]]>"',
	'tags may not have "xmlns"',
	'invalid attempt to undefine prefix',
	// Of the XML declaration and other processing instructions.
	'an XML declaration',
	'the XML declaration',
	'XML declaration',
	'The character ? is disallowed',
	'version number',
	'encoding value',
	'standalone value',
	'expected ',
	'did not expect',
	'value ',
	'whitespace required',
	'processing instruction',
	'disallowed character in processing instruction',
];

const isHarmless = ({ message }: Error) => HARMLESS.some((start) => message.startsWith(start));

/**
 * Whether an attribute is the `type` or `nil` of the schema instance. Public guides print them with the
 * vendor's prefix, with one that nobody declared, or with a misspelt namespace: the prefix alone counts.
 */
const isOfInstance = ({ local, prefix }: SaxesAttributeNS) =>
	prefix !== '' && (local === 'type' || local === 'nil');

const localPart = (name: string) => name.slice(name.indexOf(':') + 1);

const isDeclaration = ({ prefix, local }: SaxesAttributeNS) =>
	prefix === 'xmlns' || local === 'xmlns';

/** Where one is in the right namespace, one of the same name elsewhere is something else. */
function ofInstance(attributes: SaxesAttributeNS[], wanted: string): SaxesAttributeNS | undefined {
	const candidates = attributes.filter((one) => isOfInstance(one) && one.local === wanted);
	return candidates.find((one) => one.uri === SCHEMA_INSTANCE) ?? candidates.at(0);
}

function readAttributes(element: XmlElement, given: SaxesAttributeNS[]): void {
	const own = given.filter((one) => !isDeclaration(one));
	const type = ofInstance(own, 'type');
	const nil = ofInstance(own, 'nil');
	for (const attribute of own) {
		if (attribute === type) element.type = localPart(attribute.value.trim());
		else if (attribute === nil) element.nil = /^(true|1)$/.test(attribute.value.trim());
		else if (attribute.uri !== SCHEMA_INSTANCE)
			element.attributes[attribute.local] = attribute.value;
	}
}

function elementOf({ local, uri }: SaxesTagNS, given: SaxesAttributeNS[]): XmlElement {
	const element: XmlElement = {
		name: local,
		namespace: uri,
		attributes: {},
		nil: false,
		children: [],
		text: '',
	};
	if (given.length > 0) readAttributes(element, given);
	return element;
}

/** What the parser says as the begin of a sentence, with no full stop: `Unexpected close tag`. */
const sentence = (reason: string) =>
	(reason.charAt(0).toUpperCase() + reason.slice(1)).replace(/\.$/, '');

/**
 * The root of a document. Ends at the first error, and at the first element that is too deep or has too many
 * attributes: each prefix is looked up through all levels. Throws what the parser says.
 */
function rootOf(text: string, { depth: mostDepth, undeclared }: XmlLimits): XmlElement | undefined {
	const open: XmlElement[] = [];
	/** Prefixes of the present element that nobody declared. */
	const unbound = new Set<string>();
	let root: XmlElement | undefined;
	let attributes: SaxesAttributeNS[] = [];
	const resolvePrefix = (prefix: string) => {
		if (prefix === '') return undefined;
		unbound.add(prefix);
		return prefix;
	};
	// With a seventh handler V8 keeps the parser's members in a dictionary, which is four times slower.
	const parser = new (saxes().SaxesParser)({ xmlns: true, position: false, resolvePrefix });
	parser.on('error', (error) => {
		// An element whose prefix is declared as nothing; others have their own below.
		if (undeclared && error.message.startsWith('unbound namespace prefix')) return;
		if (!isHarmless(error)) throw new Error(sentence(error.message));
	});
	parser.on('attribute', (attribute) => {
		if (attributes.length >= MOST_ATTRIBUTES) {
			throw new Error(`an element has more than ${MOST_ATTRIBUTES} attributes`);
		}
		// Of two with one name the first counts. The parser adds the namespace before it tells of the element.
		if (attributes.every(({ name }) => name !== attribute.name)) {
			attributes.push(attribute as SaxesAttributeNS);
		}
	});
	parser.on('opentag', (tag) => {
		// Names are compared without prefixes: those of attributes may be undeclared always.
		if (!undeclared && unbound.has(tag.prefix)) {
			throw new Error(`Unbound namespace prefix: ${JSON.stringify(tag.name)}`);
		}
		unbound.clear();
		if (open.length >= mostDepth) {
			throw new Error(`it is nested more than ${mostDepth} levels deep`);
		}
		const element = elementOf(tag, attributes);
		attributes = [];
		const parent = open.at(-1);
		if (parent) parent.children.push(element);
		else if (root) throw new Error('There is more than one root element');
		else root = element;
		open.push(element);
	});
	const addText = (part: string) => {
		const element = open.at(-1);
		if (element) element.text += part;
	};
	parser.on('text', addText);
	parser.on('cdata', addText);
	parser.on('closetag', () => {
		const element = open.pop();
		if (element) element.text = element.text.trim();
	});
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
