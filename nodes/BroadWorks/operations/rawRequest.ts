import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

import type { Operation } from '../../shared/action/operation';
import { rawCommandFields } from '../../shared/action/rawRequestFields';
import { rawRequest, type RawRequest } from '../client/transport/rawRequest';
import type { XsiClient } from '../connect';
import { mandatory, userIdField, userOf } from '../fields';

const METHODS: IHttpRequestMethods[] = ['DELETE', 'GET', 'POST', 'PUT'];

/**
 * See docs/protocols/broadworks.md#eleven-actions, Raw request; with a method field, which the connector
 * lacks.
 */
export const rawRequestOperation: Operation<XsiClient> = {
	resource: 'rawRequest',
	name: 'send',
	label: 'Send',
	action: 'Send a raw request',
	description: 'Send any request to Xsi-Actions',
	kind: 'change',
	fields: [
		userIdField,
		...rawCommandFields(METHODS, {
			placeholder: 'e.g. services/DoNotDisturb',
			description:
				'Below the user, as services/DoNotDisturb, or from the root, as /v2.0/group/…. {userId} stands for the user.',
			byHand: 'path',
			first: 'path',
		}),
		{
			displayName: 'Payload',
			name: 'payload',
			type: 'string',
			typeOptions: { rows: 5 },
			default: '',
			placeholder:
				'e.g. <DoNotDisturb xmlns="http://schema.broadsoft.com/xsi"><active>true</active></DoNotDisturb>',
			description: 'XML or JSON document to send; empty for none',
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
		const payload = parameter<unknown>('payload', '');
		const answer = await rawRequest(context.client.connection, {
			method: parameter<RawRequest['method']>('method', 'GET'),
			path: mandatory(context, 'path', 'Path'),
			userId: userOf(context),
			payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
			accept: parameter<RawRequest['accept']>('accept', 'application/xml'),
		});
		return answer as unknown as IDataObject;
	},
};
