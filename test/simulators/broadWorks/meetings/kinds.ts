import { partyDocument } from '../xml/documents';
import type { MeetingParticipant, MeetingState } from '../state';
import type { XmlFields } from '../xml/xml';

/** What can happen in a meeting, as events tell it. */
export type MeetingEvent =
	| 'started'
	| 'stopped'
	| 'joined'
	| 'left'
	| 'muted'
	| 'unmuted'
	| 'held'
	| 'retrieved'
	| 'locked'
	| 'unlocked'
	| 'recordingStarted'
	| 'recordingPaused'
	| 'recordingResumed'
	| 'recordingStopped'
	| 'lectureStarted'
	| 'lectureStopped'
	| 'sessionInfo';

/** How one of the two kinds of meetings is told: types of events, and documents. */
export interface MeetingKind {
	/** The package of its events. */
	package: string;
	/** Where users keep what can be held, in their records. */
	records: string;
	/** Its setting that it ends with the last who leads it. */
	endsWith: string;
	/** What is not there, in a refusal. */
	thing: string;
	events: Partial<Record<MeetingEvent, string>>;
	/** Event of the present state. */
	initial: string;
	/** Root of the whole document, and its parts. */
	root: string;
	document(meeting: MeetingState): XmlFields;
	/** Participants inside an event. */
	some(participants: readonly MeetingParticipant[]): XmlFields;
}

const flag = (set: boolean | undefined) => (set ? '' : undefined);

/** MeetMeConferenceParticipant in XSD order. */
const guest = (one: MeetingParticipant): XmlFields => ({
	callId: one.callId,
	partyInformation: partyDocument(one.party),
	held: flag(one.held),
	moderator: flag(one.moderator),
	muted: flag(one.muted),
	uniqueIdentifier: one.uniqueIdentifier,
});

/** CollaborateRoomParticipant in XSD order. */
const roomGuest = (one: MeetingParticipant): XmlFields => ({
	callId: one.callId,
	partyInformation: partyDocument(one.party),
	owner: flag(one.moderator),
	muted: flag(one.muted),
});

const info = (meeting: MeetingState): XmlFields => ({
	lectureMode: flag(meeting.lecture),
	lock: flag(meeting.locked),
	recordingState: meeting.recording,
	clientSessionInfo: meeting.clientSessionInfo,
});

/** The two kinds (docs/protocols/broadworks.md#meetings). */
export const MEETINGS: Readonly<Record<MeetingState['kind'], MeetingKind>> = {
	meetMe: {
		package: 'Meet Me Conference',
		records: 'services/meetmeconference/{bridgeId}/conference',
		endsWith: 'endConferenceOnModeratorExit',
		thing: 'conference',
		events: {
			started: 'MeetMeConferenceStartedEvent',
			stopped: 'MeetMeConferenceStoppedEvent',
			joined: 'MeetMeParticipantJoinedEvent',
			left: 'MeetMeParticipantLeftEvent',
			muted: 'MeetMeParticipantMutedEvent',
			unmuted: 'MeetMeParticipantUnmutedEvent',
			held: 'MeetMeParticipantHeldEvent',
			retrieved: 'MeetMeParticipantRetrievedEvent',
			locked: 'MeetMeConferenceLockedEvent',
			unlocked: 'MeetMeConferenceUnlockedEvent',
			recordingStarted: 'MeetMeConferenceRecordingStartedEvent',
			recordingPaused: 'MeetMeConferenceRecordingPausedEvent',
			recordingResumed: 'MeetMeConferenceRecordingResumedEvent',
			recordingStopped: 'MeetMeConferenceRecordingStoppedEvent',
			lectureStarted: 'MeetMeLectureModeStartedEvent',
			lectureStopped: 'MeetMeLectureModeStoppedEvent',
			sessionInfo: 'MeetMeConferenceClientSessionInfoUpdatedEvent',
		},
		initial: 'MeetMeConferenceSubscriptionEvent',
		root: 'MeetMeConference',
		document: (meeting) => ({
			conferenceInfo: info(meeting),
			conferenceParticipants: { conferenceParticipant: meeting.participants.map(guest) },
		}),
		some: (participants) => ({
			conferenceParticipants: { conferenceParticipant: participants.map(guest) },
		}),
	},
	collaborate: {
		package: 'Collaborate Room',
		records: 'services/collaborate/room',
		endsWith: 'endSessionOnOwnerExit',
		thing: 'room',
		events: {
			started: 'CollaborateRoomStartedEvent',
			stopped: 'CollaborateRoomStoppedEvent',
			joined: 'CollaborateRoomParticipantJoinedEvent',
			left: 'CollaborateRoomParticipantLeftEvent',
			muted: 'CollaborateRoomParticipantMutedEvent',
			unmuted: 'CollaborateRoomParticipantUnmutedEvent',
			locked: 'CollaborateRoomLockedEvent',
			unlocked: 'CollaborateRoomUnlockedEvent',
		},
		initial: 'CollaborateRoomSubscriptionEvent',
		root: 'CollaborateRoom',
		document: (meeting) => ({
			roomSessionInfo: {
				roomId: meeting.id,
				locked: flag(meeting.locked),
				clientSessionInfo: meeting.clientSessionInfo,
			},
			roomParticipants: { roomParticipant: meeting.participants.map(roomGuest) },
		}),
		some: (participants) => ({
			collaborateRoomParticipants: { roomParticipant: participants.map(roomGuest) },
		}),
	},
};

/** The kind whose events a package tells; undefined for every other package. */
export const meetingKindOf = (name: string): MeetingKind | undefined =>
	Object.values(MEETINGS).find((kind) => kind.package === name);
