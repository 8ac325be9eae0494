import { isNobody, personOr } from '../../shared/core/callerWords';
import type { PushRecord } from '../../shared/core/parsing/pushBody';
import { listFrom, recordOf } from '../../shared/core/records';
import { momentIn } from '../../shared/core/zone';
import { wordTable } from '../../shared/core/parsing/wordTable';
import { CALL_RESULTS, CATEGORIES, codeOf, WORKFLOWS } from './codes';

/** Values of a push in JSON. */
export type UdeskValue = string | number | boolean | null | UdeskValue[] | UdeskFields;
export interface UdeskFields {
	[name: string]: UdeskValue | undefined;
}

/**
 * Which push it was: the trigger's action, the call event push (docs/protocols/udesk.md#call-trigger-push and
 * docs/protocols/udesk.md#call-event-push), the question whose a caller's number is
 * (docs/protocols/udesk.md#look-up-hook), or one that names no call, as the generic webhook's
 * (docs/protocols/udesk.md#receiver-duties).
 */
export type PushKind = 'callTrigger' | 'callEvent' | 'lookup' | 'other';

export interface UdeskPush {
	kind: PushKind;
	/** Vendor's names, right types; unknown members as they came. */
	fields: UdeskFields;
	/** The JSON object typed into the trigger's action. */
	extend: UdeskFields;
	/** Equal in every repetition of this push; undefined for one that names no call. */
	id?: string;
}

/** False for the question whose a number is, and for what is about a person or a ticket. */
export const tellsOfCall = ({ kind }: Pick<UdeskPush, 'kind'>): boolean =>
	kind === 'callTrigger' || kind === 'callEvent';

type Kind = 'text' | 'integer' | 'boolean' | 'time' | 'list' | 'object';

const kinds = (kind: Kind, names: string): Array<[string, Kind]> =>
	names.split(' ').map((name) => [name, kind]);

const TIME_FIELDS = [
	'customer_ring_at',
	'agent_ring_at',
	'customer_answer_at',
	'agent_answer_at',
	'customer_hangup_at',
	'agent_hangup_at',
] as const;

/**
 * Every documented member (docs/protocols/udesk.md#call-trigger-push and
 * docs/protocols/udesk.md#call-event-push).
 */
export const FIELD_KINDS: ReadonlyMap<string, Kind> = new Map([
	...kinds(
		'text',
		'call_id nick_name customer_phone mobile_area display_number workflow call_result record_url survey outline_phone_number agent_email category task_name queue_status dtmf device_info drop_side defeat_cause agent_nick_name queue_overflow lang level description organization_name owner_name',
	),
	...kinds(
		'integer',
		'conversation_id from_agent_id total_time agent_id queue_time multi_ring_count ivr_time task_id',
	),
	...kinds('boolean', 'is_leave_message is_blocked'),
	...kinds('time', `timestamp ${TIME_FIELDS.join(' ')}`),
	...kinds('list', 'relevant_agent ivr_record_urls ticket_numbers'),
	...kinds('object', 'extend ivr_variables'),
]);

/** Members that only the call event push has, as it writes them (docs/protocols/udesk.md#call-event-push). */
const EVENT_MEMBERS =
	'agent_nick_name task_id queue_overflow ivr_variables ivr_record_urls ticket_numbers lang is_blocked level description organization_name owner_name queue_statue relevant_agent'.split(
		' ',
	);

/** Documented members that are not only about calls: a customer, a ticket or a chat has them as well. */
const GENERAL_MEMBERS = new Set(
	'timestamp nick_name customer_phone mobile_area agent_id agent_email agent_nick_name lang level description organization_name owner_name device_info survey ticket_numbers is_blocked task_id task_name extend'.split(
		' ',
	),
);

/** As the call trigger writes them; the call event push has other spellings. */
const TRIGGER_MEMBERS = ['extend', 'relevent_agent', 'queue_status'];

const PHONE_FIELDS = new Set(['customer_phone', 'display_number', 'outline_phone_number']);

const NAME_FIELDS = new Set(['nick_name', 'agent_nick_name', 'organization_name', 'owner_name']);

/** What pages and senders misspell, and the right name. */
const ALIASES: Readonly<Record<string, string>> = wordTable({
	relevent_agent: 'relevant_agent',
	queue_statue: 'queue_status',
});

const isEmpty = (value: unknown) => String(value ?? '').trim() === '';

function integerOf(value: unknown): UdeskValue {
	if (isEmpty(value)) return null;
	const number = typeof value === 'string' ? Number(value) : value;
	// An id beyond what a number can hold stays text.
	return typeof number === 'number' && Number.isSafeInteger(number)
		? number
		: (value as UdeskValue);
}

function booleanOf(value: unknown): UdeskValue {
	if (typeof value === 'boolean') return value;
	const text = String(value ?? '')
		.trim()
		.toLowerCase();
	if (['true', '1', 'yes'].includes(text)) return true;
	if (['false', '0', 'no'].includes(text)) return false;
	return isEmpty(value) ? null : (value as UdeskValue);
}

export interface UdeskTime {
	/** `2018-03-22T11:48:05+08:00` */
	local: string;
	/** `2018-03-22T03:48:05.000Z` */
	utc: string;
	ms: number;
}

/** The plus sign of the zone is a blank in a form that was sent without escaping it. */
const WRITTEN =
	/^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2}(?:\.\d+)?)\s*(?:(Z|UTC)|([-+\s])(\d{2}):?(\d{2}))$/;

/**
 * Zone of times that tell none: the vendor's servers keep China time (docs/protocols/udesk.md#open-apis,
 * inferred).
 */
const VENDOR_ZONE = 'Asia/Shanghai';

/**
 * `2018-03-22 11:48:05 +0800` (docs/protocols/udesk.md#call-trigger-push), or with `UTC` as zone; undefined
 * for anything else.
 */
export function timeOf(value: unknown): UdeskTime | undefined {
	const found = WRITTEN.exec(String(value ?? '').trim());
	if (!found) return undefined;
	const [, date, time, utc, sign, hours, minutes] = found;
	const offset = utc === undefined ? `${sign === '-' ? '-' : '+'}${hours}:${minutes}` : 'Z';
	const local = `${date}T${time}${offset}`;
	const ms = Date.parse(local);
	return Number.isNaN(ms) ? undefined : { local, utc: new Date(ms).toISOString(), ms };
}

/** The moment of a time, also of one without a zone, or as seconds or milliseconds since 1970. */
export function momentOf(value: unknown): UdeskTime | undefined {
	return timeOf(value) ?? momentIn(VENDOR_ZONE, value);
}

/** What is no JSON object is kept under a name of its own. */
function objectOf(value: unknown): UdeskFields {
	const record = recordOf(value);
	if (record) return record as UdeskFields;
	return isEmpty(value) ? {} : { value: value as UdeskValue };
}

/** Ids and numbers in the lists are texts, as the one list of the page is. */
const listOf = (value: unknown) =>
	listFrom(value).map((entry) =>
		typeof entry === 'number' ? String(entry) : entry,
	) as UdeskValue[];

/**
 * The link has lost its question mark in every printed sample (docs/protocols/udesk.md#call-trigger-push).
 */
export function recordUrlOf(text: string): string {
	return text.includes('?') ? text : text.replace(/(OSSAccessKeyId=)/, '?$1');
}

function textOf(name: string, value: unknown): UdeskValue {
	if (typeof value === 'number') return String(value);
	if (PHONE_FIELDS.has(name)) return (personOr(value) as UdeskValue) ?? null;
	if (NAME_FIELDS.has(name) && isNobody(value)) return null;
	if (name === 'record_url' && typeof value === 'string') return recordUrlOf(value);
	return (value as UdeskValue) ?? null;
}

/** A time takes two members: as it was in its zone, or as it came where it tells none, and in UTC. */
function timeFields(name: string, value: unknown): Array<[string, UdeskValue]> {
	const moment = momentOf(value);
	if (moment) {
		return [
			[name, timeOf(value)?.local ?? (value as UdeskValue)],
			[`${name}_utc`, moment.utc],
		];
	}
	return [[name, isEmpty(value) ? null : (value as UdeskValue)]];
}

function fieldsOf(name: string, value: unknown): Array<[string, UdeskValue]> {
	switch (FIELD_KINDS.get(name)) {
		case 'integer':
			return [[name, integerOf(value)]];
		case 'boolean':
			return [[name, booleanOf(value)]];
		case 'time':
			return timeFields(name, value);
		case 'list':
			return [[name, listOf(value)]];
		case 'object':
			return [[name, objectOf(value)]];
		case 'text':
			return [[name, textOf(name, value)]];
		default:
			return [[name, value as UdeskValue]];
	}
}

/**
 * What has passed: ringing, connected or ended. No member says so, it is derived from the times that are there
 * (docs/protocols/udesk.md#call-event-push, inferred).
 */
function phaseOf(fields: UdeskFields): string {
	if (fields.customer_hangup_at || fields.agent_hangup_at) return 'ended';
	if (fields.customer_answer_at || fields.agent_answer_at) return 'connected';
	return 'ringing';
}

/**
 * A repetition has the same leg, category, time, agent and result, and the same times
 * (docs/protocols/udesk.md#receiver-duties). The end of a call may come in the same second as its hang-up,
 * and then only the recording is new; two agents may ring in the same second.
 */
function idOf(kind: PushKind, fields: UdeskFields, extend: UdeskFields): string | undefined {
	if (!fields.conversation_id && !fields.call_id) return undefined;
	const names = ['conversation_id', 'call_id', 'category', 'timestamp', 'call_result'];
	const agent = ['agent_id', 'agent_email', 'agent_nick_name', 'multi_ring_count'];
	const values = [...names, ...agent, ...TIME_FIELDS].map((name) => fields[name] ?? null);
	const typed = 'extend' in fields ? extend : null;
	return JSON.stringify([kind, ...values, !isEmpty(fields.record_url), typed]);
}

/** Whether a member is there that only a call has; the generic webhook is an action and its message. */
function namesCall(record: PushRecord): boolean {
	if (typeof record.action === 'string' && 'message' in record) return false;
	return Object.entries(record).some(([written, value]) => {
		const name = ALIASES[written] ?? written;
		return FIELD_KINDS.has(name) && !GENERAL_MEMBERS.has(name) && !isEmpty(value);
	});
}

/** The look-up hook sends a number and a time (docs/protocols/udesk.md#look-up-hook); no call has a `number`. */
const asksForCustomer = ({ number, conversation_id: conversation, action }: PushRecord) =>
	!isEmpty(number) && isEmpty(conversation) && isEmpty(action);

/**
 * A trigger without typed JSON has no `extend`, but the trigger's spellings, or a result and no member of the
 * event push. (Inferred: the admin ticks the members of the event push.)
 */
function kindOf(record: PushRecord): PushKind {
	if (asksForCustomer(record)) return 'lookup';
	if (!namesCall(record)) return 'other';
	if ('extend' in record) return 'callTrigger';
	if (EVENT_MEMBERS.some((name) => name in record)) return 'callEvent';
	const isTrigger = TRIGGER_MEMBERS.some((name) => name in record) || !isEmpty(record.call_result);
	return isTrigger ? 'callTrigger' : 'callEvent';
}

/**
 * Decodes a push of any kind (docs/protocols/udesk.md#call-trigger-push to
 * docs/protocols/udesk.md#receiver-duties).
 */
export function decodePush(record: PushRecord): UdeskPush {
	const fields: UdeskFields = Object.fromEntries(
		Object.entries(record).flatMap(([name, value]) => fieldsOf(ALIASES[name] ?? name, value)),
	);
	// The documented name of the call trigger, which flows read: it stays beside the right one.
	if ('relevent_agent' in record) fields.relevent_agent = fields.relevant_agent;
	const kind = kindOf(record);
	if (kind === 'lookup') {
		// A JSON number in the vendor's sample, a text in its table.
		const number = typeof fields.number === 'object' ? null : String(fields.number).trim();
		return { kind, fields: { ...fields, number, push: kind }, extend: {} };
	}
	if (kind === 'other') return { kind, fields: { ...fields, push: kind }, extend: {} };
	const extend = (fields.extend ?? {}) as UdeskFields;
	const coded: UdeskFields = {
		call_result_code: codeOf(CALL_RESULTS, fields.call_result),
		category_code: codeOf(CATEGORIES, fields.category),
		workflow_code: codeOf(WORKFLOWS, fields.workflow),
		phase: phaseOf(fields),
		push: kind,
	};
	const known = Object.entries(coded).filter(([, value]) => value !== undefined);
	return {
		kind,
		fields: { ...fields, ...Object.fromEntries(known) },
		extend,
		id: idOf(kind, fields, extend),
	};
}
