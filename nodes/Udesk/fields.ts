import type { INodeProperties } from 'n8n-workflow';

import type { OperationContext } from '../shared/operation';
import { mandatory } from '../shared/parameters';
import type { UdeskConnection } from './client/connection';

export const agentEmailField: INodeProperties = {
	displayName: 'Agent Email',
	name: 'agentEmail',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. agent@example.com',
	description: 'E-mail address the agent logs in with',
};

type Context = OperationContext<UdeskConnection>;

export const agentEmailOf = (context: Context) => mandatory(context, 'agentEmail', 'Agent Email');
