import type { Operation } from '../../shared/operation';
import { optional } from '../../shared/parameters';
import { listItems } from '../answerItems';
import { agentsOfGroup } from '../client/calls';
import type { UdeskConnection } from '../client/connection';

/** Protocol page udesk 4, V2 `agents_of_group`. */
export const agentsOfGroupOperation: Operation<UdeskConnection> = {
	resource: 'agent',
	name: 'getOfGroup',
	label: 'Get Many of Group',
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
		{
			displayName: 'Page',
			name: 'page',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 1,
		},
	],
	sample: { name: 'Agent 3012', agent_work_state: 'idle' },
	async run(context) {
		const page = Number(context.parameter('page', 1)) || 1;
		return listItems(
			await agentsOfGroup(context.client, optional(context, 'groupId'), page),
			'items',
		);
	},
};
