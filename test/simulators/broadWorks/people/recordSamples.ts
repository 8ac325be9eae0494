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
