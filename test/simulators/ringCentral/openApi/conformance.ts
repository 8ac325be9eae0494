import type { ErrorObject } from 'ajv';

import { openApiDocument, operationOf, valuesOf, type Operation, type Schema } from './openApi';
import { ANSWER_DIFFERENCES, OWN_OPERATIONS, type AnswerDifference } from './openApiDifferences';
import { bodySchema, typed } from './openApiRequest';
import { memberOf, schemaErrors } from './openApiSchema';
import type { RequestEntry } from '../server';

/**
 * Answers every operation may give, whether the file lists them or not (docs/protocols/ringcentral.md#paging
 * to docs/protocols/ringcentral.md#rate-limits).
 */
const USUAL_FAILURES: readonly number[] = [400, 401, 403, 404, 405, 409, 415, 429, 500, 503];

const FAILURE: Schema = {
	type: 'object',
	required: ['errorCode', 'message', 'errors'],
	properties: {
		errorCode: { type: 'string', pattern: '^[A-Z]+-\\d{3}$' },
		message: { type: 'string' },
		errors: {
			type: 'array',
			minItems: 1,
			items: {
				type: 'object',
				required: ['errorCode', 'message'],
				properties: {
					errorCode: { type: 'string' },
					message: { type: 'string' },
					parameterName: { type: 'string' },
				},
			},
		},
	},
};

function valueAt(value: unknown, pointer: string): unknown {
	let found = value;
	for (const part of pointer.split('/').slice(1)) {
		if (typeof found !== 'object' || found === null) return undefined;
		const key = part.replace(/~1/g, '/').replace(/~0/g, '~');
		found = (found as Record<string, unknown>)[key];
	}
	return found;
}

function excused(
	{ operation, at, keyword, value: allowed }: AnswerDifference,
	name: string,
	error: ErrorObject,
	answer: unknown,
): boolean {
	return (
		operation.test(name) &&
		at.test(error.instancePath) &&
		(keyword === undefined || keyword === error.keyword) &&
		(allowed === undefined || allowed === valueAt(answer, error.instancePath))
	);
}

const described = (error: ErrorObject) =>
	`${memberOf(error) || 'body'} ${error.message ?? ''} ${JSON.stringify(error.params)}`;

/** Names of the members a schema knows; undefined for a schema that takes any. */
function knownMembers(schema: Schema): Set<string> | undefined {
	if (typeof schema.$ref === 'string') {
		const name = schema.$ref.split('/').at(-1) ?? '';
		return knownMembers(openApiDocument.components.schemas[name]);
	}
	const lists = ['allOf', 'anyOf', 'oneOf'].flatMap((word) => (schema[word] ?? []) as Schema[]);
	const names = new Set(Object.keys((schema.properties ?? {}) as object));
	for (const part of lists) for (const name of knownMembers(part) ?? []) names.add(name);
	return names.size === 0 ? undefined : names;
}

function queryFindings({ url }: RequestEntry, operation: Operation): string[] {
	const query = new URLSearchParams(url.split(/\?(.*)/s)[1] ?? '');
	query.delete('access_token');
	const findings: string[] = [];
	for (const name of new Set(query.keys())) {
		const parameter = operation.query.find((item) => item.name === name);
		if (!parameter) {
			findings.push(`query ${name} is not known`);
			continue;
		}
		const { schema } = parameter;
		// `oneOf` a word or a list, as `owner`.
		const list = ((schema.oneOf ?? []) as Schema[]).some(({ type }) => type === 'array');
		const array = schema.type === 'array';
		const single = array ? ((schema.items ?? {}) as Schema) : schema;
		const texts = valuesOf(parameter, query);
		if (!array && !list && texts.length > 1)
			findings.push(`query ${name} is there ${texts.length} times`);
		if (list) {
			if (schemaErrors(schema, texts).length > 0 && schemaErrors(schema, texts[0]).length > 0) {
				findings.push(`query ${name}=${texts.join()}`);
			}
			continue;
		}
		for (const text of texts) {
			const value = 'oneOf' in single && /^\d+$/.test(text) ? Number(text) : typed(text, single);
			if (schemaErrors(single, value).length > 0) findings.push(`query ${name}=${text}`);
		}
	}
	for (const { name, required } of operation.query) {
		if (required && !query.has(name)) findings.push(`query ${name} is missing`);
	}
	return findings;
}

function bodyFindings(entry: RequestEntry, operation: Operation): string[] {
	const { body, headers } = entry;
	if (!operation.body) return body === '' ? [] : ['a body where none is known'];
	const length = Number(headers['content-length'] ?? body.length);
	if (length === 0 && body === '') return operation.body.required ? ['the body is missing'] : [];
	const type = (headers['content-type'] ?? '').split(';')[0].toLowerCase();
	if (!(type in operation.body.content)) return [`content type ${type} is not known`];
	const form = type === 'application/x-www-form-urlencoded';
	if (!form && !type.endsWith('json')) return [];
	const schema = bodySchema(operation, type) ?? {};
	const value: unknown = form
		? Object.fromEntries(new URLSearchParams(body))
		: (JSON.parse(body) as unknown);
	const findings = schemaErrors(schema, value).map((error) => `sent: ${described(error)}`);
	const known = knownMembers(schema);
	if (known && typeof value === 'object' && value !== null && !Array.isArray(value)) {
		for (const name of Object.keys(value)) {
			if (!known.has(name)) findings.push(`sent: ${name} is not known`);
		}
	}
	return findings;
}

function answerFindings(entry: RequestEntry, operation: Operation): string[] {
	const { status, answer, answerType } = entry;
	const content = operation.answers[String(status)];
	const name = `${operation.method} ${operation.template}`;
	if (status >= 400) {
		if (!content && !USUAL_FAILURES.includes(status)) return [`status ${status} is not known`];
		if (operation.template.startsWith('/restapi/oauth/') && status === 400) return [];
		return schemaErrors(FAILURE, answer).map((error) => `failure: ${described(error)}`);
	}
	if (!content) return [`status ${status} is not known`];
	const type = (answerType ?? '').split(';')[0];
	const kinds = Object.keys(content);
	if (kinds.length === 0) return answer === undefined ? [] : ['an answer where none is known'];
	const kind = kinds.find(
		(item) => item === type || (item.endsWith('/*') && type.startsWith(item.slice(0, -1))),
	);
	if (kind === undefined) {
		const known = ANSWER_DIFFERENCES.some(
			(item) => item.operation.test(name) && item.keyword === 'contentType',
		);
		return known ? [] : [`content type ${type} is not known`];
	}
	if (!kind.endsWith('json')) return [];
	return schemaErrors(content[kind], answer)
		.filter((error) => !ANSWER_DIFFERENCES.some((item) => excused(item, name, error, answer)))
		.map((error) => `answer: ${described(error)}`);
}

/**
 * Compares what clients sent, and what they got, with the OpenAPI file. What is listed in
 * openApiDifferences.ts is left out, and so are requests that were refused for what they sent.
 * @returns one line per finding; empty when all is as the file says
 */
export function openApiFindings(entries: readonly RequestEntry[]): string[] {
	const findings: string[] = [];
	for (const entry of entries) {
		const operation =
			entry.template === undefined ? undefined : operationOf(entry.method, entry.template);
		const line = (text: string) => findings.push(`${entry.method} ${entry.url}: ${text}`);
		if (!operation) {
			const refused = entry.status === 404 || entry.status === 405;
			const known = refused || OWN_OPERATIONS.has(`${entry.method} ${entry.template}`);
			if (!known) line('the operation is not in the file');
			continue;
		}
		if (!entry.forgotten && !entry.faulty) {
			for (const text of answerFindings(entry, operation)) line(text);
		}
		if (entry.status === 400 || entry.status === 415) continue;
		for (const text of queryFindings(entry, operation)) line(text);
		for (const text of bodyFindings(entry, operation)) line(text);
	}
	return findings;
}
