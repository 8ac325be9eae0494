import type { INodeProperties } from 'n8n-workflow';

import { choicesOf } from '../../shared/alphabetical';
import { outputField } from '../../shared/action/callOutputField';
import { optionsField } from '../../shared/trigger/webhook/pushPanel';
import { testWithField } from '../../shared/trigger/sampleEvent';
import { events } from './events';

/** n8n's notice keeps no tags but a, ul and li; a line breaks at blanks only. */
const setUp = [
	'<ul>',
	'<li>On the PBX: enter the Production URL (under Webhook URLs) with ?token= and the secret of the webhook credential behind it in api.conf, section [general], as URL = … and reload</li>',
	'<li>API generation 2: page /coocenter-api/master/public/login, fields Enable and postURL</li>',
	'<li>To test without a call: choose Hang Up, click Execute step, and post an event to the Test URL (with ?token= too), as with: curl -d \'{ "event": "hangup", "calleridnum": "808", "uniqueid": "1325747409.260" }\' TEST-URL</li>',
	'</ul>',
].join('');

const filters: INodeProperties[] = [
	{
		displayName: 'Extension or Agent Names or IDs',
		name: 'extensions',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getExtensions' },
		default: [],
		description:
			'Only events in which one of these takes part; none chosen means all. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'Queue Names or IDs',
		name: 'queues',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getQueues' },
		default: [],
		description:
			'Of IVR steps and queue call records only those of these queues; other events pass. None chosen means all. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'Directions',
		name: 'directions',
		type: 'multiOptions',
		options: [
			{ name: 'Inbound', value: 'inbound' },
			{ name: 'Internal', value: 'internal' },
			{ name: 'Outbound', value: 'outbound' },
		],
		default: [],
		description:
			'Of IVR steps and records only those in these directions; other events pass. None chosen means all.',
	},
	{
		displayName: 'Answered or Missed',
		name: 'outcome',
		type: 'options',
		options: [
			{ name: 'Answered', value: 'answered', description: 'Only calls that somebody answered' },
			{ name: 'Any', value: 'any' },
			{ name: 'Missed', value: 'missed', description: 'Only calls that nobody answered' },
		],
		default: 'any',
		description: 'Of call records and queue call records only such; other events pass',
	},
];

const ownOptions: INodeProperties[] = [
	{
		displayName: 'Allowed IP Addresses',
		name: 'allowedIps',
		type: 'string',
		default: '',
		placeholder: 'e.g. 192.0.2.10, 198.51.100.0/24',
		description:
			'Only these addresses and networks may push; empty for all. Behind a reverse proxy set N8N_PROXY_HOPS, or every push comes from the proxy.',
	},
	{
		displayName: 'MAC Addresses',
		name: 'mac',
		type: 'string',
		default: '',
		placeholder: 'e.g. 68:69:2e:03:8b:3e, 68:69:2e:05:0f:9a',
		description:
			'The PBXs that push here, separated by commas (mac in api.conf); events that name another one are refused. Only dial begin, IVR steps and queue call records name theirs.',
	},
];

/** Every parameter of the trigger. */
export const triggerProperties: INodeProperties[] = [
	{ displayName: setUp, name: 'setUp', type: 'notice', default: '' },
	{
		displayName: 'Path Secret',
		name: 'pathSecret',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		placeholder: 'Leave empty: the secret is in the webhook credential',
		description:
			'For a PBX that takes no address with ?token=: last part of the address, at least 16 random letters and digits. It is then in exports and executions of this workflow; a secret in the credential is not.',
	},
	{
		displayName: 'Trigger On',
		name: 'triggerOn',
		type: 'multiOptions',
		noDataExpression: true,
		required: true,
		options: choicesOf(events),
		default: ['queueCallRecord'],
		description: 'A busy PBX pushes Extension Status in bursts: choose only what is needed',
	},
	...filters,
	outputField({
		callRecord: 'One shape of a call for all backends; other events keep their own fields',
		connector: 'The names of the PBX with right types, times in its zone and in UTC',
		raw: 'The event as it came',
	}),
	testWithField,
	optionsField(ownOptions),
];
