import type { IDataObject } from 'n8n-workflow';

import { MEETING_CONTROLS } from '../../client/controls/meetingControls';
import { chosenField, textField } from '../../controlFields';
import { addressField, userIdField } from '../../fields';
import { controlOperations } from '../controlOperations';
import { RECORDS } from '../record/table';

const participantField = chosenField(
	{
		displayName: 'Participant',
		name: 'participantId',
		description: 'Whom it is about: the callId of a participant, as Get State gives it',
		search: 'searchParticipants',
		none: 'Choose a participant',
		typed: 'By ID',
		placeholder: 'e.g. callhalf-29519312843:0',
	},
	{ required: true },
);

const infoField = textField(
	'Information',
	'info',
	'Text of your own, such as a ticket number; calls of all participants carry it as clientSessionInfo',
	{ required: true },
);

const identifierField = textField(
	'Unique Identifier',
	'uniqueIdentifier',
	'Digits by which the participant is named in the conference, at most 10',
);

const participantId = 'callhalf-31126219817:0';
const party = {
	name: 'Jordan Smith',
	address: { '#text': 'tel:+18185550109', countryCode: '1', npa: '818', nxx: '555' },
	callType: 'Network',
};

const conferenceFields = RECORDS.meetMe.where;
const conferenceDone: IDataObject = { success: true, ...RECORDS.meetMe.at };
const conference = { fields: conferenceFields, sample: conferenceDone };
const guest = {
	fields: [...conferenceFields, participantField],
	sample: { ...conferenceDone, participantId },
};

const roomFields = [userIdField, ...RECORDS.collaborateRoom.where];
const roomDone: IDataObject = {
	success: true,
	userId: 'alice@example.net',
	...RECORDS.collaborateRoom.at,
};
const room = { fields: roomFields, sample: roomDone };
const roomGuest = {
	fields: [...roomFields, participantField],
	sample: { ...roomDone, participantId },
};

/** What people do who are in a conference, and what is done with them: the meeting of now. */
const conferenceOperations = controlOperations('meetMe', MEETING_CONTROLS.meetMe, [
	{
		control: 'getState',
		label: 'Get State',
		action: 'Get who is in a meet-me conference',
		description:
			'Get who is in a meet-me conference now, and whether it is locked or recorded. It is an error while nobody is.',
		fields: conferenceFields,
		sample: {
			recordingState: 'Not Started',
			lectureMode: false,
			automaticLectureMode: false,
			lock: false,
			participants: [
				{
					callId: participantId,
					partyInformation: party,
					activeTalker: false,
					held: false,
					moderator: true,
					muted: false,
				},
			],
		},
	},
	{
		control: 'callOut',
		label: 'Call Out',
		action: 'Call somebody into a meet-me conference',
		description:
			'Call a number and take whoever answers into the conference. The moderator PIN as Conference ID makes a moderator of them.',
		fields: [...conferenceFields, addressField, identifierField],
		sample: { ...conferenceDone, address: '+15550177' },
	},
	{
		control: 'end',
		label: 'End',
		action: 'End a meet-me conference',
		description: 'Hang up all who are in a meet-me conference; the conference itself stays',
		...conference,
	},
	{
		control: 'muteParticipant',
		label: 'Mute Participant',
		action: 'Mute a participant of a meet-me conference',
		description: 'Mute one participant, whom the others do not hear from then on',
		...guest,
	},
	{
		control: 'unmuteParticipant',
		label: 'Unmute Participant',
		action: 'Unmute a participant of a meet-me conference',
		description: 'Let the others hear a muted participant again',
		...guest,
	},
	{
		control: 'holdParticipant',
		label: 'Hold Participant',
		action: 'Hold a participant of a meet-me conference',
		description: 'Put one participant on hold; Retrieve Participant takes them back',
		...guest,
	},
	{
		control: 'retrieveParticipant',
		label: 'Retrieve Participant',
		action: 'Retrieve a participant of a meet-me conference',
		description: 'Take a participant back into the conference who was put on hold',
		...guest,
	},
	{
		control: 'removeParticipant',
		label: 'Remove Participant',
		action: 'Remove a participant from a meet-me conference',
		description: 'Hang up one participant; the others stay',
		...guest,
	},
	{
		control: 'lock',
		label: 'Lock',
		action: 'Lock a meet-me conference',
		description: 'Let nobody dial in any more; Call Out still adds participants',
		...conference,
	},
	{
		control: 'unlock',
		label: 'Unlock',
		action: 'Unlock a meet-me conference',
		description: 'Let people dial in to a locked conference again',
		...conference,
	},
	{
		control: 'startRecording',
		label: 'Start Recording',
		action: 'Start to record a meet-me conference',
		description: 'Start the recording of a conference. It is an error while it is recorded.',
		...conference,
	},
	{
		control: 'pauseRecording',
		label: 'Pause Recording',
		action: 'Pause the recording of a meet-me conference',
		description: 'Pause the recording of a conference; Resume Recording goes on',
		...conference,
	},
	{
		control: 'resumeRecording',
		label: 'Resume Recording',
		action: 'Resume the recording of a meet-me conference',
		description: 'Go on with a paused recording of a conference',
		...conference,
	},
	{
		control: 'stopRecording',
		label: 'Stop Recording',
		action: 'Stop the recording of a meet-me conference',
		description: 'End the recording of a conference; the server stores the file then',
		...conference,
	},
	{
		control: 'startLecture',
		label: 'Start Lecture',
		action: 'Let only moderators talk in a meet-me conference',
		description: 'Mute everybody but the moderators of a conference (lecture mode)',
		...conference,
	},
	{
		control: 'endLecture',
		label: 'End Lecture',
		action: 'Let everybody talk in a meet-me conference again',
		description: 'End the lecture mode, in which only moderators can talk',
		...conference,
	},
	{
		control: 'setClientSessionInfo',
		label: 'Set Client Session Info',
		action: 'Attach a text to a meet-me conference',
		description: 'Attach a text of your own to all calls that are in a conference',
		fields: [...conferenceFields, infoField],
		sample: { ...conferenceDone, info: 'ticket 4711' },
	},
	{
		control: 'playSecurityClassification',
		label: 'Play Security Classification',
		action: 'Play the security classification of a meet-me conference',
		description: 'Announce how confidential the conference is now, to all who are in it',
		...conference,
	},
]);

/** What can be done to Collaborate rooms: what can be done to conferences, as far as they have it. */
const roomOperations = controlOperations('collaborateRoom', MEETING_CONTROLS.collaborateRoom, [
	{
		control: 'getState',
		label: 'Get State',
		action: 'Get who is in a Collaborate room',
		description:
			'Get who is in a Collaborate room now, and whether it is locked. It is an error while nobody is.',
		fields: roomFields,
		sample: {
			roomId: '1000001',
			locked: false,
			participants: [
				{
					callId: participantId,
					partyInformation: party,
					activeTalker: false,
					owner: true,
					muted: false,
				},
			],
		},
	},
	{
		control: 'end',
		label: 'Empty',
		action: 'Hang up all who are in a Collaborate room',
		description: 'Hang up all who are in a room; the room itself stays',
		...room,
	},
	{
		control: 'muteParticipant',
		label: 'Mute Participant',
		action: 'Mute a participant in a Collaborate room',
		description: 'Mute one participant, whom the others do not hear from then on',
		...roomGuest,
	},
	{
		control: 'unmuteParticipant',
		label: 'Unmute Participant',
		action: 'Unmute a participant in a Collaborate room',
		description: 'Let the others hear a muted participant again',
		...roomGuest,
	},
	{
		control: 'removeParticipant',
		label: 'Remove Participant',
		action: 'Remove a participant from a Collaborate room',
		description: 'Hang up one participant; the others stay',
		...roomGuest,
	},
	{
		control: 'lock',
		label: 'Lock',
		action: 'Lock a Collaborate room',
		description: 'Let nobody into a room any more, whether they dial in or are called',
		...room,
	},
	{
		control: 'unlock',
		label: 'Unlock',
		action: 'Unlock a Collaborate room',
		description: 'Let people into a locked room again',
		...room,
	},
	{
		control: 'setClientSessionInfo',
		label: 'Set Client Session Info',
		action: 'Attach a text to the meeting in a Collaborate room',
		description: 'Attach a text of your own to all calls that are in a room',
		fields: [...roomFields, infoField],
		sample: { ...roomDone, info: 'ticket 4711' },
	},
]);

export const meetingOperations = [...conferenceOperations, ...roomOperations];
