import type { ResourceMapperField } from 'n8n-workflow';

import { TEXT } from '../../client/commands/body';
import {
	carriesBody,
	commandOf,
	parametersOf,
	usualMethod,
	variablesOf,
	type XsiMethod,
} from '../../client/commands/commands';
import { wholePath } from '../../client/commands/path';
import { schemaType, typeOfRoot, type SchemaField } from '../../client/documents/schema';
import type { XsiServer } from '../../client/transport/connection';

/** Where a value goes. Its id is the kind, `_` and the name on the wire: dots would be paths for n8n. */
export const VALUE_KINDS = ['path', 'query', 'body'] as const;
export type ValueKind = (typeof VALUE_KINDS)[number];

const ABBREVIATIONS = /\b(?:Id|Uri|Url|Dn|Pin|Clid|Dnis|Dtmf)\b/g;

/** `forwardToPhoneNumber` as `Forward To Phone Number`. */
const labelOf = (name: string): string =>
	name
		.replace(/([a-z0-9])([A-Z])/g, '$1 $2')
		.replace(/^./, (first) => first.toUpperCase())
		.replace(ABBREVIATIONS, (word) => word.toUpperCase());

const valueField = (
	kind: ValueKind,
	name: string,
	more: Partial<ResourceMapperField> = {},
): ResourceMapperField => ({
	id: `${kind}_${name}`,
	displayName: kind === 'body' ? labelOf(name) : `${labelOf(name)} (${kind})`,
	required: false,
	defaultMatch: false,
	canBeUsedToMatch: false,
	display: true,
	type: 'string',
	...more,
});

const choice = (values: readonly string[]): Partial<ResourceMapperField> => ({
	type: 'options',
	options: values.map((value) => ({ name: value, value })),
});

/** As the schema has it. A switch would be off from the start, and change what nobody meant to change. */
function elementField({ name, type, list }: SchemaField): ResourceMapperField {
	const { values, fields } = schemaType(type);
	if (list) return valueField('body', name, { type: 'array' });
	if (type === 'EmptyContent') return valueField('body', name, choice(['true']));
	if (type === 'xs:boolean') return valueField('body', name, choice(['true', 'false']));
	if (values.length > 0) return valueField('body', name, choice(values));
	const hasElements = fields.some(({ attribute }) => !attribute);
	return valueField('body', name, hasElements ? { type: 'object' } : {});
}

function elementFields(root: string): ResourceMapperField[] {
	const { isText, values, fields } = schemaType(typeOfRoot(root) ?? root);
	if (!isText) return fields.map(elementField);
	return [valueField('body', TEXT, { displayName: labelOf(root), ...choice(values) })];
}

/**
 * What a path is filled with: variables, query parameters (mandatory ones marked), and the elements of the body where
 * the method takes one. A path that no list has, has its variables only.
 */
export function valuesOfCommand(
	path: string,
	method: XsiMethod | 'automatic',
	server?: XsiServer,
): ResourceMapperField[] {
	const whole = wholePath(path, server);
	const command = commandOf(whole);
	const variables = variablesOf(whole).map((name) => valueField('path', name, { required: true }));
	if (command === undefined) return variables;
	const isAutomatic = method === 'automatic';
	const parameters = parametersOf(command, isAutomatic ? usualMethod(command, false) : method);
	const takesBody = isAutomatic ? command.methods.some(carriesBody) : carriesBody(method);
	return [
		...variables,
		...parameters
			.sort((a, b) => Number(b.mandatory) - Number(a.mandatory))
			.map(({ name, mandatory }) => valueField('query', name, { required: mandatory })),
		...(takesBody && command.body !== undefined ? elementFields(command.body) : []),
	];
}
