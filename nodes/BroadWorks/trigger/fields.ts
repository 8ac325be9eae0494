import type { INodeProperties } from 'n8n-workflow';

import { byName } from '../../shared/alphabetical';
import { outputField } from '../../shared/action/callOutputField';
import { outputFileField } from '../../shared/action/fileFields';
import { GATE_DEFAULTS } from '../../shared/core/flow/eventGate';
import { triggerOnField } from '../../shared/trigger/eventCatalogue';
import { testWithField } from '../../shared/trigger/sampleEvent';
import { errorWorkflowAfterField } from '../../shared/trigger/line/alarmField';
import {
	executionsAtOnceField,
	oneEventPerExecutionField,
	optionsWithRawBody,
} from '../../shared/trigger/webhook/pushFields';
import { events, rawPackages } from './events';
import type { TargetType } from './events/entry';
import { listedField, textField } from '../controlFields';
import { userIdField } from '../fields';

const TARGETS: Record<TargetType, { name: string; description: string }> = {
	callCenter: { name: 'Call Center', description: 'One call center by its own ID' },
	enterprise: {
		name: 'Enterprise or Service Provider',
		description: 'Everyone of an enterprise or service provider; needs an administrator login',
	},
	group: { name: 'Group', description: 'Everyone of a group; needs an administrator login' },
	routePoint: { name: 'Route Point', description: 'One route point by its own ID' },
	user: { name: 'User', description: 'One user' },
};

/** Kinds of events with the same choice of targets share one dropdown. */
function targetDropdowns(): INodeProperties[] {
	const choices = new Map<string, { targets: readonly TargetType[]; names: string[] }>();
	for (const { name, targets } of events) {
		const key = [...targets].sort().join();
		const choice = choices.get(key) ?? { targets, names: [] };
		choice.names.push(name);
		choices.set(key, choice);
	}
	return [...choices.values()].map(({ targets, names }) => ({
		displayName: 'Target',
		name: 'targetType',
		type: 'options',
		noDataExpression: true,
		options: [...targets]
			.sort((a, b) => byName(TARGETS[a], TARGETS[b]))
			.map((target) => ({ ...TARGETS[target], value: target })),
		default: targets[0],
		description: 'Whose events start the workflow',
		displayOptions: { show: { triggerOn: names } },
	}));
}

function typeDropdowns(): INodeProperties[] {
	return events
		.filter(({ types }) => types.length > 0)
		.map(({ name, types }) => ({
			displayName: 'Event Types',
			name: 'type',
			type: 'multiOptions',
			options: [...types].sort().map((type) => ({ name: type, value: type })),
			default: [],
			description: 'Only these start the workflow. None chosen means all.',
			displayOptions: { show: { triggerOn: [name] } },
		}));
}

const packageOptions = rawPackages.map((entry) => ({ ...entry, value: entry.name })).sort(byName);

const rawFields: INodeProperties[] = [
	{
		displayName: 'Event Package',
		name: 'event',
		type: 'options',
		options: packageOptions,
		default: 'Basic Call',
		description: 'The package of events to subscribe to',
		displayOptions: { show: { triggerOn: ['rawEvent'] } },
	},
	{
		displayName: 'Further Packages',
		name: 'furtherEvents',
		type: 'multiOptions',
		options: packageOptions,
		default: [],
		description: 'More packages of events of the same target that start the workflow too',
		displayOptions: { show: { triggerOn: ['rawEvent'] } },
	},
	{
		displayName: 'Event Type Names or IDs',
		name: 'type',
		type: 'multiOptions',
		typeOptions: {
			loadOptionsMethod: 'getEventTypes',
			loadOptionsDependsOn: ['event', 'furtherEvents'],
		},
		default: [],
		description:
			'Only these start the workflow; none chosen means all. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		displayOptions: { show: { triggerOn: ['rawEvent'] } },
	},
];

const ON_VOICEMAIL = { triggerOn: ['newVoicemail'] };

const voicemailFields: INodeProperties[] = [
	{
		displayName: 'Download Audio',
		name: 'downloadAudio',
		type: 'boolean',
		default: false,
		description: 'Whether to get the sound of the message (or its fax or video) as a file',
		displayOptions: { show: ON_VOICEMAIL },
	},
	{
		...outputFileField,
		displayOptions: { show: { ...ON_VOICEMAIL, downloadAudio: [true] } },
	},
];

const AS_IN_PORTAL = 'As in the operator’s portal; ask the operator if unsure';

/** Whose events: nodes of version 1.1 choose it from a live list. */
const listedTarget = (
	displayName: string,
	name: string,
	description: string,
	example: string,
	targetType: TargetType[],
	search: string,
): INodeProperties[] =>
	listedField(
		textField(displayName, name, description, {
			required: true,
			placeholder: `e.g. ${example}`,
			displayOptions: { show: { targetType } },
		}),
		search,
	);

/** Hides the enterprise of a Webex account, which is its organization. */
const NOT_OF_WEBEX = { authentication: ['webex'] };

const [enterpriseOfBefore, enterpriseField] = listedTarget(
	'Enterprise or Service Provider ID',
	'enterpriseId',
	AS_IN_PORTAL,
	'ExampleCo',
	['enterprise'],
	'searchEnterprises',
);

const enterpriseFields: INodeProperties[] = [
	{
		...enterpriseOfBefore,
		displayOptions: {
			show: { '@version': [1], targetType: ['enterprise', 'group'] },
			hide: NOT_OF_WEBEX,
		},
	},
	{ ...enterpriseField, displayOptions: { ...enterpriseField.displayOptions, hide: NOT_OF_WEBEX } },
];

/** The list of groups tells the enterprise too. */
const groupEnterpriseField: INodeProperties = {
	...enterpriseField,
	required: false,
	description: 'Empty means that of the group which is chosen from the list',
	displayOptions: {
		show: { ...enterpriseField.displayOptions?.show, targetType: ['group'] },
		hide: NOT_OF_WEBEX,
	},
};

const targetFields: INodeProperties[] = [
	{ ...userIdField, displayOptions: { show: { targetType: ['user'] } } },
	{
		displayName: 'Sub-Target ID',
		name: 'targetSubId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 5551234',
		description:
			'One conference or room, by its ID, for the packages Meet Me Conference (User is the ID of the bridge then) and Collaborate Room alone. Empty means all of the user.',
		displayOptions: { show: { triggerOn: ['rawEvent'], targetType: ['user'] } },
	},
	...enterpriseFields,
	...listedTarget('Group ID', 'groupId', AS_IN_PORTAL, 'HQ', ['group'], 'searchGroups'),
	groupEnterpriseField,
	...listedTarget(
		'Call Center ID',
		'callCenterId',
		'The service user ID of the call center',
		'support-queue@example.net',
		['callCenter'],
		'searchCallCenters',
	),
	...listedTarget(
		'Route Point ID',
		'routePointId',
		'The service user ID of the route point',
		'routepoint@example.net',
		['routePoint'],
		'searchRoutePoints',
	),
];

const options = optionsWithRawBody([
	{
		displayName: 'Acknowledge Events',
		name: 'acknowledge',
		type: 'options',
		options: [
			{ name: 'At Once', value: 'atOnce', description: 'Before the workflow has run' },
			{
				name: 'Only When Finished',
				value: 'onlyWhenFinished',
				description: 'A failed execution is reported, and the event may come again',
			},
			{
				name: 'When Finished, at Most 2 Seconds',
				value: 'whenFinished',
				description: 'When the execution has finished, or 2 seconds after n8n has stored it',
			},
		],
		default: GATE_DEFAULTS.acknowledge,
		description: 'When the server is told that an event has arrived',
	},
	errorWorkflowAfterField,
	executionsAtOnceField,
	{
		displayName: 'Include Connection Items',
		name: 'connectionItems',
		type: 'boolean',
		default: false,
		description:
			'Whether the workflow also runs when the line goes down, comes back, or lost events, with items of type Connection',
	},
	{
		displayName: 'Include Initial State',
		name: 'includeInitialState',
		type: 'boolean',
		default: false,
		description:
			'Whether the present state that the server sends after each subscription starts the workflow too; such items have initialState: true',
	},
	oneEventPerExecutionField,
	{
		displayName: 'Public Base URL',
		name: 'contactBaseUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://n8n.example.net',
		description:
			'Where the server reaches this n8n, if not at its webhook URL (NAT, reverse proxy). For delivery by HTTP contact.',
	},
	{
		displayName: 'Recover Missed Calls',
		name: 'recoverMissedCalls',
		type: 'boolean',
		default: false,
		description:
			'Whether calls missed during an outage are read from the call logs afterwards, as call records with recovered: true. For call events.',
	},
	{
		displayName: 'Server Event Timeout (Seconds)',
		name: 'eventTimeout',
		type: 'number',
		typeOptions: { minValue: 4, maxValue: 600 },
		default: 30,
		description:
			'After how long without a heartbeat the server gives the channel up, as the operator has set it. Heartbeats are sent at half of it.',
	},
]);

/** Every parameter of the trigger. */
export const triggerProperties: INodeProperties[] = [
	triggerOnField(events, 'callEvent'),
	...rawFields.slice(0, 2),
	{
		displayName: 'Delivery',
		name: 'delivery',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'HTTP Contact',
				value: 'httpContact',
				description: 'The server posts events to the webhook URL of n8n, which it must reach',
			},
			{
				name: 'Streaming Channel',
				value: 'channel',
				description:
					'Keeps a channel open from n8n; works behind NAT, and every event is acknowledged',
			},
		],
		default: 'channel',
		description: 'How events come to n8n',
	},
	...targetDropdowns(),
	...targetFields,
	...typeDropdowns(),
	...rawFields.slice(2),
	...voicemailFields,
	outputField({
		callRecord: 'One shape of a call for all backends; other events keep their own fields',
		connector: 'The fields of the event, named as in the BluIP connector',
		raw: 'The event document as it came',
	}),
	testWithField,
	options,
];
