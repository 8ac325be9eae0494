import { wrongState, type Calls } from './calls';
import type { Destination } from './dial';
import { hangUp, leave, ring, ringingFor, toVoicemail } from './lifecycle';
import { identity, isLive, isRinging, talks, type Party, type StatusReason } from './model';
import { declineQueueCall, isAgentParty } from './queue';

/** Whom a party talks to. @throws ApiFailure 409 when there is nobody */
export function otherOf(party: Party): Party {
	const other = party.peer;
	if (!other || !isLive(other)) throw wrongState();
	return other;
}

/** Hands the other one of an answered call to a destination. @throws ApiFailure 409 */
export function blindTransfer(calls: Calls, party: Party, destination: Destination): void {
	if (!talks(party)) throw wrongState();
	const other = otherOf(party);
	leave(calls, party, 'BlindTransfer');
	ring(calls, other, destination, { cameBy: 'Transfer' });
	// After a warm transfer the other one is in a session of its own.
	calls.settle(party.session);
}

/** Sends a ringing call on. @throws ApiFailure 409 unless it rings */
export function forward(calls: Calls, party: Party, destination: Destination): void {
	if (!isRinging(party)) throw wrongState();
	const caller = otherOf(party);
	leave(calls, party, 'CallRedirected');
	ring(calls, caller, destination, { cameBy: 'Transfer' });
}

/**
 * Connects the others of two answered calls of one user. Both legs of the user are Gone, each with
 * the other as peer (fixture party.bridge.response.json). @throws ApiFailure 409
 */
export function bridge(calls: Calls, party: Party, consulted: Party): void {
	if (!talks(party) || !talks(consulted) || party === consulted) throw wrongState();
	const [one, two] = [otherOf(party), otherOf(consulted)];
	const reason: StatusReason = 'AttendedTransfer';
	calls.change(party, { code: 'Gone', reason, goneTo: consulted });
	calls.change(consulted, { code: 'Gone', reason, goneTo: party });
	one.peer = two;
	two.peer = one;
}

/** To voicemail by the rules of the user; of a queue call: on to the other agents. */
export function reject(calls: Calls, party: Party): void {
	if (!isRinging(party)) throw wrongState();
	if (isAgentParty(calls, party)) declineQueueCall(calls, party, 'Rejected');
	else toVoicemail(calls, party);
}

/** Only for queue calls. @throws ApiFailure 409 for any other */
export function ignore(calls: Calls, party: Party): void {
	if (!isAgentParty(calls, party)) throw wrongState();
	declineQueueCall(calls, party, 'AgentDropped');
}

/** The caller hears a text and the call ends. @throws ApiFailure 409 unless it rings */
export function reply(calls: Calls, party: Party): void {
	if (!isRinging(party)) throw wrongState();
	hangUp(calls, party, 'CallReplied');
}

/** Takes an answered call to another phone of the same user. @throws ApiFailure 409 */
export function flip(calls: Calls, party: Party): Party {
	if (!talks(party)) throw wrongState();
	const made = takeOver(calls, party, party.extensionId ?? '', 'Move');
	leave(calls, party, 'CallFlip');
	return made;
}

const LOCATIONS = 99;

/** The first park location that is free. */
function freeLocation(calls: Calls): string {
	const taken = new Set<string | undefined>();
	for (const { parties } of calls.sessions.values()) {
		for (const { code, parkId } of parties) if (code === 'Parked') taken.add(parkId);
	}
	for (let number = 801; number < 801 + LOCATIONS; number++) {
		if (!taken.has(`*${number}`)) return `*${number}`;
	}
	throw wrongState();
}

/** Parks an answered call, at `orbit` or at the first free location. @throws ApiFailure 409 */
export function park(calls: Calls, party: Party, orbit?: string): void {
	if (!talks(party)) throw wrongState();
	otherOf(party);
	const reason = orbit === undefined ? 'CallPark' : 'ParkLocation';
	calls.change(party, { code: 'Parked', reason, parkId: orbit ?? freeLocation(calls) });
}

/** A user takes a parked call, or one that rings at somebody else. @throws ApiFailure 409 */
export function pickUp(
	calls: Calls,
	party: Party,
	{ extensionId, deviceId }: { extensionId: string; deviceId: string },
): Party {
	const parked = party.code === 'Parked';
	if (!parked && !isRinging(party)) throw wrongState();
	const made = takeOver(calls, party, extensionId, parked ? 'Call Park' : 'Pickup', deviceId);
	leave(calls, party, 'Pickup');
	if (made.peer) {
		for (const other of ringingFor(made.peer)) leave(calls, other, 'AgentAnswered');
	}
	return made;
}

/** A new, answered leg talks to whom `party` talked or rang for. */
function takeOver(
	calls: Calls,
	party: Party,
	extensionId: string,
	cameBy: NonNullable<Party['cameBy']>,
	deviceId?: string,
): Party {
	const other = otherOf(party);
	const from = identity(other);
	const to = calls.endOf(extensionId, from.extensionId !== undefined);
	const made = calls.addParty(party.session, {
		direction: 'Inbound',
		extensionId,
		from,
		to: deviceId === undefined ? to : { ...to, deviceId },
		peer: other,
		cameBy,
	});
	calls.change(made, { code: 'Answered', answeredAt: calls.world.now() });
	other.peer = made;
	if (other.code === 'Setup' || other.code === 'Proceeding') {
		calls.change(other, { code: 'Answered', answeredAt: calls.world.now() });
	}
	return made;
}
