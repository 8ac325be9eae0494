import {
	compact,
	isoTime,
	secondsBetween,
	type CallParty,
	type CallRecord,
} from '../../../shared/core/callRecord';
import { callerIdOf } from '../../../shared/core/callerWords';
import { e164Of } from '../../../shared/core/e164';
import { withoutScheme } from '../../../shared/core/telephoneNumber';
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

/**
 * An event of a call as call record; undefined for events of no call. A leg that was answered is
 * still up when its dial ends.
 */
export function callRecordOf(event: PushEvent): CallRecord | undefined {
	const { kind, raw, name, direction, answered } = event;
	const state = STATES[kind];
	if (state === undefined) return undefined;
	const { start, answer, end } = timesOf(event);
	const talk = number(raw.talkingTime ?? raw.billableseconds ?? raw.billsec);
	const agent = text(raw.agentCode);
	const file = firstText(raw.filePath, raw.recordfile, raw.record_filename);
	const ids = Object.fromEntries(
		IDS.map((member) => [member, text(raw[member])]).filter(([, value]) => value !== undefined),
	) as Record<string, string>;
	return compact({
		id: firstText(raw.uniqueid, raw.uuid) ?? '',
		backend: 'cooCenter' as const,
		event: name,
		direction: direction ?? ('unknown' as const),
		state: kind === 'dialEnd' && answered ? ('active' as const) : state,
		from: callerOf(event),
		to: calleeOf(event),
		agent: agent === undefined ? undefined : { extension: agent },
		queue: event.queue === undefined ? undefined : { id: event.queue, number: event.queue },
		startTime: isoTime(start),
		answerTime: isoTime(answer),
		endTime: isoTime(end),
		duration: number(raw.duration) ?? secondsBetween(start, end),
		talkDuration: talk,
		waitDuration: number(raw.queueTime) ?? secondsBetween(start, answer),
		answered,
		recording: file === undefined ? undefined : { id: file },
		voicemail: text(raw.voicemailState) === '1' ? {} : undefined,
		endReason: firstText(raw.missCause, raw.hangupCause, raw.dialstatus),
		ids,
	});
}
