import type { Calls, LineBehaviour } from '../calls/calls';
import { dialled, e164 } from '../calls/dial';
import { joinConference } from '../calls/features';
import {
	answer,
	endSession,
	hangUp,
	hold,
	placeCall,
	toVoicemail,
	unhold,
} from '../calls/lifecycle';
import { identity, isLive, isRinging, type CallSession, type Party } from '../calls/model';
import { isAgentParty } from '../calls/queue';
import { pickUpPhone } from '../calls/ringOut';
import { blindTransfer, park, pickUp, reject } from '../calls/transfer';

/** A number with a nought before it is of another country's plan, and shown as its network tells it. */
const shownNumber = (from: string) => (from.startsWith('0') ? from : e164(from));

/** A call as the control tells it. */
export interface PlacedCall {
	telephonySessionId: string;
	sessionId: string;
	/** The caller's party. */
	callerPartyId: string;
	/** The party that was called first. */
	calleePartyId: string;
}

export interface PlaceRequest {
	/** Login name, extension number, extension id, or a number outside. */
	from: string;
	to: string;
	/** Name an outside caller shows. */
	name?: string;
}

export interface VoicemailRequest {
	/** s. Default 3. */
	duration?: number;
	transcription?: string;
	/** ms until the transcription is there. */
	transcriptionDelay?: number;
}

/** What the people at the telephones do. Every method throws when the call does not allow it. */
export class CallControl {
	constructor(readonly calls: Calls) {}

	/** Somebody calls somebody. */
	place({ from, to, name }: PlaceRequest): PlacedCall {
		const { calls } = this;
		const { people } = calls.world;
		const caller = people.find(from);
		const destination = dialled(calls.world, to, 'to');
		const internal = destination.kind !== 'outside';
		const party = placeCall(calls, {
			from: caller
				? calls.endOf(caller.id, internal)
				: { phoneNumber: shownNumber(from), ...(name === undefined ? {} : { name }) },
			destination,
			...(caller ? { deviceId: people.devicesOf(caller.id)[0]?.id } : {}),
		});
		return placed(party.session);
	}

	/**
	 * Somebody answers: whom it rings at first, or `by` (login, extension, number, party id). Also
	 * picks up the phone that RingOut or call-out rings.
	 */
	answer(telephonySessionId: string, by?: string): void {
		const { calls } = this;
		const party = this.party(
			telephonySessionId,
			by,
			(item) => isRinging(item) || calls.waitingForPickUp.has(item.id),
			// A queue's own leg is answered by nobody.
			(item) => calls.world.people.extensions.get(item.extensionId ?? '')?.type !== 'Department',
		);
		if (calls.waitingForPickUp.has(party.id)) pickUpPhone(calls, party);
		else answer(calls, party);
	}

	hold(telephonySessionId: string, by?: string): void {
		hold(
			this.calls,
			this.party(telephonySessionId, by, ({ code }) => code === 'Answered'),
		);
	}

	unhold(telephonySessionId: string, by?: string): void {
		unhold(
			this.calls,
			this.party(telephonySessionId, by, ({ code }) => code === 'Hold'),
		);
	}

	/** Somebody hangs up; without `by` the first who is in the call. */
	hangUp(telephonySessionId: string, by?: string): void {
		const party = this.party(telephonySessionId, by, isLive);
		hangUp(this.calls, party);
	}

	/** Everybody hangs up, in every call or in one. */
	hangUpAll(telephonySessionId?: string): void {
		const { calls } = this;
		const sessions =
			telephonySessionId === undefined
				? [...calls.sessions.values()]
				: [calls.find(telephonySessionId)];
		for (const session of sessions) endSession(calls, session);
	}

	/** The called one presses "reject": to voicemail, or on to the other agents. */
	reject(telephonySessionId: string, by?: string): void {
		reject(this.calls, this.party(telephonySessionId, by, isRinging));
	}

	/** Nobody answers: to the mailbox of the user or queue, not to that of a queue's agent. */
	toVoicemail(telephonySessionId: string, by?: string): void {
		const { calls } = this;
		const hasMailbox = (party: Party) => isRinging(party) && !isAgentParty(calls, party);
		toVoicemail(calls, this.party(telephonySessionId, by, hasMailbox, isOwn));
	}

	/**
	 * The caller leaves a message and hangs up. A call that still rings goes to the mailbox first.
	 * @returns the id of the message
	 */
	leaveVoicemail(telephonySessionId: string, request: VoicemailRequest = {}): string {
		const { calls } = this;
		const { parties } = calls.find(telephonySessionId);
		if (!parties.some(({ code }) => code === 'VoiceMail')) {
			this.toVoicemail(telephonySessionId);
		}
		const mailbox = this.party(telephonySessionId, undefined, (p) => p.code === 'VoiceMail');
		const caller = mailbox.peer;
		const extension = calls.world.people.get(mailbox.extensionId ?? '');
		const { phoneNumber, name, extensionId } = caller ? identity(caller) : mailbox.from;
		const internal = extensionId !== undefined;
		const message = calls.world.messages.voicemail({
			...request,
			to: extension,
			from: {
				...(internal ? { extensionNumber: phoneNumber, extensionId } : { phoneNumber }),
				...(name === undefined ? {} : { name }),
			},
		});
		mailbox.messageId = message.id;
		hangUp(calls, caller ?? mailbox);
		return message.id;
	}

	/** A user transfers, without asking, to whatever can be dialled. */
	transfer(telephonySessionId: string, to: string, by?: string): void {
		const party = this.party(telephonySessionId, by, isTalking, isOwn);
		blindTransfer(this.calls, party, dialled(this.calls.world, to, 'to'));
	}

	park(telephonySessionId: string, by?: string): string {
		const party = this.party(telephonySessionId, by, isTalking, isOwn);
		park(this.calls, party);
		return party.parkId ?? '';
	}

	/** A user takes a parked or ringing call. */
	pickUp(telephonySessionId: string, by: string): string {
		const { people } = this.calls.world;
		const extension = people.find(by);
		if (!extension) throw new Error(`There is no extension ${by}`);
		const party = this.party(
			telephonySessionId,
			undefined,
			(item) => item.code === 'Parked' || isRinging(item),
		);
		const deviceId = people.devicesOf(extension.id)[0]?.id ?? '';
		return pickUp(this.calls, party, { extensionId: extension.id, deviceId }).id;
	}

	/** The phone of the host dials into a conference that was made. */
	joinConference(telephonySessionId: string): string {
		return joinConference(this.calls, this.calls.find(telephonySessionId)).id;
	}

	/** What an outside number does from now on when it is called. */
	line(phoneNumber: string, behaviour: LineBehaviour): void {
		this.calls.lines.set(e164(phoneNumber), behaviour);
	}

	private party(
		telephonySessionId: string,
		by: string | undefined,
		...tests: ((party: Party) => boolean)[]
	): Party {
		const { parties } = this.calls.find(telephonySessionId);
		const extension = by === undefined ? undefined : this.calls.world.people.find(by);
		const isBy = (party: Party) =>
			by === undefined ||
			party.id === by ||
			(extension !== undefined && party.extensionId === extension.id) ||
			(extension === undefined && identity(party).phoneNumber === e164(by));
		const found = parties.find((party) => isBy(party) && tests.every((test) => test(party)));
		if (!found) {
			const who = by ?? 'anybody';
			throw new Error(`${telephonySessionId}: the state of ${who} does not allow that`);
		}
		return found;
	}
}

const isTalking = ({ code }: Party) => code === 'Answered' || code === 'Hold';
const isOwn = ({ extensionId }: Party) => extensionId !== undefined;

/** The ids of a call. */
export function placed(session: CallSession): PlacedCall {
	const [caller, callee] = session.parties;
	return {
		telephonySessionId: session.id,
		sessionId: session.sessionId,
		callerPartyId: caller.id,
		calleePartyId: callee.id,
	};
}
