import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../shared/action/operation';
import { optional } from '../../shared/action/parameters';
import { listItems } from '../answerItems';
import { agentWorkWay, agentsOfGroup } from '../client/calls';
import type { UdeskConnection } from '../client/connection';
import { agentFields, agentEmailOf, pageField, pageOf } from '../fields';

/** See docs/protocols/udesk.md#operations, V2 `agents_of_group`. */
export const agentsOfGroupOperation: Operation<UdeskConnection> = {
	resource: 'agent',
	name: 'getOfGroup',
	label: 'Get Many by Group',
	action: 'Get the agents of a group with their states',
	description: 'Get a page of the agents of a group with their states, one item per agent',
	kind: 'read',
	fields: [
		{
			displayName: 'Group ID',
			name: 'groupId',
			type: 'string',
			default: '',
			description: 'Empty for all groups',
		},
		pageField,
	],
	sample: { name: 'Agent 3012', agent_work_state: 'idle' },
	async run(context) {
		const groupId = optional(context, 'groupId');
		return listItems(await agentsOfGroup(context.client, groupId, pageOf(context)), 'items');
	},
};

/** See docs/protocols/udesk.md#operations, V1 `agent_work_way`. */
export const getWorkWayOperation: Operation<UdeskConnection> = {
	resource: 'agent',
	name: 'getWorkWay',
	label: 'Get Work Way',
	action: 'Get how an agent takes calls',
	description: 'Get how an agent takes calls, as fixed_voip_online or phone_online',
	kind: 'read',
	fields: agentFields,
	sample: { agent_email: 'agent@example.com', agent_work_way: 'fixed_voip_online' },
	async run(context) {
		const agentEmail = agentEmailOf(context);
		const { code: _code, ...answer } = await agentWorkWay(context.client, agentEmail);
		return { agent_email: agentEmail, ...answer } as IDataObject;
	},
};
