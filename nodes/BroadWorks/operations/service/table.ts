import type { IDataObject } from 'n8n-workflow';

/** A service with operations of its own: its path and document are called `service`. */
export interface ServiceRow {
	service: string;
	label: string;
	/** Completes "the … of a user". */
	phrase: string;
	/** What it does, as a sentence without subject. */
	does: string;
	/** Settings that the panel shows at once, and those below *More Settings*. */
	main: readonly string[];
	more: readonly string[];
	/** Parameters that set it to `sample`. */
	example: IDataObject;
	/** What Get gives afterwards. */
	sample: IDataObject;
}

const NUMBER = '+12125550155';
const forwardTo = { forwardToPhoneNumber: { '#text': NUMBER, npa: '212', nxx: '555' } };

function forwarding(
	service: string,
	label: string,
	when: string,
	more: Record<string, boolean | number> = {},
): ServiceRow {
	return {
		service,
		label,
		phrase: label.toLowerCase(),
		does: `sends ${when} to another number`,
		main: ['active', 'forwardToPhoneNumber'],
		more: Object.keys(more),
		example: { active: true, forwardToPhoneNumber: NUMBER, settings: more },
		sample: { active: true, ...forwardTo, ...more },
	};
}

/** Services that people set by name (docs/protocols/broadworks.md#services); every other one has Get and Set. */
export const SERVICES: readonly ServiceRow[] = [
	{
		service: 'DoNotDisturb',
		label: 'Do Not Disturb',
		phrase: 'do not disturb',
		does: 'turns calls away as if the user were busy',
		main: ['active'],
		more: ['ringSplash'],
		example: { active: true, settings: { ringSplash: true } },
		sample: { active: true, ringSplash: true },
	},
	forwarding('CallForwardingAlways', 'Call Forwarding Always', 'every call', {
		ringSplash: true,
	}),
	forwarding(
		'CallForwardingAlwaysSecondary',
		'Call Forwarding Always Secondary',
		'every call of the second line',
		{ ringSplash: true },
	),
	forwarding('CallForwardingBusy', 'Call Forwarding Busy', 'calls to a busy user'),
	forwarding('CallForwardingNoAnswer', 'Call Forwarding No Answer', 'calls that nobody answers', {
		numberOfRings: 4,
	}),
	forwarding(
		'CallForwardingNotReachable',
		'Call Forwarding Not Reachable',
		'calls to a telephone that is not connected',
	),
	{
		service: 'CallForwardingSelective',
		label: 'Call Forwarding Selective',
		phrase: 'call forwarding selective',
		does: 'sends a call to another number where a rule says so',
		main: ['active', 'defaultForwardToPhoneNumber'],
		more: ['playRingReminder', 'criteriaActivations'],
		example: {
			active: true,
			defaultForwardToPhoneNumber: NUMBER,
			settings: {
				playRingReminder: true,
				criteriaActivations: { entry: [{ criteriaName: 'Night', active: true }] },
			},
		},
		sample: {
			active: true,
			defaultForwardToPhoneNumber: NUMBER,
			playRingReminder: true,
			criteriaActivations: { criteriaActivation: [{ criteriaName: 'Night', active: true }] },
		},
	},
	{
		service: 'RemoteOffice',
		label: 'Remote Office',
		phrase: 'remote office',
		does: 'uses another telephone as if it were the user’s own',
		main: ['active', 'remoteOfficeNumber'],
		more: [],
		example: { active: true, remoteOfficeNumber: NUMBER },
		sample: { active: true, remoteOfficeNumber: forwardTo.forwardToPhoneNumber },
	},
	{
		service: 'BroadWorksAnywhere',
		label: 'BroadWorks Anywhere',
		phrase: 'BroadWorks Anywhere',
		does: 'rings other telephones, such as a mobile, as if they were the user’s own',
		main: ['alertAllLocationsForClickToDialCalls', 'alertAllLocationsForGroupPagingCalls'],
		more: [],
		example: {
			alertAllLocationsForClickToDialCalls: true,
			alertAllLocationsForGroupPagingCalls: false,
		},
		sample: {
			alertAllLocationsForClickToDialCalls: true,
			alertAllLocationsForGroupPagingCalls: false,
		},
	},
	{
		service: 'SimultaneousRingPersonal',
		label: 'Simultaneous Ring',
		phrase: 'simultaneous ring',
		does: 'rings several telephones at once',
		main: ['active', 'incomingCalls'],
		more: ['simRingLocations', 'criteriaActivationList'],
		example: {
			active: true,
			incomingCalls: 'Ring for all Incoming Calls',
			settings: {
				simRingLocations: {
					entry: [{ address: NUMBER, answerConfirmationRequired: true }],
				},
			},
		},
		sample: {
			active: true,
			incomingCalls: 'Ring for all Incoming Calls',
			simRingLocations: {
				simRingLocation: [
					{ address: forwardTo.forwardToPhoneNumber, answerConfirmationRequired: true },
				],
			},
		},
	},
	{
		service: 'SequentialRing',
		label: 'Sequential Ring',
		phrase: 'sequential ring',
		does: 'rings up to five telephones one after the other',
		main: ['ringBaseLocationFirst'],
		more: [
			'baseLocationNumberOfRings',
			'callerMayStopSearch',
			'continueIfBaseLocationIsBusy',
			'criteriaActivationList',
			'locations',
		],
		example: {
			ringBaseLocationFirst: true,
			settings: {
				baseLocationNumberOfRings: 3,
				locations: {
					entry: [{ address: NUMBER, numberOfRings: 4, answerConfirmationRequired: false }],
				},
			},
		},
		sample: {
			ringBaseLocationFirst: true,
			baseLocationNumberOfRings: 3,
			location1: {
				address: forwardTo.forwardToPhoneNumber,
				numberOfRings: 4,
				answerConfirmationRequired: false,
			},
		},
	},
	{
		service: 'CallWaiting',
		label: 'Call Waiting',
		phrase: 'call waiting',
		does: 'signals a second call while the user is talking',
		main: ['active'],
		more: [],
		example: { active: false },
		sample: { active: false },
	},
	{
		service: 'HotelingGuest',
		label: 'Hoteling Guest',
		phrase: 'hoteling guest',
		does: 'lets the user work at the telephone of a host',
		main: ['active', 'hostUserId'],
		more: ['associationLimitHours', 'enableAssociationLimit'],
		example: {
			active: true,
			hostUserId: 'lobby@example.net',
			settings: { enableAssociationLimit: true, associationLimitHours: 8 },
		},
		sample: {
			active: true,
			enableAssociationLimit: true,
			associationLimitHours: 8,
			hostUserId: 'lobby@example.net',
		},
	},
	{
		service: 'HotelingHost',
		label: 'Hoteling Host',
		phrase: 'hoteling host',
		does: 'lends the telephone of the user to guests',
		main: ['active'],
		more: [
			'accessLevel',
			'associationLimitHours',
			'enforceAssociationLimit',
			'removeGuestAssociation',
		],
		example: {
			active: true,
			settings: { accessLevel: 'Group', enforceAssociationLimit: true, associationLimitHours: 8 },
		},
		sample: {
			active: true,
			enforceAssociationLimit: true,
			associationLimitHours: 8,
			accessLevel: 'Group',
		},
	},
	{
		service: 'FlexibleSeatingGuest',
		label: 'Flexible Seating Guest',
		phrase: 'flexible seating guest',
		does: 'lets the user work at a flexible seating host',
		main: ['active', 'hostUserId'],
		more: ['associationLimitHours', 'enableAssociationLimit', 'unlockPhonePINCode'],
		example: {
			active: true,
			hostUserId: 'seat@example.net',
			settings: { enableAssociationLimit: true, associationLimitHours: 8 },
		},
		sample: {
			active: true,
			enableAssociationLimit: true,
			associationLimitHours: 8,
			hostUserId: 'seat@example.net',
		},
	},
	{
		service: 'CallRecording',
		label: 'Call Recording',
		phrase: 'call recording',
		does: 'says which calls of the user are recorded',
		main: ['recordingMode'],
		more: [
			'pauseResumeNotifyMethod',
			'playCallRecordingStartStopAnnouncement',
			'playCallRecordingWarningTone',
			'playCallRecordingWarningToneSeconds',
			'recordVoiceMessaging',
		],
		example: {
			recordingMode: 'always',
			settings: { pauseResumeNotifyMethod: 'beeponly', playCallRecordingWarningToneSeconds: 30 },
		},
		sample: {
			recordingMode: 'always',
			pauseResumeNotifyMethod: 'beeponly',
			playCallRecordingWarningToneSeconds: 30,
		},
	},
	{
		service: 'VoiceMessaging',
		label: 'Voice Messaging',
		phrase: 'voice messaging',
		does: 'takes voicemail, and says where it goes',
		main: ['active'],
		more: [
			'alwaysRedirectToVoiceMail',
			'busyRedirectToVoiceMail',
			'noAnswerRedirectToVoiceMail',
			'outOfPrimaryZoneRedirectToVoiceMail',
			'processing',
			'sendCarbonCopyVoiceMessage',
			'sendVoiceMessageNotifyEmail',
			'transferOnZeroToPhoneNumber',
			'transferPhoneNumber',
			'usePhoneMessageWaitingIndicator',
			'voiceMessageCarbonCopyEmailAddress',
			'voiceMessageDeliveryEmailAddress',
			'voiceMessageNotifyEmailAddress',
		],
		example: {
			active: true,
			settings: {
				sendVoiceMessageNotifyEmail: true,
				voiceMessageNotifyEmailAddress: 'alice@example.com',
				busyRedirectToVoiceMail: true,
			},
		},
		sample: {
			active: true,
			sendVoiceMessageNotifyEmail: true,
			voiceMessageNotifyEmailAddress: 'alice@example.com',
			busyRedirectToVoiceMail: true,
		},
	},
];
