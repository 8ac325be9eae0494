import fieldKinds from '../catalogue/fieldKinds.json';
import type { XmlElement } from '../../../shared/core/parsing/xml';

/** What an XML element becomes in an item: text, number, flag, list or object. */
export type XsiValue = string | number | boolean | null | XsiValue[] | XsiObject;

export interface XsiObject {
	[name: string]: XsiValue;
}

/** By name where it is the same everywhere in the XSD, else as `parent/name` (`scripts/xsi-catalogue.mjs`). */
const NUMBERS = new Set(fieldKinds.numbers);
const BOOLEANS = new Set(fieldKinds.booleans);
const ADDRESSES = new Set(fieldKinds.addresses);
const LISTS = new Set(fieldKinds.lists);
const FLAG_ATTRIBUTES = new Set(fieldKinds.flagAttributes);

/** What an element wraps that holds nothing but a list, by `name` or `parent/name`. */
const WRAPPERS = new Map(
	fieldKinds.wrappers.map((path) => {
		const at = path.lastIndexOf('/');
		return [path.slice(0, at), path.slice(at + 1)];
	}),
);

/**
 * Values with a severity, which old servers send as plain numbers
 * (docs/protocols/broadworks.md#old-releases).
 */
const MEASURED = new Set(fieldKinds.measured);

const CANONICAL_INTEGER = /^(?:0|-?[1-9]\d*)$/;
const NORTH_AMERICAN = /^(?:tel:)?\+?1([2-9]\d{2})([2-9]\d{2})\d{4}$/;

/** Names of an element and, where it says it, of its type. */
type Parents = readonly string[];

const isKind = (kind: ReadonlySet<string>, name: string, parents: Parents) =>
	kind.has(name) || parents.some((parent) => kind.has(`${parent}/${name}`));

/** A number that says the same as the text; undefined for what it would spoil, as `07` and 20 digits. */
function numberOf(text: string): number | undefined {
	const value = CANONICAL_INTEGER.test(text) ? Number(text) : NaN;
	return Number.isSafeInteger(value) ? value : undefined;
}

/**
 * Text as the type its field has in the XSD, whatever it looks like. What is no number stays text, so that
 * codes with leading zeros and values of a later release are not spoilt.
 */
export function scalar(
	name: string,
	text: string,
	parents: Parents = [],
): string | number | boolean {
	if (isKind(NUMBERS, name, parents)) return numberOf(text) ?? text;
	const isFlag = text === 'true' || text === 'false';
	return isFlag && isKind(BOOLEANS, name, parents) ? text === 'true' : text;
}

/**
 * An address as the BluIP connector has it: `#text`, `countryCode`, and for North American numbers
 * `npa` and `nxx` (docs/protocols/broadworks.md#event-data). Always an object, so that one expression
 * reads every call.
 */
function address(element: XmlElement): XsiObject {
	const number = NORTH_AMERICAN.exec(element.text);
	return {
		'#text': element.text,
		...attributesOf(element),
		...(number ? { npa: number[1], nxx: number[2] } : {}),
	};
}

function attributeValue(name: string, text: string): string | boolean {
	if (FLAG_ATTRIBUTES.has(name) && /^(?:true|false)$/.test(text)) return text === 'true';
	// The type of an element in a document that writes `xsi:type` without its prefix.
	return name === 'type' ? text.replace(/^xsi\d*:/, '') : text;
}

/** Attributes of type `xs:boolean` as flags, all others as text: a `countryCode` is no quantity. */
const attributesOf = ({ attributes }: XmlElement): XsiObject =>
	Object.fromEntries(
		Object.entries(attributes).map(([name, text]) => [name, attributeValue(name, text)]),
	);

const parentsOf = ({ name, type }: XmlElement): Parents =>
	type === undefined ? [name] : [name, type];

/** The value of one element; `parents`: the names of the element around it. */
export function elementValue(element: XmlElement, parents: Parents = []): XsiValue {
	const { name, text } = element;
	if (element.nil) return null;
	if (element.children.length > 0) {
		const extra: XsiObject = text === '' ? {} : { '#text': text };
		return { ...typeOf(element), ...attributesOf(element), ...childValues(element), ...extra };
	}
	const wrapped = text === '' ? wrappedIn(name, parents) : undefined;
	if (wrapped !== undefined) return { ...typeOf(element), ...attributesOf(element), [wrapped]: [] };
	if (isKind(ADDRESSES, name, parents)) return address(element);
	if (isKind(MEASURED, name, parents)) {
		const value = numberOf(text);
		if (value !== undefined) return { value };
	}
	const value = scalar(name, text, parents);
	const attributes = { ...typeOf(element), ...attributesOf(element) };
	return Object.keys(attributes).length > 0 ? { '#text': value, ...attributes } : value;
}

/** The name of the list in an element that is a list and nothing else. */
function wrappedIn(name: string, parents: Parents): string | undefined {
	const qualified = parents.map((parent) => WRAPPERS.get(`${parent}/${name}`));
	return WRAPPERS.get(name) ?? qualified.find((found) => found !== undefined);
}

function typeOf(element: XmlElement): XsiObject {
	return element.type === undefined ? {} : { type: element.type };
}

/**
 * The children of an element by name. A child that the schema lets repeat is always a list, and so
 * is any other that does repeat.
 */
export function childValues(element: XmlElement): XsiObject {
	const byName = new Map<string, XsiValue[]>();
	const parents = parentsOf(element);
	for (const child of element.children) {
		const values = byName.get(child.name) ?? [];
		values.push(elementValue(child, parents));
		byName.set(child.name, values);
	}
	return Object.fromEntries(
		[...byName].map(([name, values]) => [
			name,
			values.length > 1 || parents.some((parent) => LISTS.has(`${parent}/${name}`))
				? values
				: values[0],
		]),
	);
}
