import type { UdeskCall } from './world';

export type Language = 'zh' | 'ja' | 'en';
export type Encoding = 'json' | 'form';

/** How a call can end. */
export type Outcome =
	| 'customer_no_answer'
	| 'customer_answered'
	| 'phone_busy'
	| 'phone_offline'
	| 'agent_no_answer'
	| 'agent_rejected'
	| 'agent_answered'
	| 'customer_quick_hangup'
	| 'customer_hangup'
	| 'queue_timeout'
	| 'queue_abandoned'
	| 'no_queue_chosen';

/**
 * Words of the account's language (docs/protocols/udesk.md#call-trigger-push); the English page ends before
 * the last four.
 */
const RESULTS: Record<Outcome, [zh: string, ja: string, en: string]> = {
	customer_no_answer: ['客户未接', '顧客未応答', 'Customer Not Answered'],
	customer_answered: ['客户接听', '顧客応答', 'Customer Answered'],
	phone_busy: ['话机占线', '話中', 'Line Busy'],
	phone_offline: ['话机离线', '電話オフライン', 'Line Offline'],
	agent_no_answer: ['客服未接', 'オペレーター未応答', 'Agent Not Answered'],
	agent_rejected: ['客服拒接', 'オペレーター拒否', 'Agent Rejected'],
	agent_answered: ['客服接听', 'オペレーター応答', 'Agent Answered'],
	customer_quick_hangup: ['客户速挂', '顧客即時切断', 'Customer Hung Up'],
	customer_hangup: ['客户挂机', '顧客切断', '客户挂机'],
	queue_timeout: ['排队超时', '待機タイムアウト', '排队超时'],
	queue_abandoned: ['放弃排队', '待機放棄', '放弃排队'],
	no_queue_chosen: ['未选择队列', 'キュー未選択', '未选择队列'],
};

const LANGUAGES: Language[] = ['zh', 'ja', 'en'];

export const OUTCOMES = Object.keys(RESULTS) as Outcome[];

export const resultText = (outcome: Outcome, language: Language) =>
	RESULTS[outcome][LANGUAGES.indexOf(language)];

/** `2018-03-22 11:48:05 +0800`; empty for what did not happen. */
export function timeText(ms: number | undefined): string {
	if (ms === undefined) return '';
	return `${new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')} +0800`;
}

const recordUrl = (call: UdeskCall) =>
	`http://ccrecords.alioss.udesk.cn/linapp/cc_recordings/${call.conversationId}.mp3?OSSAccessKeyId=simulated&Expires=${Math.floor((call.customerHangupAt ?? 0) / 1000) + 3600}&Signature=qeO7sY8bnnqUmlc%2FMEC4Fimdww0%3D`;

/** What both pushes have. */
function common(call: UdeskCall, now: number, language: Language): Record<string, unknown> {
	return {
		call_id: call.callId,
		conversation_id: call.conversationId,
		agent_ring_at: timeText(call.agentRingAt),
		agent_answer_at: timeText(call.agentAnswerAt),
		agent_hangup_at: timeText(call.agentHangupAt),
		customer_ring_at: timeText(call.customerRingAt),
		customer_answer_at: timeText(call.customerAnswerAt),
		customer_hangup_at: timeText(call.customerHangupAt),
		timestamp: timeText(Math.max(now, call.customerHangupAt ?? 0)),
		nick_name: call.customerName,
		mobile_area: '上海',
		workflow: call.workflow,
		category: call.category,
		from_agent_id: call.fromAgentId,
		call_result: call.outcome === undefined ? '' : resultText(call.outcome, language),
		// The vendor's sample has a text where its table has a truth value.
		is_leave_message: String(call.leftMessage),
		total_time: call.talkTime,
		queue_time: call.queueTime,
		survey: '',
		record_url: call.talkTime > 0 || call.leftMessage ? recordUrl(call) : '',
		outline_phone_number: '',
		agent_id: call.agent?.id,
		customer_phone: call.customerPhone,
		display_number: call.displayNumber,
		agent_email: call.agent?.email,
		ivr_time: call.workflow === 'in' ? 15 : 0,
		multi_ring_count: call.agent ? 1 : 0,
		task_name: call.workflow === 'out_auto' ? 'Simulated task' : '',
		dtmf: '',
		device_info: '',
		drop_side: call.customerHangupAt === undefined ? '' : 'customer',
		defeat_cause: '',
	};
}

/** The call-trigger push, with that page's spelling (docs/protocols/udesk.md#call-trigger-push). */
export function triggerPush(
	call: UdeskCall,
	now: number,
	language: Language,
	extend: Record<string, unknown>,
): Record<string, unknown> {
	return {
		...common(call, now, language),
		queue_status: call.queue ?? '',
		relevent_agent: call.agent ? [String(call.agent.id)] : [],
		extend,
	};
}

/**
 * The call-event push, with that page's spelling and further keys (docs/protocols/udesk.md#call-event-push).
 */
export function eventPush(
	call: UdeskCall,
	now: number,
	language: Language,
): Record<string, unknown> {
	return {
		...common(call, now, language),
		queue_statue: call.queue ?? '',
		relevant_agent: call.agent ? [String(call.agent.id)] : [],
		agent_nick_name: call.agent?.name,
		task_id: call.workflow === 'out_auto' ? 71 : undefined,
		queue_overflow: '',
		ivr_variables: {},
		ivr_record_urls: [],
		ticket_numbers: [],
		lang: language,
		is_blocked: 'false',
		level: 'normal',
		description: '',
		organization_name: '',
		owner_name: '',
	};
}

/** A push as JSON, or as form with objects and lists as JSON in their fields (the form is not documented). */
export function encoded(record: Record<string, unknown>, encoding: Encoding) {
	if (encoding === 'json') {
		return {
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify(record),
		};
	}
	const fields = Object.entries(record)
		.filter(([, value]) => value !== undefined)
		.map(([name, value]): [string, string] => [
			name,
			typeof value === 'object' ? JSON.stringify(value) : String(value),
		]);
	return {
		headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams(fields).toString(),
	};
}
