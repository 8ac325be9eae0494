import type { INodeProperties, IWebhookDescription } from 'n8n-workflow';

import { GATE_DEFAULTS } from './core/eventGate';

export const executionsAtOnceField: INodeProperties = {
	displayName: 'Executions at Once',
	name: 'maxInFlight',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 200 },
	default: GATE_DEFAULTS.maxInFlight,
	description:
		'At most so many executions run at once; further events wait up to 2 seconds, then go out together as items of one execution',
};

export const oneEventPerExecutionField: INodeProperties = {
	displayName: 'One Execution per Event',
	name: 'oneEventPerExecution',
	type: 'boolean',
	default: false,
	description: 'Whether several events never share an execution',
};

/** Options that every trigger on plain webhooks has. */
export const pushOptions: INodeProperties[] = [executionsAtOnceField, oneEventPerExecutionField];

/** Fields of the credential of a plain webhook. */
export const pushCredentialFields: INodeProperties[] = [
	{
		displayName: 'Secret',
		name: 'secret',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		description: 'At least 8 characters, better 32 random ones. A push without it gets 401.',
	},
	{
		displayName: 'Allowed IP Addresses',
		name: 'allowedIps',
		type: 'string',
		default: '',
		placeholder: 'e.g. 203.0.113.7, 198.51.100.0/24',
		description:
			'Only these addresses and networks may push; empty for all. Behind a reverse proxy set N8N_PROXY_HOPS, or every push comes from the proxy.',
	},
];

/** One webhook per method on the same path; the panel shows the first. */
export function pushWebhooks(
	path: string,
	methods: ReadonlyArray<'GET' | 'POST' | 'PUT'>,
): IWebhookDescription[] {
	return methods.map((httpMethod, index) => ({
		name: 'default',
		httpMethod,
		responseMode: 'onReceived',
		path,
		...(index > 0 ? { ndvHideUrl: true } : {}),
	}));
}
