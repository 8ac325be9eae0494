import type { XsiObject } from '../../../nodes/BroadWorks/client/calls/values';
import numericTypes from '../../broadWorks/specs/xsi-numeric-types.json';
import specification from '../../broadWorks/specs/xsi-schema.json';
import {
	extendsType,
	fieldsOf,
	isType,
	type SchemaField,
} from '../../simulators/broadWorks/xml/schema';
import type { XmlElement } from '../../simulators/broadWorks/xml/xml';

const types = specification.types as Record<string, { enum?: string[]; extends?: string }>;
/** The type of each root of the schema. */
export const roots: Record<string, string> = specification.roots;
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

/** A type that has neither elements nor text, nor inherits any. */
const isEmpty = (type: string): boolean => {
	const { enum: values, extends: base } = types[type] ?? {};
	if (!isType(type) || values || fieldsOf(type).length > 0) return false;
	return base === undefined || isEmpty(base);
};

/** The types that may stand in place of one that says nothing itself; none for every other. */
export const inPlaceOf = (type: string) =>
	isEmpty(type) ? Object.keys(types).filter((one) => one !== type && extendsType(one, type)) : [];

/** Types that stand in place of others within documents, as those of endpoints. */
export const innerTypes: string[] = Object.keys(types)
	.filter((type) => type !== 'EventData' && !Object.values(roots).includes(type))
	.flatMap(inPlaceOf);

const MOST_DEPTH = 12;

const alternativesIn = (fields: SchemaField[] = []): number[] =>
	fields.flatMap(({ choice = [], inline }) => [
		choice.length,
		...alternativesIn(choice),
		...alternativesIn(inline),
	]);

/** The numbers of the alternatives that a choice of the schema may have, from 0. */
export const CHOICES = Array.from(
	{ length: Math.max(...Object.keys(types).flatMap((type) => alternativesIn(fieldsOf(type)))) },
	(_, number) => number,
);

/** Types that the schema has and no document of it. */
const UNUSED = new Set([
	'CallIdList',
	'ColaborateRoomParticipant',
	'CollaborateRoomEvent',
	'CollaborateRoomEventInfo',
	'CollaborateRoomParticipantList',
	'MeetMeConferencingBridgeHostList',
]);

const allIn = (fields: SchemaField[]): SchemaField[] =>
	fields.flatMap((field) => {
		const { choice, inline = [] } = field;
		return choice ? allIn(choice) : [field, ...allIn(inline)];
	});

/** Every element and attribute of the schema, with the type that has it. */
export const everyField: Array<{ type: string; field: SchemaField }> = Object.keys(types)
	.filter((type) => !UNUSED.has(type))
	.flatMap((type) => allIn(fieldsOf(type)).map((field) => ({ type, field })));

/** Which way a document is made: how often lists repeat, and which of a choice stands. */
export interface Way {
	repeats: number;
	choice: number;
	/** Types of elements that may be of several, as of the root and of `eventData`. */
	stated?: readonly string[];
}

/** A document with every element that a type may have. */
export class Everything {
	/** What must come out of it, as `path: kind`. */
	readonly expected: string[] = [];

	/** The elements and attributes of the schema that stand in it. */
	readonly written = new Set<SchemaField>();

	constructor(private readonly way: Way) {}

	element(name: string, type: string, inline: SchemaField[] | undefined, path: string[]): string {
		const [stated] = [...(this.way.stated ?? []), ...inPlaceOf(type)].filter(
			(one) => one !== type && inPlaceOf(type).includes(one),
		);
		const fields = inline ?? fieldsOf(stated ?? type);
		for (const field of fields.filter(({ attribute }) => attribute)) this.written.add(field);
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
		this.written.add(field);
		if (field.list) this.expected.push(`${[...path, name].join('/')}: list`);
		const one = () => this.element(name, field.type ?? '', field.inline, path);
		return Array.from({ length: field.list ? this.way.repeats : 1 }, one).join('');
	}
}

const NAMESPACES =
	'xmlns="http://schema.broadsoft.com/xsi" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

/** A document with the namespaces declared, and with every eventData of a type of its own. */
export const rooted = (xml: string) => xml.replace(/^<(\w+)/, `<$1 ${NAMESPACES}`);

/** What the schema says of every element of a document, as `path: kind`, whatever made the document. */
export function kindsIn(element: XmlElement, type: string, path: string[] = []): string[] {
	return kindsBelow(element, fieldsOf(statedType(element) ?? type), type, [...path, element.name]);
}

const statedType = ({ attributes }: XmlElement) => attributes.type?.replace(/^.*:/, '');

function kindsBelow(
	element: XmlElement,
	fields: SchemaField[],
	type: string,
	path: string[],
): string[] {
	const where = path.join('/');
	if (element.children.length === 0) {
		if (type === 'xs:boolean') return [`${where}: boolean`];
		return NUMBERS.has(type) ? [`${where}: number`] : [];
	}
	const known = fields.flatMap((field) => field.choice ?? [field]);
	return element.children.flatMap((child) => {
		const field = known.find(({ name, attribute }) => name === child.name && !attribute);
		const own = field?.inline ?? fieldsOf(statedType(child) ?? field?.type ?? '');
		const below = kindsBelow(child, own, field?.type ?? '', [...path, child.name]);
		return field?.list ? [`${where}/${child.name}: list`, ...below] : below;
	});
}

/** All that an item has at a path: of lists, what each entry has. The last name stays as it is. */
function allAt(item: unknown, path: string): unknown[] {
	const [, ...names] = path.split('/');
	const last = names.pop() ?? '';
	const entries = names.reduce<unknown[]>(
		(found, name) => found.flatMap((one) => (one as XsiObject | undefined)?.[name]),
		[item],
	);
	const members = entries.map((one) => (one as XsiObject | undefined)?.[last]);
	return members.filter((member) => member !== undefined);
}

/** Digits that say nothing but themselves: the glossary of the catalogue has them as text. */
const kindOf = (value: unknown): string => {
	const one = Array.isArray(value) ? value[0] : value;
	return value !== null && typeof one === 'object' && one !== null && 'value' in one
		? typeof (one as XsiObject).value
		: typeof one;
};

/** Every expected `path: kind` that an item has otherwise. */
export function wrongKinds(item: unknown, expected: readonly string[]): string[] {
	return expected.filter((line) => {
		const [path, kind] = line.split(': ');
		const found = allAt(item, path);
		const isOfKind = (value: unknown) =>
			kind === 'list' ? Array.isArray(value) : kindOf(value) === kind;
		return found.length === 0 || !found.every(isOfKind);
	});
}
