import { conflict, notFound } from '../http/errors';
import { serviceDocument } from '../people/services';
import { partyDocument } from '../xml/documents';
import { resolve } from '../people/dialPlan';
import type { CallState, UserState } from '../state';
import type { XsiWorld } from '../world';
import { publishCall } from './callEvents';
import { newHalf, peerOf, requireState } from './half';
import { withHook } from './hook';
import { connected, holdOthers, removeHalf } from './lifecycle';

function publishParked(world: XsiWorld, user: UserState): void {
	const parkedParty = user.parked && partyDocument(user.parked.remote);
	world.publish({ subject: user, type: 'CallParkedAgainstEvent', data: { parkedParty } });
}

/** Parks a call against a user; returns that user. @throws XsiError 404, 409 */
export function park(world: XsiWorld, call: CallState, address: string | undefined): UserState {
	requireState(call, 'Active', 'Held', 'Remote Held');
	const owner = world.user(call.userId);
	const target = address === undefined ? owner : resolve(world.state, address).user;
	if (!target || target.kind !== 'user')
		throw notFound('There is nobody to park the call against.');
	if (target.parked) throw conflict('A call is parked there already.');
	const peer = peerOf(world, call);
	target.parked = { ...call };
	if (peer) peer.peerId = undefined;
	removeHalf(world, call, 'localRelease');
	publishParked(world, target);
	return target;
}

/** Parks a call at the first free place of the user's group. @throws XsiError 404, 409 */
export function parkInGroup(world: XsiWorld, call: CallState): UserState {
	const { groupId } = world.user(call.userId);
	const free = [...world.state.users.values()].find(
		(user) =>
			user.kind === 'user' &&
			user.groupId === groupId &&
			user.userId !== call.userId &&
			!user.parked,
	);
	if (!free) throw conflict('No place of the group is free.');
	return park(world, call, free.userId);
}

/** Moves the talk of a user to another of the user's telephones: a new half for it. @throws XsiError 404 */
export function pullCall(world: XsiWorld, user: UserState): CallState {
	serviceDocument(user, 'BroadWorksAnywhere');
	const call = world
		.callsOf(user.userId)
		.find((item) => item.state === 'Active' || item.state === 'Held');
	if (!call) throw notFound('The user has no call to retrieve.');
	const peer = peerOf(world, call);
	if (peer) peer.peerId = undefined;
	const from = { ...call };
	removeHalf(world, call, 'localRelease');
	return takeOver(world, user, from, 'CallAnsweredEvent');
}

/** Takes a parked call back, from the user's own place or from another's. @throws XsiError 404 */
export function retrieveParked(
	world: XsiWorld,
	user: UserState,
	address: string | undefined,
): CallState {
	const holder = address === undefined ? user : resolve(world.state, address).user;
	const parked = holder?.parked;
	if (!holder || !parked) throw notFound('No call is parked there.');
	holder.parked = undefined;
	const call = takeOver(world, user, parked, 'CallParkRetrievedEvent');
	publishParked(world, holder);
	return call;
}

/** Answers a call that rings at somebody else's phone. @throws XsiError 404 */
export function pickUpForeign(
	world: XsiWorld,
	user: UserState,
	address: string | undefined,
): CallState {
	const target = address === undefined ? undefined : resolve(world.state, address).user;
	const ringing = [...world.state.calls.values()].find(
		(call) =>
			call.state === 'Alerting' &&
			call.personality === 'Terminator' &&
			call.userId !== user.userId &&
			(address === undefined
				? world.user(call.userId).groupId === user.groupId
				: call.userId === target?.userId),
	);
	if (!ringing) throw notFound('No call rings there.');
	const peer = peerOf(world, ringing);
	removeHalf(world, ringing, 'localRelease');
	const call = takeOver(world, user, ringing, 'CallPickedUpEvent');
	if (peer) connected(world, peer);
	return call;
}

/** A new half for the user, talking to the other party of a half that is gone. */
function takeOver(world: XsiWorld, user: UserState, from: CallState, type: string): CallState {
	return withHook(world, user.userId, () => {
		const { extTrackingId, networkCallId, peerId } = from;
		const link = { extTrackingId, networkCallId, peerId };
		const call = newHalf(world, user, 'Terminator', from.remote, link);
		call.offered = true;
		call.state = 'Active';
		call.answerTime = world.now();
		const peer = peerOf(world, call);
		if (peer) peer.peerId = call.callId;
		else call.peerId = undefined;
		holdOthers(world, user, call);
		publishCall(world, type, call);
		return call;
	});
}
