import { internalParty } from '../people/dialPlan';
import { conflict } from '../http/errors';
import type { CallState, PartyState, UserState } from '../state';
import type { XsiWorld } from '../world';
import { publishCall } from './callEvents';
import { newHalf, peerOf, type CallLink } from './half';
import { removeHalf } from './lifecycle';

/** The find me group of the demo: a number without a telephone of its own, at which others ring. */
export const FIND_ME = {
	userId: 'findme@example.net',
	members: ['bob@example.net', 'carol@example.net'],
};

/** Rings at all members of a find me group but one. The first to answer takes the call. */
export function ringMembers(
	world: XsiWorld,
	group: UserState,
	caller: PartyState,
	link: CallLink,
	except?: string,
): CallState[] {
	const members = FIND_ME.members.filter((userId) => userId !== except);
	return members.map((userId) => {
		const call = newHalf(world, world.user(userId), 'Terminator', caller, link);
		call.offered = true;
		call.findMeUserId = group.userId;
		publishCall(world, 'CallReceivedEvent', call);
		return call;
	});
}

/** A member has answered: the others stop ringing. */
export function stopOthers(world: XsiWorld, answered: CallState): void {
	if (answered.findMeUserId === undefined) return;
	const peer = peerOf(world, answered);
	if (peer) peer.peerId = answered.callId;
	for (const call of [...world.state.calls.values()]) {
		const rings = call.state === 'Alerting' && call.findMeUserId === answered.findMeUserId;
		if (rings && call.extTrackingId === answered.extTrackingId) {
			call.peerId = undefined;
			removeHalf(world, call, 'remoteRelease');
		}
	}
}

/** Gives a call back to the group it came from, where all others ring again. @throws XsiError 409 */
export function pushToFindMe(world: XsiWorld, call: CallState): void {
	const { findMeUserId, extTrackingId, networkCallId, remote, userId } = call;
	if (findMeUserId === undefined) throw conflict('The call did not come from a find me group.');
	const group = world.user(findMeUserId);
	const peer = peerOf(world, call);
	if (peer) peer.remote = internalParty(group);
	call.peerId = undefined;
	removeHalf(world, call, 'localRelease');
	ringMembers(world, group, remote, { extTrackingId, networkCallId, peerId: peer?.callId }, userId);
}
