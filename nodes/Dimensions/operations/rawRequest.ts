import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

import { TelephonyError } from '../../shared/core/errors';
import type { Operation } from '../../shared/operation';
import type { DimensionsConnection, DimensionsRequest } from '../client/connection';
import { rawRequest } from '../client/rawRequest';
import { mandatory } from '../fields';

const METHODS: IHttpRequestMethods[] = ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'];

function bodyOf(value: unknown): unknown {
	if (value === undefined || value === null || value === '') return undefined;
	if (typeof value !== 'string') return value;
	try {
		return JSON.parse(value) as unknown;
	} catch (cause) {
		throw new TelephonyError('badRequest', 'The parameter "Body" is no valid JSON', { cause });
	}
}

/** Any other call of the API. */
export const rawRequestOperation: Operation<DimensionsConnection> = {
	resource: 'rawRequest',
	name: 'send',
	label: 'Send',
	action: 'Send a raw request',
	description: 'Send any request to the API of the region',
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
			placeholder: 'e.g. contactdirectories',
			description: 'Below /api/v1.0, with its query',
		},
		{
			displayName: 'Body',
			name: 'body',
			type: 'json',
			default: '',
			description: 'JSON to send; empty for none',
		},
	],
	sample: { status: 'success', data: [], timestamp: '2019-05-01T10:00:00.2890319Z' },
	async run(context) {
		const reply = await rawRequest(context.client, {
			method: context.parameter<DimensionsRequest['method']>('method', 'GET'),
			path: mandatory(context, 'path', 'Path'),
			body: bodyOf(context.parameter<unknown>('body', '')),
		});
		return reply as IDataObject;
	},
};
