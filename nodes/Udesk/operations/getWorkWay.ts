import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../shared/action/operation';
import { agentWorkWay } from '../client/calls';
import type { UdeskConnection } from '../client/connection';
import { agentEmailField, agentEmailOf } from '../fields';

/** See docs/protocols/udesk.md#operations, V1 `agent_work_way`. */
export const getWorkWayOperation: Operation<UdeskConnection> = {
	resource: 'agent',
	name: 'getWorkWay',
	label: 'Get Work Way',
	action: 'Get how an agent takes calls',
	description: 'Get how an agent takes calls, as fixed_voip_online or phone_online',
	kind: 'read',
	fields: [agentEmailField],
	sample: { agent_email: 'agent@example.com', agent_work_way: 'fixed_voip_online' },
	async run(context) {
		const agentEmail = agentEmailOf(context);
		const { code: _code, ...answer } = await agentWorkWay(context.client, agentEmail);
		return { agent_email: agentEmail, ...answer } as IDataObject;
	},
};
