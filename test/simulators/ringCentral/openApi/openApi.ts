import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { RateGroup } from '../requests/router';

/** A schema of OpenAPI 3.0, or of JSON Schema once it was turned. */
export interface Schema {
	[keyword: string]: unknown;
}

export interface Parameter {
	name: string;
	in: 'path' | 'query' | 'header';
	required?: boolean;
	/** False for a list in one value, with commas. */
	explode?: boolean;
	schema: Schema;
}

/** The values of a parameter that a query has. */
export const valuesOf = ({ name, explode }: Parameter, query: URLSearchParams): string[] =>
	query.getAll(name).flatMap((text) => (explode === false ? text.split(',') : [text]));

/** One operation of the vendor's OpenAPI file. */
export interface Operation {
	method: string;
	template: string;
	group: RateGroup;
	scope?: string;
	permission?: string;
	query: Parameter[];
	/** Schemas of the body by content type; undefined for an operation without one. */
	body?: { required: boolean; content: Record<string, Schema> };
	/** Schemas of the answers by status and content type. */
	answers: Record<string, Record<string, Schema>>;
}

interface Document {
	paths: Record<string, Record<string, unknown>>;
	components: Record<string, Record<string, Schema>>;
}

interface RawOperation {
	parameters?: Schema[];
	requestBody?: Schema;
	responses: Record<string, Schema>;
	'x-throttling-group'?: string;
	'x-app-permission'?: string;
	'x-user-permission'?: string;
}

interface BodyHolder {
	required?: boolean;
	content?: Record<string, { schema?: Schema }>;
}

const FILE = join(__dirname, '../../../ringCentral/specs/ringcentral-openapi.subset.json');
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const GROUPS: readonly string[] = ['light', 'medium', 'heavy', 'auth'];

/** The vendor's OpenAPI file, as it is in test/ringCentral/specs. */
export const openApiDocument = JSON.parse(readFileSync(FILE, 'utf8')) as Document;

function resolve<T>(value: T | { $ref: string }): T {
	if (typeof value !== 'object' || value === null || !('$ref' in value)) return value as T;
	const [, kind, name] = /^#\/components\/(\w+)\/(.+)$/.exec(value.$ref) ?? [];
	return openApiDocument.components[kind][name] as T;
}

function contentOf(holder: BodyHolder) {
	return Object.fromEntries(
		Object.entries(holder.content ?? {}).map(([type, { schema }]) => [type, schema ?? {}]),
	);
}

function read(method: string, template: string, raw: RawOperation, shared: Schema[]): Operation {
	const group = (raw['x-throttling-group'] ?? 'Light').toLowerCase();
	if (!GROUPS.includes(group)) throw new Error(`${template}: group ${group} is not known`);
	const parameters = [...shared, ...(raw.parameters ?? [])].map((item) =>
		resolve(item as unknown as Parameter),
	);
	const body = raw.requestBody && resolve(raw.requestBody as BodyHolder);
	return {
		method,
		template,
		group: group as RateGroup,
		scope: raw['x-app-permission'],
		permission: raw['x-user-permission'],
		query: parameters
			.filter((item) => item.in === 'query')
			.map((item) => ({ ...item, schema: resolve(item.schema) })),
		...(body ? { body: { required: body.required ?? false, content: contentOf(body) } } : {}),
		answers: Object.fromEntries(
			Object.entries(raw.responses).map(([status, answer]) => [
				status,
				contentOf(resolve(answer as BodyHolder)),
			]),
		),
	};
}

const operations = new Map<string, Operation>();
for (const [template, item] of Object.entries(openApiDocument.paths)) {
	for (const name of METHODS) {
		const raw = item[name] as RawOperation | undefined;
		if (!raw) continue;
		const method = name.toUpperCase();
		operations.set(
			`${method} ${template}`,
			read(method, template, raw, (item.parameters ?? []) as Schema[]),
		);
	}
}

/** Every operation of the file. */
export const openApiOperations: readonly Operation[] = [...operations.values()];

export const operationOf = (method: string, template: string): Operation | undefined =>
	operations.get(`${method} ${template}`);

/** Every app scope the file names. */
export const openApiScopes: readonly string[] = [
	...new Set(openApiOperations.flatMap(({ scope }) => scope?.split(' OR ') ?? [])),
];
