import { newHalf, newLink } from '../calls/half';
import { callFromOutside, redirectTo } from '../calls/incoming';
import { publishCall } from '../calls/callEvents';
import { removeHalf } from '../calls/lifecycle';
import { isOutsideNumber, outsideParty, resolve } from '../people/dialPlan';
import { partyDocument, redirectDocument } from '../xml/documents';
import { badRequest, conflict, notFound } from '../http/errors';
import type { PartyState, RoutePointCallState, RoutePointState, UserState } from '../state';
import type { XsiWorld } from '../world';
import type { XmlFields } from '../xml/xml';

export const ROUTE_POINT = 'routepoint@example.net';

function newPointCall(world: XsiWorld, point: RoutePointState, remote: PartyState) {
	const { extTrackingId } = newLink(world);
	const call: RoutePointCallState = {
		callId: `callhalf-${world.nextNumber()}:0`,
		extTrackingId,
		remote,
		addTime: world.now(),
		admitted: false,
		bounced: false,
	};
	point.calls.push(call);
	return call;
}

/** Tells what happened to a call of a route point. */
export function publishPointCall(
	world: XsiWorld,
	point: RoutePointState,
	call: RoutePointCallState,
	type: string,
	more: XmlFields = {},
): void {
	const subject = world.user(point.routePointId);
	const data = { queueEntry: routePointEntry(subject, call), ...more };
	world.publish({ subject, type, data });
}

/** A call from outside arrives: it is offered to whoever controls the route point, who admits or rejects it. */
export function arrive(world: XsiWorld, point: RoutePointState, remote: PartyState) {
	const call = newPointCall(world, point, remote);
	publishUnadmitted(world, point, call, 'RoutePointNewCallEvent', { receiveTime: call.addTime });
	world.signals.emit('change');
	return call;
}

/** Tells of a call that does not wait at the route point: it has no entry there. */
function publishUnadmitted(
	world: XsiWorld,
	point: RoutePointState,
	call: RoutePointCallState,
	type: string,
	more: XmlFields,
): void {
	const subject = world.user(point.routePointId);
	const { callId, extTrackingId, routePointName, routePointNumber, remoteParty } = routePointEntry(
		subject,
		call,
	);
	const named = { callId, extTrackingId, routePointName, routePointNumber, remoteParty };
	world.publish({ subject, type, data: { ...named, ...more } });
}

/** The call waits from now on. */
export function admit(world: XsiWorld, point: RoutePointState, call: RoutePointCallState): void {
	if (call.admitted) throw conflict('The call has been admitted already.');
	call.admitted = true;
	publishPointCall(world, point, call, 'RoutePointCallAddedEvent');
}

/** Turns a call away that does not wait yet. @throws XsiError 409 */
export function reject(world: XsiWorld, point: RoutePointState, call: RoutePointCallState): void {
	if (call.admitted) throw conflict('The call has been admitted already.');
	leavePoint(world, point, call);
	const rejectReason = 'CallRejectRequested';
	publishUnadmitted(world, point, call, 'RoutePointCallRejectedEvent', { rejectReason });
}

/** A call from the route point to a number. @throws XsiError 400 */
export function dialFrom(world: XsiWorld, point: RoutePointState, address: string) {
	const { user, number } = resolve(world.state, address);
	if (user || !isOutsideNumber(number)) throw badRequest('The address cannot be called.');
	const call = newPointCall(world, point, outsideParty(number));
	call.admitted = true;
	call.outgoing = true;
	publishPointCall(world, point, call, 'RoutePointOutgoingCallOriginatedEvent');
	world.signals.emit('change');
	return call;
}

/** @throws XsiError 404 */
export function callAt(point: RoutePointState, callId: string): RoutePointCallState {
	const call = point.calls.find((one) => one.callId === callId);
	if (!call) throw notFound('The specified call was not found.');
	return call;
}

/** A call that waits. @throws XsiError 404, 409 */
export function waitingAt(point: RoutePointState, callId: string): RoutePointCallState {
	const call = callAt(point, callId);
	if (!call.admitted) throw conflict('The call has not been admitted yet.');
	return call;
}

/** Takes a call out, and stops its ringing at an agent. */
export function leavePoint(
	world: XsiWorld,
	point: RoutePointState,
	call: RoutePointCallState,
): void {
	stopRinging(world, call);
	point.calls = point.calls.filter((one) => one !== call);
	world.signals.emit('change');
}

function stopRinging(world: XsiWorld, call: RoutePointCallState): void {
	const half = world.state.calls.get(call.answeringCallId ?? '');
	call.answeringCallId = undefined;
	call.answeringUserId = undefined;
	if (half?.state === 'Alerting') removeHalf(world, half, 'remoteRelease');
}

/** Lets a call ring at an agent. @throws XsiError 404, 409 */
export function distribute(
	world: XsiWorld,
	point: RoutePointState,
	call: RoutePointCallState,
	agentId: string,
): void {
	const agent = world.state.users.get(agentId);
	if (!agent?.agent) throw notFound('The agent does not exist.');
	if (call.answeringCallId !== undefined) throw conflict('The call rings at an agent already.');
	const half = newHalf(world, agent, 'Terminator', call.remote, newLink(world));
	half.offered = true;
	call.answeringCallId = half.callId;
	call.answeringUserId = agentId;
	publishPointCall(world, point, call, 'RoutePointCallOfferedToAgentEvent');
	publishCall(world, 'CallReceivedEvent', half);
}

/** Takes a call back from an agent at whom it rings. @throws XsiError 409 */
export function bounceBack(
	world: XsiWorld,
	point: RoutePointState,
	call: RoutePointCallState,
): void {
	const half = world.state.calls.get(call.answeringCallId ?? '');
	if (half?.state !== 'Alerting') throw conflict('The call rings at no agent.');
	stopRinging(world, call);
	call.bounced = true;
	publishPointCall(world, point, call, 'RoutePointCallBouncedEvent');
}

/** Sends a call to a number: inside it rings there. @throws XsiError 400 */
export function sendFrom(
	world: XsiWorld,
	point: RoutePointState,
	call: RoutePointCallState,
	address: string,
): void {
	const { user, number } = resolve(world.state, address);
	if (user ? user.kind !== 'user' : !isOutsideNumber(number)) {
		throw badRequest('The address cannot be reached.');
	}
	leavePoint(world, point, call);
	const redirect = redirectDocument(redirectTo(world, address, 'transfer'));
	publishPointCall(world, point, call, 'RoutePointCallTransferredEvent', { redirect });
	const from = call.remote.address?.replace(/^(tel|sip):/, '') ?? '';
	if (user) callFromOutside(world, user, from, call.remote.name);
}

/** Plays something; with the id of what is played already only its duration changes. @throws XsiError 409 */
export function play(
	world: XsiWorld,
	call: RoutePointCallState,
	type: string,
	playCollectId: string | undefined,
): string {
	if (playCollectId !== undefined && playCollectId !== call.playing?.id) {
		throw conflict('This is not what is played.');
	}
	const id = playCollectId ?? String(world.nextNumber());
	call.playing = { id, type };
	return id;
}

const flag = (set: boolean | undefined) => (set ? '' : undefined);

/** RoutePointQueueEntry in XSD order. */
export const routePointEntry = (user: UserState, call: RoutePointCallState): XmlFields => ({
	callId: call.callId,
	extTrackingId: call.extTrackingId,
	remoteParty: partyDocument(call.remote),
	addTime: call.addTime,
	bounced: flag(call.bounced),
	routePointName: `${user.firstName} ${user.lastName}`,
	routePointNumber: { '@countryCode': '1', $: `tel:${user.number}` },
	playCollectInfo: call.playing && {
		playCollectId: call.playing.id,
		playCollectType: call.playing.type,
	},
	outgoingCall: flag(call.outgoing),
	answeringUserId: call.answeringUserId,
	answeringCallId: call.answeringCallId,
});
