import {
	callRecord,
	compact,
	isoTime,
	secondsBetween,
	secondsOf,
	someone,
	spansOf,
	timeInMs,
	type CallParty,
	type CallRecord,
	type CallTransfer,
} from '../../../shared/core/callRecord';
import { isNobody } from '../../../shared/core/callerWords';
import { callingCodeOf, e164Of } from '../../../shared/core/e164';
import { readAddress } from '../../../shared/core/telephoneNumber';
import { wordTable } from '../../../shared/core/parsing/wordTable';
import { goesOn } from './callMoments';
import type { XsiObject, XsiValue } from './values';

const STATES: Record<string, CallRecord['state']> = wordTable({
	Active: 'active',
	Held: 'held',
	'Remote Held': 'held',
	Detached: 'ended',
	Released: 'ended',
});

const object = (value: XsiValue | undefined): XsiObject | undefined =>
	value !== null && typeof value === 'object' && !Array.isArray(value) ? value : undefined;
const text = (value: XsiValue | undefined) =>
	value === undefined || value === null || typeof value === 'object' ? undefined : String(value);

/** A name that is one. */
const said = (value: XsiValue | undefined) => (isNobody(text(value)) ? undefined : text(value));

/** What an address, or a number as a call log has it, says of who it is. */
export function addressOf(
	written: string | undefined,
	countryCode?: string | number,
): Pick<CallParty, 'number' | 'e164' | 'address'> {
	if (written === undefined) return {};
	const { number, other } = readAddress(written);
	const callingCode = callingCodeOf(countryCode);
	const e164 = e164Of(written, callingCode === undefined ? undefined : { callingCode });
	return compact({ number, e164, address: other });
}

/** Number and address in an `Address` element, whose `countryCode` is that of a number without one (the XSD). */
function addressOfElement(value: XsiValue | undefined) {
	return addressOf(text(object(value)?.['#text'] ?? value), text(object(value)?.countryCode));
}

/** A party of a BroadWorks call (`PartyInformation` of the XSD); `userDN` is the number of its user. */
export function partyOf(value: XsiValue | undefined): CallParty {
	const party = object(value) ?? {};
	const address = addressOfElement(party.address);
	return compact({
		name: said(party.name),
		...addressOfElement(party.userDN),
		...address,
		userId: text(party.userId),
	});
}

/** Both ends are of one group or enterprise (CallType and BasicCallType of the XSD); all else is not. */
const INSIDE = /^(?:group|enterprise)$/i;

/** Whether a call is within the company; undefined where the server does not tell. */
export const isInternal = (callType: XsiValue | undefined): boolean | undefined =>
	text(callType) === undefined ? undefined : INSIDE.test(String(callType).trim());

/** Entries of a queue have no personality and no state, but times; they always come in. */
const isQueued = (call: XsiObject) =>
	call.addTime !== undefined || call.removeTime !== undefined || call.receiveTime !== undefined;

function stateOf(call: XsiObject): CallRecord['state'] {
	if (call.state === 'Alerting') return call.personality === 'Terminator' ? 'ringing' : 'dialing';
	if (call.state !== undefined) return STATES[String(call.state)] ?? 'unknown';
	if (!isQueued(call)) return 'unknown';
	return call.removeTime === undefined ? 'ringing' : 'ended';
}

/** Whether the call comes to the one whose call it is; undefined for an event that only names it. */
function comesIn(call: XsiObject): boolean | undefined {
	if (call.personality !== undefined) return call.personality === 'Terminator';
	return call.remoteParty !== undefined || isQueued(call) || isOfQueue(call) ? true : undefined;
}

function directionOf(call: XsiObject): CallRecord['direction'] {
	if (isInternal(object(call.remoteParty)?.callType)) return 'internal';
	const incoming = comesIn(call);
	if (incoming === undefined) return 'unknown';
	return incoming ? 'inbound' : 'outbound';
}

/** Undefined for an event that only names a call, or tells of it before it is offered to anyone. */
function wasAnswered(call: XsiObject, answer: number | undefined): boolean | undefined {
	if (answer !== undefined || text(call.answeringUserId) !== undefined) return true;
	return stateOf(call) === 'unknown' ? undefined : false;
}

/** The names under which an event has its queue (`ACDQueueEntry` and `RoutePointQueueEntry` of the XSD). */
const isOfQueue = (call: XsiObject) =>
	call.acdName !== undefined || call.routePointName !== undefined;

/** What a call says of its queue. */
const queueInfoOf = (call: XsiObject): XsiObject | undefined =>
	object(call.acdCallInfo) ??
	object(call.acdOutgoingCallInfo) ??
	(isOfQueue(call) ? call : undefined);

/** The queue as the one who was called. */
const queueParty = (info: XsiObject): CallParty =>
	compact({
		name: text(info.acdName) ?? text(info.routePointName),
		...addressOfElement(info.acdNumber ?? info.routePointNumber),
	});

function queueOf(call: XsiObject): CallRecord['queue'] {
	const info = queueInfoOf(call);
	if (!info) return undefined;
	const { name, number } = queueParty(info);
	return compact({ id: text(info.acdUserId) ?? text(call.targetId), name, number });
}

function recordingsOf(call: XsiObject): CallRecord['recordings'] {
	if (call.recordingState === undefined && call.recorded === undefined) return [];
	return [{ state: text(call.recordingState) ?? 'Started' }];
}

const ID_FIELDS = [
	'callId',
	'extTrackingId',
	'networkCallId',
	'eventId',
	'targetId',
	'answeringCallId',
];

/** Reasons of a redirection that somebody asked for; all others are services (`RedirectReason` of the XSD). */
const kindOf = (reason: string | undefined): CallTransfer['kind'] =>
	reason === 'transfer' ? 'transfer' : 'forward';

const listOf = (value: XsiValue | undefined): XsiObject[] =>
	[value]
		.flat()
		.map(object)
		.filter((entry) => entry !== undefined);

const redirectionsOf = (call: XsiObject) =>
	listOf(object(call.redirections)?.redirection ?? call.redirections);

/** Where it had been before it came here, and where it went from here. */
function transfersOf(call: XsiObject): CallTransfer[] {
	const before = redirectionsOf(call).map(({ party, reason }) =>
		compact<CallTransfer>({
			kind: kindOf(text(reason)),
			from: someone(partyOf(party)),
			reason: text(reason),
		}),
	);
	const { reason, address, redirectTime } = object(call.redirect) ?? {};
	if (reason === undefined) return before;
	const on = compact<CallTransfer>({
		kind: kindOf(text(reason)),
		to: someone(addressOfElement(address)),
		time: isoTime(timeInMs(redirectTime)),
		reason: text(reason),
	});
	return [...before, on];
}

/** Whoever was called first, where the call has been sent on since; else its queue. */
function dialledOf(call: XsiObject): CallParty | undefined {
	const [first] = redirectionsOf(call);
	if (first) return someone(partyOf(first.party));
	const info = queueInfoOf(call);
	return info && someone(queueParty(info));
}

/** Causes of a release that mean no more than that nobody came (`InternalReleaseCause` of the XSD). */
const NOBODY = new Set(['Temporarily Unavailable', 'Request Timeout']);

/** What came of it here; undefined for one that goes on, here or elsewhere. */
function resultOf(call: XsiObject, answered: boolean | undefined): CallRecord['result'] {
	if (stateOf(call) !== 'ended' || answered === undefined) return undefined;
	if (answered) return 'answered';
	const reason = text(object(call.redirect)?.reason);
	if (reason === 'voicemail') return 'voicemail';
	if (reason !== undefined && goesOn(reason)) return undefined;
	if (isQueued(call)) return call.type === 'ACDCallAbandonedEvent' ? 'abandoned' : undefined;
	const cause = text(object(call.releaseCause)?.internalReleaseCause);
	if (cause === 'Busy' || reason === 'user-busy') return 'busy';
	return cause === undefined || NOBODY.has(cause) ? 'missed' : 'failed';
}

/** Who hung up: the user whose call it is, or the other one. */
function hangUpSideOf(call: XsiObject, incoming: boolean): CallRecord['hangUpSide'] {
	const party = text(call.releasingParty);
	if (party !== 'localRelease' && party !== 'remoteRelease') return undefined;
	return (party === 'localRelease') === incoming ? 'callee' : 'caller';
}

/** s in the queue: told in s of a call that came out of one, and by the times of an entry. */
function queuedOf(call: XsiObject): number | undefined {
	const info = object(call.acdCallInfo);
	if (info) return secondsOf(Number(text(info.waitTime) ?? NaN));
	return secondsBetween(timeInMs(call.addTime), timeInMs(call.removeTime));
}

/** s on hold of a call that has been; the server counts in ms (docs/protocols/broadworks.md#encodings). */
function heldOf({ totalHeldTime }: XsiObject): number | undefined {
	return typeof totalHeldTime === 'number' ? secondsOf(totalHeldTime / 1000) : undefined;
}

const causeOf = ({ releaseCause }: XsiObject) => {
	const { internalReleaseCause, cdrTerminationCause, q850Cause, sipStatus } =
		object(releaseCause) ?? {};
	return text(internalReleaseCause ?? cdrTerminationCause ?? q850Cause ?? sipStatus);
};

/**
 * A call, a call event or a queue entry in connector fields as a call record
 * (docs/protocols/broadworks.md#event-data). `userId` is whose call it is.
 */
export function callRecordOf(call: XsiObject, userId: string | undefined): CallRecord {
	const incoming = comesIn(call) ?? true;
	const own: CallParty = compact({ userId });
	const remote = partyOf(call.remoteParty);
	const answer = timeInMs(call.answerTime);
	const spans = spansOf({
		start: timeInMs(call.startTime) ?? timeInMs(call.addTime) ?? timeInMs(call.receiveTime),
		answer,
		end: timeInMs(call.releaseTime) ?? timeInMs(call.removeTime),
	});
	const answered = wasAnswered(call, answer);
	const answeringUser = text(call.answeringUserId);
	return callRecord({
		id: text(call.callId) ?? '',
		backend: 'broadWorks',
		event: text(call.type),
		direction: directionOf(call),
		state: stateOf(call),
		result: resultOf(call, answered),
		answered,
		from: incoming ? remote : own,
		to: incoming ? own : remote,
		dialed: dialledOf(call),
		agent: answeringUser === undefined ? undefined : { userId: answeringUser },
		queue: queueOf(call),
		transfers: transfersOf(call),
		...spans,
		queueDuration: queuedOf(call),
		ringDuration: isQueued(call) ? undefined : spans.waitDuration,
		holdDuration: heldOf(call),
		hangUpSide: hangUpSideOf(call, incoming),
		hangUpCause: causeOf(call),
		endReason:
			text(object(call.releaseCause)?.internalReleaseCause) ??
			text(object(call.redirect)?.reason) ??
			text(call.releasingParty),
		recordings: recordingsOf(call),
		relatedIds: [call.extTrackingId, call.networkCallId, call.answeringCallId].map(text),
		ids: compact(Object.fromEntries(ID_FIELDS.map((name) => [name, text(call[name])]))) as Record<
			string,
			string
		>,
	});
}
