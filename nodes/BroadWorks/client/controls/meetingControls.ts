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

/** What to say where nobody is there: of a meeting that has not begun, servers say that it does not exist. */
const NOBODY: Record<'conference' | 'room', string> = {
	conference: 'Nobody is in the conference {conferenceId} of the bridge {bridgeId} now',
	room: 'Nobody is in the room {roomId} now',
};

const put = (path: string, missing: string, query?: Control['query']): Control => ({
	method: 'PUT',
	path,
	query,
	missing,
});

/** The verbs that conferences and rooms have in common; `own`: where a room needs its user too. */
const shared = (base: string, own: string, missing: string) => ({
	end: { method: 'DELETE', path: own, missing } satisfies Control,
	muteParticipant: put(`${base}/calls/{participantId}/mute`, missing),
	unmuteParticipant: put(`${base}/calls/{participantId}/unmute`, missing),
	removeParticipant: {
		method: 'DELETE',
		path: `${own}/calls/{participantId}`,
		missing,
	} satisfies Control,
	lock: put(`${base}/lock`, missing),
	unlock: put(`${base}/unlock`, missing),
});

/** What goes on in a meet-me conference or a room now (docs/protocols/broadworks.md#meetings). */
export const MEETING_CONTROLS = {
	meetMe: {
		getState: {
			method: 'GET',
			path: CONFERENCE,
			missing: NOBODY.conference,
			read: stateOf('conferenceInfo', ['lectureMode', 'automaticLectureMode', 'lock'], guests),
		},
		callOut: {
			method: 'POST',
			path: `${CONFERENCE}/outgoingdial`,
			missing: NOBODY.conference,
			query: { address: 'address', uniqueIdentifier: 'uniqueIdentifier' },
		},
		...shared(CONFERENCE, CONFERENCE, NOBODY.conference),
		holdParticipant: put(`${CONFERENCE}/calls/{participantId}/hold`, NOBODY.conference),
		retrieveParticipant: put(`${CONFERENCE}/calls/{participantId}/retrieve`, NOBODY.conference),
		startRecording: put(`${CONFERENCE}/startrecording`, NOBODY.conference),
		pauseRecording: put(`${CONFERENCE}/pauserecording`, NOBODY.conference),
		resumeRecording: put(`${CONFERENCE}/resumerecording`, NOBODY.conference),
		stopRecording: put(`${CONFERENCE}/stoprecording`, NOBODY.conference),
		startLecture: put(`${CONFERENCE}/setlecturemode`, NOBODY.conference),
		endLecture: put(`${CONFERENCE}/unsetlecturemode`, NOBODY.conference),
		setClientSessionInfo: put(`${CONFERENCE}/ClientSessionInfo`, NOBODY.conference, {
			info: 'info',
		}),
		playSecurityClassification: put(`${CONFERENCE}/PlaySecurityClassification`, NOBODY.conference),
	},
	collaborateRoom: {
		getState: {
			method: 'GET',
			path: OWN_ROOM,
			missing: NOBODY.room,
			read: stateOf('roomSessionInfo', ['locked'], roomGuests),
		},
		...shared(ROOM, OWN_ROOM, NOBODY.room),
		setClientSessionInfo: put(`${OWN_ROOM}/clientsessioninfo`, NOBODY.room, { info: 'info' }),
	},
} satisfies Record<string, Record<string, Control>>;
