import { MOMENT_TYPES } from '../../client/calls/callMoments';
import { EVERYONE, type BroadWorksEvent } from './entry';

const party = {
	name: 'Jordan Smith',
	address: { '#text': 'tel:+15550100', countryCode: '1' },
	callType: 'Network',
};

const alice = { userId: 'alice@example.net' };
const from = { name: 'Jordan Smith', number: '+15550100', e164: '+15550100' };

const call = {
	targetId: alice.userId,
	callId: 'callhalf-31126219817:0',
	extTrackingId: '129987974:2',
	personality: 'Terminator',
	remoteParty: party,
	startTime: 1568204580687,
	direction: 'inbound',
	from,
	to: alice,
};

/** The moments of a call by name: one item for each, whatever number of events a call has. */
export const callEvents: readonly BroadWorksEvent[] = [
	{
		name: 'incomingCall',
		label: 'Incoming Call',
		action: 'On incoming call',
		description:
			'A call rings at the telephone of a user: who called, who was called, the queue. Once per call and user.',
		wire: 'Basic Call',
		types: [],
		only: MOMENT_TYPES.incoming,
		moment: 'incoming',
		targets: EVERYONE,
		fixture: 'broadWorks/composed/event-call-received-from-queue.xml',
		sample: {
			type: 'CallReceivedEvent',
			event: 'Basic Call',
			eventId: '000000e0-0000-4000-8000-000000000006',
			...call,
			state: 'Alerting',
			queue: { id: 'ccdemo@example.net', name: 'Demo Queue', number: '+15550190' },
			answered: false,
		},
	},
	{
		name: 'callAnswered',
		label: 'Call Answered',
		action: 'On call answered',
		description: 'A user has answered a call, or was answered by whom the user called',
		wire: 'Basic Call',
		types: [],
		only: MOMENT_TYPES.answered,
		moment: 'answered',
		targets: EVERYONE,
		fixture: 'broadWorks/composed/event-call-answered.xml',
		sample: {
			type: 'CallAnsweredEvent',
			event: 'Basic Call',
			...call,
			state: 'Active',
			answered: true,
			answerTime: 1568204585231,
			waitDuration: 5,
		},
	},
	{
		name: 'missedCall',
		label: 'Missed Call',
		action: 'On missed call',
		description:
			'A call came in and nobody answered it. Once per call, also where it rang at several users of a group or enterprise.',
		wire: 'Advanced Call',
		types: [],
		only: MOMENT_TYPES.missed,
		moment: 'missed',
		targets: EVERYONE,
		fixture: 'broadWorks/composed/event-call-missed.xml',
		sample: {
			type: 'CallReleasedEvent',
			event: 'Advanced Call',
			eventId: '000000e0-0000-4000-8000-000000000059',
			...call,
			state: 'Released',
			releaseTime: 1568204605687,
			answered: false,
			duration: 25,
			waitDuration: 25,
		},
	},
	{
		name: 'callEnded',
		label: 'Call Ended',
		action: 'On call ended',
		description:
			'A call of a user has ended, answered or not, in or out: with its times and durations',
		wire: 'Advanced Call',
		types: [],
		only: MOMENT_TYPES.ended,
		moment: 'ended',
		targets: EVERYONE,
		fixture: 'broadWorks/composed/event-call-released.xml',
		sample: {
			type: 'CallReleasedEvent',
			event: 'Advanced Call',
			eventId: '000000e0-0000-4000-8000-000000000019',
			...call,
			state: 'Released',
			answerTime: 1568204585231,
			releaseTime: 1568204620298,
			answered: true,
			duration: 40,
			talkDuration: 35,
			waitDuration: 5,
		},
	},
];
