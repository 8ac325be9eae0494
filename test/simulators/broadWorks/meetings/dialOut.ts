import { callFromOutside } from '../calls/incoming';
import { isOutsideNumber, outsideParty, resolve, internalParty } from '../people/dialPlan';
import { badRequest, conflict } from '../http/errors';
import type { CallState } from '../state';
import type { XsiWorld } from '../world';
import { holderOf, join, leave, meetingAt, type Entrance, type MeetingPlace } from './meetings';

/**
 * The meeting calls somebody, who is in it on answering (docs/protocols/broadworks.md#meetings). A lock keeps nobody
 * out who is called by a conference; a locked room calls nobody. @throws XsiError 400, 404, 409
 */
export function dialOut(
	world: XsiWorld,
	place: MeetingPlace,
	address: string,
	entrance: Entrance = {},
): void {
	holderOf(world, place);
	if (place.kind === 'collaborate' && meetingAt(world, place)?.locked) {
		throw conflict('The room is locked.');
	}
	const { user, number } = resolve(world.state, address);
	if (user?.kind === 'user') {
		const owner = world.user(place.ownerId);
		const ringing = callFromOutside(world, user, owner.number, `Conference ${place.id}`);
		ringing.joins = { place, entrance };
		return;
	}
	if (user || !isOutsideNumber(number)) throw badRequest('The address cannot be called.');
	const { outsideAnswers } = world.settings;
	if (outsideAnswers === null) return;
	world.timers.set(`meeting ${world.nextNumber()}`, outsideAnswers, () => {
		join(world, place, outsideParty(number), { ...entrance, called: true });
	});
}

/** Whoever was called by a meeting has answered. */
export function joinAnswered(world: XsiWorld, call: CallState): void {
	const { joins } = call;
	if (!joins) return;
	const { callId } = call;
	const party = internalParty(world.user(call.userId));
	join(world, joins.place, party, { ...joins.entrance, callId, called: true });
}

/** Whoever was in a meeting has hung up. */
export function leaveMeeting(world: XsiWorld, { joins, callId }: CallState): void {
	const meeting = joins && meetingAt(world, joins.place);
	if (meeting?.participants.some((one) => one.callId === callId)) leave(world, meeting, callId);
}
