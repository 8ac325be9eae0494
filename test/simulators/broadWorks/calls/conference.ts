import { badRequest, conflict, notFound } from '../http/errors';
import type { CallState, ConferenceType, UserState } from '../state';
import type { XsiWorld } from '../world';
import { findCall } from './half';
import { release } from './lifecycle';
import { conferenceDocument } from './conferenceDocument';

/** Tells the user's conference as it is now. */
export function publishConference(world: XsiWorld, user: UserState, type: string): void {
	if (!user.conference) return;
	const state = type === 'ConferenceReleasedEvent' ? 'Released' : user.conference.state;
	const conference = conferenceDocument({ ...user.conference, state });
	world.publish({ subject: user, type, data: { conference } });
}

/** The user's conference. @throws XsiError 404 */
export function conferenceOf(user: UserState) {
	if (!user.conference) throw notFound('The user has no conference.');
	return user.conference;
}

function join(world: XsiWorld, user: UserState, callId: string): CallState {
	const call = findCall(world, user, callId);
	if (call.state === 'Alerting') throw conflict('A ringing call cannot join a conference.');
	return call;
}

/** Joins at least two own calls. @throws XsiError 400, 404, 409 */
export function startConference(world: XsiWorld, user: UserState, callIds: string[]): void {
	if (user.conference) throw conflict('The user has a conference already.');
	if (new Set(callIds).size < 2) throw badRequest('A conference needs at least two calls.');
	const calls = callIds.map((callId) => join(world, user, callId));
	user.conference = { state: 'Active', participants: callIds.map((callId) => ({ callId })) };
	for (const call of calls) enter(call);
	publishConference(world, user, 'ConferenceStartedEvent');
}

function enter(call: CallState): void {
	call.inConference = true;
	call.state = 'Active';
	call.heldTime = undefined;
}

/** Adds one more call. */
export function addToConference(world: XsiWorld, user: UserState, callId: string): void {
	const conference = conferenceOf(user);
	const call = join(world, user, callId);
	if (conference.participants.some((item) => item.callId === callId)) return;
	conference.participants.push({ callId });
	enter(call);
	publishConference(world, user, 'ConferenceUpdatedEvent');
}

export type ConferenceVerb = 'Hold' | 'Talk' | 'Mute' | 'Unmute';

/** Holds, retrieves, mutes or unmutes the whole conference; repeating a verb changes nothing. */
export function controlConference(world: XsiWorld, user: UserState, verb: ConferenceVerb): void {
	const conference = conferenceOf(user);
	if (verb === 'Hold' || verb === 'Talk') {
		const state = verb === 'Hold' ? 'Held' : 'Active';
		if (conference.state === state) return;
		conference.state = state;
		const type = verb === 'Hold' ? 'ConferenceHeldEvent' : 'ConferenceRetrievedEvent';
		publishConference(world, user, type);
		return;
	}
	const muted = verb === 'Mute';
	if ((conference.muted ?? false) === muted) return;
	conference.muted = muted;
	publishConference(world, user, muted ? 'ConferenceMutedEvent' : 'ConferenceUnmutedEvent');
}

export type ParticipantVerb = 'Mute' | 'UnMute' | 'Deaf' | 'UnDeaf';

/** Mutes or deafens one participant. */
export function controlParticipant(
	world: XsiWorld,
	user: UserState,
	callId: string,
	verb: ParticipantVerb,
): void {
	const participant = conferenceOf(user).participants.find((item) => item.callId === callId);
	if (!participant) throw notFound('The call is not in the conference.');
	if (verb === 'Mute' || verb === 'UnMute') participant.muted = verb === 'Mute';
	else participant.deaf = verb === 'Deaf';
	publishConference(world, user, 'ConferenceUpdatedEvent');
}

/** Ends the conference; its calls go on, one active, the others on hold. */
export function endConference(world: XsiWorld, user: UserState): void {
	const conference = conferenceOf(user);
	const calls = conference.participants.map((item) => world.state.calls.get(item.callId));
	publishConference(world, user, 'ConferenceReleasedEvent');
	user.conference = undefined;
	calls.forEach((call, index) => {
		if (!call) return;
		call.inConference = undefined;
		if (index > 0 && call.state === 'Active') {
			call.state = 'Held';
			call.heldTime = world.now();
		}
	});
}

/** A call that ends leaves its conference, which ends when one participant is left. */
export function leaveConference(world: XsiWorld, call: CallState): void {
	const user = world.user(call.userId);
	if (!call.inConference || !user.conference) return;
	call.inConference = undefined;
	const { participants, type } = user.conference;
	const others = participants.filter((item) => item.callId !== call.callId);
	user.conference.participants = others;
	if (others.length < 2) endConference(world, user);
	else publishConference(world, user, 'ConferenceUpdatedEvent');
	// Of a call that is listened to, a supervisor keeps neither side.
	if (type === undefined) return;
	for (const { callId } of others) {
		const other = world.state.calls.get(callId);
		if (other) release(world, other, 'localRelease');
	}
}

/** A supervisor who is in the call of an agent is heard by nobody, by the agent only, or by all. @throws XsiError 409 */
export function changeSupervision(world: XsiWorld, user: UserState, type: ConferenceType): void {
	const conference = conferenceOf(user);
	if (conference.type === undefined) throw conflict('The conference is no monitored call.');
	if (conference.type === type) return;
	conference.type = type;
	conference.muted = type === 'Silently Monitored' || undefined;
	publishConference(world, user, 'ConferenceUpdatedEvent');
}
