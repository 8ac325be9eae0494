import type { INodeProperties } from 'n8n-workflow';

import { eventOptions } from '../shared/eventCatalogue';
import { pushOptions } from '../shared/pushFields';
import { CALL_RESULTS, CATEGORIES, OTHER, WORKFLOWS, type CodedText } from './client/codes';
import { events } from './events';

const codes = (table: readonly CodedText[]) =>
	table
		.map(({ code, label }) => ({ name: label, value: code }))
		.sort((a, b) => a.name.localeCompare(b.name));

const withOther = (table: readonly CodedText[]) => [
	...codes(table),
	{ name: 'Other', value: OTHER, description: 'A text that is in no list' },
];

const filterFields: INodeProperties[] = [
	{
		displayName: 'Agents',
		name: 'agents',
		type: 'string',
		default: '',
		placeholder: 'e.g. agent@example.com, 73937',
		description: 'E-mail addresses or IDs, separated by commas',
	},
	{
		displayName: 'Call Results',
		name: 'results',
		type: 'multiOptions',
		options: withOther(CALL_RESULTS),
		default: [],
		description: 'Only these start the workflow. None chosen means all.',
	},
	{
		displayName: 'Categories',
		name: 'categories',
		type: 'multiOptions',
		options: withOther(CATEGORIES),
		default: [],
		description: 'Only these start the workflow. None chosen means all.',
	},
	{
		displayName: 'Minimum Talk Time (Seconds)',
		name: 'minTalkTime',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'Only calls with a total_time of at least so many seconds',
	},
	{
		displayName: 'Queue',
		name: 'queues',
		type: 'string',
		default: '',
		description:
			'Values of queue_status (or of queue_name or queue_id, where your account sends them), separated by commas',
	},
	{
		displayName: 'Waited in a Queue',
		name: 'queued',
		type: 'options',
		options: [
			{ name: 'Any', value: 'any' },
			{ name: 'No', value: 'notQueued' },
			{ name: 'Yes', value: 'queued' },
		],
		default: 'any',
	},
	{
		displayName: 'Workflow Types',
		name: 'workflows',
		type: 'multiOptions',
		options: withOther(WORKFLOWS),
		default: [],
		description: 'How the call came about. None chosen means all.',
	},
];

/** Every parameter of the trigger. */
export const triggerProperties: INodeProperties[] = [
	{
		displayName:
			'In Udesk, enter the <b>Production URL</b> above followed by <code>?token=</code> and the secret of the credential. Or leave the URL as it is and put the secret into the JSON of the call trigger’s push action: <code>{ "secret": "…", "code": "call test" }</code>. Everything else of that JSON comes out as <code>extend</code>; the secret never does.',
		name: 'setUpNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Trigger On',
		name: 'triggerOn',
		type: 'options',
		noDataExpression: true,
		options: eventOptions(events),
		default: 'callPush',
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		description: 'All of them must fit',
		options: filterFields,
	},
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		options: [
			{
				name: 'Call Record',
				value: 'callRecord',
				description: 'One shape of a call for all backends',
			},
			{
				name: 'Connector Fields',
				value: 'connector',
				description:
					'The fields of the push under Udesk’s names, with right types and stable codes',
			},
			{ name: 'Raw', value: 'raw', description: 'The push as it came, without the secret' },
		],
		default: 'connector',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: pushOptions,
	},
];
