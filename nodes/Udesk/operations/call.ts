import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../shared/action/operation';
import { mandatory, objectOf } from '../../shared/action/parameters';
import { listItems, objectItem } from '../answerItems';
import { agentCallout, callLog, listCallLogs, webCallback } from '../client/calls';
import type { UdeskConnection } from '../client/connection';
import {
	agentFields,
	agentEmailOf,
	listedField,
	pageField,
	pageOf,
	periodFields,
	periodOf,
	textField,
} from '../fields';

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
				description: 'Line of the company that the call belongs to, as Number, Get Many gives it',
			}),
			'searchNumbers',
		),
		{
			displayName: 'Variables',
			name: 'variables',
			type: 'json',
			default: '{}',
			description: 'Values that go along with the call, as a JSON object',
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
		...agentFields,
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

/** Logs that a page has. */
const PAGE_SIZE = 100;

/** See docs/protocols/udesk.md#operations, call logs. */
export const listCallLogsOperation: Operation<UdeskConnection> = {
	resource: 'call',
	name: 'getLogs',
	label: 'Get Call Logs',
	action: 'Get call logs by time',
	description:
		'Get a page of 100 call logs of a period, one item per call. Needs the Call Center Secret.',
	kind: 'read',
	fields: [...periodFields, pageField],
	sample: { call_id: 'chain-1', customer_number: '13261998838', call_type: '呼入' },
	async run(context) {
		const period = periodOf(context);
		return listItems(await listCallLogs(context.client, period, pageOf(context), PAGE_SIZE));
	},
};
