import {
	callRecord,
	compact,
	secondsOf,
	someone,
	spansOf,
	type CallParty,
	type CallRecord,
	type CallTransfer,
} from '../../../shared/core/callRecord';
import { callerIdOf } from '../../../shared/core/callerWords';
import { e164Of } from '../../../shared/core/e164';
import { withoutScheme } from '../../../shared/core/telephoneNumber';
import { wordTable } from '../../../shared/core/parsing/wordTable';
import type { PushEvent } from './event';
import type { PushKind } from './kinds';
import { number, text, type Wire } from '../values';

const STATES: Partial<Record<PushKind, CallRecord['state']>> = {
	dialBegin: 'ringing',
	dialEnd: 'ended',
	hangup: 'ended',
	ivr: 'active',
	callRecord: 'ended',
	queueCallRecord: 'ended',
	intercomRecord: 'ended',
	pagingRecord: 'ended',
};

const IDS = ['uniqueid', 'uuid', 'destuniqueid', 'channel', 'destchannel', 'ivrId', 'mac'];

/** The first value that is not empty, as text; a list as one text. */
const firstText = (...values: Wire[]) =>
	values
		.map((value) => text(Array.isArray(value) ? value.map(text).join(', ') : value))
		.find((written) => written !== undefined);

function partyOf(names: Wire[], numbers: Wire[]): CallParty {
	const written = withoutScheme(firstText(...numbers));
	return compact({ name: firstText(...names), number: written, e164: e164Of(written) });
}

function callerOf({ members }: PushEvent): CallParty {
	const { name, number: given } =
		typeof members.callerid === 'string' ? callerIdOf(members.callerid) : {};
	const { calleridname, srcname, caller, source, src, calleridnum } = members;
	return partyOf([calleridname, srcname, name], [caller, source, src, calleridnum, given]);
}

function calleeOf({ members }: PushEvent): CallParty {
	const { called, destination, dst, destcalleridnum, destexten, connectedlinenum } = members;
	return partyOf(
		[members.connectedlinename, members.destcalleridname, members.dstname],
		[called, destination, dst, destcalleridnum, destexten, connectedlinenum],
	);
}

/** The moment in an id like `1534993030.626`, which Asterisk makes of the time a channel began. */
function idTime(value: Wire | undefined): number | undefined {
	const found = /^(\d{9,10})\.\d+$/.exec(text(value) ?? '');
	return found ? Number(found[1]) * 1000 : undefined;
}

function timesOf({ raw, times, kind }: PushEvent) {
	const first = (...names: string[]) =>
		names.map((name) => times[name]?.ms).find((ms) => ms !== undefined);
	const start =
		first('startTime', 'starttime', 'start') ??
		(kind === 'dialBegin' || kind === 'dialEnd' ? idTime(raw.timestamp) : undefined);
	const end = first('endTime', 'endtime', 'end');
	return { start, answer: first('answertime', 'answer'), end };
}

/** What Asterisk says of a dial that nobody answered, in `disposition`, `status` and `dialstatus`. */
const UNANSWERED: Record<string, CallRecord['result']> = wordTable({
	BUSY: 'busy',
	NOANSWER: 'missed',
	CANCEL: 'missed',
	ABORT: 'missed',
	CHANUNAVAIL: 'failed',
	CONGESTION: 'failed',
	FAILED: 'failed',
});

/** Whoever hangs up in the menu, or soon after coming into the queue, has given up. */
const gaveUp = ({ cdrState, missCause }: PushEvent['raw']) =>
	text(cdrState)?.toLowerCase() === 'ivr' || text(missCause) === 'MEMBER_CANCEL';

/** What came of a call that has a record (docs/protocols/coocenter.md#codes). */
function resultOf({ kind, raw, answered }: PushEvent): CallRecord['result'] {
	if (kind === 'ivr' || kind === 'hangup' || kind === 'dialBegin') return undefined;
	if (answered) return kind === 'dialEnd' ? undefined : 'answered';
	if (kind === 'queueCallRecord') {
		if (text(raw.voicemailState) === '1') return 'voicemail';
		return gaveUp(raw) ? 'abandoned' : 'missed';
	}
	const word = text(raw.disposition ?? raw.status ?? raw.dialstatus)?.toUpperCase();
	return UNANSWERED[word?.replace(/\W/g, '') ?? ''];
}

/** Values of `hangupSide`: the sample has `caller` (docs/protocols/coocenter.md#pushes); the rest is inferred. */
const SIDES: Record<string, CallRecord['hangUpSide']> = wordTable({
	caller: 'caller',
	callee: 'callee',
	called: 'callee',
	agent: 'callee',
	system: 'system',
});

function transfersOf({ forwardNumber, fwType }: PushEvent['raw']): CallTransfer[] {
	const to = someone(partyOf([], [forwardNumber]));
	return to ? [compact<CallTransfer>({ kind: 'forward', to, reason: text(fwType) })] : [];
}

/** The number of the trunk is the one that was called from outside. */
function dialledOf(event: PushEvent, to: CallParty): CallParty | undefined {
	if (event.direction === 'inbound') return someone(partyOf([], [event.raw.trunkNumber]));
	return event.direction === undefined ? undefined : someone({ ...to, name: undefined });
}

/** Seconds that were written as text; an empty one says nothing. */
const counted = (value: Wire) => secondsOf(number(value));

/**
 * An event of a call as call record; undefined for events of no call. A leg that was answered is
 * still up when its dial ends.
 */
export function callRecordOf(event: PushEvent): CallRecord | undefined {
	const { kind, raw, name, direction, answered, mac } = event;
	const state = STATES[kind];
	if (state === undefined) return undefined;
	const spans = spansOf({ ...timesOf(event), answered });
	const to = calleeOf(event);
	const agent = text(raw.agentCode);
	const file = firstText(raw.filePath, raw.recordfile, raw.record_filename);
	const ids = Object.fromEntries(
		IDS.map((member) => [member, text(raw[member])]).filter(([, value]) => value !== undefined),
	) as Record<string, string>;
	return callRecord({
		id: firstText(raw.uniqueid, raw.uuid) ?? '',
		backend: 'cooCenter',
		account: someone({ id: mac }),
		event: name,
		direction: direction ?? 'unknown',
		state: kind === 'dialEnd' && answered ? 'active' : state,
		result: resultOf(event),
		answered,
		from: callerOf(event),
		to,
		dialed: dialledOf(event, to),
		agent: agent === undefined ? undefined : { extension: agent },
		queue: event.queue === undefined ? undefined : { id: event.queue, number: event.queue },
		transfers: transfersOf(raw),
		...spans,
		duration: counted(raw.duration) ?? spans.duration,
		talkDuration: counted(raw.talkingTime ?? raw.billableseconds ?? raw.billsec),
		// Not every caller waits in a queue: a `queueTime` of 0 does not say that nobody waited.
		waitDuration: spans.waitDuration ?? (counted(raw.queueTime) || undefined),
		queueDuration: counted(raw.queueTime),
		ringDuration: counted(raw.ringTime),
		holdDuration: counted(raw.holdTime),
		wrapUpDuration: counted(raw.pauseTime),
		hangUpSide: SIDES[text(raw.hangupSide)?.toLowerCase() ?? ''],
		hangUpCause: text(raw.hangupCause),
		endReason: firstText(raw.missCause, raw.hangupCause, raw.dialstatus),
		recordings: file === undefined ? [] : [{ id: file }],
		voicemails: text(raw.voicemailState) === '1' ? [{}] : [],
		relatedIds: [raw.uniqueid, raw.uuid, raw.destuniqueid].map((id) => text(id)),
		ids,
	});
}
