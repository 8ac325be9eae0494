import {
	compact,
	isoTime,
	secondsBetween,
	type CallParty,
	type CallRecord,
} from '../../../shared/core/callRecord';
import { addressOf } from './callRecord';
import type { LoggedCall } from './callLogs';

/** Undefined where the log does not tell: basic logs have no times, and a placed call may have been both. */
function wasAnswered({ kind, answerTime, releaseTime }: LoggedCall): boolean | undefined {
	if (kind !== 'placed') return kind === 'received';
	if (answerTime !== undefined) return true;
	return releaseTime === undefined ? undefined : false;
}

/** A call of the log as call record (docs/protocols/broadworks.md#directories-logs-voice-mail). */
export function loggedRecord(logged: LoggedCall): CallRecord {
	const { kind, startTime, answerTime, releaseTime, userId } = logged;
	const outwards = kind === 'placed' ? ('outbound' as const) : ('inbound' as const);
	const own: CallParty = { userId };
	const remote: CallParty = compact({
		name: logged.name,
		...addressOf(logged.number, logged.countryCode),
	});
	return compact({
		id: logged.callId ?? logged.callLogId,
		backend: 'broadWorks' as const,
		direction: logged.internal ? ('internal' as const) : outwards,
		state: 'ended' as const,
		from: kind === 'placed' ? own : remote,
		to: kind === 'placed' ? remote : own,
		startTime: isoTime(startTime),
		answerTime: isoTime(answerTime),
		endTime: isoTime(releaseTime),
		duration: secondsBetween(startTime, releaseTime),
		talkDuration: secondsBetween(answerTime, releaseTime),
		waitDuration: secondsBetween(startTime, answerTime ?? releaseTime),
		answered: wasAnswered(logged),
		ids: compact({ callId: logged.callId, callLogId: logged.callLogId }) as Record<string, string>,
	});
}
