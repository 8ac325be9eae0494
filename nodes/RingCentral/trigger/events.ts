import type { EventEntry } from '../../shared/trigger/eventCatalogue';
import {
	EVENT_NAMES,
	targetsOf,
	wireOf,
	type EventName,
	type EventTarget,
} from '../client/events/eventFilters';

/**
 * Whose events a trigger may ask for. `own`: of the login, with nothing to choose; `filters`: as the
 * user writes them.
 */
export type TargetType = EventTarget['kind'];

export type RingCentralEvent = EventEntry<TargetType> & { name: EventName };

/** What people read of an event; the rest is how it is subscribed to. */
type Words = Pick<RingCentralEvent, 'label' | 'action' | 'description' | 'fixture' | 'sample'> &
	Partial<Pick<RingCentralEvent, 'types'>>;

/** The call of the fixtures `inbound-setup` and `missed-call`. */
const call = {
	eventId: '1823485288313944239',
	timestamp: '2020-06-14T19:27:18.390Z',
	ownerId: '809646016',
	sequence: 3,
	sessionId: '425008160016',
	eventTime: '2020-06-14T19:27:18.340Z',
	origin: 'Call',
	state: 'ringing',
	telephonySessionId: 's-a6abd24ca6774373a8120a3390d3cbe8',
	partyId: 'p-a6abd24ca6774373a8120a3390d3cbe8-2',
	extensionId: '809646016',
	direction: 'Inbound',
	status: 'Setup',
	from: '+14085550164',
	to: '+19045550158',
	toName: 'Sales Tester',
	toExtensionId: '809646016',
	missedCall: false,
};

const message = {
	eventId: 'ed1cf00c-0420-4bf5-a0ae-e659bb9f77e0',
	timestamp: '2018-02-28T10:06:15.000Z',
	ownerId: '823476228762',
	direction: 'Inbound',
	readStatus: 'Unread',
};

const presence = {
	eventId: '045b81dc-9f73-4864-84de-08aa6324a7f5',
	timestamp: '2016-02-18T09:37:24.597Z',
	ownerId: '6610372004',
	extensionId: '6610372004',
};

/** Statuses of a party (CallStatusInfo of the OpenAPI file). */
const STATUSES = [
	'Setup',
	'Proceeding',
	'Answered',
	'Hold',
	'Parked',
	'VoiceMail',
	'VoiceMailScreening',
	'FaxReceive',
	'Disconnected',
	'Gone',
];

const WORDS: Record<EventName, Words> = {
	telephonySession: {
		label: 'Call Event',
		action: 'On call ringing, answered or ended',
		description: 'Something happened to a call: it rings, is answered, held, parked, ends …',
		types: STATUSES,
		fixture: 'ringCentral/event.telephony-sessions.inbound-setup.json',
		sample: { event: 'telephonySession', ...call },
	},
	callEnded: {
		label: 'Call Ended',
		action: 'On call ended, with its record',
		description: 'A call is over and its record is in the call log; waits for the record',
		fixture: 'ringCentral/call-log.record.simple-with-recording.json',
		sample: {
			event: 'callEnded',
			recordFound: true,
			id: 'ASaxDDkSZ5s42MA',
			sessionId: '13916417004',
			startTime: '2023-06-06T23:07:20.000Z',
			duration: 55,
			type: 'Voice',
			direction: 'Inbound',
			action: 'Phone Call',
			result: 'Accepted',
			to: { phoneNumber: '+15625555772', name: 'SDK Engineer Candidate' },
			from: { phoneNumber: '+14155555900', name: 'SAN FRANCSCO CA' },
			recording: { id: '1662272004', type: 'OnDemand' },
		},
	},
	newRecording: {
		label: 'New Recording',
		action: 'On new recording of a call',
		description: 'A call was recorded and its recording can be downloaded; waits for it',
		fixture: 'ringCentral/call-log.record.simple-with-recording.json',
		sample: {
			event: 'newRecording',
			recordFound: true,
			id: 'ASaxDDkSZ5s42MA',
			sessionId: '13916417004',
			startTime: '2023-06-06T23:07:20.000Z',
			duration: 55,
			type: 'Voice',
			direction: 'Inbound',
			result: 'Accepted',
			to: { phoneNumber: '+15625555772', name: 'SDK Engineer Candidate' },
			from: { phoneNumber: '+14155555900', name: 'SAN FRANCSCO CA' },
			recording: { id: '1662272004', type: 'OnDemand' },
		},
	},
	missedCall: {
		label: 'Missed Call',
		action: 'On call missed',
		description: 'A call rang and nobody took it',
		fixture: 'ringCentral/composed.event.missed-call.json',
		sample: {
			event: 'missedCall',
			...call,
			eventId: '4120953870112983341',
			timestamp: '2020-06-14T19:27:48.390Z',
			eventTime: '2020-06-14T19:27:48.340Z',
			sequence: 6,
			state: 'ended',
			status: 'Disconnected',
			missedCall: true,
		},
	},
	presence: {
		label: 'Presence',
		action: 'On presence changed',
		description: 'A user became busy, available or offline, or has another call',
		types: ['NoCall', 'CallConnected', 'Ringing', 'OnHold', 'ParkedCall'],
		fixture: 'ringCentral/event.presence.detailed.json',
		sample: {
			event: 'presence',
			...presence,
			telephonyStatus: 'CallConnected',
			presenceStatus: 'Busy',
			userStatus: 'Available',
			dndStatus: 'TakeAllCalls',
			totalActiveCalls: 2,
		},
	},
	dnd: {
		label: 'Do Not Disturb',
		action: 'On Do Not Disturb switched on or off',
		description: 'A user switched Do Not Disturb, or takes calls of queues or not',
		fixture: 'ringCentral/event.presence.dnd.json',
		sample: {
			event: 'dnd',
			...presence,
			timestamp: '2021-02-18T09:37:24.597Z',
			dndStatus: 'TakeAllCalls',
		},
	},
	voicemail: {
		label: 'Voicemail',
		action: 'On voicemail received',
		description: 'A voicemail was left; optionally waits for its transcription',
		fixture: 'ringCentral/event.voicemail.json',
		sample: {
			event: 'voicemail',
			...message,
			id: '82063400004',
			type: 'VoiceMail',
			from: { phoneNumber: '+18664320079', name: 'Jane Doe' },
			to: [{ name: 'John Doe' }],
			attachments: [{ id: '82063400004', type: 'AudioRecording', vmDuration: 3 }],
			vmTranscriptionStatus: 'Completed',
		},
	},
	queueVoicemail: {
		label: 'Voicemail in a Queue',
		action: 'On voicemail received in a queue',
		description: 'A voicemail was left in a call queue; optionally waits for its transcription',
		fixture: 'ringCentral/event.voicemail.json',
		sample: {
			event: 'queueVoicemail',
			...message,
			id: '82063400004',
			type: 'VoiceMail',
			from: { phoneNumber: '+18664320079', name: 'Jane Doe' },
			to: [{ name: 'John Doe' }],
			attachments: [{ id: '82063400004', type: 'AudioRecording', vmDuration: 3 }],
			vmTranscriptionStatus: 'Completed',
		},
	},
	fax: {
		label: 'Fax',
		action: 'On fax received',
		description: 'A fax was received',
		fixture: 'ringCentral/composed.event.fax.json',
		sample: {
			event: 'fax',
			...message,
			eventId: 'ed1cf00c-0420-4bf5-a0ae-e659bb9f77e1',
			id: '1724825100004',
			type: 'Fax',
			from: { phoneNumber: '+18664320079', name: 'Jane Doe' },
			faxPageCount: 2,
		},
	},
	sms: {
		label: 'SMS',
		action: 'On SMS received',
		description: 'A text message was received',
		fixture: 'ringCentral/event.instant-message.sms.json',
		sample: {
			event: 'sms',
			...message,
			timestamp: '2013-06-14T12:00:00.000Z',
			id: '606090030016',
			type: 'SMS',
			from: { phoneNumber: '+14157809227', name: 'John Smith' },
			to: [{ phoneNumber: '+16508974563' }],
			subject: 'Hi there',
		},
	},
	smsSent: {
		label: 'SMS Sent',
		action: 'On SMS sent',
		description: 'A user sent a text message, with whatever telephone or app',
		fixture: 'ringCentral/sms.send.response.json',
		sample: {
			event: 'smsSent',
			id: '937334008021',
			type: 'SMS',
			direction: 'Outbound',
			from: { phoneNumber: '+12345678901', location: 'Orange, CA' },
			to: [{ phoneNumber: '+12345678901', location: 'Orange, CA' }],
			subject: 'test',
			messageStatus: 'Queued',
			readStatus: 'Read',
		},
	},
	message: {
		label: 'Message Store',
		action: 'On messages added, changed or deleted',
		description: 'Messages were added, changed or deleted: how many of each type',
		types: ['VoiceMail', 'SMS', 'Fax', 'Pager'],
		fixture: 'ringCentral/event.message-store.changes.json',
		sample: {
			event: 'message',
			eventId: 'b11c9430-9687-4498-b12b-3fcb470bfe04',
			timestamp: '2014-04-29T14:29:27.408+0000',
			ownerId: '406149828004',
			extensionId: '406149828004',
			lastUpdated: '2014-04-29T14:29:20.531+0000',
			changes: [
				{ type: 'Pager', updatedCount: 1, newCount: 0 },
				{ type: 'SMS', updatedCount: 0, newCount: 1 },
			],
		},
	},
	post: {
		label: 'Team Messaging Post',
		action: 'On team messaging post written, changed or deleted',
		description: 'A post was written, changed or deleted in a chat of the login',
		types: ['PostAdded', 'PostChanged', 'PostRemoved'],
		fixture: 'ringCentral/event.tm-post.added.json',
		sample: {
			event: 'post',
			eventId: '6452004109062593690',
			timestamp: '2021-03-26T09:18:41.460Z',
			ownerId: '62534323',
			eventType: 'PostAdded',
			id: '26848769679364',
			groupId: '995723345922',
			type: 'TextMessage',
			text: 'Hello, World!',
			creatorId: '62534323',
		},
	},
	chat: {
		label: 'Team Messaging Chat',
		action: 'On team messaging chat made, changed, joined or left',
		description: 'A chat or team of the login was made, changed, joined or left',
		fixture: 'ringCentral/event.tm-chat.group-joined.json',
		sample: {
			event: 'chat',
			eventId: '3007219717146626347',
			timestamp: '2021-03-26T09:21:34.548Z',
			ownerId: '62534323',
			eventType: 'GroupJoined',
			id: '1055879168002',
			type: 'Group',
			members: ['62534323', '2093617004', '2071417012'],
		},
	},
	queuePresence: {
		label: 'Queue Member Presence',
		action: 'On queue member starting or stopping to take calls',
		description: 'A member of a queue takes its calls, or no longer',
		fixture: 'ringCentral/event.call-queue.presence.json',
		sample: {
			event: 'queuePresence',
			eventId: 'ed1cf00c-0420-4bf5-a0ae-e659cc9f77e0',
			timestamp: '2019-06-14T12:00:00.000Z',
			ownerId: '1500723004',
			records: [
				{ member: { id: '411753183004' }, acceptCurrentQueueCalls: true },
				{ member: { id: '411753646416541' }, acceptCurrentQueueCalls: false },
			],
		},
	},
	eventFilter: {
		label: 'Event Filter',
		action: 'On any event, by its filter',
		description: 'Any events of the interface, by their filters',
		fixture: 'ringCentral/event.extension-info.json',
		sample: {
			event: 'eventFilter',
			eventId: 'ed1cf00c-0420-4bf5-a0ae-e659cc9f77e0',
			timestamp: '2013-06-14T12:00:00.000Z',
			ownerId: '8475874957',
			path: '/restapi/v1.0/account/~/extension/8475874957',
			extensionId: '8475874957',
			eventType: 'Update',
			hints: ['ExtensionInfo', 'CompanyNumbers'],
		},
	},
};

/** Everything the trigger can listen to. */
export const events: readonly RingCentralEvent[] = EVENT_NAMES.map((name) => ({
	types: [],
	...WORDS[name],
	name,
	wire: wireOf(name),
	targets: targetsOf(name),
}));
