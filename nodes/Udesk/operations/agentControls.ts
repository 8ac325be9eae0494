import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../shared/operation';
import { AGENT_CONTROLS, AGENT_STATES, controlAsAgent } from '../client/agentControls';
import type { UdeskConnection } from '../client/connection';
import { agentEmailField, agentEmailOf, mandatory } from '../fields';

interface Described {
	control: keyof typeof AGENT_CONTROLS;
	resource: 'call' | 'agent';
	label: string;
	action: string;
	description: string;
	field?: INodeProperties;
}

const STATE_LABELS: Record<(typeof AGENT_STATES)[number], string> = {
	busy: 'Busy',
	idle: 'Idle',
	neaten: 'Wrap-Up',
	offline: 'Offline',
	resting: 'Resting',
};

const described: Described[] = [
	{
		control: 'hangUp',
		resource: 'call',
		label: 'Hang Up',
		action: 'Hang up the call of an agent',
		description: 'End the call an agent has now',
	},
	{
		control: 'hold',
		resource: 'call',
		label: 'Hold',
		action: 'Hold the call of an agent',
		description: 'Put the call an agent has now on hold',
	},
	{
		control: 'retrieve',
		resource: 'call',
		label: 'Retrieve',
		action: 'Retrieve the held call of an agent',
		description: 'Take a held call back',
	},
	{
		control: 'transferToAgent',
		resource: 'call',
		label: 'Transfer to Agent',
		action: 'Transfer the call of an agent to an agent',
		description: 'Move the call an agent has now to another agent',
		field: {
			displayName: 'Other Agent’s Number',
			name: 'agentNo',
			type: 'string',
			default: '',
			required: true,
			description: 'Agent number (agent_no), not the e-mail address',
		},
	},
	{
		control: 'transferToNumber',
		resource: 'call',
		label: 'Transfer to Number',
		action: 'Transfer the call of an agent to a number',
		description: 'Move the call an agent has now to an external number',
		field: {
			displayName: 'Phone Number',
			name: 'outlinePhoneNumber',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 13666666666',
		},
	},
	{
		control: 'setState',
		resource: 'agent',
		label: 'Set State',
		action: 'Set the state of an agent',
		description: 'Make an agent idle, busy, resting, offline or wrapping up',
		field: {
			displayName: 'State',
			name: 'agentWorkState',
			type: 'options',
			options: [...AGENT_STATES]
				.sort((a, b) => STATE_LABELS[a].localeCompare(STATE_LABELS[b]))
				.map((value) => ({ name: STATE_LABELS[value], value })),
			default: 'idle',
		},
	},
];

/** What an agent can do, through the agent's own token (protocol page udesk 4, Agent API). */
export const agentControlOperations: ReadonlyArray<Operation<UdeskConnection>> = described.map(
	({ control, field, ...words }) => ({
		...words,
		name: AGENT_CONTROLS[control].name,
		kind: 'change' as const,
		fields: field ? [agentEmailField, field] : [agentEmailField],
		sample: { code: 1001 },
		async run(context) {
			const value = field ? mandatory(context, field.name, field.displayName) : undefined;
			return (await controlAsAgent(
				context.client,
				agentEmailOf(context),
				AGENT_CONTROLS[control],
				value,
			)) as IDataObject;
		},
	}),
);
