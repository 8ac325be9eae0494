import { dropOldest } from '../../../shared/core/bounded/dropOldest';
import { timeInMs } from '../../../shared/core/callRecord';
import type { XsiEvent } from '../channel/decode';
import type { XsiObject } from './values';

/** What people ask for of a call, in place of the ten events that it has. */
export type CallMoment = 'incoming' | 'answered' | 'missed' | 'ended';

/** One user's half of a call, as far as moments are told by it. */
type Half =
	| { state: 'ringing'; callId: string }
	| { state: 'answered'; callId: string }
	| { state: 'over'; callId: string };

/**
 * A call as it rings at telephones of one target: those that ring now, and all it has rung at. `answered`
 * by anyone is answered for all.
 */
export type RingingCall =
	| { state: 'ringing'; ringing: readonly string[]; rang: readonly string[] }
	| { state: 'unanswered'; rang: readonly string[] }
	| { state: 'answered' };

const GOES_ON = new Set([
	'transfer',
	'deflection',
	'unconditional',
	'time-of-day',
	'follow-me',
	'away',
	'hunt-group',
	'call-center',
	'route-point',
	'agent-wrap-up',
	'voicexml-script-termination',
]);

/** Whether a call that was sent on for this reason goes on elsewhere, where others tell what comes of it. */
export const goesOn = (reason: string): boolean => GOES_ON.has(reason);

const callIdOf = ({ callId }: XsiObject) => (typeof callId === 'string' ? callId : undefined);

const comesIn = ({ personality }: XsiObject) => personality === 'Terminator';

const wasAnswered = ({ answerTime }: XsiObject) => timeInMs(answerTime) !== undefined;

function halfOf(call: XsiObject): Half | undefined {
	const callId = callIdOf(call);
	// The caller's own half is answered by voicemail and by announcements too.
	if (callId === undefined || !comesIn(call)) return undefined;
	if (wasAnswered(call)) return { state: 'answered', callId };
	return { state: call.state === 'Alerting' ? 'ringing' : 'over', callId };
}

/** What has become of a call with the next thing that is known of one half of it. */
export function stepOf(call: RingingCall | undefined, half: Half): RingingCall {
	if (call?.state === 'answered' || half.state === 'answered') return { state: 'answered' };
	const rang = [...new Set([...(call?.rang ?? []), half.callId])];
	const others = (call?.state === 'ringing' ? call.ringing : []).filter(
		(callId) => callId !== half.callId,
	);
	const ringing = half.state === 'ringing' ? [...others, half.callId] : others;
	return ringing.length > 0 ? { state: 'ringing', ringing, rang } : { state: 'unanswered', rang };
}

/** Calls of which it is remembered where they ring. */
const REMEMBERED = 2_000;

/** The calls of one subscription, by the id that all halves of a call have in common. */
export class RingingCalls {
	private readonly calls = new Map<string, RingingCall>();

	see({ fields }: XsiEvent): void {
		const half = halfOf(fields);
		const key = this.keyOf(fields);
		if (half === undefined || key === undefined) return;
		const next = stepOf(this.calls.get(key), half);
		this.calls.delete(key);
		this.calls.set(key, next);
		dropOldest(this.calls, REMEMBERED);
	}

	of(call: XsiObject): RingingCall | undefined {
		return this.calls.get(this.keyOf(call) ?? '');
	}

	/** It changes when a call is transferred (docs/protocols/broadworks.md#correlation-after-transfers). */
	private keyOf({ extTrackingId, callId }: XsiObject): string | undefined {
		const key = extTrackingId ?? callId;
		return typeof key === 'string' ? key : undefined;
	}
}

/** Whether a release tells of a call that this user did not answer and nobody else was asked to. */
function isMissed(call: XsiObject, target: 'user' | 'several'): boolean {
	if (!comesIn(call) || wasAnswered(call)) return false;
	// A queue offers its call to one agent after the other, and tells itself that the caller has hung up.
	if (call.acdCallInfo !== undefined) return false;
	const ringsAtOthers =
		call.huntGroupUserId !== undefined || call.findMeFollowMeUserId !== undefined;
	if (target === 'user' && ringsAtOthers) return false;
	const { reason } = (call.redirect ?? {}) as XsiObject;
	return !goesOn(String(reason));
}

/** The types of events that tell of each moment. */
export const MOMENT_TYPES: Record<CallMoment, readonly string[]> = {
	incoming: ['CallReceivedEvent'],
	answered: ['CallAnsweredEvent'],
	missed: ['CallReleasedEvent'],
	ended: ['CallReleasedEvent'],
};

/** By what a moment of a call is known, whatever tells of it: an event, its repetition, or a call log. */
export const momentName = (moment: CallMoment, callId: string): string => `${moment}:${callId}`;

/** Names of the moment that an event tells of; empty when it tells of none. */
export function momentsIn(
	{ type, fields }: XsiEvent,
	moment: CallMoment,
	target: 'user' | 'several',
): string[] {
	const callId = callIdOf(fields);
	if (callId === undefined || !MOMENT_TYPES[moment].includes(type)) return [];
	if (moment === 'incoming' && !comesIn(fields)) return [];
	if (moment === 'missed' && !isMissed(fields, target)) return [];
	return [momentName(moment, callId)];
}
