import fieldKinds from './catalogue/fieldKinds.json';
import type { XmlElement } from '../../shared/core/xml';

/** What an XML element becomes in an item: text, number, flag, list or object. */
export type XsiValue = string | number | boolean | null | XsiValue[] | XsiObject;

export interface XsiObject {
	[name: string]: XsiValue;
}

const NUMBERS = new Set(fieldKinds.numbers);
const BOOLEANS = new Set(fieldKinds.booleans);
const ADDRESSES = new Set(fieldKinds.addresses);
const LISTS = new Set(fieldKinds.lists);

/** Measured values that old servers send as plain numbers (protocol page broadworks-xsi 4.8). */
const MEASURED = new Set([
	'stateTimestamp',
	'averageWrapUpTime',
	'averageHandlingTime',
	'expectedWaitTime',
	'averageSpeedOfAnswer',
]);
const MEASURED_IN_MONITORING = new Set(['longestWaitTime', 'numCallsInQueue']);

const CANONICAL_INTEGER = /^(?:0|-?[1-9]\d*)$/;
const NORTH_AMERICAN = /^(?:tel:)?\+?1([2-9]\d{2})([2-9]\d{2})\d{4}$/;

/**
 * Text as the type its field has in the schema. What is no number stays text, so that codes with
 * leading zeros and values of a later release are not spoilt.
 */
export function scalar(name: string, text: string): string | number | boolean {
	if (NUMBERS.has(name) && CANONICAL_INTEGER.test(text)) {
		const value = Number(text);
		return Number.isSafeInteger(value) ? value : text;
	}
	if (BOOLEANS.has(name) && (text === 'true' || text === 'false')) return text === 'true';
	return text;
}

/**
 * An address as the seed's connector has it: `#text`, `countryCode`, and for North American numbers
 * `npa` and `nxx` (protocol page broadworks-xsi 3.6). Always an object, so that one expression
 * reads every call.
 */
function address(element: XmlElement): XsiObject {
	const number = NORTH_AMERICAN.exec(element.text);
	return {
		'#text': element.text,
		...element.attributes,
		...(number ? { npa: number[1], nxx: number[2] } : {}),
	};
}

function isMeasured(name: string, parent: string): boolean {
	return MEASURED.has(name) || (parent === 'monitoringStatus' && MEASURED_IN_MONITORING.has(name));
}

/** The value of one element; `parent` is the name of the element around it. */
export function elementValue(element: XmlElement, parent = ''): XsiValue {
	if (element.nil) return null;
	if (element.children.length > 0) {
		const extra: XsiObject = element.text === '' ? {} : { '#text': element.text };
		return { ...typeOf(element), ...element.attributes, ...childValues(element), ...extra };
	}
	if (ADDRESSES.has(element.name)) return address(element);
	const value = scalar(element.name, element.text);
	if (isMeasured(element.name, parent) && typeof value === 'number') return { value };
	const attributes = { ...typeOf(element), ...element.attributes };
	return Object.keys(attributes).length > 0 ? { '#text': value, ...attributes } : value;
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
	for (const child of element.children) {
		const values = byName.get(child.name) ?? [];
		values.push(elementValue(child, element.name));
		byName.set(child.name, values);
	}
	return Object.fromEntries(
		[...byName].map(([name, values]) => [
			name,
			values.length > 1 || isList(element, name) ? values : values[0],
		]),
	);
}

function isList(parent: XmlElement, name: string): boolean {
	return LISTS.has(`${parent.name}/${name}`);
}
