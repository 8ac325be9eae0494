import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../../shared/action/operation';
import { rawRequest, type RawRequest } from '../../client/commands/rawRequest';
import type { XsiQuery } from '../../client/transport/connection';
import type { XsiClient } from '../../connect';
import { mandatory, userIdField, userOf } from '../../fields';
import { requestFields, valuesOfPanel } from './fields';

/** See docs/protocols/broadworks.md#eleven-actions, Raw request; with more than the connector has. */
export const rawRequestOperation: Operation<XsiClient> = {
	resource: 'rawRequest',
	name: 'send',
	label: 'Send',
	action: 'Send a raw request',
	description:
		'Send any request to Xsi-Actions: one of its 300 paths, with the values that the path takes',
	kind: 'change',
	fields: [
		userIdField,
		...requestFields,
		{
			displayName: 'Payload',
			name: 'payload',
			type: 'string',
			typeOptions: { rows: 5 },
			default: '',
			placeholder: 'e.g. {"active": true}',
			description:
				'Body to send; empty for none. JSON becomes the XML document of the path, with its elements in the right order and null where something is cleared. XML goes out as it is.',
		},
		{
			displayName: 'Accept',
			name: 'accept',
			type: 'options',
			options: [
				{ name: 'JSON', value: 'application/json' },
				{ name: 'XML', value: 'application/xml' },
			],
			default: 'application/xml',
			description: 'How the server should write its answer',
		},
	],
	sample: {
		statusCode: 200,
		contentType: 'application/xml;charset=UTF-8',
		body: { active: false, ringSplash: false },
		raw: '<?xml version="1.0" encoding="UTF-8"?><DoNotDisturb xmlns="http://schema.broadsoft.com/xsi"><active>false</active><ringSplash>false</ringSplash></DoNotDisturb>',
	},
	async run(context) {
		const { parameter } = context;
		// An expression may lead to nothing.
		const payload = parameter<unknown>('payload', '') ?? '';
		const { path, query, body } = valuesOfPanel(parameter<unknown>('commandValues', {}));
		const answer = await rawRequest(context.client.connection, {
			method: parameter<RawRequest['method']>('method', 'GET'),
			path: mandatory(context, 'path', 'Path'),
			userId: () => userOf(context),
			variables: Object.fromEntries(Object.entries(path).map(([name, one]) => [name, String(one)])),
			query: query as XsiQuery,
			payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
			elements: body,
			accept: parameter<RawRequest['accept']>('accept', 'application/xml'),
		});
		return answer as unknown as IDataObject;
	},
};
