import type { INodeProperties } from 'n8n-workflow';

import { byName } from '../../shared/alphabetical';
import { triggerOnField } from '../../shared/trigger/eventCatalogue';
import { outputField } from '../../shared/action/callOutputField';
import { filtersField, optionsField } from '../../shared/trigger/webhook/pushPanel';
import { testWithField } from '../../shared/trigger/sampleEvent';
import { CALL_RESULTS, CATEGORIES, OTHER, WORKFLOWS, type CodedText } from '../client/codes';
import { events } from './events';

const codes = (table: readonly CodedText[]) =>
	table.map(({ code, label }) => ({ name: label, value: code })).sort(byName);

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
		description: 'Only calls with a total_time of at least this many seconds',
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
		description: 'Only calls that waited in a queue, or only calls that did not',
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

/**
 * n8n's notice keeps no tags but a, ul and li. The JSON is complete, to be pasted into Udesk: once without
 * and once with the secret.
 */
const setUp = [
	'<ul>',
	'<li>In Udesk, enter the Production URL (under Webhook URLs) with ?token= and the secret of the credential behind it as push address</li>',
	'<li>A call trigger also needs JSON, which comes out as extend: { "code": "call test" }</li>',
	'<li>Or leave out ?token= and put the secret into that JSON: { "secret": "SECRET-OF-THE-CREDENTIAL", "code": "call test" }</li>',
	'<li>The call event push has no JSON: it needs ?token=</li>',
	'<li>Customer Look-Up has none either: the address goes to customer_token Query API, and the last node of the workflow gives the customer_token</li>',
	'</ul>',
].join('');

/** Every parameter of the trigger. */
export const triggerProperties: INodeProperties[] = [
	{ displayName: setUp, name: 'setUpNotice', type: 'notice', default: '' },
	triggerOnField(events, 'callPush'),
	filtersField(filterFields),
	outputField({
		callRecord: 'One shape of a call for all backends',
		connector: 'The fields of the push under Udesk’s names, with right types and stable codes',
		raw: 'The push as it came, without the secret',
	}),
	testWithField,
	optionsField(),
];
