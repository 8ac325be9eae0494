import { conflict, notFound } from '../http/errors';
import type { CallState, PartyState, Personality, UserState } from '../state';
import type { XsiWorld } from '../world';

/** What the two halves of a call have in common. */
export interface CallLink {
	extTrackingId: string;
	networkCallId: string;
	peerId?: string;
}

/** Tracking ids of a new call. */
export function newLink(world: XsiWorld): CallLink {
	const number = world.nextNumber();
	return { extTrackingId: `${number % 1_000_000_000}:1`, networkCallId: `BW${number}@192.0.2.10` };
}

/** Creates a call half; telling about it is up to the caller. */
export function newHalf(
	world: XsiWorld,
	user: UserState,
	personality: Personality,
	remote: PartyState,
	link: CallLink,
): CallState {
	const call: CallState = {
		callId: `callhalf-${world.nextNumber()}:0`,
		userId: user.userId,
		...link,
		personality,
		state: 'Alerting',
		remote,
		redirections: [],
		appearance: freeAppearance(world, user),
		startTime: world.now(),
		offered: personality !== 'Terminator',
	};
	world.state.calls.set(call.callId, call);
	return call;
}

function freeAppearance(world: XsiWorld, user: UserState): number {
	const taken = new Set(world.callsOf(user.userId).map((call) => call.appearance));
	let appearance = 1;
	while (taken.has(appearance)) appearance += 1;
	return appearance;
}

/** The other half, when the other party is a user too. */
export function peerOf(world: XsiWorld, call: CallState): CallState | undefined {
	return call.peerId === undefined ? undefined : world.state.calls.get(call.peerId);
}

/** A call of a user. @throws XsiError 404 */
export function findCall(world: XsiWorld, user: UserState, callId: string): CallState {
	const call = world.state.calls.get(callId);
	if (!call || call.userId !== user.userId) throw notFound('The specified call was not found.');
	return call;
}

/** Refuses an action the call's state does not allow. @throws XsiError 409 */
export function requireState(call: CallState, ...states: CallState['state'][]): void {
	if (!states.includes(call.state)) {
		throw conflict(`The call is ${call.state}, which does not allow this.`);
	}
}
