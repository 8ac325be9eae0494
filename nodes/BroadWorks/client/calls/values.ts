import { HIDING_NAMES } from '../../../shared/core/parsing/hidingNames';
import type { XmlElement } from '../../../shared/core/parsing/xml';
import { FIELD, isFlagAttribute, kindsOf, wrappedIn, type Parents } from './fieldKinds';

/** What an XML element becomes in an item: text, number, flag, list or object. */
export type XsiValue = string | number | boolean | null | XsiValue[] | XsiObject;

export interface XsiObject {
	[name: string]: XsiValue;
}

const CANONICAL_INTEGER = /^(?:0|-?[1-9]\d*)$/;
const NORTH_AMERICAN = /^(?:tel:)?\+?1([2-9]\d{2})([2-9]\d{2})\d{4}$/;

/** The texts of a boolean (XML Schema part 2, 3.2.2). */
const FLAGS = new Map([
	['true', true],
	['false', false],
	['1', true],
	['0', false],
]);

/** A number that says the same as the text; undefined for what it would spoil, as `07` and 20 digits. */
function numberOf(text: string): number | undefined {
	const value = CANONICAL_INTEGER.test(text) ? Number(text) : NaN;
	return Number.isSafeInteger(value) ? value : undefined;
}

function scalarOf(kinds: number, text: string): string | number | boolean {
	if (kinds & FIELD.number) return numberOf(text) ?? text;
	return (kinds & FIELD.flag ? FLAGS.get(text) : undefined) ?? text;
}

/**
 * Text as the type its field has in the XSD, whatever it looks like. What is no number stays text, so that
 * codes with leading zeros and values of a later release are not spoilt.
 */
export const scalar = (name: string, text: string, parents: Parents = []) =>
	scalarOf(kindsOf(name, parents), text);

const PLAIN = { configurable: true, enumerable: true, writable: true };

/** Sets a member under any name that a document may have: assigning `__proto__` sets none, and some names hide methods. */
export function setMember(object: XsiObject, name: string, value: XsiValue): void {
	if (HIDING_NAMES.has(name)) return;
	if (name !== '__proto__') object[name] = value;
	else Object.defineProperty(object, name, { ...PLAIN, value });
}

function attributeValue(name: string, text: string): string | boolean {
	const flag = FLAGS.get(text);
	if (flag !== undefined && isFlagAttribute(name)) return flag;
	// The type of an element in a document that writes `xsi:type` without its prefix.
	return name === 'type' ? text.replace(/^xsi\d*:/, '') : text;
}

/** Attributes of type `xs:boolean` as flags, all others as text: a `countryCode` is no quantity. */
function addAttributes(object: XsiObject, { attributes }: XmlElement): void {
	for (const name in attributes) setMember(object, name, attributeValue(name, attributes[name]));
}

/** The type of an element and its attributes; undefined where it has none of them. */
function marksOf(element: XmlElement): XsiObject | undefined {
	const { attributes, type } = element;
	let hasSome = type !== undefined;
	for (const _name in attributes) hasSome = true;
	if (!hasSome) return undefined;
	const marks: XsiObject = type === undefined ? {} : { type };
	addAttributes(marks, element);
	return marks;
}

/**
 * An address as the BluIP connector has it: `#text`, `countryCode`, and for North American numbers
 * `npa` and `nxx` (docs/protocols/broadworks.md#event-data). Always an object, so that one expression
 * reads every call.
 */
function address(element: XmlElement): XsiObject {
	const number = NORTH_AMERICAN.exec(element.text);
	const value: XsiObject = { '#text': element.text };
	addAttributes(value, element);
	return number ? { ...value, npa: number[1], nxx: number[2] } : value;
}

const parentsOf = ({ name, type }: XmlElement): Parents =>
	type === undefined ? [name] : [name, type];

/** The value of an element without children. */
function leafValue(element: XmlElement, kinds: number, parents: Parents): XsiValue {
	const { name, text } = element;
	const marks = marksOf(element);
	if (kinds & FIELD.wrapper && text === '') {
		return { ...marks, [wrappedIn(name, parents) as string]: [] };
	}
	if (kinds & FIELD.address) return address(element);
	if (kinds & FIELD.measured) {
		const value = numberOf(text);
		if (value !== undefined) return { value };
	}
	const value = scalarOf(kinds, text);
	return marks === undefined ? value : { '#text': value, ...marks };
}

function valueOf(element: XmlElement, kinds: number, parents: Parents): XsiValue {
	if (element.nil) return null;
	if (element.children.length === 0) return leafValue(element, kinds, parents);
	const marks = marksOf(element);
	const values = childValues(element);
	const value = marks === undefined ? values : { ...marks, ...values };
	return element.text === '' ? value : { ...value, '#text': element.text };
}

/** The value of one element; `parents`: the names of the element around it. */
export const elementValue = (element: XmlElement, parents: Parents = []): XsiValue =>
	valueOf(element, kindsOf(element.name, parents), parents);

/**
 * The children of an element by name. A child that the schema lets repeat is always a list, and so
 * is any other that does repeat.
 */
export function childValues(element: XmlElement): XsiObject {
	const values: XsiObject = {};
	const parents = parentsOf(element);
	for (const child of element.children) {
		const { name } = child;
		const kinds = kindsOf(name, parents);
		const value = valueOf(child, kinds, parents);
		// No value of an element is itself a list.
		const former = Object.hasOwn(values, name) ? values[name] : undefined;
		if (former === undefined) setMember(values, name, kinds & FIELD.list ? [value] : value);
		else if (Array.isArray(former)) former.push(value);
		else values[name] = [former, value];
	}
	return values;
}
