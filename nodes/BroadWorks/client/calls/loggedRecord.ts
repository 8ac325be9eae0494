import {
	callRecord,
	compact,
	someone,
	spansOf,
	type CallParty,
	type CallRecord,
	type CallTransfer,
} from '../../../shared/core/callRecord';
import { addressOf } from './callRecord';
import type { LoggedCall } from './callLogs';
import type { XsiValue } from './values';

/** Undefined where the log does not tell: basic logs have no times, and a placed call may have been both. */
function wasAnswered({ kind, answerTime, releaseTime }: LoggedCall): boolean | undefined {
	if (kind !== 'placed') return kind === 'received';
	if (answerTime !== undefined) return true;
	return releaseTime === undefined ? undefined : false;
}

const text = (value: XsiValue | undefined) =>
	value === undefined || value === null || typeof value === 'object' ? undefined : String(value);

/** What the caller dialled, in enhanced logs; of one that was sent on, whom it was for at first. */
function dialledOf({ fields, countryCode }: LoggedCall): CallParty | undefined {
	const number = fields.dialedNumber ?? fields.calledNumber;
	return someone({
		name: text(fields.calledDirectoryName),
		...addressOf(text(number), countryCode),
	});
}

/** The last one that sent the call on, before it came here. */
function transfersOf({ fields, countryCode }: LoggedCall): CallTransfer[] {
	const from = someone({
		name: text(fields.redirectingName),
		...addressOf(text(fields.redirectingNumber), countryCode),
	});
	const reason = text(fields.redirectingReason);
	if (from === undefined && reason === undefined) return [];
	return [
		compact<CallTransfer>({ kind: reason === 'transfer' ? 'transfer' : 'forward', from, reason }),
	];
}

function resultOf(answered: boolean | undefined): CallRecord['result'] {
	return answered === undefined ? undefined : answered ? 'answered' : 'missed';
}

/** A call of the log as call record (docs/protocols/broadworks.md#directories-logs-voice-mail). */
export function loggedRecord(logged: LoggedCall): CallRecord {
	const { kind, startTime, answerTime, releaseTime, userId, fields } = logged;
	const outwards = kind === 'placed' ? ('outbound' as const) : ('inbound' as const);
	const own: CallParty = { userId };
	const remote: CallParty = compact({
		name: logged.name,
		...addressOf(logged.number, logged.countryCode),
	});
	const answered = wasAnswered(logged);
	const spans = spansOf({ start: startTime, answer: answerTime, end: releaseTime, answered });
	const group = text(kind === 'placed' ? fields.callingGroupId : fields.calledGroupId);
	return callRecord({
		id: logged.callId ?? logged.callLogId,
		backend: 'broadWorks',
		account: someone({ id: group }),
		direction: logged.internal ? 'internal' : outwards,
		state: 'ended',
		result: resultOf(answered),
		answered,
		from: kind === 'placed' ? own : remote,
		to: kind === 'placed' ? remote : own,
		dialed: dialledOf(logged),
		transfers: transfersOf(logged),
		...spans,
		ringDuration: spans.waitDuration,
		ids: compact({ callId: logged.callId, callLogId: logged.callLogId }) as Record<string, string>,
	});
}
