import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../shared/action/operation';
import { mandatory, objectOf } from '../../shared/action/parameters';
import { webCallback } from '../client/calls';
import type { UdeskConnection } from '../client/connection';
import { listedField, textField } from '../fields';

/** See docs/protocols/udesk.md#operations, V2 `web_callback`. */
export const webCallbackOperation: Operation<UdeskConnection> = {
	resource: 'call',
	name: 'webCallback',
	label: 'Call Back a Customer',
	action: 'Call back a customer',
	description: 'Call the customer and connect the call to an agent when it is answered',
	kind: 'change',
	fields: [
		{
			displayName: 'Customer Number',
			name: 'fromNumber',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 13666666666',
			description: 'Number of the customer, who is called first',
		},
		...listedField(
			textField('Company Line', 'toNumber', {
				required: true,
				placeholder: 'e.g. 01086465040',
				description: 'Line of the company that the call belongs to',
			}),
			'searchNumbers',
		),
		{
			displayName: 'Variables',
			name: 'variables',
			type: 'json',
			default: '{}',
			description: 'Values that go along with the call, as JSON object',
		},
	],
	sample: { code: 1000 },
	async run(context) {
		const answer = await webCallback(
			context.client,
			mandatory(context, 'fromNumber', 'Customer Number'),
			mandatory(context, 'toNumber', 'Company Line'),
			objectOf(context, 'variables', 'Variables'),
		);
		return answer as IDataObject;
	},
};
