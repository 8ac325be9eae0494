import { conflict } from '../http/errors';
import { logCall } from '../people/callLog';
import { agentAnswered, agentCallEnded, callerAbandoned } from '../queues/calls';
import type { CallState, UserState } from '../state';
import type { XsiWorld } from '../world';
import { publishCall } from './callEvents';
import { leaveConference } from './conference';
import { stopOthers } from './findMe';
import { peerOf, requireState } from './half';
import { withHook } from './hook';
import { connectOut } from './outgoing';
import { startRecording } from './recording';
import { endMonitoring, listenTo } from './supervision';
import { bringIn } from './escalation';
import { joinAnswered, leaveMeeting } from '../meetings/dialOut';

export interface ReleaseReason {
	/** An InternalReleaseCause. */
	cause: string;
	sipStatus?: string;
	q850?: string;
}

/** Reasons a call fails for, with the SIP status each stands for. */
export const BUSY: ReleaseReason = { cause: 'Busy', sipStatus: '486' };
export const UNAVAILABLE: ReleaseReason = { cause: 'Temporarily Unavailable', sipStatus: '480' };
export const NOT_FOUND: ReleaseReason = { cause: 'User Not Found', sipStatus: '404' };

/** Puts every other active call of the user on hold: a phone talks on one call at a time. */
export function holdOthers(world: XsiWorld, user: UserState, except: CallState): void {
	for (const other of world.callsOf(user.userId)) {
		if (other !== except && other.state === 'Active' && !other.inConference) hold(world, other);
	}
}

/** Answers a ringing call, picks up a click-to-dial call, retrieves a held one (action Talk). */
export function talk(world: XsiWorld, call: CallState): void {
	if (call.state === 'Active') return;
	if (call.state === 'Held') retrieve(world, call);
	else if (call.state === 'Alerting' && call.personality === 'Terminator') answer(world, call);
	else if (call.state === 'Alerting' && call.personality === 'Click-to-Dial') pickUp(world, call);
	else throw conflict('The call cannot be answered or retrieved now.');
}

/** Answers an incoming call. */
export function answer(world: XsiWorld, call: CallState): void {
	requireState(call, 'Alerting');
	const user = world.user(call.userId);
	world.timers.cancel(`ringing ${call.callId}`);
	withHook(world, user.userId, () => {
		holdOthers(world, user, call);
		connected(world, call);
	});
	stopOthers(world, call);
	const peer = peerOf(world, call);
	if (peer) connected(world, peer);
	agentAnswered(world, call);
	listenTo(world, call);
	startAutomaticRecording(world, call);
}

/** The other side of a call this user placed has answered. */
export function connected(world: XsiWorld, call: CallState): void {
	world.timers.cancel(`ringing ${call.callId}`);
	call.state = 'Active';
	call.answerTime ??= world.now();
	publishCall(world, 'CallAnsweredEvent', call);
	bringIn(world, call);
	joinAnswered(world, call);
}

/** The user of a click-to-dial call lifts the handset: only now the callee is called. */
export function pickUp(world: XsiWorld, call: CallState): void {
	requireState(call, 'Alerting');
	if (call.personality !== 'Click-to-Dial') throw conflict('The call is not a click-to-dial call.');
	world.timers.cancel(`ringing ${call.callId}`);
	const user = world.user(call.userId);
	withHook(world, user.userId, () => {
		holdOthers(world, user, call);
		call.personality = 'Originator';
	});
	connectOut(world, call);
}

/** Puts a call on hold; the other half becomes Remote Held. */
export function hold(world: XsiWorld, call: CallState): void {
	requireState(call, 'Active', 'Remote Held');
	call.state = 'Held';
	call.heldTime = world.now();
	publishCall(world, 'CallHeldEvent', call);
	const peer = peerOf(world, call);
	if (peer?.state === 'Active') remoteHold(world, peer);
}

/** Takes a call back from hold. */
export function retrieve(world: XsiWorld, call: CallState): void {
	requireState(call, 'Held');
	holdOthers(world, world.user(call.userId), call);
	const peer = peerOf(world, call);
	call.totalHeldTime = (call.totalHeldTime ?? 0) + world.now() - (call.heldTime ?? world.now());
	call.heldTime = undefined;
	call.state = peer?.state === 'Held' ? 'Remote Held' : 'Active';
	publishCall(world, 'CallRetrievedEvent', call);
	if (peer?.state === 'Remote Held') remoteRetrieve(world, peer);
}

/** The other party has put this call on hold. */
export function remoteHold(world: XsiWorld, call: CallState): void {
	requireState(call, 'Active');
	call.state = 'Remote Held';
	publishCall(world, 'CallUpdatedEvent', call);
}

/** The other party is back. */
export function remoteRetrieve(world: XsiWorld, call: CallState): void {
	requireState(call, 'Remote Held');
	call.state = 'Active';
	publishCall(world, 'CallUpdatedEvent', call);
}

/** Retrieves a call and releases all others of the user. */
export function reconnect(world: XsiWorld, call: CallState): void {
	requireState(call, 'Held', 'Active');
	for (const other of world.callsOf(call.userId)) {
		if (other !== call) release(world, other, 'localRelease');
	}
	if (call.state === 'Held') retrieve(world, call);
}

/**
 * Takes one half out of the system: writes the log, tells CallReleasedEvent. The other half is
 * not touched.
 */
export function removeHalf(
	world: XsiWorld,
	call: CallState,
	party: CallState['releasingParty'],
): void {
	if (!world.state.calls.has(call.callId)) return;
	world.timers.cancel(`ringing ${call.callId}`);
	world.timers.cancel(`recording ${call.callId}`);
	leaveConference(world, call);
	endMonitoring(world, call);
	withHook(world, call.userId, () => {
		call.state = 'Released';
		call.releasingParty = party;
		call.releaseTime = world.now();
		call.recording = undefined;
		world.state.calls.delete(call.callId);
		logCall(world, call);
		publishCall(world, 'CallReleasedEvent', call);
	});
	agentCallEnded(world, call);
	leaveMeeting(world, call);
}

/** Ends a call: this half first, then the other one as released by the remote side. */
export function release(
	world: XsiWorld,
	call: CallState,
	party: 'localRelease' | 'remoteRelease',
	reason?: ReleaseReason,
): void {
	const peer = peerOf(world, call);
	if (reason && call.personality !== 'Terminator') releasing(world, call, reason);
	else if (reason) call.releaseCause = reason;
	removeHalf(world, call, party);
	if (call.waitsIn) callerAbandoned(world, call.waitsIn.queueId, call.waitsIn.entryId);
	if (!peer || !world.state.calls.has(peer.callId)) return;
	if (reason && peer.state === 'Alerting') releasing(world, peer, reason);
	removeHalf(world, peer, party === 'localRelease' ? 'remoteRelease' : 'localRelease');
}

/** A call that fails is told as releasing, with the cause, before it is released. */
function releasing(world: XsiWorld, call: CallState, reason: ReleaseReason): void {
	call.releaseCause = reason;
	publishCall(world, 'CallReleasingEvent', call);
}

function startAutomaticRecording(world: XsiWorld, call: CallState): void {
	const mode = world.user(call.userId).services.CallRecording?.recordingMode;
	if (mode === 'always' || mode === 'always-pause-resume') startRecording(world, call);
}
