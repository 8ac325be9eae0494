import type { INodeProperties } from 'n8n-workflow';

import { outputFileField } from '../../shared/action/fileFields';
import { sinceVersion } from '../../shared/newerDefaults';
import { triggerOnField } from '../../shared/trigger/eventCatalogue';
import { testWithField } from '../../shared/trigger/sampleEvent';
import { events, type TargetType } from './events';
import { authenticationField } from '../fields/index';
import { outputField } from '../fields/call';
import { triggerOptions } from './options';

const namesWhere = (fits: (targets: readonly TargetType[]) => boolean): string[] =>
	events.filter(({ targets }) => fits(targets)).map(({ name }) => name);

const CHOICE = namesWhere((targets) => targets.length > 1);
const ONLY_QUEUE = namesWhere((targets) => targets.length === 1 && targets[0] === 'queue');
const ONLY_EXTENSION = namesWhere((targets) => targets.length === 1 && targets[0] === 'extension');

const deliveryField: INodeProperties = {
	displayName: 'Delivery',
	name: 'delivery',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Webhook',
			value: 'webhook',
			description: 'RingCentral posts events to the webhook URL of n8n, which it must reach',
		},
		{
			name: 'WebSocket',
			value: 'webSocket',
			description: 'Keeps a connection open from n8n; needs no public address',
		},
	],
	default: 'webhook',
	description: 'How events come to n8n',
};

const targetField: INodeProperties = {
	displayName: 'Target',
	name: 'targetType',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Account',
			value: 'account',
			description: 'Everybody of the account; needs an administrator login',
		},
		{ name: 'Extension', value: 'extension', description: 'One extension or several' },
	],
	default: 'extension',
	description: 'Whose events start the workflow',
	displayOptions: { show: { triggerOn: CHOICE } },
};

const extensionIds: INodeProperties = {
	displayName: 'Extension Names or IDs',
	name: 'extensionIds',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'getExtensions' },
	default: [],
	description:
		'Whose events; none chosen means those of the user of the credential, others may need an administrator. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

const targetFields: INodeProperties[] = [
	{
		...extensionIds,
		displayOptions: { show: { triggerOn: CHOICE, targetType: ['extension'] } },
	},
	{ ...extensionIds, displayOptions: { show: { triggerOn: ONLY_EXTENSION } } },
	{
		displayName: 'Queue Names or IDs',
		name: 'queueIds',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getQueues' },
		default: [],
		required: true,
		description:
			'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
		displayOptions: { show: { triggerOn: ONLY_QUEUE } },
	},
	{
		displayName: 'Event Filters',
		name: 'eventFilters',
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Filter' },
		default: [],
		required: true,
		placeholder: 'e.g. /restapi/v1.0/account/~/directory/entries',
		description: 'Paths of events as RingCentral lists them, with queries where they have some',
		displayOptions: { show: { triggerOn: ['eventFilter'] } },
	},
];

const directionField: INodeProperties = {
	displayName: 'Direction',
	name: 'direction',
	type: 'options',
	options: [
		{ name: 'Any', value: 'any' },
		{ name: 'Inbound', value: 'Inbound' },
		{ name: 'Outbound', value: 'Outbound' },
	],
	default: 'any',
	description: 'Only calls in this direction',
	displayOptions: { show: { triggerOn: ['telephonySession', 'callEnded', 'newRecording'] } },
};

const recordingFields: INodeProperties[] = [
	{
		displayName: 'Download Recording',
		name: 'downloadRecording',
		type: 'boolean',
		default: false,
		description:
			'Whether to get the sound of the recording as a file; takes one more of the ten requests that the call log allows in a minute',
		displayOptions: { show: { triggerOn: ['newRecording'] } },
	},
	{
		...outputFileField,
		displayOptions: { show: { triggerOn: ['newRecording'], downloadRecording: [true] } },
	},
];

const TYPE_LABELS: Record<string, { displayName: string; description: string }> = {
	telephonySession: {
		displayName: 'Call Statuses',
		description: 'Only parties that reach one of these start the workflow. None chosen means all.',
	},
	presence: {
		displayName: 'Telephony Statuses',
		description: 'Only these start the workflow. None chosen means every change of presence.',
	},
	message: {
		displayName: 'Message Types',
		description: 'Only changes of these start the workflow. None chosen means all.',
	},
	post: {
		displayName: 'Changes',
		description: 'Only these start the workflow. None chosen means all.',
	},
};

const typeFields: INodeProperties[] = events
	.filter(({ types }) => types.length > 0)
	.map(({ name, types }) => ({
		...TYPE_LABELS[name],
		name: 'type',
		type: 'multiOptions',
		options: [...types].sort().map((type) => ({ name: type, value: type })),
		default: [],
		displayOptions: { show: { triggerOn: [name] } },
	}));

/** Every parameter of the trigger. */
export const triggerProperties: INodeProperties[] = [
	authenticationField,
	triggerOnField(events, 'telephonySession'),
	...sinceVersion(deliveryField, { ...deliveryField, default: 'webSocket' }),
	targetField,
	...targetFields,
	directionField,
	...recordingFields,
	...typeFields,
	{
		...outputField,
		options: [
			{
				name: 'Call Record',
				value: 'callRecord',
				description: 'One shape of a call for all backends; other events keep their own fields',
			},
			{
				name: 'Connector Fields',
				value: 'connector',
				description: 'The fields of the event, named after those of RingCentral',
			},
			{ name: 'Raw', value: 'raw', description: 'The event as RingCentral sent it' },
		],
	},
	testWithField,
	triggerOptions,
];
