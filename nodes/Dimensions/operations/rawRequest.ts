import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

import type { Operation } from '../../shared/action/operation';
import { jsonOf, mandatory } from '../../shared/action/parameters';
import { rawBodyField, rawRequestFields } from '../../shared/action/rawRequestFields';
import type { DimensionsConnection, DimensionsRequest } from '../client/connection';
import { rawRequest } from '../client/rawRequest';

const METHODS: IHttpRequestMethods[] = ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'];

/** Any other call of the API. */
export const rawRequestOperation: Operation<DimensionsConnection> = {
	resource: 'rawRequest',
	name: 'send',
	label: 'Send',
	action: 'Send a raw request',
	description: 'Send any request to the API of the region',
	kind: 'change',
	fields: [
		...rawRequestFields(METHODS, 'e.g. contactdirectories', 'Below /api/v1.0, with its query'),
		rawBodyField(),
	],
	sample: { status: 'success', data: [], timestamp: '2019-05-01T10:00:00.2890319Z' },
	async run(context) {
		const reply = await rawRequest(context.client, {
			method: context.parameter<DimensionsRequest['method']>('method', 'GET'),
			path: mandatory(context, 'path', 'Path'),
			body: jsonOf(context, 'body', 'Body'),
		});
		return reply as IDataObject;
	},
};
