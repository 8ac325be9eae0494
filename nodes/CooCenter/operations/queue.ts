import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../shared/action/operation';
import { queues } from '../client/queues';
import type { CooCenterClient } from '../connect';

/** See docs/protocols/coocenter.md#requests, queues. */
export const getQueuesOperation: Operation<CooCenterClient> = {
	resource: 'queue',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get queues with their agents',
	description:
		'Get the queues with their agents: who is paused, and in which order they are called',
	kind: 'read',
	fields: [
		{
			displayName: 'One Item per Agent',
			name: 'perAgent',
			type: 'boolean',
			default: false,
			description: 'Whether every agent of every queue is an item of its own',
		},
	],
	sample: {
		queue: '630',
		members: [{ name: 'sip/876', extension: '876', paused: false, penalty: 0 }],
	},
	async run({ client, parameter }) {
		const found = await queues(client.connection);
		if (!parameter('perAgent', false)) return found as unknown as IDataObject[];
		return found.flatMap(({ queue, members }) =>
			members.map((member) => ({ queue, ...member }) as IDataObject),
		);
	},
};
