import { badRequest, conflict, notFound } from '../http/errors';
import { internalParty, isOutsideNumber, outsideParty, resolve } from '../people/dialPlan';
import { depositMessage } from '../people/voicemail';
import { serviceDocument } from '../people/services';
import type { CallState, RedirectState } from '../state';
import type { XsiWorld } from '../world';
import { callOf, publishCall } from './callEvents';
import { withHook } from './hook';
import { newLink, peerOf, requireState } from './half';
import { moveCaller, redirectTo } from './incoming';
import { release, removeHalf } from './lifecycle';
import { connectOut, newOutgoing } from './outgoing';

/** Only calls with another party that is reached can be sent elsewhere. */
function requireTransferable(call: CallState): void {
	if (call.state === 'Alerting' && call.personality !== 'Terminator') {
		throw conflict('A call that was not answered yet cannot be transferred.');
	}
	requireState(call, 'Alerting', 'Active', 'Held', 'Remote Held');
}

/** The transferring user's half goes: detached, redirected (Advanced Call only), released. */
function leave(world: XsiWorld, call: CallState, redirect: RedirectState): void {
	withHook(world, call.userId, () => redirected(world, call, redirect));
}

function redirected(world: XsiWorld, call: CallState, redirect: RedirectState): void {
	call.redirect = redirect;
	call.state = 'Detached';
	call.detachedTime = world.now();
	publishCall(world, 'CallDetachedEvent', call);
	call.releaseTime = world.now();
	call.releasingParty = 'localRelease';
	world.publish({
		subject: world.user(call.userId),
		type: 'CallRedirectedEvent',
		data: { calls: { call: callOf(world, { ...call, state: 'Released' }) } },
	});
	removeHalf(world, call, 'localRelease');
}

/** Sends a call to another address without asking there. @throws XsiError 400, 409 */
export function blindTransfer(world: XsiWorld, call: CallState, address: string): void {
	requireTransferable(call);
	const destination = resolve(world.state, address);
	if (!destination.user && !isOutsideNumber(destination.number)) {
		throw badRequest('The address cannot be reached.');
	}
	const user = world.user(call.userId);
	if (destination.user === user) throw badRequest('A call cannot be transferred to its own user.');
	const reason = call.state === 'Alerting' ? 'deflection' : 'transfer';
	const peer = peerOf(world, call);
	const talking = call.state !== 'Alerting';
	leave(world, call, redirectTo(world, address, reason));
	if (peer && talking) {
		// A transfer gives the call a new tracking id
		// (docs/protocols/broadworks.md#correlation-after-transfers).
		peer.extTrackingId = newLink(world).extTrackingId;
		peer.state = 'Active';
		peer.remote = destination.user
			? internalParty(destination.user)
			: outsideParty(destination.number);
		publishCall(world, 'CallTransferredEvent', peer);
	}
	const redirections = [{ party: internalParty(user), reason }, ...call.redirections];
	moveCaller(world, call, peer, address, redirections);
}

/** Calls another address and transfers the call there as soon as it rings. Gives the new call. @throws XsiError 400, 409 */
export function transferWhenRinging(world: XsiWorld, call: CallState, address: string): CallState {
	requireState(call, 'Active', 'Held', 'Remote Held');
	const { user, number } = resolve(world.state, address);
	if (!user && !isOutsideNumber(number)) throw badRequest('The address cannot be reached.');
	if (user?.userId === call.userId)
		throw badRequest('A call cannot be transferred to its own user.');
	const consulted = newOutgoing(world, world.user(call.userId), 'Originator', address);
	publishCall(world, 'CallOriginatingEvent', consulted);
	connectOut(world, consulted);
	if (!world.state.calls.has(consulted.callId)) throw conflict('The address is busy.');
	consultTransfer(world, call, consulted);
	return consulted;
}

/** Joins the other parties of two calls of one user, who leaves. */
export function consultTransfer(world: XsiWorld, first: CallState, second: CallState): void {
	requireTransferable(first);
	requireState(second, 'Active', 'Held', 'Remote Held', 'Alerting');
	if (first === second) throw badRequest('Two different calls are needed.');
	const sides = [
		{ call: first, peer: peerOf(world, first), other: second },
		{ call: second, peer: peerOf(world, second), other: first },
	];
	const peers = sides.map((side) => side.peer);
	const { extTrackingId } = newLink(world);
	for (const side of sides) {
		leave(world, side.call, {
			address: side.other.remote.address,
			countryCode: side.other.remote.countryCode,
			reason: 'transfer',
			time: world.now(),
		});
	}
	sides.forEach(({ peer, other }, index) => {
		if (!peer) return;
		peer.peerId = peers[1 - index]?.callId;
		peer.remote = other.remote;
		peer.extTrackingId = extTrackingId;
		if (peer.state !== 'Alerting') peer.state = 'Active';
		publishCall(world, 'CallTransferredEvent', peer);
	});
}

/** Sends a call to the voice mailbox of its user or of another one, where the caller speaks. */
export function voicemailTransfer(
	world: XsiWorld,
	call: CallState,
	address: string | undefined,
	duration?: number,
): void {
	requireTransferable(call);
	const owner = world.user(call.userId);
	const mailbox = address === undefined ? owner : resolve(world.state, address).user;
	if (!mailbox) throw notFound('There is no such mailbox.');
	serviceDocument(mailbox, 'VoiceMessaging');
	const peer = peerOf(world, call);
	leave(world, call, redirectTo(world, mailbox.userId, 'voicemail'));
	if (world.settings.leaveMessages || duration !== undefined) {
		depositMessage(world, mailbox, { from: call.remote, duration, urgent: false });
	}
	if (peer) {
		peer.peerId = undefined;
		release(world, peer, 'localRelease');
	}
}
