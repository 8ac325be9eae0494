import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

import { TelephonyError } from '../../shared/core/errors';
import type { Operation } from '../../shared/operation';
import { rawRequest, type RawRequest } from '../client/rawRequest';
import { isObject, type WireObject } from '../client/values';
import type { CooCenterClient } from '../connect';
import { mandatory } from '../fields';

const METHODS: IHttpRequestMethods[] = ['DELETE', 'GET', 'POST', 'PUT'];

/** An object, given as such or as text. Throws `badRequest` for anything else. */
function fieldsOf(given: unknown): WireObject {
	if (isObject(given)) return given;
	const text = String(given ?? '').trim();
	if (text === '') return {};
	let parsed: unknown;
	try {
		parsed = JSON.parse(text);
	} catch (cause) {
		throw new TelephonyError('badRequest', 'The parameter "Fields" is no valid JSON', { cause });
	}
	if (isObject(parsed)) return parsed;
	throw new TelephonyError('badRequest', 'The parameter "Fields" must be a JSON object');
}

/** For what the API has and the node has not: paging and conferences of generation 2, for example. */
export const rawRequestOperation: Operation<CooCenterClient> = {
	resource: 'rawRequest',
	name: 'send',
	label: 'Send',
	action: 'Send a raw request',
	description: 'Send any request to the API of the PBX',
	kind: 'change',
	fields: [
		{
			displayName: 'Method',
			name: 'method',
			type: 'options',
			options: METHODS.map((method) => ({ name: method, value: method })),
			default: 'GET',
		},
		{
			displayName: 'Path',
			name: 'path',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. extensions/extension-status',
			description: 'Below /coocenter-api; a query may follow',
		},
		{
			displayName: 'Fields',
			name: 'fields',
			type: 'json',
			default: '{}',
			description:
				'Sent as form in generation 1 and as JSON in generation 2; with GET as query. Example: {"extension": "801"}.',
		},
	],
	sample: {
		statusCode: 200,
		contentType: 'application/json',
		body: { status: 'success', data: ['123456'] },
	},
	async run(context) {
		const { client, parameter } = context;
		const answer = await rawRequest(client.connection, {
			method: parameter<RawRequest['method']>('method', 'GET'),
			path: mandatory(context, 'path', 'Path'),
			fields: fieldsOf(parameter<unknown>('fields', '')),
		});
		return answer as unknown as IDataObject;
	},
};
