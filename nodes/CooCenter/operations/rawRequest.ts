import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

import type { Operation } from '../../shared/action/operation';
import { mandatory, objectOf } from '../../shared/action/parameters';
import { rawRequestFields } from '../../shared/action/rawRequestFields';
import { rawRequest, type RawRequest } from '../client/rawRequest';
import type { WireObject } from '../client/values';
import type { CooCenterClient } from '../connect';

const METHODS: IHttpRequestMethods[] = ['DELETE', 'GET', 'POST', 'PUT'];

/** For what the API has and the node has not: paging and conferences of generation 2, for example. */
export const rawRequestOperation: Operation<CooCenterClient> = {
	resource: 'rawRequest',
	name: 'send',
	label: 'Send',
	action: 'Send a raw request',
	description: 'Send any request to the API of the PBX',
	kind: 'change',
	fields: [
		...rawRequestFields(
			METHODS,
			'e.g. extensions/extension-status',
			'Below /coocenter-api; a query may follow',
		),
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
			fields: (objectOf(context, 'fields', 'Fields') ?? {}) as WireObject,
		});
		return answer as unknown as IDataObject;
	},
};
