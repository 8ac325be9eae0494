import { typesOf } from '../../client/subscriptions/packages';
import { EVERYONE, ROUTE_POINTS, type BroadWorksEvent } from './entry';

const party = {
	name: 'Jordan Smith',
	address: { '#text': 'tel:+15550100', countryCode: '1' },
	callType: 'Network',
};

const typesLike = (name: string, pattern: RegExp) =>
	typesOf(name).filter((type) => pattern.test(type));

const RECORDING = typesLike('Advanced Call', /^CallRecording(?:Started|Paused|Resumed|Stopped)/);
const CONFERENCE = typesLike('Advanced Call', /^Conference/);

/** Where calls of a user go when they do not ring at the user's own telephone. */
const FORWARDINGS = [
	'Call Forwarding Always',
	'Call Forwarding Always Secondary',
	'Call Forwarding Busy',
	'Call Forwarding No Answer',
	'Remote Office',
];

/** What happens at telephones, agents and route points beside the calls themselves, by its name. */
export const telephoneEvents: readonly BroadWorksEvent[] = [
	{
		name: 'agentStateChanged',
		label: 'Agent State Changed',
		action: 'On agent state changed',
		description:
			'A call center agent signed in or out, or became available, unavailable or wrapping up; joining a queue does not count',
		wire: 'Call Center Agent',
		types: [],
		only: ['AgentStateEvent'],
		targets: EVERYONE,
		fixture: 'broadWorks/composed/event-agentstate-available.xml',
		sample: {
			type: 'AgentStateEvent',
			event: 'Call Center Agent',
			eventId: '000000e0-0000-4000-8000-000000000023',
			targetId: 'alice@example.net',
			state: 'Available',
			stateTimestamp: { value: 1568212016997 },
			signInTimestamp: 1568211999000,
			totalAvailableTime: 17,
		},
	},
	{
		name: 'recording',
		label: 'Recording Started or Stopped',
		action: 'On recording started or stopped',
		description: 'The recording of a call started, was paused or resumed, or stopped',
		wire: 'Advanced Call',
		types: RECORDING,
		only: RECORDING,
		targets: EVERYONE,
		fixture: 'broadWorks/composed/event-call-recording-started.xml',
		sample: {
			type: 'CallRecordingStartedEvent',
			event: 'Advanced Call',
			eventId: '000000e0-0000-4000-8000-000000000011',
			targetId: 'alice@example.net',
			callId: 'callhalf-31126219817:0',
			state: 'Active',
			remoteParty: party,
			allowedRecordingControls: 'pause-stop',
			recordingState: 'Started',
		},
	},
	{
		name: 'hookStatus',
		label: 'Hook Status',
		action: 'On handset lifted or replaced',
		description: 'The telephone of a user went off the hook or on it again',
		wire: 'Basic Call',
		types: [],
		only: ['HookStatusEvent'],
		targets: EVERYONE,
		fixture: 'broadWorks/composed/event-hookstatus-offhook.xml',
		sample: {
			type: 'HookStatusEvent',
			event: 'Basic Call',
			eventId: '000000e0-0000-4000-8000-000000000021',
			targetId: 'alice@example.net',
			hookStatus: 'Off-Hook',
		},
	},
	{
		name: 'callPark',
		label: 'Call Park',
		action: 'On call parked or retrieved',
		description: 'A call was parked against a user, or is no longer parked there (no parkedParty)',
		wire: 'Call Park',
		types: [],
		targets: EVERYONE,
		fixture: 'broadWorks/composed/event-callpark-parked.xml',
		sample: {
			type: 'CallParkedAgainstEvent',
			event: 'Call Park',
			eventId: '000000e0-0000-4000-8000-000000000055',
			targetId: 'alice@example.net',
			parkedParty: party,
		},
	},
	{
		name: 'forwarding',
		label: 'Forwarding or Remote Office Changed',
		action: 'On forwarding or Remote Office changed',
		description:
			'A user switched a call forwarding or Remote Office on or off, or set another number for it',
		wire: FORWARDINGS[0],
		further: FORWARDINGS.slice(1),
		types: FORWARDINGS.flatMap(typesOf),
		targets: EVERYONE,
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
		name: 'conference',
		label: 'Conference',
		action: 'On conference started, changed or ended',
		description: 'A conference of a user started, was held, muted or changed, or ended',
		wire: 'Advanced Call',
		types: CONFERENCE,
		only: CONFERENCE,
		targets: EVERYONE,
		fixture: 'broadWorks/composed/event-conference-started.xml',
		sample: {
			type: 'ConferenceStartedEvent',
			event: 'Advanced Call',
			eventId: '000000e0-0000-4000-8000-000000000057',
			targetId: 'alice@example.net',
			conference: {
				state: 'Active',
				appearance: 3,
				conferenceParticipantList: {
					conferenceParticipant: [
						{ callId: 'callhalf-31126219817:0' },
						{ callId: 'callhalf-31126219821:0' },
					],
				},
			},
		},
	},
	{
		name: 'routePoint',
		label: 'Route Point',
		action: 'On call at a route point',
		description: 'A call came to a route point, waits there, was handed to an agent, or left',
		wire: 'Route Point Queue',
		types: typesOf('Route Point Queue'),
		targets: ROUTE_POINTS,
		fixture: 'broadWorks/composed/event-routepoint-added.xml',
		sample: {
			type: 'RoutePointCallAddedEvent',
			event: 'Route Point Queue',
			eventId: '000000e0-0000-4000-8000-000000000058',
			targetId: 'routepoint@example.net',
			callId: 'callhalf-31139148501:0',
			extTrackingId: '130080190:2',
			remoteParty: party,
			addTime: 1568213984179,
			routePointName: 'Demo Route Point',
			routePointNumber: { '#text': 'tel:+15550191', countryCode: '1' },
		},
	},
];
