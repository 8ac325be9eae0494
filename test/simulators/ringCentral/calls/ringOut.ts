import { badParameter, notFound } from '../requests/failure';
import type { Extension } from '../people/people';
import { wrongState, type Calls } from './calls';
import { dialled, type Destination } from './dial';
import { calledEnd, endSession, holdOthers, ring } from './lifecycle';
import type { Party } from './model';

/** OAS MakeRingOutRequest. */
export interface RingOutRequest {
	from: { phoneNumber?: string; forwardingNumberId?: string };
	to: { phoneNumber?: string };
	callerId?: { phoneNumber?: string };
}

/** A RingOut: the user's own phone first, then whom to call. It outlives its call. */
export interface RingOut {
	id: string;
	ownerId: string;
	initiator: Party;
	target?: Party;
	cancelled: boolean;
}

/** OAS CallingStatusInfo, those the simulator uses. */
type CallingStatus =
	| 'InProgress'
	| 'Success'
	| 'Busy'
	| 'NoAnswer'
	| 'Rejected'
	| 'GenericError'
	| 'Finished'
	| 'Invalid';

/** Rings the user of a leg; when the phone is picked up, the destination is rung. */
export function callBack(
	calls: Calls,
	initiator: Party,
	destination: Destination,
	onTarget: (target: Party) => void = () => undefined,
): void {
	const { timers, options } = calls.world;
	const name = `call ${initiator.id}`;
	const giveUp = () =>
		timers.set(name, options.ringTime, () => endSession(calls, initiator.session, 'NoAnswer'));
	calls.waitingForPickUp.set(initiator.id, () => {
		if (!calls.waitingForPickUp.delete(initiator.id)) return;
		timers.cancel(name);
		if (initiator.extensionId !== undefined) {
			holdOthers(calls, initiator.extensionId, initiator);
		}
		const isRingOut = initiator.ringOutRole !== undefined;
		if (isRingOut) {
			calls.change(initiator, { code: 'Answered', answeredAt: calls.world.now() });
		}
		const ringOutRole = isRingOut ? 'Target' : undefined;
		onTarget(ring(calls, initiator, destination, { ringOutRole }));
	});
	if (options.autoPickUp === null) giveUp();
	else timers.set(name, options.autoPickUp, () => pickUpPhone(calls, initiator));
}

/** The user lifts the phone that RingOut or call-out rings. @throws ApiFailure 409 */
export function pickUpPhone(calls: Calls, initiator: Party): void {
	const go = calls.waitingForPickUp.get(initiator.id);
	if (!go) throw wrongState();
	go();
}

/** @throws ApiFailure 400 for numbers that are none */
export function makeRingOut(calls: Calls, user: Extension, request: RingOutRequest): RingOut {
	const { world } = calls;
	const destination = dialled(world, request.to.phoneNumber ?? '', 'to.phoneNumber');
	const from = ownNumber(calls, user, request);
	const session = calls.newSession('RingOut');
	const initiator = calls.addParty(session, {
		direction: 'Outbound',
		extensionId: user.id,
		from: {
			phoneNumber: request.callerId?.phoneNumber ?? from,
			name: user.name,
			extensionId: user.id,
		},
		to: calledEnd(calls, destination, false),
		ringOutRole: 'Initiator',
	});
	const ringOut: RingOut = {
		id: session.hex,
		ownerId: user.id,
		initiator,
		cancelled: false,
	};
	calls.ringOuts.set(ringOut.id, ringOut);
	calls.change(initiator, { code: 'Proceeding' });
	callBack(calls, initiator, destination, (target) => {
		ringOut.target = target;
	});
	return ringOut;
}

function ownNumber(calls: Calls, user: Extension, { from }: RingOutRequest): string {
	const { people } = calls.world;
	if (from.forwardingNumberId !== undefined) {
		const found = people.forwardingNumbers.find(({ id }) => id === from.forwardingNumberId);
		if (!found) throw badParameter('from.forwardingNumberId', from.forwardingNumberId);
		return found.phoneNumber;
	}
	const text = from.phoneNumber ?? '';
	const found = dialled(calls.world, text, 'from.phoneNumber');
	if (found.kind === 'outside') return found.phoneNumber;
	return found.extension.directNumber ?? user.directNumber ?? text;
}

/** @throws ApiFailure 404 CMN-102, also for another user's */
export function findRingOut(calls: Calls, id: string, ownerId: string): RingOut {
	const found = calls.ringOuts.get(id);
	if (found?.ownerId !== ownerId || found.cancelled) throw notFound('ringoutId');
	return found;
}

/** @throws ApiFailure 409 once both legs are connected (docs/protocols/ringcentral.md#ringout) */
export function cancelRingOut(calls: Calls, ringOut: RingOut): void {
	if (statusOf(ringOut).callStatus !== 'InProgress') throw wrongState();
	ringOut.cancelled = true;
	calls.waitingForPickUp.delete(ringOut.initiator.id);
	endSession(calls, ringOut.initiator.session);
}

function legStatus(party: Party | undefined, other?: Party): CallingStatus {
	if (!party) return other?.endedAt === undefined ? 'InProgress' : 'Invalid';
	if (party.endedAt === undefined) {
		return party.answeredAt === undefined && party.voicemailAt === undefined
			? 'InProgress'
			: 'Success';
	}
	if (party.answeredAt !== undefined || party.voicemailAt !== undefined) return 'Finished';
	if (party.reason === 'TargetBusy') return 'Busy';
	if (party.reason === 'Rejected') return 'Rejected';
	return party.reason === 'NoAnswer' ? 'NoAnswer' : 'GenericError';
}

/** `status` of a RingOut (OAS RingOutStatusInfo). */
export function statusOf({ initiator, target }: RingOut): Record<string, CallingStatus> {
	const callerStatus = legStatus(initiator);
	const calleeStatus = legStatus(target, initiator);
	const failed = [callerStatus, calleeStatus].find(
		(status) => !['InProgress', 'Success', 'Finished', 'Invalid'].includes(status),
	);
	const running = [callerStatus, calleeStatus].includes('InProgress');
	const callStatus =
		failed ?? (callerStatus === 'Finished' ? 'Finished' : running ? 'InProgress' : 'Success');
	return { callStatus, callerStatus, calleeStatus };
}

/** A call from a device of the user, who is rung first (OAS MakeCallOutRequest). */
export function callOut(
	calls: Calls,
	{ user, deviceId, destination }: { user: Extension; deviceId: string; destination: Destination },
): Party {
	const internal = destination.kind !== 'outside';
	const initiator = calls.addParty(calls.newSession('Call'), {
		direction: 'Outbound',
		extensionId: user.id,
		from: { ...calls.endOf(user.id, internal), deviceId },
		to: calledEnd(calls, destination, internal),
	});
	callBack(calls, initiator, destination);
	return initiator;
}
