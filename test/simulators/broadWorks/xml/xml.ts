import { Parser } from 'xml2js';

/**
 * A document as the simulator holds it: BadgerFish keys (`@name` an attribute, `$` the text), but
 * plain values for elements without attributes. `@xsi:type` is the schema type of the element.
 * `undefined` is left out, `''` is an empty element, a list repeats the element.
 */
export type XmlValue = string | number | boolean | XmlFields | XmlValue[] | undefined;
export interface XmlFields {
	[name: string]: XmlValue;
}

export const XSI_NAMESPACE = 'http://schema.broadsoft.com/xsi';
export const W3C_INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';

/** An element as read: local names, namespaces resolved. */
export interface XmlElement {
	name: string;
	namespace: string;
	/** By local name; namespace declarations are left out. */
	attributes: Record<string, string>;
	children: XmlElement[];
	text: string;
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeText = (text: string) => text.replace(/[&<>]/g, (sign) => ESCAPES[sign]);
const escapeAttribute = (text: string) => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign]);

/** How the two interfaces spell the same document (docs/protocols/broadworks.md#encodings). */
export interface XmlStyle {
	/** Put before element names. */
	prefix: string;
	/** The attribute that carries a schema type. */
	typeAttribute(type: string): string;
}

/** XSI-Actions and management bodies: default namespace, `xsi` is the W3C namespace. */
export const actionStyle: XmlStyle = { prefix: '', typeAttribute: (type) => `xsi:type="${type}"` };

/** Events: `xsi` is the schema's namespace and `xsi1` the W3C one. */
export const eventStyle: XmlStyle = {
	prefix: 'xsi:',
	typeAttribute: (type) => `xsi1:type="xsi:${type}"`,
};

/** One element (or, for a list, several) as XML text without white space. */
export function toXml(name: string, value: XmlValue, style: XmlStyle): string {
	if (value === undefined) return '';
	if (Array.isArray(value)) return value.map((item) => toXml(name, item, style)).join('');
	const tag = style.prefix + name;
	if (typeof value !== 'object') {
		const text = escapeText(String(value));
		return text === '' ? `<${tag}/>` : `<${tag}>${text}</${tag}>`;
	}
	let attributes = '';
	let content = '';
	for (const [key, item] of Object.entries(value)) {
		if (item === undefined) continue;
		if (key === '$') content += escapeText(String(item));
		else if (key === '@xsi:type') attributes += ` ${style.typeAttribute(String(item))}`;
		else if (key.startsWith('@')) {
			attributes += ` ${key.slice(1)}="${escapeAttribute(String(item))}"`;
		} else content += toXml(key, item, style);
	}
	return content === '' ? `<${tag}${attributes}/>` : `<${tag}${attributes}>${content}</${tag}>`;
}

function hasType(value: XmlValue): boolean {
	if (Array.isArray(value)) return value.some(hasType);
	if (typeof value !== 'object') return false;
	return Object.entries(value).some(([key, item]) => key === '@xsi:type' || hasType(item));
}

/** A whole XSI-Actions or management document, without XML declaration. */
export function toActionXml(root: string, fields: XmlFields): string {
	const declared: XmlFields = { '@xmlns': XSI_NAMESPACE };
	if (hasType(fields)) declared['@xmlns:xsi'] = W3C_INSTANCE;
	return toXml(root, { ...declared, ...fields }, actionStyle);
}

function badgerFish(value: XmlValue): unknown {
	if (Array.isArray(value)) {
		const items = value.filter((item) => item !== undefined).map(badgerFish);
		return items.length === 1 ? items[0] : items;
	}
	if (typeof value !== 'object') return value === '' ? {} : { $: String(value) };
	const result: Record<string, unknown> = {};
	for (const [key, item] of Object.entries(value)) {
		if (item === undefined || (Array.isArray(item) && item.length === 0)) continue;
		// In JSON the type keeps the spelling of events ([C] wxcadm).
		if (key === '@xsi:type') result['@xsi1:type'] = `xsi:${String(item)}`;
		else result[key] = key === '$' || key.startsWith('@') ? String(item) : badgerFish(item);
	}
	return result;
}

/** A document as BadgerFish JSON: one child an object, several a list, all strings. */
export function toBadgerFish(root: string, fields: XmlFields): string {
	const body = badgerFish(fields) as Record<string, unknown>;
	const namespaces = hasType(fields)
		? { $: XSI_NAMESPACE, xsi: XSI_NAMESPACE, xsi1: W3C_INSTANCE }
		: { $: XSI_NAMESPACE };
	return JSON.stringify({ [root]: { '@xmlns': namespaces, ...body } });
}

interface ParsedNode {
	'#name': string;
	_?: string;
	$?: Record<string, { local: string; prefix: string; value: string }>;
	$$?: ParsedNode[];
	$ns: { uri: string; local: string };
}

function toElement(node: ParsedNode): XmlElement {
	const attributes: Record<string, string> = {};
	for (const attribute of Object.values(node.$ ?? {})) {
		const declaration = attribute.prefix === 'xmlns' || attribute.local === 'xmlns';
		if (!declaration) attributes[attribute.local] = attribute.value;
	}
	return {
		name: node.$ns.local,
		namespace: node.$ns.uri,
		attributes,
		children: (node.$$ ?? []).map(toElement),
		text: node._ ?? '',
	};
}

/**
 * Reads one document.
 * @throws Error when it is empty, not well-formed or carries a document type declaration
 */
export function parseXml(text: string): XmlElement {
	if (/<!DOCTYPE/i.test(text)) throw new Error('A document type declaration is not allowed');
	const parser = new Parser({
		xmlns: true,
		explicitRoot: true,
		explicitArray: true,
		explicitChildren: true,
		preserveChildrenOrder: true,
		charsAsChildren: false,
	});
	let failure: Error | null = null;
	let root: ParsedNode | undefined;
	parser.parseString(text.replace(/^\ufeff/, ''), (error, result: Record<string, ParsedNode>) => {
		failure ??= error;
		if (result) root ??= Object.values(result)[0];
	});
	if (failure) throw failure;
	if (!root) throw new Error('The document is empty');
	return toElement(root);
}

/** Reads a BadgerFish JSON body into the same form; the caller decides the order of children. */
export function parseBadgerFish(text: string): XmlElement {
	const value: unknown = JSON.parse(text);
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw new Error('The body must be one JSON object');
	}
	const [entry, ...others] = Object.entries(value as Record<string, unknown>);
	if (!entry || others.length > 0) throw new Error('The body must have exactly one root');
	return elementFromJson(entry[0], entry[1]);
}

function elementFromJson(name: string, value: unknown): XmlElement {
	const element: XmlElement = {
		name,
		namespace: XSI_NAMESPACE,
		attributes: {},
		children: [],
		text: '',
	};
	if (typeof value !== 'object' || value === null) {
		element.text = value === null ? '' : String(value);
		return element;
	}
	for (const [key, item] of Object.entries(value as Record<string, unknown>)) {
		if (key === '$') element.text = String(item);
		else if (key === '@xmlns' || key.startsWith('@xmlns:')) continue;
		else if (key.startsWith('@')) {
			element.attributes[key.replace(/^@([^:]*:)?/, '')] = String(item);
		} else {
			const items: unknown[] = Array.isArray(item) ? item : [item];
			element.children.push(...items.map((child) => elementFromJson(key, child)));
		}
	}
	return element;
}

/** The text of a direct child, trimmed; undefined when there is none. */
export function childText(element: XmlElement | undefined, name: string): string | undefined {
	return element?.children.find((child) => child.name === name)?.text.trim();
}

/** A direct child. */
export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
	return element?.children.find((item) => item.name === name);
}
