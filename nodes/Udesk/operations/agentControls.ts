import type { INodeProperties } from 'n8n-workflow';

import { alphabetically } from '../../shared/alphabetical';
import { AGENT_STATES, AGENT_WAYS } from '../client/agentControls';
import { pageField } from '../fields';
import { asAgent } from './asAgent';

const STATE_LABELS: Record<(typeof AGENT_STATES)[number], string> = {
	busy: 'Busy',
	idle: 'Idle',
	neaten: 'Wrap-Up',
	offline: 'Offline',
	resting: 'Resting',
};

const WAY_LABELS: Record<(typeof AGENT_WAYS)[number], string> = {
	fixed_voip_online: 'SIP Telephone',
	phone_online: 'Telephone',
	voip_online: 'Web Telephone',
};

const choice = <Value extends string>(
	displayName: string,
	name: string,
	values: readonly Value[],
	labels: Record<Value, string>,
	description: string,
): INodeProperties => ({
	displayName,
	name,
	type: 'options',
	options: [...values]
		.sort((a, b) => alphabetically(labels[a], labels[b]))
		.map((value) => ({ name: labels[value], value })),
	default: values[0],
	description,
});

export const stateField = choice(
	'State',
	'agentWorkState',
	AGENT_STATES,
	STATE_LABELS,
	'ACD state of the agent from now on',
);

const customStateField: INodeProperties = {
	displayName: 'Custom State ID',
	name: 'ccCustomStateId',
	type: 'string',
	default: '',
	placeholder: 'e.g. 12',
	description: 'ID of a state of your own (cc_custom_state_id); may be empty',
};

const agent = { id: 73937, agent_no: '3012', nick_name: 'Agent 3012', work_state: 'idle' };

/** What an agent's token can see and do besides calls (docs/protocols/udesk.md#agent-api). */
export const agentControlOperations = [
	...asAgent('agent', [
		{
			control: 'setState',
			label: 'Set State',
			action: 'Set the state of an agent',
			description: 'Make an agent idle, busy, resting, offline or wrapping up',
			fields: [stateField, customStateField],
		},
		{
			control: 'setOtherState',
			label: 'Set State of Another Agent',
			action: 'Set the state of another agent',
			description: 'Let a supervisor set the state of another agent',
			fields: [
				{
					displayName: 'Other Agent’s Number',
					name: 'agentNo',
					type: 'string',
					default: '',
					required: true,
					placeholder: 'e.g. 3013',
					description: 'Agent number (the agent_no of Agent, Get Many), not the e-mail address',
				},
				stateField,
				customStateField,
			],
			sample: { code: 1000 },
		},
		{
			control: 'setWorkWay',
			label: 'Set Work Way',
			action: 'Set how an agent takes calls',
			description: 'Choose the telephone an agent takes calls with',
			fields: [
				choice(
					'Work Way',
					'agentWorkWay',
					AGENT_WAYS,
					WAY_LABELS,
					'Telephone the agent takes calls with',
				),
			],
			sample: { code: 1000 },
		},
		{
			control: 'getInitData',
			name: 'getSoftphoneData',
			label: 'Get Softphone Data',
			action: 'Get what the softphone of an agent starts with',
			description: 'Get state, work way and settings of an agent',
			sample: { code: 1000, agent_work_state: 'idle', agent_work_way: 'fixed_voip_online' },
		},
		{
			control: 'getAgents',
			name: 'getMany',
			label: 'Get Many',
			action: 'Get the agents that an agent can call',
			description: 'Get a page of the agents that an agent sees, one item per agent',
			fields: [
				{
					displayName: 'Work State',
					name: 'callcenterWorkState',
					type: 'string',
					default: '',
					placeholder: 'e.g. idle',
					description: 'Only agents in this state; empty for all',
				},
				{
					displayName: 'Search',
					name: 'query',
					type: 'string',
					default: '',
					description: 'Part of a name or number; empty for all',
				},
				pageField,
			],
			sample: agent,
			list: 'agents',
		},
	]),
	...asAgent('queue', [
		{
			control: 'getQueues',
			name: 'getMany',
			label: 'Get Many',
			action: 'Get the queues that an agent can transfer to',
			description: 'Get the queues that calls can be transferred to, one item per queue',
			sample: { id: 24274, name: 'Support', linapp_queue_status: 'open' },
			list: 'queues',
		},
	]),
	...asAgent('ivrNode', [
		{
			control: 'getIvrNodes',
			name: 'getMany',
			label: 'Get Many',
			action: 'Get the IVR nodes that an agent can transfer to',
			description: 'Get the nodes of the IVR that calls can be transferred to, one item per node',
			sample: { id: 5, name: 'Opening hours', transfer_mode: '1' },
			list: 'ivr_nodes',
		},
	]),
];
