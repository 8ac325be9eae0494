import { internalParty, isOutsideNumber, outsideParty, resolve } from '../people/dialPlan';
import { isActive, serviceText } from '../people/services';
import { enqueue } from '../queues/calls';
import type { CallState, PartyState, RedirectState, UserState } from '../state';
import type { XsiWorld } from '../world';
import { publishCall } from './callEvents';
import { ringMembers } from './findMe';
import { newHalf, newLink, peerOf, type CallLink } from './half';
import { BUSY, release, removeHalf } from './lifecycle';

/** ms one ring takes. */
const RING = 6000;
/** Forwardings after which a call is given up as busy. */
const MOST_REDIRECTIONS = 5;

/** What a ringing call brings along besides the caller. */
export interface RingOptions {
	redirections?: CallState['redirections'];
	/** Offered from a queue: forwarding and Do Not Disturb do not apply. */
	acd?: CallState['acd'];
}

/** A call from outside to a user. */
export function callFromOutside(
	world: XsiWorld,
	user: UserState,
	number: string,
	name: string | undefined,
): CallState {
	return ring(world, user, outsideParty(number, name), newLink(world));
}

/**
 * A call arrives at a user: Advanced Call hears of it at once; then the terminating services
 * decide; only when the phone rings do Standard and Basic Call hear of it.
 */
export function ring(
	world: XsiWorld,
	user: UserState,
	caller: PartyState,
	link: CallLink,
	options: RingOptions = {},
): CallState {
	// Only calls from outside are modelled there (`arrive`).
	if (user.kind === 'routePoint') {
		const call = newHalf(world, user, 'Terminator', caller, link);
		release(world, call, 'localRelease', BUSY);
		return call;
	}
	if (user.kind === 'findMe') return ringMembers(world, user, caller, link)[0];
	const busy = world.callsOf(user.userId).length > 0 && !isActive(user, 'CallWaiting');
	const call = newHalf(world, user, 'Terminator', caller, link);
	call.redirections = options.redirections ?? [];
	call.acd = options.acd;
	const peer = peerOf(world, call);
	if (peer) peer.peerId = call.callId;
	const diversion = options.acd ? undefined : terminatingService(user, busy);
	if (!diversion) {
		call.offered = true;
		publishCall(world, 'CallReceivedEvent', call);
		armNoAnswer(world, call);
		return call;
	}
	publishCall(world, 'CallReceivedEvent', call);
	const tooMany = call.redirections.length >= MOST_REDIRECTIONS;
	if (diversion.to === undefined || tooMany) release(world, call, 'localRelease', BUSY);
	else forward(world, call, diversion.to, diversion.reason);
	return call;
}

/** Where the user's services send the call instead of the phone; without `to` it is rejected. */
function terminatingService(
	user: UserState,
	busy: boolean,
): { to?: string; reason: string } | undefined {
	const number = (path: string) =>
		isActive(user, path) ? serviceText(user, path, 'forwardToPhoneNumber') : undefined;
	const always = number('CallForwardingAlways');
	if (always !== undefined) return { to: always, reason: 'unconditional' };
	if (isActive(user, 'DoNotDisturb')) {
		return { to: number('CallForwardingBusy'), reason: 'do-not-disturb' };
	}
	return busy ? { to: number('CallForwardingBusy'), reason: 'user-busy' } : undefined;
}

/** Starts the no-answer timer, when the service is on. */
export function armNoAnswer(world: XsiWorld, call: CallState): void {
	const user = world.user(call.userId);
	const to = serviceText(user, 'CallForwardingNoAnswer', 'forwardToPhoneNumber');
	if (call.acd || to === undefined || !isActive(user, 'CallForwardingNoAnswer')) return;
	const rings = Number(serviceText(user, 'CallForwardingNoAnswer', 'numberOfRings') ?? 3);
	world.timers.set(`ringing ${call.callId}`, rings * RING, () => {
		if (call.state === 'Alerting') forward(world, call, to, 'no-answer');
	});
}

/** A redirect to an address, as events show it. */
export function redirectTo(world: XsiWorld, address: string, reason: string): RedirectState {
	const { user, number } = resolve(world.state, address);
	const shown = user ? { address: `tel:${user.number}`, countryCode: '1' } : outsideParty(number);
	return { address: shown.address, countryCode: shown.countryCode, reason, time: world.now() };
}

/** Sends a ringing call elsewhere: this half is detached and released, a new one rings there. */
export function forward(world: XsiWorld, call: CallState, to: string, reason: string): void {
	const user = world.user(call.userId);
	call.redirect = redirectTo(world, to, reason);
	call.state = 'Detached';
	call.detachedTime = world.now();
	publishCall(world, 'CallForwardedEvent', call);
	const peer = peerOf(world, call);
	removeHalf(world, call, 'localRelease');
	const redirections = [{ party: internalParty(user), reason }, ...call.redirections];
	moveCaller(world, call, peer, to, redirections);
}

/**
 * Connects the caller of a call half that has left to another address. The caller's own half, if
 * there is one, follows by itself. `number` has been checked by the caller of this function.
 */
export function moveCaller(
	world: XsiWorld,
	call: CallState,
	peer: CallState | undefined,
	number: string,
	redirections: CallState['redirections'],
): void {
	const destination = resolve(world.state, number);
	const { extTrackingId, networkCallId } = peer ?? call;
	const link: CallLink = { extTrackingId, networkCallId, peerId: peer?.callId };
	const { user } = destination;
	if (peer) peer.peerId = undefined;
	if (user?.kind === 'callCenter') enqueue(world, user, call.remote, link);
	else if (user) ring(world, user, call.remote, link, { redirections });
	else if (peer && !isOutsideNumber(destination.number))
		release(world, peer, 'remoteRelease', BUSY);
	else if (peer?.state === 'Alerting') {
		peer.remote = outsideParty(destination.number);
		publishCall(world, 'CallUpdatedEvent', peer);
	}
}
