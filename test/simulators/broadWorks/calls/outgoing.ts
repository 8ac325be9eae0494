import { badRequest } from '../http/errors';
import {
	cleanAddress,
	internalParty,
	isOutsideNumber,
	outsideParty,
	resolve,
} from '../people/dialPlan';
import { enqueue } from '../queues/calls';
import type { CallState, UserState } from '../state';
import type { XsiWorld } from '../world';
import { publishCall } from './callEvents';
import { newHalf, newLink } from './half';
import { setHandset, withHook } from './hook';
import { ring } from './incoming';
import { connected, holdOthers, NOT_FOUND, pickUp, release } from './lifecycle';

/** A call of the user's own making, which has not gone out yet. */
export function newOutgoing(
	world: XsiWorld,
	user: UserState,
	personality: 'Click-to-Dial' | 'Originator',
	address: string,
): CallState {
	const dialled = cleanAddress(address);
	if (dialled === '') throw badRequest('An address is needed.');
	const shown = dialled.includes('@') ? `sip:${dialled}` : `tel:${dialled}`;
	const remote = { address: shown, callType: 'Unknown' as const };
	const call = newHalf(world, user, personality, remote, newLink(world));
	call.dialled = dialled;
	return call;
}

/**
 * Action New: rings the user's own phone first. The callee is called when the user picks up
 * (docs/protocols/broadworks.md#click-to-dial), by itself after `autoPickUp` or by handset.
 */
export function clickToDial(world: XsiWorld, user: UserState, address: string): CallState {
	const call = newOutgoing(world, user, 'Click-to-Dial', address);
	publishCall(world, 'CallOriginatingEvent', call);
	armRinging(world, call);
	return call;
}

/** The user dials on the phone. */
export function dial(world: XsiWorld, user: UserState, address: string): CallState {
	const call = withHook(world, user.userId, () => {
		setHandset(world, user, false);
		const created = newOutgoing(world, user, 'Originator', address);
		holdOthers(world, user, created);
		publishCall(world, 'CallOriginatingEvent', created);
		return created;
	});
	connectOut(world, call);
	return call;
}

/** Calls what was dialled. */
export function connectOut(world: XsiWorld, call: CallState): void {
	const caller = world.user(call.userId);
	const { user, number } = resolve(world.state, call.dialled ?? '');
	if (!user && !isOutsideNumber(number)) {
		release(world, call, 'remoteRelease', NOT_FOUND);
		return;
	}
	call.remote = user ? internalParty(user) : outsideParty(number);
	publishCall(world, 'CallOriginatedEvent', call);
	const { extTrackingId, networkCallId } = call;
	const link = { extTrackingId, networkCallId, peerId: call.callId };
	if (user?.kind === 'callCenter') enqueue(world, user, internalParty(caller), link);
	else if (user) ring(world, user, internalParty(caller), link);
	else armRinging(world, call);
}

/** Starts the timer of a call that waits for a pick-up or for an outside callee. */
export function armRinging(world: XsiWorld, call: CallState): void {
	const { autoPickUp, outsideAnswers } = world.settings;
	const clickToDialCall = call.personality === 'Click-to-Dial';
	const delay = clickToDialCall ? autoPickUp : outsideAnswers;
	if (delay === null) return;
	world.timers.set(`ringing ${call.callId}`, delay, () => {
		if (clickToDialCall) pickUp(world, call);
		else connected(world, call);
	});
}
