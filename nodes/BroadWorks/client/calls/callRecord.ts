import {
	compact,
	isoTime,
	secondsBetween,
	timeInMs,
	type CallParty,
	type CallRecord,
} from '../../../shared/core/callRecord';
import { isNobody } from '../../../shared/core/callerWords';
import { callingCodeOf, e164Of } from '../../../shared/core/e164';
import { readAddress } from '../../../shared/core/telephoneNumber';
import type { XsiObject, XsiValue } from './values';

const STATES: Record<string, CallRecord['state']> = {
	Active: 'active',
	Held: 'held',
	'Remote Held': 'held',
	Detached: 'ended',
	Released: 'ended',
};

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

/** Of an element of type `Address`, whose `countryCode` is that of a number without one (the XSD). */
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

function queueOf(call: XsiObject): CallRecord['queue'] {
	const info =
		object(call.acdCallInfo) ??
		object(call.acdOutgoingCallInfo) ??
		(isOfQueue(call) ? call : undefined);
	if (!info) return undefined;
	return compact({
		id: text(info.acdUserId) ?? text(call.targetId),
		name: text(info.acdName) ?? text(info.routePointName),
		number: addressOfElement(info.acdNumber ?? info.routePointNumber).number,
	});
}

function recordingOf(call: XsiObject): CallRecord['recording'] {
	if (call.recordingState === undefined && call.recorded === undefined) return undefined;
	return { state: text(call.recordingState) ?? 'Started' };
}

const ID_FIELDS = [
	'callId',
	'extTrackingId',
	'networkCallId',
	'eventId',
	'targetId',
	'answeringCallId',
];

/**
 * A call, a call event or a queue entry in connector fields as a call record
 * (docs/protocols/broadworks.md#event-data). `userId` is whose call it is.
 */
export function callRecordOf(call: XsiObject, userId: string | undefined): CallRecord {
	const direction = directionOf(call);
	const incoming = comesIn(call) ?? true;
	const own: CallParty = compact({ userId });
	const remote = partyOf(call.remoteParty);
	const start = timeInMs(call.startTime) ?? timeInMs(call.addTime) ?? timeInMs(call.receiveTime);
	const answer = timeInMs(call.answerTime);
	const end = timeInMs(call.releaseTime) ?? timeInMs(call.removeTime);
	const answeringUser = text(call.answeringUserId);
	const cause = object(call.releaseCause);
	return compact({
		id: text(call.callId) ?? '',
		backend: 'broadWorks' as const,
		event: text(call.type),
		direction,
		state: stateOf(call),
		from: incoming ? remote : own,
		to: incoming ? own : remote,
		agent: answeringUser === undefined ? undefined : { userId: answeringUser },
		queue: queueOf(call),
		startTime: isoTime(start),
		answerTime: isoTime(answer),
		endTime: isoTime(end),
		duration: secondsBetween(start, end),
		talkDuration: secondsBetween(answer, end),
		waitDuration: secondsBetween(start, answer ?? end),
		answered: wasAnswered(call, answer),
		recording: recordingOf(call),
		endReason:
			text(cause?.internalReleaseCause) ??
			text(object(call.redirect)?.reason) ??
			text(call.releasingParty),
		ids: Object.fromEntries(
			ID_FIELDS.filter((name) => call[name] !== undefined).map((name) => [
				name,
				String(call[name]),
			]),
		),
	});
}
