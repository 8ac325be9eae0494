import {
	compact,
	isoTime,
	secondsBetween,
	type CallParty,
	type CallRecord,
} from '../../shared/core/callRecord';
import { isNobody } from '../../shared/core/callerWords';
import { e164Of } from '../../shared/core/e164';
import { withoutScheme } from '../../shared/core/telephoneNumber';
import { OTHER } from './codes';
import { momentOf, type UdeskFields, type UdeskPush, type UdeskValue } from './push';

const text = (value: UdeskValue | undefined) =>
	value === undefined || value === null || value === '' || typeof value === 'object'
		? undefined
		: String(value);
/** A name or number that is one. */
const said = (value: UdeskValue | undefined) => (isNobody(value) ? undefined : text(value));
const seconds = (value: UdeskValue | undefined) => (typeof value === 'number' ? value : undefined);

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

const STATES: Record<string, CallRecord['state']> = {
	ringing: 'ringing',
	connected: 'active',
	ended: 'ended',
};

const ANSWERED = new Set(['customer_answered', 'agent_answered']);

/** While a call goes on there is no result yet, and one in unknown words says nothing: then the times do. */
const isAnswered = ({ call_result_code: code }: UdeskFields, answer: number | undefined) =>
	code === undefined || code === OTHER ? answer !== undefined : ANSWERED.has(String(code));

const ID_FIELDS = ['call_id', 'conversation_id', 'agent_id', 'from_agent_id', 'task_id'];

/**
 * A push as call record. Both ends have talked from the later of the two answers on; `total_time` is the
 * time of talking (docs/protocols/udesk.md#call-trigger-push).
 */
export function callRecordOf({ fields, kind }: UdeskPush): CallRecord {
	const direction = directionOf(fields.workflow_code);
	const phone = withoutScheme(said(fields.customer_phone));
	const customer: CallParty = compact({
		name: said(fields.nick_name),
		number: phone,
		e164: e164Of(phone),
	});
	const line = withoutScheme(said(fields.display_number));
	const company: CallParty = compact({ number: line, e164: e164Of(line) });
	const agent: CallParty = compact({
		name: said(fields.agent_nick_name),
		userId: text(fields.agent_email) ?? text(fields.agent_id),
	});
	const start = pick(Math.min, times(fields, ['customer_ring_at', 'agent_ring_at']));
	const answers = times(fields, ['customer_answer_at', 'agent_answer_at']);
	const answer = answers.length === 2 ? pick(Math.max, answers) : undefined;
	const end = pick(Math.max, times(fields, ['customer_hangup_at', 'agent_hangup_at']));
	const queueName = text(fields.queue_name);
	const url = text(fields.record_url);
	return compact({
		id: text(fields.conversation_id) ?? text(fields.call_id) ?? '',
		backend: 'udesk' as const,
		event: kind,
		direction,
		state: STATES[String(fields.phase)] ?? 'unknown',
		from: direction === 'outbound' ? company : customer,
		to: direction === 'outbound' ? customer : company,
		agent: Object.keys(agent).length > 0 ? agent : undefined,
		queue: queueName === undefined ? undefined : { name: queueName },
		startTime: isoTime(start),
		answerTime: isoTime(answer),
		endTime: isoTime(end),
		duration: secondsBetween(start, end),
		talkDuration: seconds(fields.total_time) ?? secondsBetween(answer, end),
		waitDuration: secondsBetween(start, answer ?? end),
		answered: isAnswered(fields, answer),
		recording: url === undefined ? undefined : { url },
		voicemail: fields.is_leave_message === true ? compact({ url }) : undefined,
		endReason: text(fields.call_result_code),
		ids: Object.fromEntries(
			ID_FIELDS.map((name) => [name, text(fields[name])]).filter(
				(entry): entry is [string, string] => entry[1] !== undefined,
			),
		),
	});
}
