import {
	callRecord,
	compact,
	secondsBetween,
	secondsOf,
	someone,
	spansOf,
	type CallParty,
	type CallRecord,
	type CallTransfer,
} from '../../shared/core/callRecord';
import { isNobody } from '../../shared/core/callerWords';
import { e164Of } from '../../shared/core/e164';
import { withoutScheme } from '../../shared/core/telephoneNumber';
import { wordTable } from '../../shared/core/parsing/wordTable';
import { OTHER } from './codes';
import { momentOf, type UdeskFields, type UdeskPush, type UdeskValue } from './push';

const text = (value: UdeskValue | undefined) =>
	value === undefined || value === null || value === '' || typeof value === 'object'
		? undefined
		: String(value);
/** A name or number that is one. */
const said = (value: UdeskValue | undefined) => (isNobody(value) ? undefined : text(value));

function times(fields: UdeskFields, names: string[]): number[] {
	return names
		.map((name) => momentOf(fields[name])?.ms)
		.filter((time): time is number => time !== undefined);
}

/** Earliest or latest of some times; undefined when there is none. */
const pick = (choose: (...values: number[]) => number, values: number[]) =>
	values.length > 0 ? choose(...values) : undefined;

function directionOf(workflow: UdeskValue | undefined): CallRecord['direction'] {
	if (workflow === 'in') return 'inbound';
	return typeof workflow === 'string' && workflow.startsWith('out_') ? 'outbound' : 'unknown';
}

const STATES: Record<string, CallRecord['state']> = wordTable({
	ringing: 'ringing',
	connected: 'active',
	ended: 'ended',
});

const ANSWERED = new Set(['customer_answered', 'agent_answered']);

/** While a call goes on there is no result yet, and one in unknown words says nothing: then the times do. */
const isAnswered = ({ call_result_code: code }: UdeskFields, answer: number | undefined) =>
	code === undefined || code === OTHER ? answer !== undefined : ANSWERED.has(String(code));

/** What came of it, by the code of the result (docs/protocols/udesk.md#call-trigger-push). */
const RESULTS: Record<string, CallRecord['result']> = wordTable({
	customer_answered: 'answered',
	agent_answered: 'answered',
	customer_no_answer: 'missed',
	agent_no_answer: 'missed',
	agent_rejected: 'missed',
	queue_timeout: 'missed',
	phone_busy: 'busy',
	phone_offline: 'failed',
	customer_quick_hangup: 'abandoned',
	customer_hangup: 'abandoned',
	queue_abandoned: 'abandoned',
	no_queue_chosen: 'abandoned',
});

function resultOf(fields: UdeskFields, answered: boolean): CallRecord['result'] {
	if (fields.phase !== 'ended') return undefined;
	if (fields.is_leave_message === true) return 'voicemail';
	if (answered) return 'answered';
	// In unknown words of another language the times tell still that nobody took it.
	return RESULTS[String(fields.call_result_code)] ?? 'missed';
}

/** The transfer that made a leg, which another agent had before (docs/protocols/udesk.md#call-trigger-push). */
function transfersOf(fields: UdeskFields, agent: CallParty | undefined): CallTransfer[] {
	const category = text(fields.category_code);
	if (category !== 'transfer' && category !== 'transfer_outline') return [];
	const outside = withoutScheme(said(fields.outline_phone_number));
	const to = someone({ number: outside, e164: e164Of(outside) }) ?? agent;
	const from = someone({ userId: text(fields.from_agent_id) });
	return [compact<CallTransfer>({ kind: 'transfer', from, to, reason: category })];
}

/** The pages name no values of `drop_side`; the words of the other members are `customer` and `agent`. */
function hangUpSideOf(
	fields: UdeskFields,
	direction: CallRecord['direction'],
): CallRecord['hangUpSide'] {
	const side = text(fields.drop_side)?.toLowerCase();
	if (side !== 'customer' && side !== 'agent') return undefined;
	return (side === 'customer') === (direction === 'inbound') ? 'caller' : 'callee';
}

const ID_FIELDS = ['call_id', 'conversation_id', 'agent_id', 'from_agent_id', 'task_id'];

/**
 * A push as call record. Both ends have talked from the later of the two answers on; `total_time` is the
 * time of talking (docs/protocols/udesk.md#call-trigger-push).
 */
export function callRecordOf({ fields, kind, extend }: UdeskPush): CallRecord {
	const direction = directionOf(fields.workflow_code);
	const phone = withoutScheme(said(fields.customer_phone));
	const customer: CallParty = compact({
		name: said(fields.nick_name),
		number: phone,
		e164: e164Of(phone),
	});
	const line = withoutScheme(said(fields.display_number));
	const company: CallParty = compact({ number: line, e164: e164Of(line) });
	const agent = someone({
		name: said(fields.agent_nick_name),
		userId: text(fields.agent_email) ?? text(fields.agent_id),
	});
	const timeOf = (name: string) => momentOf(fields[name])?.ms;
	const answers = times(fields, ['customer_answer_at', 'agent_answer_at']);
	const answer = answers.length === 2 ? pick(Math.max, answers) : undefined;
	const answered = isAnswered(fields, answer);
	const spans = spansOf({
		start: pick(Math.min, times(fields, ['customer_ring_at', 'agent_ring_at'])),
		answer,
		end: pick(Math.max, times(fields, ['customer_hangup_at', 'agent_hangup_at'])),
		answered,
	});
	const queueName = text(fields.queue_name);
	const url = text(fields.record_url);
	const [from, to] = direction === 'outbound' ? [company, customer] : [customer, company];
	return callRecord({
		id: text(fields.conversation_id) ?? text(fields.call_id) ?? '',
		backend: 'udesk',
		event: kind,
		direction,
		state: STATES[String(fields.phase)] ?? 'unknown',
		result: resultOf(fields, answered),
		answered,
		from,
		to,
		dialed: direction === 'unknown' ? undefined : someone({ ...to, name: undefined }),
		agent,
		queue: queueName === undefined ? undefined : { name: queueName },
		transfers: transfersOf(fields, agent),
		...spans,
		talkDuration: secondsOf(fields.total_time) ?? spans.talkDuration,
		queueDuration: secondsOf(fields.queue_time),
		ringDuration: secondsBetween(
			timeOf('agent_ring_at'),
			timeOf('agent_answer_at') ?? timeOf('agent_hangup_at'),
		),
		hangUpSide: hangUpSideOf(fields, direction),
		hangUpCause: text(fields.defeat_cause),
		endReason: text(fields.call_result_code),
		recordings: url === undefined ? [] : [{ url }],
		voicemails: fields.is_leave_message === true ? [compact({ url })] : [],
		customData: someone(extend),
		relatedIds: [text(fields.call_id)],
		ids: Object.fromEntries(
			ID_FIELDS.map((name) => [name, text(fields[name])]).filter(
				(entry): entry is [string, string] => entry[1] !== undefined,
			),
		),
	});
}
