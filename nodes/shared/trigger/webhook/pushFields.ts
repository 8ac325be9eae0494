import type { INodeProperties, IWebhookDescription } from 'n8n-workflow';

import { optionsField } from '../../action/collections';
import { GATE_DEFAULTS } from '../../core/flow/eventGate';
import { webhookMethod } from '../sampleEvent';
import { RAW_BODY_OPTION, withRawBody } from './rawBody';

export const executionsAtOnceField: INodeProperties = {
	displayName: 'Executions at Once',
	name: 'maxInFlight',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 200 },
	default: GATE_DEFAULTS.maxInFlight,
	description:
		'At most this many executions run at once; further events wait up to 2 seconds, then go out together as items of one execution',
};

export const oneEventPerExecutionField: INodeProperties = {
	displayName: 'One Execution per Event',
	name: 'oneEventPerExecution',
	type: 'boolean',
	default: false,
	description: 'Whether several events never share an execution',
};

/** See `RAW_BODY_OPTION`; nobody is asked. */
const rawBodyField: INodeProperties = {
	displayName: 'Accept Any Body',
	name: RAW_BODY_OPTION,
	type: 'hidden',
	default: true,
};

/** *Options* of a trigger whose webhook reads the body by itself, of whatever type it is. */
export const optionsWithRawBody = (own: INodeProperties[]): INodeProperties => ({
	...optionsField([...own, rawBodyField]),
	default: { [RAW_BODY_OPTION]: true },
});

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
		// Not required: n8n tests only what is filled in, and the test makes a secret where there is none.
		description:
			'Leave it empty and save: the test then makes a secret, which you enter here. A push without it gets 401.',
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

/** At once, before the workflow runs. No data: then n8n answers what the node says, not "firstEntryJson". */
const AT_ONCE = { responseMode: 'onReceived', responseData: '' };

/** With the first item of the workflow's last node. */
const FROM_WORKFLOW = { responseMode: 'lastNode', responseData: 'firstEntryJson' };

/** What is answered where *Trigger On* has one event that the workflow answers, for both lines of n8n. */
function responseTo(answered: string) {
	const choice = (field: keyof typeof AT_ONCE) =>
		`={{ $parameter["triggerOn"] === "${answered}" ? "${FROM_WORKFLOW[field]}" : "${AT_ONCE[field]}" }}`;
	return {
		expressions: {
			responseMode: choice('responseMode'),
			responseData: choice('responseData'),
		},
		of: ({ triggerOn }: { triggerOn?: unknown }) =>
			triggerOn === answered ? FROM_WORKFLOW : AT_ONCE,
	};
}

/**
 * One webhook per method on the same path; the panel shows the first.
 * @param answered the event whose pushes the workflow answers, if there is one (`PushBackend.answered`)
 */
export function pushWebhooks(
	path: string,
	methods: ReadonlyArray<'GET' | 'POST' | 'PUT'>,
	answered?: string,
): IWebhookDescription[] {
	const response = answered === undefined ? undefined : responseTo(answered);
	return methods.map((method, index) =>
		withRawBody(
			{
				name: 'default',
				httpMethod: webhookMethod(method),
				...(response?.expressions ?? AT_ONCE),
				path,
				...(index > 0 ? { ndvHideUrl: true } : {}),
			},
			response?.of,
		),
	);
}
