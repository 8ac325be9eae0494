import { escapeXml } from '../../../shared/core/parsing/xml';
import { TelephonyError } from '../../../shared/core/errors';
import { isTypeOf, schemaType, typeOfRoot, type SchemaField } from './schema';

const NAMESPACE = 'http://schema.broadsoft.com/xsi';
const INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance';

/** What items have beside the text of a North American number (docs/protocols/broadworks.md#event-data). */
const READ_OUT = new Set(['npa', 'nxx']);

type Members = Record<string, unknown>;

const isObject = (value: unknown): value is Members =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const refuse = (message: string): never => {
	throw new TelephonyError('badRequest', message);
};

function textOf(path: string, type: string, value: unknown): string {
	if (isObject(value) || Array.isArray(value)) {
		return refuse(`"${path}" is one value, not ${Array.isArray(value) ? 'a list' : 'an object'}`);
	}
	const text = String(value);
	const { values } = schemaType(type);
	if (type === 'xs:boolean' && /^(?:true|false)$/i.test(text)) return text.toLowerCase();
	if (type === 'xs:boolean' && !/^[01]$/.test(text)) {
		return refuse(`"${path}" is true or false, not ${JSON.stringify(value)}`);
	}
	if (values.length > 0 && !values.includes(text)) {
		return refuse(`"${path}" is one of ${values.join(', ')}, not ${JSON.stringify(value)}`);
	}
	return escapeXml(text);
}

/** Members of a document that n8n's XML node has made to JSON: namespaces say nothing, the rest has other names. */
const RENAMED: Record<string, string> = { _: '#text', 'xsi:type': 'type' };
const isOfXml = (name: string) => name in RENAMED || /^xmlns(?::|$)/.test(name);

function membersOf(given: Members): Members {
	if (!Object.keys(given).some(isOfXml)) return given;
	return Object.fromEntries(
		Object.entries(given)
			.filter(([name]) => !/^xmlns(?::|$)/.test(name))
			.map(([name, value]) => [RENAMED[name] ?? name, value]),
	);
}

/** `xsi:nil` of the same; null is how items have it. */
const isNil = (value: unknown): boolean =>
	value === null || (isObject(value) && String(value['xsi:nil']) === 'true');

/** `type` of an item says the type of the element where the schema has several for it (`xsi:type`). */
function statedType(declared: string, members: Members): string | undefined {
	const { type } = members;
	const isOwn = schemaType(declared).fields.some(({ name }) => name === 'type');
	return !isOwn && typeof type === 'string' && isTypeOf(type, declared) ? type : undefined;
}

const written = (tag: string, attributes: string, content: string): string =>
	content === '' ? `<${tag}${attributes}/>` : `<${tag}${attributes}>${content}</${tag}>`;

function complex(path: string, tag: string, declared: string, members: Members): string {
	const stated = statedType(declared, members);
	const { fields } = schemaType(stated ?? declared);
	const known = new Set(fields.map(({ name }) => name));
	const stray = Object.keys(members).find(
		(name) =>
			!known.has(name) &&
			!(name === 'type' && stated !== undefined) &&
			name !== '#text' &&
			!(READ_OUT.has(name) && '#text' in members),
	);
	if (stray !== undefined) {
		const names = fields.map(({ name }) => name).join(', ');
		refuse(`"${path}" has no "${stray}". It has: ${names || 'no elements'}`);
	}
	const given = fields.filter(({ name }) => members[name] !== undefined);
	const attributes = given
		.filter(({ attribute }) => attribute)
		.map(({ name, type }) => ` ${name}="${textOf(`${path}.${name}`, type, members[name])}"`);
	const elements = given
		.filter(({ attribute }) => !attribute)
		.map((field) => element(`${path}.${field.name}`, field, members[field.name]));
	const own = members['#text'] === undefined ? '' : textOf(path, 'xs:string', members['#text']);
	const typed = stated === undefined ? '' : ` xsi:type="${stated}"`;
	return written(tag, typed + attributes.join(''), own + elements.join(''));
}

type Element = Pick<SchemaField, 'name' | 'type' | 'nillable'>;

function single(path: string, { name, type, nillable }: Element, value: unknown): string {
	if (isNil(value)) {
		return nillable ? `<${name} xsi:nil="true"/>` : refuse(`"${path}" cannot be cleared by null`);
	}
	if (type === 'EmptyContent') {
		if (value === false) return '';
		return value === '' || value === true
			? `<${name}/>`
			: refuse(`"${path}" is a mark: true sets it, false leaves it out`);
	}
	const { isText, fields } = schemaType(type);
	if (isObject(value) && !isText) return complex(path, name, type, membersOf(value));
	const hasElements = fields.some(({ attribute }) => !attribute);
	if (hasElements && value !== '') return refuse(`"${path}" is an object of elements`);
	return written(name, '', textOf(path, isText ? type : 'xs:string', value));
}

function element(path: string, field: SchemaField, value: unknown): string {
	if (!Array.isArray(value)) return single(path, field, value);
	if (!field.list) return refuse(`"${path}" is one value, not a list`);
	return value.map((one, index) => single(`${path}[${index}]`, field, one)).join('');
}

/**
 * A document of the interface from an object as items have it: its elements in the order of the schema, which
 * servers check (docs/protocols/broadworks.md#element-order), null as `xsi:nil`, which clears a value
 * (docs/protocols/broadworks.md#services). Throws `badRequest` that names what the schema does not have.
 */
export function documentOf(root: string, value: unknown): string {
	const type = typeOfRoot(root);
	if (type === undefined) return refuse(`"${root}" is not a document of the interface`);
	const body = single(root, { name: root, type, nillable: false }, value);
	const instance = / xsi:(?:nil|type)="/.test(body) ? ` xmlns:xsi="${INSTANCE}"` : '';
	const declared = body.replace(`<${root}`, `<${root} xmlns="${NAMESPACE}"${instance}`);
	return `<?xml version="1.0" encoding="UTF-8"?>${declared}`;
}
