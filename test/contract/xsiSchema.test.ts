import { elementValue, type XsiObject } from '../../nodes/BroadWorks/client/calls/values';
import { EVENT_PACKAGES } from '../../nodes/BroadWorks/client/subscriptions/packages';
import { documentOf } from '../../nodes/BroadWorks/client/documents/write';
import { parseXml, type XmlElement } from '../../nodes/shared/core/parsing/xml';
import numericTypes from '../broadWorks/specs/xsi-numeric-types.json';
import specification from '../broadWorks/specs/xsi-schema.json';
import {
	extendsType,
	fieldsOf,
	isType,
	validate,
	type SchemaField,
} from '../simulators/broadWorks/xml/schema';
import { parseXml as parseStrictly } from '../simulators/broadWorks/xml/xml';

const types = specification.types as Record<string, { enum?: string[]; extends?: string }>;
const roots: Record<string, string> = specification.roots;
const NUMBERS = new Set([
	...numericTypes.int,
	...numericTypes.long,
	'xs:int',
	'xs:integer',
	'xs:long',
]);

/** Numbers of the schema that are digits to dial, and stay text (`scripts/xsi-catalogue.mjs`). */
for (const type of ['CountryCode', 'NationalPrefix']) NUMBERS.delete(type);

/** Texts that are one of their type. */
const TEXTS: Record<string, string> = {
	'xs:boolean': 'false',
	'xs:dateTime': '2026-11-29T14:00:00+00:00',
	'xs:date': '2026-11-29',
	'xs:base64Binary': 'UklGRg==',
	EmptyContent: '',
	Object: '',
	ACDPriorityType: '1-High',
	SimpleThresholdBasedSeverity: '1',
	EventResponseStatusCode: '200',
	Extension: '1001',
	RecordCallRepeatWarningToneTimerSeconds: '15',
	FlexibleSeatingGuestUnlockPhonePINCode: '1234',
	Address: 'tel:+442079460000',
};

function textOf(type: string): string {
	const known = TEXTS[type] ?? types[type]?.enum?.[0];
	if (known !== undefined) return known;
	if (NUMBERS.has(type)) return '7';
	return isEmpty(type) ? '' : /^(?:CountryCode|NationalPrefix)$/.test(type) ? '44' : 'x';
}

/** A type that has neither elements nor text. */
const isEmpty = (type: string) =>
	isType(type) && !types[type].enum && !types[type].extends && fieldsOf(type).length === 0;

/** The types that may stand in place of one that says nothing itself; none for every other. */
const inPlaceOf = (type: string) =>
	isEmpty(type) ? Object.keys(types).filter((one) => one !== type && extendsType(one, type)) : [];

const MOST_DEPTH = 12;

/** Which way a document is made: how often lists repeat, and which of a choice stands. */
interface Way {
	repeats: number;
	choice: number;
	/** The type of the root, where it is one of several. */
	stated?: string;
}

/** A document with every element that a type may have. */
class Everything {
	/** What must come out of it, as `path: kind`. */
	readonly expected: string[] = [];

	constructor(private readonly way: Way) {}

	element(name: string, type: string, inline: SchemaField[] | undefined, path: string[]): string {
		const [stated] = [this.way.stated, ...inPlaceOf(type)].filter(
			(one) => one !== undefined && one !== type && inPlaceOf(type).includes(one),
		);
		const fields = inline ?? fieldsOf(stated ?? type);
		const attributes = [
			...(stated === undefined ? [] : [` xsi:type="${stated}"`]),
			...fields
				.filter(({ attribute }) => attribute)
				.map((field) => ` ${field.name}="${textOf(field.type ?? '')}"`),
		].join('');
		const elements = fields.filter(({ attribute }) => !attribute);
		if (elements.length === 0) return this.leaf(name, stated ?? type, attributes, path);
		const inside = elements.map((field) => this.field(field, [...path, name])).join('');
		return `<${name}${attributes}>${inside}</${name}>`;
	}

	private leaf(name: string, type: string, attributes: string, path: string[]): string {
		const text = textOf(type);
		const where = [...path, name].join('/');
		if (type === 'xs:boolean') this.expected.push(`${where}: boolean`);
		if (NUMBERS.has(type)) this.expected.push(`${where}: number`);
		return text === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${text}</${name}>`;
	}

	private field(field: SchemaField, path: string[]): string {
		const { choice } = field;
		if (choice) return this.field(choice[Math.min(this.way.choice, choice.length - 1)], path);
		const name = field.name ?? '';
		if (path.length > MOST_DEPTH) return '';
		if (field.list) this.expected.push(`${[...path, name].join('/')}: list`);
		const one = () => this.element(name, field.type ?? '', field.inline, path);
		return Array.from({ length: field.list ? this.way.repeats : 1 }, one).join('');
	}
}

const NAMESPACES =
	'xmlns="http://schema.broadsoft.com/xsi" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

/** The same document with the namespaces declared, and with every eventData of a type of its own. */
const rooted = (xml: string) => xml.replace(/^<(\w+)/, `<$1 ${NAMESPACES}`);

/** What an item has at a path, lists opened at their first entry; the last name as it is. */
function at(item: unknown, path: string): unknown {
	const [, ...names] = path.split('/');
	return names.reduce<unknown>((found, name, index) => {
		const member = (found as XsiObject | undefined)?.[name];
		const isLast = index === names.length - 1;
		return !isLast && Array.isArray(member) ? member[0] : member;
	}, item);
}

/** Digits that say nothing but themselves: the glossary of the catalogue has them as text. */
const kindOf = (value: unknown): string => {
	const one = Array.isArray(value) ? value[0] : value;
	return value !== null && typeof one === 'object' && one !== null && 'value' in one
		? typeof (one as XsiObject).value
		: typeof one;
};

function wrongKinds(item: unknown, expected: readonly string[]): string[] {
	return expected.filter((line) => {
		const [path, kind] = line.split(': ');
		const value = at(item, path);
		return kind === 'list' ? !Array.isArray(value) : kindOf(value) !== kind;
	});
}

/** Names and texts of an element, without what its prefixes are. */
const plain = ({ name, type, attributes, children, text, nil }: XmlElement): unknown => [
	name,
	type,
	Object.entries(attributes).sort(),
	nil,
	text,
	children.map(plain),
];

const WAYS: Way[] = [0, 1, 2, 3].flatMap((choice) => [
	{ repeats: 1, choice },
	{ repeats: 2, choice },
]);

/** Takes a document from XML to JSON to XML; every value has the kind that its type has. */
function thereAndBack(root: string, way: Way): void {
	const made = new Everything(way);
	const xml = rooted(made.element(root, roots[root], undefined, []));
	expect(validate(parseStrictly(xml))).toEqual([]);
	const item = elementValue(parseXml(xml));
	expect(wrongKinds(item, made.expected)).toEqual([]);
	const again = documentOf(root, JSON.parse(JSON.stringify(item)));
	expect(plain(parseXml(again))).toEqual(plain(parseXml(xml)));
}

describe.each(WAYS)('with lists of $repeats, and of choices number $choice', (way) => {
	it.each(Object.keys(roots))('%s goes from XML to JSON and back', (root) => {
		for (const stated of [...inPlaceOf(roots[root]), undefined]) {
			thereAndBack(root, { ...way, stated });
		}
	});

	it('and so does every event', () => {
		const types = EVENT_PACKAGES.flatMap(({ events }) => events);
		expect(types.filter((type) => !inPlaceOf('EventData').includes(type))).toEqual([]);
		expect(inPlaceOf('EventData').length).toBeGreaterThan(180);
		for (const stated of inPlaceOf('EventData')) thereAndBack('Event', { ...way, stated });
	});
});
