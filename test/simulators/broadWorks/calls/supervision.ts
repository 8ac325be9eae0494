import { badRequest, conflict, notFound } from '../http/errors';
import { internalParty, resolve } from '../people/dialPlan';
import type { CallState, ConferenceType, UserState } from '../state';
import type { XsiWorld } from '../world';
import { publishCall } from './callEvents';
import { publishConference } from './conference';
import { newHalf, newLink } from './half';
import { withHook } from './hook';
import { release } from './lifecycle';

/** What the watched user is told. */
const TOLD: Record<ConferenceType, 'CallMonitoredEvent' | 'CallBargedInEvent'> = {
	'Barge-In': 'CallBargedInEvent',
	'Silently Monitored': 'CallMonitoredEvent',
	'Supervisor Coached': 'CallMonitoredEvent',
};

/** The user behind an address, who is another than `user`. @throws XsiError 400, 404 */
export function otherUser(world: XsiWorld, user: UserState, address: string): UserState {
	const target = resolve(world.state, address).user;
	if (!target) throw notFound('There is nobody with this address.');
	if (target === user) throw badRequest('The address is that of the user itself.');
	return target;
}

/**
 * Listens to, coaches in or joins the call of another user: a conference of the supervisor with both parties
 * (docs/protocols/broadworks.md#call-control). @throws XsiError 400, 404, 409
 */
export function superviseCall(
	world: XsiWorld,
	user: UserState,
	address: string,
	type: ConferenceType,
): CallState {
	const target = otherUser(world, user, address);
	const watched = world.callsOf(target.userId).find((call) => call.state === 'Active');
	if (!watched) throw notFound('There is no active call to join.');
	if (user.conference) throw conflict('The user has a conference already.');
	const { extTrackingId, networkCallId } = watched;
	const call = newHalf(world, user, 'Originator', internalParty(target), {
		extTrackingId,
		networkCallId,
	});
	enter(world, call, watched, type);
	return call;
}

/** The supervisor's half comes into the watched call, with another half for its other party. */
function enter(world: XsiWorld, call: CallState, watched: CallState, type: ConferenceType): void {
	const user = world.user(call.userId);
	const { extTrackingId, networkCallId } = watched;
	publishCall(world, TOLD[type], watched);
	withHook(world, user.userId, () => {
		const link = { extTrackingId, networkCallId };
		const party = newHalf(world, user, 'Originator', watched.remote, link);
		for (const half of [call, party]) {
			Object.assign(half, { state: 'Active', answerTime: world.now(), inConference: true });
			half.monitors = watched.callId;
			half.monitorsNext = undefined;
			publishCall(world, 'CallOriginatedEvent', half);
		}
		user.conference = {
			state: 'Active',
			type,
			muted: type === 'Silently Monitored' || undefined,
			participants: [{ callId: call.callId }, { callId: party.callId }],
		};
		publishConference(world, user, 'ConferenceStartedEvent');
	});
}

/** Waits for the next call of an agent or a queue to listen to it. @throws XsiError 400, 404 */
export function superviseNext(world: XsiWorld, user: UserState, address: string): CallState {
	const target = otherUser(world, user, address);
	if (target.kind !== 'callCenter' && !target.agent) throw notFound('The user is no agent.');
	return withHook(world, user.userId, () => {
		const call = newHalf(world, user, 'Originator', internalParty(target), newLink(world));
		call.monitorsNext = target.userId;
		publishCall(world, 'CallOriginatedEvent', call);
		return call;
	});
}

/** A call has been answered: who waits for it listens. */
export function listenTo(world: XsiWorld, answered: CallState): void {
	const watched = [answered.userId, answered.acd?.queueId];
	for (const call of [...world.state.calls.values()]) {
		const waits = call.monitorsNext !== undefined && watched.includes(call.monitorsNext);
		if (waits && !world.user(call.userId).conference) {
			enter(world, call, answered, 'Silently Monitored');
		}
	}
}

/** A call that ends is not listened to any more. */
export function endMonitoring(world: XsiWorld, ended: CallState): void {
	for (const call of [...world.state.calls.values()]) {
		if (call.monitors === ended.callId) release(world, call, 'remoteRelease');
	}
}
