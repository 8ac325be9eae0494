import { wrongState, type Calls } from './calls';
import type { Destination } from './dial';
import {
	identity,
	isLive,
	isRinging,
	type CallSession,
	type End,
	type Party,
	type StatusReason,
} from './model';
import { ringQueue } from './queue';

/** ms a caller may talk to a mailbox. */
const MAILBOX_TIME = 60_000;

/** Reasons for which a call that was not answered is none missed: somebody dealt with it. */
const NOT_MISSED: readonly (StatusReason | undefined)[] = [
	'AgentAnswered',
	'AgentDropped',
	'CallRedirected',
	'CallReplied',
	'Pickup',
	'Rejected',
];

/** More about a party that is rung. */
export type RingOptions = Pick<Partial<Party>, 'cameBy' | 'ringOutRole'>;

const timer = (party: Party) => `call ${party.id}`;

/** Inbound parties that ring for a caller. */
export function ringingFor(caller: Party): Party[] {
	return caller.session.parties.filter((party) => party.peer === caller && isRinging(party));
}

/** Rings a destination for a caller, who is in the session already. */
export function ring(
	calls: Calls,
	caller: Party,
	destination: Destination,
	options: RingOptions = {},
): Party {
	const made = ringed(calls, caller, destination, options);
	if (caller.code === 'Setup') calls.change(caller, { code: 'Proceeding' });
	if (destination.kind === 'voicemail') toVoicemail(calls, made);
	else if (destination.kind === 'outside') ringOutside(calls, made);
	else if (destination.kind === 'queue') ringQueue(calls, caller, made);
	else if (!calls.world.presence.acceptsCalls(destination.extension.id)) toVoicemail(calls, made);
	else {
		calls.world.timers.set(timer(made), calls.world.options.ringTime, () =>
			toVoicemail(calls, made),
		);
	}
	return made;
}

function ringed(
	calls: Calls,
	caller: Party,
	destination: Destination,
	options: RingOptions,
): Party {
	const from = identity(caller);
	const rung = { direction: 'Inbound', from, peer: caller, ...options } as const;
	if (destination.kind === 'outside') {
		const to = { phoneNumber: destination.phoneNumber };
		// Outside parties are told as Proceeding at once (fixture stream.…rc-to-pstn.json).
		return calls.addParty(caller.session, { ...rung, to, code: 'Proceeding' });
	}
	const { id } = destination.extension;
	const to = calls.endOf(id, from.extensionId !== undefined);
	const queueCall = destination.kind === 'queue';
	const made = calls.addParty(caller.session, { ...rung, to, extensionId: id, queueCall });
	if (destination.kind !== 'voicemail') calls.change(made, { code: 'Proceeding' });
	return made;
}

/** An outside number does what the control told it to. */
function ringOutside(calls: Calls, party: Party): void {
	const { options, timers } = calls.world;
	const behaviour = calls.lines.get(party.to.phoneNumber ?? '') ?? 'answer';
	const later = (ms: number, run: () => void) => timers.set(timer(party), ms, run);
	if (behaviour === 'busy') later(0, () => hangUp(calls, party, 'TargetBusy'));
	else if (behaviour === 'reject') later(0, () => hangUp(calls, party, 'Rejected'));
	else if (behaviour === 'noAnswer')
		later(options.ringTime, () => hangUp(calls, party, 'NoAnswer'));
	else if (behaviour === 'answer' && options.outsideAnswers !== null) {
		later(options.outsideAnswers, () => answer(calls, party));
	}
}

/** A ringing party answers. @throws ApiFailure 409 unless it rings */
export function answer(calls: Calls, party: Party, deviceId?: string): void {
	const caller = party.peer;
	if (!isRinging(party) || !caller) throw wrongState();
	calls.world.timers.cancel(timer(party));
	const others = ringingFor(caller).filter((other) => other !== party);
	if (party.extensionId !== undefined) holdOthers(calls, party.extensionId, party);
	if (deviceId !== undefined) party.to = { ...party.to, deviceId };
	calls.change(party, { code: 'Answered', answeredAt: calls.world.now() });
	for (const other of others) {
		calls.world.timers.cancel(timer(other));
		calls.change(other, { code: 'Disconnected', reason: 'AgentAnswered' });
	}
	connect(calls, caller, party);
}

/** The caller hears that somebody, or a mailbox, has answered. */
function connect(calls: Calls, caller: Party, party: Party): void {
	caller.peer = party;
	if (caller.code !== 'Setup' && caller.code !== 'Proceeding') return;
	calls.change(caller, { code: 'Answered', answeredAt: calls.world.now() });
}

/** A phone talks on one call at a time. */
export function holdOthers(calls: Calls, extensionId: string, except?: Party): void {
	for (const party of calls.partiesOf(extensionId)) {
		if (party !== except && party.code === 'Answered' && !party.conferenceRole) {
			calls.change(party, { code: 'Hold' });
		}
	}
}

/** @throws ApiFailure 409 unless it is answered and not held */
export function hold(calls: Calls, party: Party): void {
	if (party.code !== 'Answered') throw wrongState();
	calls.change(party, { code: 'Hold' });
}

/** Unhold shows as Answered. @throws ApiFailure 409 unless it is held */
export function unhold(calls: Calls, party: Party): void {
	if (party.code !== 'Hold') throw wrongState();
	if (party.extensionId !== undefined) holdOthers(calls, party.extensionId, party);
	calls.change(party, { code: 'Answered' });
}

/** A ringing call goes to the mailbox of its extension; whoever else it rang at has missed it. */
export function toVoicemail(calls: Calls, party: Party): void {
	const caller = party.peer;
	if (!isRinging(party) || !caller) throw wrongState();
	for (const other of ringingFor(caller)) {
		if (other !== party) leave(calls, other, 'NoAnswer');
	}
	calls.change(party, { code: 'VoiceMail', voicemailAt: calls.world.now() });
	connect(calls, caller, party);
	calls.world.timers.set(timer(party), MAILBOX_TIME, () => hangUp(calls, party));
}

/**
 * Takes one party out. `missedCall` is set for a user or queue who was called and never answered
 * (C: the vendor does not say when it is set for calls that end in a mailbox).
 */
export function leave(calls: Calls, party: Party, reason?: StatusReason): void {
	if (!isLive(party)) return;
	calls.world.timers.cancel(timer(party));
	const missedCall =
		party.direction === 'Inbound' &&
		party.extensionId !== undefined &&
		party.answeredAt === undefined &&
		!NOT_MISSED.includes(reason);
	calls.change(party, { code: 'Disconnected', reason, missedCall });
	for (const other of party.session.parties) {
		if (other.supervises === party) leave(calls, other);
	}
}

/** A party hangs up, and with it everybody it leaves alone. */
export function hangUp(calls: Calls, party: Party, reason?: StatusReason): void {
	const { peer, session } = party;
	const rung = ringingFor(party);
	leave(calls, party, reason);
	for (const other of rung) leave(calls, other);
	if (peer && isLive(peer) && party.supervises === undefined) {
		const served = peer.peer === party || peer.peer === undefined;
		if (served || !isLive(peer.peer as Party)) leaveAlone(calls, peer, reason);
	}
	calls.settle(session);
	if (peer && peer.session !== session) calls.settle(peer.session);
}

/** The party that was talked to ends too, unless somebody else still rings for it. */
function leaveAlone(calls: Calls, peer: Party, reason?: StatusReason): void {
	if (ringingFor(peer).length > 0) return;
	leave(calls, peer, reason);
}

/** Ends a session for everybody in it; calls that were brought into a conference end with it. */
export function endSession(calls: Calls, session: CallSession, reason?: StatusReason): void {
	for (const party of session.parties) if (isLive(party)) hangUp(calls, party, reason);
	calls.settle(session);
}

/** Somebody calls. `from` must be an extension or an outside end. */
export function placeCall(
	calls: Calls,
	{ from, destination, deviceId }: { from: End; destination: Destination; deviceId?: string },
): Party {
	const session = calls.newSession('Call');
	const to = calledEnd(calls, destination, from.extensionId !== undefined);
	const { extensionId } = from;
	if (extensionId !== undefined) holdOthers(calls, extensionId);
	const caller = calls.addParty(session, {
		direction: 'Outbound',
		...(extensionId === undefined ? {} : { extensionId }),
		from: deviceId === undefined ? from : { ...from, deviceId },
		to,
	});
	ring(calls, caller, destination);
	return caller;
}

/** The end a caller has dialled. */
export function calledEnd(calls: Calls, destination: Destination, internal: boolean): End {
	return destination.kind === 'outside'
		? { phoneNumber: destination.phoneNumber }
		: calls.endOf(destination.extension.id, internal);
}
