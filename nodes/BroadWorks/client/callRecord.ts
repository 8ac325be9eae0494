import {
	compact,
	isoTime,
	secondsBetween,
	timeInMs,
	type CallParty,
	type CallRecord,
} from '../../shared/core/callRecord';
import { e164Of } from '../../shared/core/e164';
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

/** `tel:+15550100` or `sip:1002@example.net` without the scheme. */
function numberOf(address: XsiValue | undefined): string | undefined {
	const written = text(object(address)?.['#text'] ?? address);
	return written?.replace(/^(?:tel|sips?):/i, '');
}

/** A party of a BroadWorks call (`PartyInformation` of the schema). */
export function partyOf(value: XsiValue | undefined): CallParty {
	const party = object(value) ?? {};
	const number = numberOf(party.address);
	return compact({
		name: text(party.name),
		number,
		e164: e164Of(number),
		userId: text(party.userId),
	});
}

function stateOf(call: XsiObject): CallRecord['state'] {
	if (call.state === 'Alerting') return call.personality === 'Terminator' ? 'ringing' : 'dialing';
	if (call.state === undefined) return call.removeTime === undefined ? 'ringing' : 'ended';
	return STATES[String(call.state)] ?? 'unknown';
}

function directionOf(call: XsiObject): CallRecord['direction'] {
	// Entries of a call centre queue have no personality; they always come in.
	if (call.personality === 'Terminator' || call.personality === undefined) return 'inbound';
	return 'outbound';
}

function queueOf(call: XsiObject): CallRecord['queue'] {
	const info = object(call.acdCallInfo) ?? (call.acdName === undefined ? undefined : call);
	if (!info) return undefined;
	return compact({
		id: text(info.acdUserId) ?? text(call.targetId),
		name: text(info.acdName),
		number: numberOf(info.acdNumber),
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
 * A call, a call event or a queue entry in connector fields as a call record (protocol page
 * broadworks-xsi 3.6). `userId` is whose call it is.
 */
export function callRecordOf(call: XsiObject, userId: string | undefined): CallRecord {
	const direction = directionOf(call);
	const own: CallParty = compact({ userId });
	const remote = partyOf(call.remoteParty);
	const start = timeInMs(call.startTime) ?? timeInMs(call.addTime);
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
		from: direction === 'inbound' ? remote : own,
		to: direction === 'inbound' ? own : remote,
		agent: answeringUser === undefined ? undefined : { userId: answeringUser },
		queue: queueOf(call),
		startTime: isoTime(start),
		answerTime: isoTime(answer),
		endTime: isoTime(end),
		duration: secondsBetween(start, end),
		talkDuration: secondsBetween(answer, end),
		waitDuration: secondsBetween(start, answer ?? end),
		answered: answer !== undefined || answeringUser !== undefined,
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
