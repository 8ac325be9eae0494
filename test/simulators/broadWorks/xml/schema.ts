import nillable from '../../../broadWorks/specs/xsi-nillable.json';
import specification from '../../../broadWorks/specs/xsi-schema.json';
import { XSI_NAMESPACE, type XmlElement } from './xml';

/** One field of a type in `xsi-schema.json`; a choice has alternatives instead of a name. */
export interface SchemaField {
	name?: string;
	type?: string;
	optional?: boolean;
	list?: boolean;
	attribute?: boolean;
	inline?: SchemaField[];
	choice?: SchemaField[];
}
interface SchemaType {
	extends?: string;
	fields?: SchemaField[];
	enum?: string[];
}

const types = specification.types as Record<string, SchemaType>;
const roots = specification.roots as Record<string, string>;
const NILLABLE: Record<string, string[]> = nillable.elements;

const LIMITS: Record<string, [number, number]> = {
	PositiveInt: [1, 2_147_483_647],
	NonNegativeInt: [0, 2_147_483_647],
	'xs:int': [-2_147_483_648, 2_147_483_647],
	'xs:integer': [-Infinity, Infinity],
	'xs:long': [-Infinity, Infinity],
	Timestamp: [0, Infinity],
	SubscriptionExpiration: [0, 2_147_483_647],
	ChannelExpiration: [0, 2_147_483_647],
	SimpleThresholdBasedSeverity: [0, 2],
	EventResponseStatusCode: [100, 999],
	HotelingAssociationLimitHours: [1, 999],
	FlexibleSeatingAssociationLimitHours: [1, 999],
	RecordCallRepeatWarningToneTimerSeconds: [10, 1800],
};
const PATTERNS: Record<string, RegExp> = {
	'xs:boolean': /^(true|false|0|1)$/,
	'xs:dateTime': /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/,
	'xs:date': /^-?\d{4,}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?$/,
	'xs:base64Binary': /^[A-Za-z0-9+/=\s]*$/,
	AgentUnavailableCode: /^.{1,10}$/,
	ACDPriorityType: /^(0-Highest|1-High|2-Medium|3-Low)$/,
	UserId: /^[^/]+$/,
	NumberOfRingsZeroToTwentyExcludeOne: /^(?:0|[2-9]|1\d|20)$/,
	FlexibleSeatingGuestUnlockPhonePINCode: /^.{4,10}$/,
	CustomContactDirectoryName: /^.{1,40}$/,
	DN: /^.{1,23}$/,
	Extension: /^.{2,20}$/,
	OutgoingDNorSIPURI: /^.{1,161}$/,
};
/** Simple types that may be empty; every other one must not. */
const MAY_BE_EMPTY = new Set([
	'Object',
	'xs:string',
	'xs:token',
	'xs:anyURI',
	'xs:base64Binary',
	'',
]);

/** The root element's name in its exact spelling, found without regard to case. */
export function rootNamed(name: string): string | undefined {
	return Object.keys(roots).find((root) => root.toLowerCase() === name.toLowerCase());
}

/** The fields of a type with those it inherits, in document order. */
export function fieldsOf(type: string): SchemaField[] {
	const definition = types[type];
	if (!definition) return [];
	return [
		...(definition.extends ? fieldsOf(definition.extends) : []),
		...(definition.fields ?? []),
	];
}

/** Whether `xsi:nil` clears an element of a type. */
function isNillable(type: string, name: string): boolean {
	const base = types[type]?.extends;
	return (NILLABLE[type] ?? []).includes(name) || (base !== undefined && isNillable(base, name));
}

/** The type of a root element. */
export const typeOfRoot = (root: string): string => roots[root];

/** Whether a type is `base` or extends it. */
export function extendsType(type: string, base: string): boolean {
	if (type === base) return true;
	const parent = types[type]?.extends;
	return parent !== undefined && extendsType(parent, base);
}

/** Whether the schema knows the type. */
export const isType = (type: string): boolean => type in types;

/** The values of an enumeration, empty when the type is none. */
export const enumValues = (type: string): string[] => types[type]?.enum ?? [];

/** The simple type a complex type with text extends (Address extends NonEmptyURI). */
function textType(type: string): string | undefined {
	const definition = types[type];
	if (!definition || definition.enum) return type;
	const parent = definition.extends;
	return parent === undefined ? undefined : textType(parent);
}

function simpleProblem(type: string, text: string): string | undefined {
	const values = enumValues(type);
	if (values.length > 0) {
		return values.includes(text) ? undefined : `"${text}" is not one of ${values.join(', ')}`;
	}
	if (type === 'EmptyContent') return text.trim() === '' ? undefined : 'must be empty';
	const limits = LIMITS[type];
	if (limits) {
		const value = /^[+-]?\d+$/.test(text.trim()) ? Number(text) : NaN;
		return value >= limits[0] && value <= limits[1] ? undefined : `"${text}" is not a ${type}`;
	}
	const pattern = PATTERNS[type];
	if (pattern) return pattern.test(text) ? undefined : `"${text}" is not a ${type}`;
	return text === '' && !MAY_BE_EMPTY.has(type) ? 'must not be empty' : undefined;
}

/** Schedules have an attribute of this name that is none of the schema instance. */
const hasOwnType = (fields: SchemaField[]) =>
	fields.some(({ attribute, name }) => attribute && name === 'type');

class Validation {
	readonly problems: string[] = [];

	/** PUT bodies are partial: xsi:nil clears an element. */
	constructor(private readonly allowNil: boolean) {}

	element(
		element: XmlElement,
		type: string,
		inline: SchemaField[] | undefined,
		path: string,
	): void {
		if (element.namespace !== XSI_NAMESPACE) {
			this.problems.push(`${path}: namespace "${element.namespace}"`);
		}
		const actual = this.actualType(element, type, path);
		const fields = inline ?? fieldsOf(actual);
		this.attributes(element, fields, path);
		const text = inline ? undefined : textType(actual);
		if (text !== undefined && fields.every((field) => field.attribute)) {
			if (element.children.length > 0) this.problems.push(`${path}: must have no children`);
			const problem = simpleProblem(text, element.text);
			if (problem) this.problems.push(`${path}: ${problem}`);
			return;
		}
		if (element.text.trim() !== '') this.problems.push(`${path}: text is not allowed`);
		const owner = inline ? '' : actual;
		const rest = this.sequence(element.children, fields, path, owner);
		if (rest) this.problems.push(`${path}: ${rest.name} is not expected here`);
	}

	private nil(owner: string, { name }: XmlElement, path: string): void {
		if (this.allowNil && isNillable(owner, name)) return;
		this.problems.push(`${path}/${name}: nil`);
	}

	private actualType(element: XmlElement, type: string, path: string): string {
		const stated = element.attributes.type?.replace(/^.*:/, '');
		if (stated === undefined || hasOwnType(fieldsOf(type))) return type;
		if (!isType(stated)) this.problems.push(`${path}: unknown type ${stated}`);
		else if (!extendsType(stated, type)) this.problems.push(`${path}: ${stated} is no ${type}`);
		return stated;
	}

	private attributes(element: XmlElement, fields: SchemaField[], path: string): void {
		const known = fields.filter((field) => field.attribute);
		for (const [name, value] of Object.entries(element.attributes)) {
			if (name === 'nil' || name === 'schemaLocation') continue;
			if (name === 'type' && !hasOwnType(fields)) continue;
			const field = known.find((item) => item.name === name);
			const problem = field ? simpleProblem(field.type ?? '', value) : 'unknown attribute';
			if (problem) this.problems.push(`${path}@${name}: ${problem}`);
		}
		for (const field of known) {
			if (!field.optional && !(field.name! in element.attributes)) {
				this.problems.push(`${path}@${field.name}: missing`);
			}
		}
	}

	/** Matches children against fields in order; returns the first child left over. */
	private sequence(
		children: XmlElement[],
		fields: SchemaField[],
		path: string,
		owner: string,
	): XmlElement | undefined {
		let index = 0;
		for (const field of fields) {
			if (field.attribute) continue;
			const alternatives = field.choice ?? [field];
			const found = alternatives.find((item) => item.name === children[index]?.name);
			if (!found) {
				if (!field.optional && alternatives.every((item) => !item.optional)) {
					const names = alternatives.map((item) => item.name).join(' or ');
					this.problems.push(`${path}: ${names} is missing`);
				}
				continue;
			}
			do {
				const item = children[index++];
				if (item.attributes.nil === 'true') this.nil(owner, item, path);
				else this.element(item, found.type ?? '', found.inline, `${path}/${item.name}`);
			} while (found.list && children[index]?.name === found.name);
		}
		return children[index];
	}
}

/**
 * Checks a document against the schema: names, order, required, lists, choices, enumerations,
 * number ranges, type substitution. Returns the problems, none when it is valid.
 */
export function validate(element: XmlElement, options: { allowNil?: boolean } = {}): string[] {
	const type = roots[element.name];
	if (type === undefined) return [`${element.name} is not a root of the schema`];
	const validation = new Validation(options.allowNil ?? false);
	validation.element(element, type, undefined, element.name);
	return validation.problems;
}

/** Puts children into schema order, all the way down: JSON objects have no order of their own. */
export function sortBySchema(element: XmlElement, type = typeOfRoot(element.name)): XmlElement {
	const fields = fieldsOf(type).flatMap((field) => field.choice ?? [field]);
	const rank = (name: string) => {
		const index = fields.findIndex((field) => field.name === name);
		return index < 0 ? fields.length : index;
	};
	const children = [...element.children]
		.sort((a, b) => rank(a.name) - rank(b.name))
		.map((item) => sortBySchema(item, fields[rank(item.name)]?.type ?? ''));
	return { ...element, children };
}
