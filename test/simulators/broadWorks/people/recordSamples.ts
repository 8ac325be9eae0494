const NAMED = '<criteria><criteriaName>Night</criteriaName></criteria>';

/** A rule whose first element is a flag. */
const rule = (flag: string) => ({
	made: `<${flag}>true</${flag}>${NAMED}`,
	id: 'Night',
	changed: `<${flag}>false</${flag}>`,
});

/** Who records of a base belong to, made before them. */
export const PARENT = {
	base: 'services/BroadWorksAnywhere/Location',
	root: 'BroadWorksAnywhereLocation',
	made: '<phoneNumber>+15550166</phoneNumber>',
};

/** The base with what it belongs to filled in. */
export const wholeBase = (base: string): string =>
	base.replace('{bridgeId}', 'bridge@example.net').replace('{number}', '+15550166');

/** One of each kind for tests: how it is made, what names it, and what is changed. */
export const DOCUMENTS: Record<string, { made: string; id: string; changed: string }> = {
	BroadWorksAnywhereLocation: {
		made: '<phoneNumber>+15550177</phoneNumber><active>true</active>',
		id: '+15550177',
		changed: '<active>false</active>',
	},
	Schedule: {
		made: '<scheduleDetail type="Time"><name>Office</name><level>User</level></scheduleDetail>',
		id: 'Office',
		changed: '<scheduleDetail type="Time"><name>Office</name><level>Group</level></scheduleDetail>',
	},
	CallForwardingSelectiveCriteria: {
		made: '<forwardToPhoneNumber>1002</forwardToPhoneNumber><criteria><criteriaName>Night</criteriaName></criteria>',
		id: 'Night',
		changed: '<forwardToPhoneNumber>1003</forwardToPhoneNumber>',
	},
	CallMeNowCriteria: rule('blackListed'),
	CallNotifyCriteria: rule('notify'),
	PriorityAlertCriteria: rule('blackListed'),
	SelectiveCallAcceptanceCriteria: rule('blackListed'),
	SelectiveCallRejectionCriteria: rule('blackListed'),
	SequentialRingCriteria: rule('blackListed'),
	SimultaneousRingPersonalCriteria: rule('blackListed'),
	ExecutiveFilteringCriteria: rule('filter'),
	BroadWorksAnywhereLocationCriteria: rule('blackListed'),
	CustomRingbackUserCriteria: {
		made: `${NAMED}<blackListed>true</blackListed>`,
		id: 'Night',
		changed: '<blackListed>false</blackListed>',
	},
	PersonalAssistantExclusionNumber: {
		made: '<number>+15550177</number><description>Plumber</description>',
		id: '+15550177',
		changed: '<number>+15550177</number><description>Painter</description>',
	},
	SpeedDial100: {
		made: '<speedDial100Entry><speedCode>07</speedCode><phoneNumber>1002</phoneNumber></speedDial100Entry>',
		id: '07',
		changed:
			'<speedDial100Entry><speedCode>07</speedCode><phoneNumber>1003</phoneNumber></speedDial100Entry>',
	},
	Personal: {
		made: '<entry><name>Plumber</name><number>+15550178</number></entry>',
		id: 'Plumber',
		changed: '<entry><name>Plumber</name><number>+15550179</number></entry>',
	},
	MeetMeConferencingConference: {
		made: '<conferenceTitle>Weekly</conferenceTitle>',
		id: '',
		changed: '<conferenceTitle>Daily</conferenceTitle>',
	},
	CollaborateRoomInfo: {
		made: '<name>Project</name><roomType>ProjectRoom</roomType>',
		id: '',
		changed: '<name>Other</name>',
	},
};
