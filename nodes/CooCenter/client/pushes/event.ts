import { callerIdOf, personOr, SHORTEST_E164 } from '../../../shared/core/callerWords';
import { momentIn, type ZonedTime } from '../../../shared/core/zone';
import { wordTable } from '../../../shared/core/parsing/wordTable';
import { statusText } from '../extensionStatus';
import { kindOf, type PushKind } from './kinds';
import { isObject, number, text, type Wire, type WireObject } from '../values';

export type Direction = 'inbound' | 'outbound' | 'internal';

/** One event the PBX pushed. */
export interface PushEvent {
	kind: PushKind;
	/** Name on the wire, as `cc_cdr`; empty when the push had none. */
	name: string;
	/** The PBX's own names with right types: numbers, booleans, ISO 8601, null for "none". */
	fields: WireObject;
	/** As it came. */
	raw: WireObject;
	/** What came, with lost plus signs put back, and null for Asterisk's words for nobody. */
	members: WireObject;
	/** Moments of the event by member name. */
	times: Record<string, ZonedTime>;
	/** Extensions, agents and numbers that take part. */
	parties: string[];
	queue?: string;
	direction?: Direction;
	/** Undefined where the event does not tell. */
	answered?: boolean;
	/** The PBX that tells, where it says so: six pairs of lower-case hexadecimal digits. */
	mac?: string;
}

/** Members that are counts or seconds. */
const NUMBERS = new Set([
	'duration',
	'billableseconds',
	'billsec',
	'queueTime',
	'feedbackTime',
	'ivrTime',
	'ringTime',
	'holdTime',
	'pauseTime',
	'talkingTime',
	'score',
	'sessionlevel',
	'channelstate',
	'destchannelstate',
]);

/** Members that are local times of the PBX. */
const TIMES = new Set([
	'startTime',
	'endTime',
	'starttime',
	'answertime',
	'endtime',
	'start',
	'answer',
	'end',
]);

const SWITCHES = new Set(['voicemailState']);

/** Members that hold an extension or a telephone number. */
const PARTIES = [
	'caller',
	'called',
	'agentCode',
	'source',
	'destination',
	'src',
	'dst',
	'calleridnum',
	'destcalleridnum',
	'destexten',
	'connectedlinenum',
	'exten',
];

/** Members that name somebody. */
const NAMES = ['calleridname', 'connectedlinename', 'destcalleridname', 'srcname', 'dstname'];

const PEOPLE = new Set([...PARTIES, ...NAMES]);

/** Members that name a call: without any of them, and without a party, a record is of none. */
const CALLS = ['uniqueid', 'uuid', 'destuniqueid', 'channel', 'destchannel', 'callerid'];

const DIRECTIONS: Record<string, Direction> = wordTable({
	in: 'inbound',
	incoming: 'inbound',
	inbound: 'inbound',
	out: 'outbound',
	outgoing: 'outbound',
	outbound: 'outbound',
	internal: 'internal',
	intercom: 'internal',
	paging: 'internal',
});

/** Records that may leave the type of an internal call out. */
const RECORDS: ReadonlySet<PushKind> = new Set(['callRecord', 'intercomRecord', 'pagingRecord']);

/** Several numbers: a list or, in a form, a text with commas; `[]` for none. */
const numbersOf = (value: Wire): string[] =>
	[value]
		.flat()
		.flatMap((entry) => (text(entry) ?? '').split(','))
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');

function typed(kind: PushKind, name: string, value: Wire): Wire {
	// Who was paged is a list, also where a form names one only
	// (docs/protocols/coocenter.md#wire-form-answer-retry).
	if (kind === 'pagingRecord' && name === 'dst') return numbersOf(value);
	if (typeof value === 'object') return value;
	const written = text(value);
	if (written === undefined) return typeof value === 'boolean' ? value : null;
	const isState = kind === 'extensionStatus' && name === 'status';
	if (NUMBERS.has(name) || isState) return number(value) ?? written;
	if (SWITCHES.has(name)) return written === '1' ? true : written === '0' ? false : written;
	return written;
}

/** Two forms of the spelling; empty means internal (docs/protocols/coocenter.md#codes). */
function directionOf(kind: PushKind, raw: WireObject): Direction | undefined {
	const type = raw.callType ?? raw.calltype;
	const written = text(type);
	if (written !== undefined) return DIRECTIONS[written.toLowerCase()];
	return RECORDS.has(kind) || typeof type === 'string' ? 'internal' : undefined;
}

/** Whether somebody answered, from the members of each kind of record. */
function answeredOf(kind: PushKind, raw: WireObject): boolean | undefined {
	if (kind === 'queueCallRecord') {
		const state = text(raw.cdrState)?.toLowerCase();
		// A rating comes after a talk.
		if (state === 'bridged' || state === 'feedback') return true;
		if (state === 'queue' || state === 'ivr' || text(raw.missCause)) return false;
		return (number(raw.talkingTime) ?? 0) > 0;
	}
	const result = text(raw.disposition ?? raw.dialstatus ?? raw.status)?.toUpperCase();
	if (kind === 'callRecord' || kind === 'intercomRecord') {
		return result === undefined ? undefined : /^ANSWER(ED)?$/.test(result);
	}
	if (kind !== 'dialEnd' || result === undefined) return undefined;
	// The sample says only "hangup", which leaves open how the dial ended.
	return result === 'HANGUP' ? undefined : result === 'ANSWER';
}

/** A MAC address in one spelling; undefined for what is none. */
export function macOf(value: unknown): string | undefined {
	const digits = (text(value) ?? '').replace(/[^0-9a-f]/gi, '').toLowerCase();
	return digits.length === 12 ? (digits.match(/../g) ?? []).join(':') : undefined;
}

/** Who takes part, in one spelling. */
function personOf(value: Wire): Wire {
	if (Array.isArray(value)) return value.map(personOf).filter((one) => one !== null);
	return personOr(value, SHORTEST_E164);
}

/** A caller as Asterisk writes one stays as it is written, unless it names neither name nor number. */
const callerOf = (value: Wire): Wire =>
	typeof value === 'string' && Object.values(callerIdOf(value)).every((part) => part === undefined)
		? null
		: value;

function memberOf(name: string, value: Wire): Wire {
	if (name === 'callerid') return callerOf(value);
	return PEOPLE.has(name) ? personOf(value) : value;
}

const membersOf = (raw: WireObject): WireObject =>
	Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, memberOf(name, value)]));

/** The kind of a record by its name; one that names no call is none of a call, whatever it is called. */
function kindOfRecord(name: string, raw: WireObject): PushKind {
	const kind = kindOf(name);
	if (kind === 'extensionStatus') return kind;
	const isThere = (member: string) => text([raw[member]].flat()[0]) !== undefined;
	return [...CALLS, ...PARTIES].some(isThere) ? kind : 'unknown';
}

/** A record that came as the only member of another, as when a form has it in one field. */
function unwrapped(record: WireObject): WireObject {
	const [only, ...others] = Object.values(record);
	return others.length === 0 && isObject(only) && text(only.event) !== undefined ? only : record;
}

/** Reads a pushed record; `timeZone` is that of the PBX. Unknown events and members pass through. */
export function readPushEvent(record: WireObject, timeZone: string): PushEvent {
	const raw = unwrapped(record);
	const members = membersOf(raw);
	const name = text(raw.event) ?? '';
	const kind = kindOfRecord(name, raw);
	const times: Record<string, ZonedTime> = {};
	const entries = Object.entries(members).flatMap(([member, value]): Array<[string, Wire]> => {
		const moment = TIMES.has(member) ? momentIn(timeZone, value) : undefined;
		if (moment === undefined) return [[member, typed(kind, member, value)]];
		times[member] = moment;
		return [
			[member, moment.local],
			[`${member}Utc`, moment.utc],
		];
	});
	const fields: WireObject = Object.fromEntries(entries);
	if (kind === 'extensionStatus' && typeof fields.status === 'number' && !fields.statustext) {
		fields.statustext = statusText(fields.status);
	}
	return {
		kind,
		name,
		fields,
		raw,
		members,
		times,
		parties: [...new Set(PARTIES.flatMap((member) => numbersOf(members[member])))],
		queue: text(raw.queueCode),
		direction: directionOf(kind, raw),
		answered: answeredOf(kind, raw),
		mac: macOf(raw.mac),
	};
}
