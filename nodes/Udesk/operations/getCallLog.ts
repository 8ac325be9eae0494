import type { Operation } from '../../shared/action/operation';
import { mandatory } from '../../shared/action/parameters';
import { objectItem } from '../answerItems';
import { callLog } from '../client/calls';
import type { UdeskConnection } from '../client/connection';

/** See docs/protocols/udesk.md#operations, V1 `call_log`. */
export const getCallLogOperation: Operation<UdeskConnection> = {
	resource: 'call',
	name: 'getLog',
	label: 'Get Call Log',
	action: 'Get the log of a call',
	description: 'Get what Udesk has noted of a call, by one of its two IDs',
	kind: 'read',
	fields: [
		{
			displayName: 'Find By',
			name: 'by',
			type: 'options',
			options: [
				{ name: 'Call ID', value: 'call_id', description: 'One for a chain of calls' },
				{ name: 'Conversation ID', value: 'conversation_id', description: 'One for each leg' },
			],
			default: 'call_id',
			description: 'Which of the two IDs of a call is meant',
		},
		{
			displayName: 'ID',
			name: 'callId',
			type: 'string',
			default: '',
			description: 'ID of the call or of its leg, as a push or Get Current gives it',
			required: true,
			placeholder: 'e.g. d7d539d1-6023-4f63-b1c4-6a72262945ba',
		},
	],
	sample: {
		customer_name: 'Jordan Smith',
		customer_number: '13261998838',
		mobile_area: '上海',
		call_type: 'in',
		result: '客户接听',
	},
	async run(context) {
		const by = context.parameter<'call_id' | 'conversation_id'>('by', 'call_id');
		const answer = await callLog(
			context.client,
			by === 'conversation_id' ? by : 'call_id',
			mandatory(context, 'callId', 'ID'),
		);
		return objectItem(answer, 'call_log');
	},
};
