import type { Operation } from '../../shared/action/operation';
import { optional } from '../../shared/action/parameters';
import { listItems } from '../answerItems';
import { agentsOfGroup } from '../client/calls';
import type { UdeskConnection } from '../client/connection';
import { pageField, pageOf } from '../fields';

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
