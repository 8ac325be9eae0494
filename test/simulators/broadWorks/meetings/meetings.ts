import { conflict, notFound } from '../http/errors';
import { recordsOf } from '../people/records';
import type { MeetingParticipant, MeetingState, PartyState, UserState } from '../state';
import type { XsiWorld } from '../world';
import type { XmlFields } from '../xml/xml';
import { MEETINGS, type MeetingEvent } from './kinds';

export const BRIDGE = 'bridge@example.net';

/** Where people meet: a conference of a bridge, or a room of a user. */
export interface MeetingPlace {
	kind: MeetingState['kind'];
	/** The virtual user of the bridge, or the user whose room it is. */
	ownerId: string;
	/** Id of the conference or room. */
	id: string;
}

const keyOf = ({ ownerId, id }: MeetingPlace) => `${ownerId}/${id}`;

/** Whose conference or room it is. @throws XsiError 404 where there is none */
export function holderOf(world: XsiWorld, { kind, ownerId, id }: MeetingPlace): UserState {
	const { records, thing } = MEETINGS[kind];
	const holders = [...world.state.users.values()].filter(
		(user) => user.records?.[records]?.[id] !== undefined,
	);
	const found = holders.find(({ userId }) => kind === 'meetMe' || userId === ownerId);
	if (found && (kind === 'collaborate' || ownerId === BRIDGE)) return found;
	throw notFound(`The ${thing} does not exist.`);
}

/** The room of this id, whoever has it. @throws XsiError 404 */
export function roomOf(world: XsiWorld, id: string): MeetingPlace {
	for (const { userId, records } of world.state.users.values()) {
		if (records?.[MEETINGS.collaborate.records]?.[id]) {
			return { kind: 'collaborate', ownerId: userId, id };
		}
	}
	throw notFound('The room does not exist.');
}

/** What goes on at a place; undefined while nobody is there. */
export const meetingAt = (world: XsiWorld, place: MeetingPlace): MeetingState | undefined =>
	world.state.meetings.get(keyOf(place));

/** @throws XsiError 404 where nobody is */
export function startedAt(world: XsiWorld, place: MeetingPlace): MeetingState {
	holderOf(world, place);
	const meeting = meetingAt(world, place);
	if (meeting) return meeting;
	throw notFound(`The ${MEETINGS[place.kind].thing} has not started.`);
}

function tell(
	world: XsiWorld,
	meeting: MeetingState,
	event: MeetingEvent,
	data: XmlFields = {},
): void {
	const type = MEETINGS[meeting.kind].events[event];
	const subject = world.user(meeting.ownerId);
	if (type !== undefined) world.publish({ subject, type, data, subId: meeting.id });
	world.signals.emit('change');
}

/** How somebody comes in. */
export interface Entrance {
	/** Call of whoever dialled in, or was called. */
	callId?: string;
	moderator?: boolean;
	uniqueIdentifier?: string;
	/** Was called by the meeting, so that a lock does not keep them out. */
	called?: boolean;
}

/** Somebody comes in, and the first one starts it. @throws XsiError 404, 409 when it is locked */
export function join(
	world: XsiWorld,
	place: MeetingPlace,
	party: PartyState,
	{ callId, moderator, uniqueIdentifier, called }: Entrance = {},
): MeetingParticipant {
	const holder = holderOf(world, place);
	const before = meetingAt(world, place);
	if (before?.locked && !called) throw conflict('It is locked.');
	const meeting: MeetingState = before ?? { ...place, participants: [], recording: 'Not Started' };
	const settings = recordsOf(holder, MEETINGS[place.kind].records)[place.id] ?? {};
	const quiet = !moderator && String(settings.muteAllAttendeesOnEntry) === 'true';
	const participant: MeetingParticipant = {
		callId: callId ?? `callhalf-${world.nextNumber()}:0`,
		party,
		moderator,
		muted: quiet || (meeting.lecture && !moderator) || undefined,
		uniqueIdentifier,
	};
	meeting.participants.push(participant);
	if (!before) {
		world.state.meetings.set(keyOf(place), meeting);
		tell(world, meeting, 'started');
	}
	tell(world, meeting, 'joined', MEETINGS[meeting.kind].some([participant]));
	return participant;
}

/** @throws XsiError 404 */
function participantOf(meeting: MeetingState, callId: string): MeetingParticipant {
	const found = meeting.participants.find((one) => one.callId === callId);
	if (found) return found;
	throw notFound('The specified call was not found.');
}

/** Whether it ends when nobody is left who leads it. */
function endsWithModerator(world: XsiWorld, meeting: MeetingState): boolean {
	const { records, endsWith } = MEETINGS[meeting.kind];
	const settings = recordsOf(holderOf(world, meeting), records)[meeting.id] ?? {};
	return String(settings[endsWith]) === 'true';
}

/** Somebody goes; with the last one it ends, which is told in place of the going. @throws XsiError 404 */
export function leave(world: XsiWorld, meeting: MeetingState, callId: string): void {
	const gone = participantOf(meeting, callId);
	meeting.participants = meeting.participants.filter((one) => one !== gone);
	const isLed = meeting.participants.some(({ moderator }) => moderator);
	const endsBy = gone.moderator && !isLed && endsWithModerator(world, meeting);
	if (meeting.participants.length === 0 || endsBy) end(world, meeting);
	else tell(world, meeting, 'left', { callIds: { callId: [callId] } });
}

/** All go. */
export function end(world: XsiWorld, meeting: MeetingState): void {
	world.state.meetings.delete(keyOf(meeting));
	tell(world, meeting, 'stopped');
}

/** Mutes or holds one, or ends that; a repetition changes nothing. @throws XsiError 404 */
export function setFlag(
	world: XsiWorld,
	meeting: MeetingState,
	callId: string,
	[name, set]: ['muted' | 'held', boolean],
): void {
	const participant = participantOf(meeting, callId);
	if ((participant[name] ?? false) === set) return;
	participant[name] = set || undefined;
	const ended = name === 'muted' ? 'unmuted' : 'retrieved';
	tell(world, meeting, set ? name : ended, MEETINGS[meeting.kind].some([participant]));
}

export function setLock(world: XsiWorld, meeting: MeetingState, locked: boolean): void {
	if ((meeting.locked ?? false) === locked) return;
	meeting.locked = locked || undefined;
	tell(world, meeting, locked ? 'locked' : 'unlocked');
}

/** Only moderators talk from then on, or everybody again. */
export function setLecture(world: XsiWorld, meeting: MeetingState, lecture: boolean): void {
	if ((meeting.lecture ?? false) === lecture) return;
	meeting.lecture = lecture || undefined;
	for (const one of meeting.participants) {
		if (!one.moderator) one.muted = lecture || undefined;
	}
	tell(world, meeting, lecture ? 'lectureStarted' : 'lectureStopped');
}

type Recording = MeetingState['recording'];

/** What may be done with a recording, in which states, and what comes of it. */
const RECORDINGS = {
	startrecording: { from: ['Not Started', 'End'], to: 'Recording', event: 'recordingStarted' },
	pauserecording: { from: ['Recording'], to: 'Pause', event: 'recordingPaused' },
	resumerecording: { from: ['Pause'], to: 'Recording', event: 'recordingResumed' },
	stoprecording: { from: ['Recording', 'Pause'], to: 'End', event: 'recordingStopped' },
} as const satisfies Record<
	string,
	{ from: readonly Recording[]; to: Recording; event: MeetingEvent }
>;

export type RecordingVerb = keyof typeof RECORDINGS;

export const RECORDING_VERBS = Object.keys(RECORDINGS) as RecordingVerb[];

/** @throws XsiError 409 where the recording is not so far */
export function record(world: XsiWorld, meeting: MeetingState, verb: RecordingVerb): void {
	const { from, to, event } = RECORDINGS[verb];
	if (!(from as readonly Recording[]).includes(meeting.recording)) {
		throw conflict(`The recording is ${meeting.recording}, which does not allow this.`);
	}
	meeting.recording = to;
	tell(world, meeting, event, event === 'recordingStopped' ? { reason: 'Normal' } : {});
}

export function setSessionInfo(world: XsiWorld, meeting: MeetingState, text: string): void {
	meeting.clientSessionInfo = text;
	const { conferenceInfo } = MEETINGS[meeting.kind].document(meeting);
	tell(world, meeting, 'sessionInfo', { conferenceInfo });
}
