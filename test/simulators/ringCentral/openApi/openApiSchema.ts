import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

import { openApiDocument, type Schema } from './openApi';

/** Words of OpenAPI 3.0 that are none of JSON Schema, or say nothing about validity. */
const DROPPED = new Set(['example', 'discriminator', 'xml', 'externalDocs', 'deprecated']);

const ROOT = 'ringcentral';

/** A schema of OpenAPI 3.0 as JSON Schema: `nullable` becomes a type, references get their root. */
function turned(value: unknown, inProperties = false): unknown {
	if (Array.isArray(value)) return value.map((item) => turned(item));
	if (typeof value !== 'object' || value === null) return value;
	const schema = value as Schema;
	const entries: [string, unknown][] = [];
	for (const [word, content] of Object.entries(schema)) {
		if (inProperties) entries.push([word, turned(content)]);
		else if (word === '$ref') entries.push([word, `${ROOT}${String(content)}`]);
		else if (word === 'enum') entries.push([word, content]);
		else if (!DROPPED.has(word) && word !== 'nullable') {
			entries.push([word, turned(content, word === 'properties' || word === 'schemas')]);
		}
	}
	const plain = Object.fromEntries(entries);
	return !inProperties && schema.nullable === true ? { anyOf: [plain, { type: 'null' }] } : plain;
}

let ajv: Ajv | undefined;

function validator(): Ajv {
	if (ajv) return ajv;
	ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });
	addFormats(ajv);
	ajv.addFormat('binary', true);
	ajv.addSchema({
		$id: ROOT,
		components: { schemas: turned(openApiDocument.components.schemas, true) },
	});
	return ajv;
}

const compiled = new Map<Schema, ValidateFunction>();

function validateFunction(schema: Schema): ValidateFunction {
	const known = compiled.get(schema);
	if (known) return known;
	const made = validator().compile(turned(schema) as Schema);
	compiled.set(schema, made);
	return made;
}

/** What is wrong with a value, one entry per finding; empty when nothing is. */
export function schemaErrors(schema: Schema, value: unknown): ErrorObject[] {
	const validate = validateFunction(schema);
	return validate(value) ? [] : [...(validate.errors ?? [])];
}

/** The name of the member an error is about: `to[0].phoneNumber`. */
export function memberOf(error: ErrorObject): string {
	const path = error.instancePath
		.split('/')
		.slice(1)
		.reduce((text, part) => {
			if (/^\d+$/.test(part)) return `${text}[${part}]`;
			return text === '' ? part : `${text}.${part}`;
		}, '');
	const missing = (error.params as { missingProperty?: string }).missingProperty;
	if (missing === undefined) return path;
	return path === '' ? missing : `${path}.${missing}`;
}
