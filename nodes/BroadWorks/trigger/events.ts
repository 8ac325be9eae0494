import { EVENT_PACKAGES, typesOf } from '../client/subscriptions/packages';
import { callEvents } from './events/calls';
import { CALL_CENTERS, EVERYONE, type BroadWorksEvent } from './events/entry';
import { telephoneEvents } from './events/telephones';
import { voicemailEvents } from './events/voicemail';

const party = {
	name: 'Jordan Smith',
	address: { '#text': 'tel:+18185550109', countryCode: '1', npa: '818', nxx: '555' },
	callType: 'Network',
};

/** The seven triggers of the BluIP connector; targets as it allows them for each. */
const connectorEvents: readonly BroadWorksEvent[] = [
	{
		name: 'callEvent',
		label: 'Call Event',
		action: 'On call ringing, answered or ended',
		description: 'Something happened to a call: it rings, is answered, held, transferred, ends …',
		wire: 'Advanced Call',
		types: typesOf('Advanced Call'),
		targets: EVERYONE,
		fixture: 'broadWorks/composed/event-call-received.xml',
		sample: {
			type: 'CallReceivedEvent',
			event: 'Advanced Call',
			eventId: '000000e0-0000-4000-8000-000000000005',
			targetId: 'alice@example.net',
			callId: 'callhalf-31126219817:0',
			extTrackingId: '129987974:2',
			personality: 'Terminator',
			state: 'Alerting',
			remoteParty: { ...party, address: { '#text': 'tel:+15550100', countryCode: '1' } },
			startTime: 1568204580687,
		},
	},
	{
		name: 'agentAcdState',
		label: 'Call Center Agent ACD State',
		action: "On call center agent's ACD state changed",
		description: 'An agent signed in or out, or became available, unavailable or wrapping up',
		wire: 'Call Center Agent',
		types: [],
		targets: EVERYONE,
		fixture: 'broadWorks/composed/event-agentstate-unavailable.xml',
		sample: {
			type: 'AgentStateEvent',
			event: 'Call Center Agent',
			eventId: '000000e0-0000-4000-8000-000000000024',
			targetId: 'alice@example.net',
			state: 'Unavailable',
			stateTimestamp: { value: 1568212016997 },
			unavailableCode: 2,
			signInTimestamp: 1568211999000,
			totalAvailableTime: 17,
			averageWrapUpTime: { value: 0 },
		},
	},
	{
		name: 'callCenterMonitoring',
		label: 'Call Center Monitoring',
		action: 'On call center figures changed',
		description: 'Waiting times, calls in queue and staffed agents of a call center',
		wire: 'Call Center Monitoring',
		types: [],
		targets: CALL_CENTERS,
		fixture: 'broadWorks/composed/event-monitoring.xml',
		sample: {
			type: 'CallCenterMonitoringEvent',
			event: 'Call Center Monitoring',
			eventId: '000000e0-0000-4000-8000-000000000046',
			targetId: 'ccdemo@example.net',
			averageHandlingTime: { value: 0 },
			averageSpeedOfAnswer: { value: 14622 },
			longestWaitTime: { value: 5005 },
			numCallsInQueue: { value: 1 },
			numAgentsAssigned: 1,
			numAgentsStaffed: 1,
			numStaffedAgentsIdle: 0,
			numStaffedAgentsUnavailable: 0,
		},
	},
	{
		name: 'callCenterQueue',
		label: 'Call Center Queue',
		action: 'On call entering, moving in or leaving a queue',
		description: 'A call entered, left or moved in a queue, or was offered to an agent',
		wire: 'Call Center Queue',
		types: typesOf('Call Center Queue'),
		targets: CALL_CENTERS,
		fixture: 'broadWorks/composed/event-queue-added.xml',
		sample: {
			type: 'ACDCallAddedEvent',
			event: 'Call Center Queue',
			eventId: '000000e0-0000-4000-8000-000000000033',
			targetId: 'ccdemo@example.net',
			callId: 'callhalf-31139148485:0',
			extTrackingId: '130080177:2',
			remoteParty: party,
			addTime: 1568213984179,
			acdName: 'Demo Queue',
			acdNumber: { '#text': 'tel:+17025550181', countryCode: '1', npa: '702', nxx: '555' },
			acdPriority: '3-Low',
			position: 1,
		},
	},
	{
		name: 'doNotDisturb',
		label: 'Do Not Disturb',
		action: 'On Do Not Disturb switched on or off',
		description: 'A user switched Do Not Disturb on or off',
		wire: 'Do Not Disturb',
		types: [],
		targets: EVERYONE,
		fixture: 'broadWorks/composed/event-dnd-on.xml',
		sample: {
			type: 'DoNotDisturbEvent',
			event: 'Do Not Disturb',
			eventId: '000000e0-0000-4000-8000-000000000051',
			targetId: 'alice@example.net',
			active: true,
			ringSplash: false,
		},
	},
	{
		name: 'rawEvent',
		label: 'Raw Event Subscription',
		action: 'On any event of a package',
		description: 'Any event of any package of the interface, or of several',
		types: [],
		targets: ['user', 'group', 'enterprise', 'callCenter'],
		fixture: 'broadWorks/composed/event-cfa.xml',
		sample: {
			type: 'CallForwardingAlwaysEvent',
			event: 'Call Forwarding Always',
			eventId: '000000e0-0000-4000-8000-000000000054',
			targetId: 'alice@example.net',
			active: true,
			forwardToPhoneNumber: { '#text': 'tel:+15550155', countryCode: '1' },
		},
	},
	{
		name: 'voicemailMessageSummary',
		label: 'Voicemail Message Summary',
		action: 'On voicemail left, read or deleted',
		description: 'A voicemail was left, read or deleted: the numbers of messages now',
		wire: 'Voice Mail Message Summary',
		types: [],
		targets: EVERYONE,
		fixture: 'broadWorks/composed/event-vm-summary.xml',
		sample: {
			type: 'VoiceMailMessageSummaryEvent',
			event: 'Voice Mail Message Summary',
			eventId: '000000e0-0000-4000-8000-000000000048',
			targetId: 'alice@example.net',
			newMessages: 1,
			oldMessages: 2,
		},
	},
];

/** What a trigger can listen to: what the connector has, and what people ask for by its name. */
export const events: readonly BroadWorksEvent[] = [
	...connectorEvents,
	...callEvents,
	...voicemailEvents,
	...telephoneEvents,
];

/** What is to be known of a package before one subscribes to it (docs/protocols/broadworks.md#packages). */
const PACKAGE_HINTS: Record<string, string> = {
	'Call Recording': 'Newer servers refuse it; recording events come with Advanced Call',
};

/** Packages a raw subscription may name. */
export const rawPackages: ReadonlyArray<{ name: string; description?: string }> =
	EVENT_PACKAGES.map(({ package: name }) =>
		PACKAGE_HINTS[name] === undefined ? { name } : { name, description: PACKAGE_HINTS[name] },
	);
