import type { HttpResponse } from '../../../shared/core/ports';
import type { XsiObject } from '../calls/values';
import { documentOf, entriesAt, flags, type Control } from './control';

const CONFERENCE = 'meetmeconference/{bridgeId}/conference/{conferenceId}';
const ROOM = 'collaborate/room/{roomId}';
const OWN_ROOM = `user/{userId}/${ROOM}`;

const participantsOf = (path: string, marks: readonly string[]) => {
	const entries = entriesAt(path);
	return (response: HttpResponse): XsiObject[] =>
		entries(response).map((participant) => flags(participant, marks));
};

const guests = participantsOf('conferenceParticipants/conferenceParticipant', [
	'activeTalker',
	'held',
	'moderator',
	'muted',
]);

const roomGuests = participantsOf('roomParticipants/roomParticipant', [
	'activeTalker',
	'owner',
	'muted',
]);

/** What is so for all, beside the participants as a list. */
const stateOf =
	(
		whole: string,
		marks: readonly string[],
		participants: (response: HttpResponse) => XsiObject[],
	) =>
	(response: HttpResponse): XsiObject => ({
		...flags((documentOf(response)[whole] ?? {}) as XsiObject, marks),
		participants: participants(response),
	});

const put = (path: string, query?: Control['query']): Control => ({ method: 'PUT', path, query });

/** The verbs that conferences and rooms have in common; `own`: where a room needs its user too. */
const shared = (base: string, own: string) => ({
	end: { method: 'DELETE', path: own } satisfies Control,
	muteParticipant: put(`${base}/calls/{participantId}/mute`),
	unmuteParticipant: put(`${base}/calls/{participantId}/unmute`),
	removeParticipant: {
		method: 'DELETE',
		path: `${own}/calls/{participantId}`,
	} satisfies Control,
	lock: put(`${base}/lock`),
	unlock: put(`${base}/unlock`),
});

/** What goes on in a meet-me conference or a room now (docs/protocols/broadworks.md#meetings). */
export const MEETING_CONTROLS = {
	meetMe: {
		getState: {
			method: 'GET',
			path: CONFERENCE,
			read: stateOf('conferenceInfo', ['lectureMode', 'automaticLectureMode', 'lock'], guests),
		},
		callOut: {
			method: 'POST',
			path: `${CONFERENCE}/outgoingdial`,
			query: { address: 'address', uniqueIdentifier: 'uniqueIdentifier' },
		},
		...shared(CONFERENCE, CONFERENCE),
		holdParticipant: put(`${CONFERENCE}/calls/{participantId}/hold`),
		retrieveParticipant: put(`${CONFERENCE}/calls/{participantId}/retrieve`),
		startRecording: put(`${CONFERENCE}/startrecording`),
		pauseRecording: put(`${CONFERENCE}/pauserecording`),
		resumeRecording: put(`${CONFERENCE}/resumerecording`),
		stopRecording: put(`${CONFERENCE}/stoprecording`),
		startLecture: put(`${CONFERENCE}/setlecturemode`),
		endLecture: put(`${CONFERENCE}/unsetlecturemode`),
		setClientSessionInfo: put(`${CONFERENCE}/ClientSessionInfo`, { info: 'info' }),
		playSecurityClassification: put(`${CONFERENCE}/PlaySecurityClassification`),
	},
	collaborateRoom: {
		getState: {
			method: 'GET',
			path: OWN_ROOM,
			read: stateOf('roomSessionInfo', ['locked'], roomGuests),
		},
		...shared(ROOM, OWN_ROOM),
		setClientSessionInfo: put(`${OWN_ROOM}/clientsessioninfo`, { info: 'info' }),
	},
} satisfies Record<string, Record<string, Control>>;
