import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../shared/action/operation';
import { mandatory } from '../../shared/action/parameters';
import { agentCallout } from '../client/calls';
import type { UdeskConnection } from '../client/connection';
import { agentEmailField, agentEmailOf } from '../fields';

/** See docs/protocols/udesk.md#operations, V1 `agent_callout`. */
export const agentCalloutOperation: Operation<UdeskConnection> = {
	resource: 'call',
	name: 'agentCallout',
	label: 'Call as Agent',
	action: 'Call a number as agent',
	description:
		'Ring an agent, who must be online, and call a number (click-to-dial). Gives the call ID, and needs the Call Center Secret; without one, use Call From Softphone.',
	kind: 'change',
	fields: [
		agentEmailField,
		{
			displayName: 'Phone Number',
			name: 'number',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 13666666666',
			description: 'Number that is called',
		},
	],
	sample: { code: 1000, call_id: '3012@20170513141238282643-z95780414b7bda46-out' },
	async run(context) {
		const answer = await agentCallout(
			context.client,
			agentEmailOf(context),
			mandatory(context, 'number', 'Phone Number'),
		);
		return answer as IDataObject;
	},
};
