/** What the panel says of a setting; its kind and its values are those of the schema. */
export interface SettingWords {
	label: string;
	description: string;
	placeholder?: string;
	/** Smallest and largest number. */
	range?: readonly [number, number];
	/** Labels of values that say too little themselves. */
	values?: Readonly<Record<string, string>>;
	/** Holds a secret. */
	secret?: boolean;
}

const ringSplash: SettingWords = {
	label: 'Ring Splash',
	description: 'Whether the telephone rings shortly when a call is turned away',
};

const associationLimitHours: SettingWords = {
	label: 'Association Limit (Hours)',
	description: 'Hours after which the guest leaves the host, 1 to 999',
	range: [1, 999],
};

const enableAssociationLimit: SettingWords = {
	label: 'Limit Association',
	description: 'Whether the guest leaves the host after some hours',
};

const hostUserId: SettingWords = {
	label: 'Host',
	description:
		'User ID of the host whose device to use, as Directory > Get Hoteling Hosts or Get Flexible Seating Hosts gives it. Empty keeps the present one.',
	placeholder: 'e.g. lobby@example.net',
};

const address = (what: string): SettingWords => ({
	label: 'Phone Number',
	description: `${what}: a number in E.164 or as dialed, an extension, or a SIP address. Empty keeps the one that is set.`,
	placeholder: 'e.g. +12125550100',
});

const email = (label: string, what: string): SettingWords => ({
	label,
	description: `E-mail address ${what}`,
	placeholder: 'name@email.com',
});

const toVoicemail = (label: string, which: string): SettingWords => ({
	label,
	description: `Whether ${which} go to voicemail`,
});

/** Settings of services by their names on the wire (docs/protocols/broadworks.md#services). */
export const SETTINGS: Readonly<Record<string, SettingWords>> = {
	active: { label: 'Active', description: 'Whether the service is switched on' },
	ringSplash,
	forwardToPhoneNumber: address('Where calls go'),
	defaultForwardToPhoneNumber: address('Where calls go for which no rule says otherwise'),
	remoteOfficeNumber: address('The telephone that is used in place of the user’s own'),
	numberOfRings: {
		label: 'Number of Rings',
		description: 'Rings before the call goes on: 0, or 2 to 20',
		range: [0, 20],
	},
	playRingReminder: {
		label: 'Play Ring Reminder',
		description: 'Whether the telephone rings shortly when a call is forwarded',
	},
	alertAllLocationsForClickToDialCalls: {
		label: 'Ring for Click-to-Dial',
		description: 'Whether all locations ring for calls that the user makes by a click',
	},
	alertAllLocationsForGroupPagingCalls: {
		label: 'Ring for Group Paging',
		description: 'Whether all locations ring for group paging',
	},
	incomingCalls: {
		label: 'Incoming Calls',
		description: 'Whether the other telephones ring while the user is on a call',
	},
	ringBaseLocationFirst: {
		label: 'Ring Own Phone First',
		description: 'Whether the user’s own telephone rings before the locations',
	},
	baseLocationNumberOfRings: {
		label: 'Rings at Own Phone',
		description: 'Rings at the user’s own telephone: 0, or 2 to 20',
		range: [0, 20],
	},
	continueIfBaseLocationIsBusy: {
		label: 'Go On When Busy',
		description: 'Whether the locations ring although the user’s own telephone is busy',
	},
	callerMayStopSearch: {
		label: 'Caller May Stop',
		description: 'Whether the caller can stop the search by pressing #',
	},
	hostUserId,
	enableAssociationLimit,
	associationLimitHours,
	enforceAssociationLimit: {
		label: 'Enforce Limit',
		description: 'Whether guests must leave this host after some hours',
	},
	accessLevel: { label: 'Access Level', description: 'Whose users may be guests here' },
	removeGuestAssociation: {
		label: 'Remove Guest',
		description: 'Whether the present guest must leave now',
	},
	unlockPhonePINCode: {
		label: 'Unlock PIN',
		description: 'Digits that unlock the telephone, 4 to 10 of them',
		secret: true,
	},
	recordingMode: {
		label: 'Recording Mode',
		description: 'Which calls of the user are recorded',
		values: {
			'always-pause-resume': 'Always With Pause and Resume',
			'on-demand': 'On Demand',
			'on-demand-user-start': 'On Demand With User Initiated Start',
		},
	},
	pauseResumeNotifyMethod: {
		label: 'Notify of Pause and Resume',
		description: 'What the parties hear when a recording pauses or goes on',
		values: { beeponly: 'Beep Only' },
	},
	recordVoiceMessaging: {
		label: 'Record Voicemail',
		description: 'Whether calls that go to voicemail are recorded too',
	},
	playCallRecordingStartStopAnnouncement: {
		label: 'Announce Start and Stop',
		description: 'Whether the parties are told when a recording starts and stops',
	},
	playCallRecordingWarningTone: {
		label: 'Warning Tone',
		description: 'Whether a tone is heard again and again while a call is recorded',
	},
	playCallRecordingWarningToneSeconds: {
		label: 'Warning Tone Every (Seconds)',
		description: 'Seconds from one warning tone to the next, 10 to 1800',
		range: [10, 1800],
	},
	processing: {
		label: 'Processing',
		description: 'Whether messages stay in the mailbox, or only go out by e-mail',
	},
	voiceMessageDeliveryEmailAddress: email('Delivery Email', 'that messages are delivered to'),
	usePhoneMessageWaitingIndicator: {
		label: 'Message Waiting Indicator',
		description: 'Whether the lamp of the telephone shows new messages',
	},
	sendVoiceMessageNotifyEmail: {
		label: 'Notify by Email',
		description: 'Whether an e-mail announces each new message',
	},
	voiceMessageNotifyEmailAddress: email('Notification Email', 'that is notified of new messages'),
	sendCarbonCopyVoiceMessage: {
		label: 'Send Copy by Email',
		description: 'Whether a copy of each message goes out by e-mail',
	},
	voiceMessageCarbonCopyEmailAddress: email('Copy Email', 'that copies of messages go to'),
	transferOnZeroToPhoneNumber: {
		label: 'Transfer on Zero',
		description: 'Whether a caller who presses 0 is transferred',
	},
	transferPhoneNumber: {
		label: 'Transfer Phone Number',
		description: 'Where a caller who presses 0 is transferred to',
		placeholder: 'e.g. +12125550100',
	},
	alwaysRedirectToVoiceMail: toVoicemail('Redirect Always', 'all calls'),
	busyRedirectToVoiceMail: toVoicemail('Redirect When Busy', 'calls to a busy user'),
	noAnswerRedirectToVoiceMail: toVoicemail('Redirect Without Answer', 'calls that nobody answers'),
	outOfPrimaryZoneRedirectToVoiceMail: toVoicemail(
		'Redirect Outside Primary Zone',
		'calls to a user outside the primary zone',
	),
};
