import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { CONFERENCE_CONTROLS } from '../../client/controls/conferenceControls';
import { furtherCallsField, otherCallField } from '../../controlFields';
import { callIdField, userIdField } from '../../fields';
import { controlOperations } from '../controlOperations';

const participantField: INodeProperties = {
	...callIdField,
	displayName: 'Participant',
	description: 'The user’s call with the participant: a callId of Conference, Get',
};

const user: IDataObject = { success: true, userId: 'alice@example.net' };
const whole = { fields: [userIdField], sample: user };
const participant = {
	fields: [userIdField, participantField],
	sample: { ...user, callId: 'callhalf-31126219817:0' },
};

/** What can be done with the conference a user has; there is at most one. */
export const conferenceOperations = controlOperations('conference', CONFERENCE_CONTROLS, [
	{
		control: 'get',
		label: 'Get',
		action: 'Get the conference of a user',
		description:
			'Get state and participants of the user’s conference. It is an error when the user has none.',
		fields: [userIdField],
		sample: {
			state: 'Active',
			muted: false,
			participants: [
				{ callId: 'callhalf-31126219817:0', muted: false, deaf: false },
				{ callId: 'callhalf-31126219700:0', muted: false, deaf: false },
			],
		},
	},
	{
		control: 'start',
		label: 'Start',
		action: 'Start a conference',
		description: 'Join two or more answered calls of a user into a conference',
		fields: [userIdField, callIdField, otherCallField, furtherCallsField],
		sample: { ...participant.sample, otherCallId: 'callhalf-31126219700:0' },
	},
	{
		control: 'addCall',
		label: 'Add Call',
		action: 'Add a call to a conference',
		description: 'Take one more answered call of the user into the conference',
		fields: [userIdField, callIdField],
		sample: participant.sample,
	},
	{
		control: 'muteParticipant',
		label: 'Mute Participant',
		action: 'Mute a participant of a conference',
		description: 'Mute one participant, whom the others do not hear from then on',
		...participant,
	},
	{
		control: 'unmuteParticipant',
		label: 'Unmute Participant',
		action: 'Unmute a participant of a conference',
		description: 'Let the others hear a muted participant again',
		...participant,
	},
	{
		control: 'deafenParticipant',
		label: 'Deafen Participant',
		action: 'Deafen a participant of a conference',
		description: 'Let one participant hear nothing; the others still hear that participant',
		...participant,
	},
	{
		control: 'undeafenParticipant',
		label: 'Undeafen Participant',
		action: 'Undeafen a participant of a conference',
		description: 'Let a deafened participant hear the conference again',
		...participant,
	},
	{
		control: 'removeParticipant',
		label: 'Remove Participant',
		action: 'Remove a participant from a conference',
		description: 'Hang up one participant; the others stay in the conference',
		...participant,
	},
	{
		control: 'hold',
		label: 'Hold',
		action: 'Hold a conference',
		description: 'Let the user leave the conference for a while; Resume brings the user back',
		...whole,
	},
	{
		control: 'resume',
		label: 'Resume',
		action: 'Resume a held conference',
		description: 'Bring the user back into a held conference',
		...whole,
	},
	{
		control: 'mute',
		label: 'Mute',
		action: 'Mute the user in the conference',
		description: 'Mute the user whose conference it is; the participants still hear each other',
		...whole,
	},
	{
		control: 'unmute',
		label: 'Unmute',
		action: 'Unmute the user in the conference',
		description:
			'Let the participants hear the user whose conference it is again. A supervisor who listens silently is heard by all from then on.',
		...whole,
	},
	{
		control: 'bargeIn',
		label: 'Barge In',
		action: 'Barge in from silent monitoring or coaching',
		description:
			'Let a supervisor, who is the user and monitors or coaches an agent, be heard by all',
		...whole,
	},
	{
		control: 'silentMonitor',
		label: 'Silent Monitor',
		action: 'Go back to silent monitoring',
		description:
			'Let a supervisor, who is the user and has barged in or coaches, only listen from then on',
		...whole,
	},
	{
		control: 'coach',
		label: 'Coach',
		action: 'Coach the agent in a monitored call',
		description:
			'Let a supervisor, who is the user and monitors or has barged in, be heard by the agent only',
		...whole,
	},
	{
		control: 'end',
		label: 'End',
		action: 'End a conference',
		description: 'End the conference of a user and hang up all of its calls',
		...whole,
	},
]);
