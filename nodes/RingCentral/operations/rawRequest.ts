import type { IDataObject } from 'n8n-workflow';

import { TelephonyError } from '../../shared/core/errors';
import type { Operation } from '../../shared/action/operation';
import { jsonOf, mandatory, objectOf } from '../../shared/action/parameters';
import { rawBodyField, rawCommandFields } from '../../shared/action/rawRequestFields';
import { rawRequest, type RawRequest } from '../client/transport/rawRequest';
import type { RingCentralClient } from '../connect';

const METHODS = ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'] as const;

/** Values of a query; lists repeat the parameter. Throws `badRequest` for objects. */
function queryOf(given: Record<string, unknown> | undefined): RawRequest['query'] {
	const entries = Object.entries(given ?? {}).map(([name, value]) => {
		if (Array.isArray(value)) return [name, value.map(String)] as const;
		if (typeof value === 'object' && value !== null) {
			throw new TelephonyError('badRequest', `"${name}" of the query is an object`);
		}
		return [name, value === null ? undefined : String(value)] as const;
	});
	return Object.fromEntries(entries);
}

/** For what the API has and the node has not. */
const sendOperation: Operation<RingCentralClient> = {
	resource: 'rawRequest',
	name: 'send',
	label: 'Send',
	action: 'Send a raw request',
	description: 'Send any request to the API of RingCentral, within its rate groups',
	kind: 'change',
	fields: [
		...rawCommandFields(METHODS, {
			placeholder: 'e.g. /restapi/v1.0/account/~/extension/~/caller-blocking',
			description:
				'A path of the API. Write IDs in place of the braces; ~ is the account or extension of the login.',
			byHand: 'id',
			first: 'list',
		}),
		{
			displayName: 'Query',
			name: 'query',
			type: 'json',
			default: '{}',
			description: 'Example: {"view": "Detailed", "direction": ["Inbound"]}; lists are repeated',
		},
		rawBodyField(),
	],
	sample: {
		statusCode: 200,
		contentType: 'application/json',
		body: { mode: 'Specific', noCallerId: 'BlockAll' },
	},
	async run(context) {
		const { client, parameter } = context;
		const body = jsonOf(context, 'body', 'Body');
		if (body !== undefined && (typeof body !== 'object' || body === null)) {
			throw new TelephonyError('badRequest', 'The parameter "Body" is not a JSON object or list');
		}
		const answer = await rawRequest(client, {
			method: parameter<RawRequest['method']>('method', 'GET'),
			path: mandatory(context, 'path', 'Path'),
			query: queryOf(objectOf(context, 'query', 'Query')),
			body,
		});
		return answer as unknown as IDataObject;
	},
};

export const rawRequestOperations: ReadonlyArray<Operation<RingCentralClient>> = [sendOperation];
