import { ApiFailure, badParameter } from '../requests/failure';
import { operationOf, valuesOf, type Operation, type Parameter, type Schema } from './openApi';
import { REQUEST_DIFFERENCES } from './openApiDifferences';
import { memberOf, schemaErrors } from './openApiSchema';
import type { Route } from '../requests/router';

/** Lists clamp these themselves. */
const CLAMPED = new Set(['perPage', 'page']);

export function typed(text: string, schema: Schema): unknown {
	if (schema.type === 'integer' || schema.type === 'number') {
		return text.trim() === '' ? text : Number(text);
	}
	if (schema.type === 'boolean') {
		if (text === 'true') return true;
		return text === 'false' ? false : text;
	}
	return text;
}

function checkParameter(parameter: Parameter, query: URLSearchParams): void {
	const { name, required, schema } = parameter;
	const texts = valuesOf(parameter, query);
	if (texts.length === 0) {
		if (required) throw badParameter(name);
		return;
	}
	if (CLAMPED.has(name)) return;
	if (schema.type === 'array') {
		const items = (schema.items ?? {}) as Schema;
		for (const text of texts) checkValue(name, text, items);
	} else {
		checkValue(name, texts[0], schema);
	}
}

function checkValue(name: string, text: string, schema: Schema): void {
	// Alternatives are told apart by the handler, which knows what it wants of them.
	if ('oneOf' in schema || 'anyOf' in schema) return;
	if (schemaErrors(schema, typed(text, schema)).length > 0) throw badParameter(name, text);
}

/** Schema a body of this content type has to follow; undefined when nothing is known of it. */
export function bodySchema(operation: Operation, contentType: string): Schema | undefined {
	const difference = REQUEST_DIFFERENCES.find(
		(item) => item.operation === `${operation.method} ${operation.template}`,
	);
	if (difference) return difference.body;
	return operation.body?.content[contentType];
}

/**
 * Checks query and body of a request against the OpenAPI file. Paths that are not in it pass.
 * @throws ApiFailure 400 CMN-101 with the name of the member, 415 for another kind of body
 */
export function checkRequest(
	route: Route,
	query: URLSearchParams,
	body: unknown,
	contentType: string | undefined,
	hasBody: boolean,
): void {
	const operation = operationOf(route.method, route.template);
	if (!operation) return;
	for (const parameter of operation.query) checkParameter(parameter, query);
	if (!operation.body) return;
	if (!hasBody) {
		if (operation.body.required) throw badParameter('body');
		return;
	}
	const type = (contentType ?? '').split(';')[0].trim().toLowerCase();
	if (!(type in operation.body.content)) {
		throw new ApiFailure(415, 'AGW-415', `Unsupported Media Type: ${type}`);
	}
	if (!/json$/.test(type)) return;
	const [error] = schemaErrors(bodySchema(operation, type) ?? {}, body);
	if (error) throw badParameter(memberOf(error) || 'body');
}
