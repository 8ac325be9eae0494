import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../shared/action/operation';
import { optional } from '../../shared/action/parameters';
import { listItems } from '../answerItems';
import { agentState, agentWorkWay, agentsOfGroup, setAgentState } from '../client/calls';
import type { UdeskConnection } from '../client/connection';
import { agentFields, agentEmailOf, pageField, pageOf } from '../fields';
import { stateField } from './agentControls';

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
			placeholder: 'e.g. 8',
			description:
				'ID of the group of agents, which the administrator of Udesk sees; empty for all groups',
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
	description: 'Get how an agent takes calls, such as fixed_voip_online or phone_online',
	kind: 'read',
	fields: agentFields,
	sample: { agent_email: 'agent@example.com', agent_work_way: 'fixed_voip_online' },
	async run(context) {
		const agentEmail = agentEmailOf(context);
		const { code: _code, ...answer } = await agentWorkWay(context.client, agentEmail);
		return { agent_email: agentEmail, ...answer } as IDataObject;
	},
};

/** See docs/protocols/udesk.md#operations, V2 `agent_state`. */
export const getStateOperation: Operation<UdeskConnection> = {
	resource: 'agent',
	name: 'getState',
	label: 'Get State',
	action: 'Get the state of an agent',
	description: 'Get what an agent does now, such as idle or busy; needs no token of the agent',
	kind: 'read',
	fields: agentFields,
	sample: { agent_email: 'agent@example.com', agent_work_state: 'idle' },
	async run(context) {
		const agentEmail = agentEmailOf(context);
		const { code: _code, ...answer } = await agentState(context.client, agentEmail);
		return { agent_email: agentEmail, ...answer } as IDataObject;
	},
};

/** See docs/protocols/udesk.md#operations, V2 `agent_state`. */
export const setStateAsAdministratorOperation: Operation<UdeskConnection> = {
	resource: 'agent',
	name: 'setStateAsAdministrator',
	label: 'Set State as Administrator',
	action: 'Set the state of an agent as administrator',
	description:
		'Make an agent idle, busy, resting, offline or wrapping up, with the login of the credential',
	kind: 'change',
	fields: [...agentFields, stateField],
	sample: { agent_email: 'agent@example.com', agent_work_state: 'busy', code: 1000 },
	async run(context) {
		const agentEmail = agentEmailOf(context);
		const state = context.parameter<string>('agentWorkState', 'idle');
		const answer = await setAgentState(context.client, agentEmail, state);
		return { agent_email: agentEmail, agent_work_state: state, ...answer } as IDataObject;
	},
};
