import { callRecordOf } from '../../../nodes/Udesk/client/callRecord';
import { CALL_RESULTS, CATEGORIES, codeOf } from '../../../nodes/Udesk/client/codes';
import { decodePush } from '../../../nodes/Udesk/client/push';
import { passes, type UdeskFilters } from '../../../nodes/Udesk/client/filters';
import { readPush } from '../../../nodes/shared/core/parsing/pushBody';
import { FIELD_KINDS, recordUrlOf, timeOf } from '../../../nodes/Udesk/client/push';
import { jsonFixture, pushFixtures, type Json } from '../../support/jsonFixtures';

const japanese = jsonFixture('udesk/push.call-trigger.out-callback.ja.json');
const chinese = jsonFixture('udesk/composed.push.call-trigger.in.zh.json');
const event = jsonFixture('udesk/composed.push.call-event.connected.json');

const TYPES: Record<string, (value: unknown) => boolean> = {
	text: (value) => value === null || typeof value === 'string',
	integer: (value) => value === null || Number.isInteger(value),
	boolean: (value) => typeof value === 'boolean',
	time: (value) => value === null || /T.*[+-]\d\d:\d\d$/.test(String(value)),
	list: Array.isArray,
	object: (value) => typeof value === 'object' && !Array.isArray(value),
};

describe('a push of Udesk', () => {
	test.each(pushFixtures('udesk'))('%s: every documented member has its type', (name) => {
		const { fields } = decodePush(jsonFixture(name));
		const wrong = Object.entries(fields).filter(
			([field, value]) => !(TYPES[FIELD_KINDS.get(field) ?? ''] ?? (() => true))(value),
		);
		expect(wrong).toEqual([]);
	});

	test('the sample of the vendor', () => {
		const { fields, extend, kind } = decodePush(japanese);
		expect(kind).toBe('callTrigger');
		expect(extend).toEqual({ code: 'call test' });
		expect(fields).toMatchObject({
			conversation_id: 14583,
			agent_id: 73937,
			is_leave_message: false,
			call_result: '顧客応答',
			call_result_code: 'customer_answered',
			category_code: 'normal',
			workflow_code: 'out_callback',
			customer_ring_at: '2018-03-22T11:48:05+08:00',
			customer_ring_at_utc: '2018-03-22T03:48:05.000Z',
			timestamp_utc: '2018-03-22T03:48:23.000Z',
			extend: { code: 'call test' },
			phase: 'ended',
		});
		expect(fields.record_url).toContain('.mp3?OSSAccessKeyId=');
	});

	test('every field of both pages, written as text as forms do, has its name and type', () => {
		const time = '2018-03-22 11:48:05 +0800';
		const integers =
			'conversation_id from_agent_id total_time agent_id queue_time multi_ring_count ivr_time task_id';
		const texts =
			'call_id nick_name customer_phone mobile_area display_number workflow call_result record_url survey outline_phone_number agent_email category task_name queue_status dtmf device_info drop_side defeat_cause agent_nick_name queue_overflow lang level description organization_name owner_name';
		const times =
			'timestamp customer_ring_at agent_ring_at customer_answer_at agent_answer_at customer_hangup_at agent_hangup_at';
		const each = (names: string, value: unknown) =>
			Object.fromEntries(names.split(' ').map((name) => [name, value]));
		const written = {
			...each(integers, '12'),
			...each(texts, 'x'),
			...each(times, time),
			...each('is_leave_message is_blocked', 'false'),
			relevent_agent: '1,2',
			queue_statue: 'support',
			ivr_record_urls: 'http://a,http://b',
			ticket_numbers: '["7"]',
			ivr_variables: '{"key":"1"}',
			extend: '{"code":"call test"}',
		};
		const utc = times.split(' ').map((name) => `${name}_utc`);
		expect(decodePush(written).fields).toEqual({
			...each(integers, 12),
			...each(texts, 'x'),
			...each(times, '2018-03-22T11:48:05+08:00'),
			...each(utc.join(' '), '2018-03-22T03:48:05.000Z'),
			...each('is_leave_message is_blocked', false),
			relevant_agent: ['1', '2'],
			relevent_agent: ['1', '2'],
			queue_status: 'support',
			ivr_record_urls: ['http://a', 'http://b'],
			ticket_numbers: ['7'],
			ivr_variables: { key: '1' },
			extend: { code: 'call test' },
			call_result_code: 'other',
			category_code: 'other',
			workflow_code: 'other',
			phase: 'ended',
			push: 'callTrigger',
		});
	});

	test('every result in every language has one code', () => {
		for (const { code, texts } of CALL_RESULTS) {
			for (const text of [code, ...texts])
				expect([text, codeOf(CALL_RESULTS, text)]).toEqual([text, code]);
		}
		for (const { code, texts } of CATEGORIES) {
			for (const text of [code, ...texts]) expect(codeOf(CATEGORIES, text)).toBe(code);
		}
		expect(CALL_RESULTS).toHaveLength(12);
		expect(CATEGORIES).toHaveLength(10);
		expect(codeOf(CALL_RESULTS, ' line  BUSY ')).toBe('phone_busy');
		expect(codeOf(CALL_RESULTS, 'まだ知らない')).toBe('other');
		expect(codeOf(CALL_RESULTS, '')).toBeUndefined();
		expect(codeOf(CALL_RESULTS, 3)).toBeUndefined();
	});

	test('the sibling: other spellings, texts for numbers, no extend', () => {
		const { fields, kind } = decodePush(event);
		expect(kind).toBe('callEvent');
		expect(fields).toMatchObject({
			queue_status: 'support',
			relevant_agent: ['73937'],
			ivr_time: 1,
			is_blocked: false,
			customer_hangup_at: null,
			phase: 'connected',
			push: 'callEvent',
		});
		expect(fields).not.toHaveProperty('queue_statue');
		expect(fields).not.toHaveProperty('call_result_code');
	});

	test('misspelt keys are offered under the right name; unknown ones stay', () => {
		const { fields } = decodePush({ relevent_agent: '1, 2', new_member: { a: 1 } });
		expect(fields).toMatchObject({ relevant_agent: ['1', '2'], new_member: { a: 1 } });
		// The seed's connector and the page of the call trigger have it so.
		expect(fields.relevent_agent).toEqual(['1', '2']);
		expect(decodePush({ relevant_agent: '1' }).fields).not.toHaveProperty('relevent_agent');
		expect(fields.phase).toBe('ringing');
	});

	test.each([
		[{ is_leave_message: 'true' }, { is_leave_message: true }],
		[{ is_leave_message: 1 }, { is_leave_message: true }],
		[{ is_leave_message: '' }, { is_leave_message: null }],
		[{ is_leave_message: '是' }, { is_leave_message: '是' }],
		[{ agent_id: '73937' }, { agent_id: 73937 }],
		[{ agent_id: '' }, { agent_id: null }],
		[{ agent_id: '99999999999999999999' }, { agent_id: '99999999999999999999' }],
		[{ customer_phone: 13261998838 }, { customer_phone: '13261998838' }],
		[{ timestamp: 'yesterday' }, { timestamp: 'yesterday' }],
		[{ timestamp: '2018-13-45 11:48:05 +0800' }, { timestamp: '2018-13-45 11:48:05 +0800' }],
		[{ timestamp: 1521690503 }, { timestamp: 1521690503 }],
		[{ timestamp: '' }, { timestamp: null }],
		[
			{ timestamp: '2018-03-22 03:48:05 UTC' },
			{ timestamp: '2018-03-22T03:48:05Z', timestamp_utc: '2018-03-22T03:48:05.000Z' },
		],
		[{ extend: '{"code":"x"}' }, { extend: { code: 'x' } }],
		[{ extend: '[1]' }, { extend: { value: '[1]' } }],
		[{ extend: '{broken' }, { extend: { value: '{broken' } }],
		[{ extend: '' }, { extend: {} }],
		[{ extend: [1] }, { extend: { value: [1] } }],
		[{ extend: null }, { extend: {} }],
		[{ ivr_record_urls: '' }, { ivr_record_urls: [] }],
		[{ ivr_record_urls: 5 }, { ivr_record_urls: ['5'] }],
		[{ relevent_agent: [73937, '73938'] }, { relevant_agent: ['73937', '73938'] }],
		[{ nick_name: null }, { nick_name: null }],
		[{ category: 'something new' }, { category: 'something new', category_code: 'other' }],
	])('%j becomes %j', (record: Json, wanted) => {
		expect(decodePush(record).fields).toMatchObject(wanted);
	});

	test('a form that did not escape its plus sign', () => {
		const [record] = readPush({
			bytes: Buffer.from('call_id=1&timestamp=2018-03-22+11:48:05++0800'),
		});
		expect(record.timestamp).not.toContain('+');
		expect(decodePush(record).fields).toMatchObject({
			timestamp: '2018-03-22T11:48:05+08:00',
			timestamp_utc: '2018-03-22T03:48:05.000Z',
		});
	});

	test('times and links', () => {
		expect(timeOf('2018-03-22T11:48:05Z')?.utc).toBe('2018-03-22T11:48:05.000Z');
		expect(timeOf('2018-03-22 11:48:05 -0330')?.local).toBe('2018-03-22T11:48:05-03:30');
		expect(timeOf('2018-03-22 11:48:05')).toBeUndefined();
		expect(recordUrlOf('http://x/y.mp3?OSSAccessKeyId=1')).toBe('http://x/y.mp3?OSSAccessKeyId=1');
	});

	test('a repetition has the same id, anything else another', () => {
		const { id } = decodePush(japanese);
		expect(decodePush({ ...japanese, survey: 'later' }).id).toBe(id);
		expect(decodePush({ ...japanese, record_url: 'http://signed.anew' }).id).toBe(id);
		for (const change of [
			{ conversation_id: 1 },
			{ category: 'transfer' },
			{ call_result: '話中' },
			{ agent_hangup_at: '' },
			{ record_url: '' },
			{ extend: { code: 'other trigger' } },
		]) {
			expect(decodePush({ ...japanese, ...change }).id).not.toBe(id);
		}
	});

	test('the two pushes of one call are not the same; a push that names no call has no id', () => {
		const { extend: _extend, ...call } = japanese;
		expect(decodePush(call).id).not.toBe(decodePush({ ...call, extend: {} }).id);
		for (const record of [{ action: 'Customer_create' }, { call_id: '', conversation_id: null }]) {
			expect(decodePush(record).id).toBeUndefined();
		}
	});
});

describe('filters', () => {
	const push = decodePush({ ...chinese, queue_status: 'Support', queue_time: 3 });
	test('the actions of the webhook of version 2 are told apart', () => {
		const push = decodePush({ action: 'Customer_create', message: { id: 1 } });
		const fits = (actions: string[]) => passes(push, { kinds: ['other'], actions });
		expect([fits([]), fits(['Customer_create', 'x']), fits(['Organization_create'])]).toEqual([
			true,
			true,
			false,
		]);
		const call = decodePush({ call_id: '1', action: 'Customer_create' });
		expect(passes(call, { kinds: ['other'], actions: ['Customer_create'] })).toBe(false);
	});

	test.each<[UdeskFilters, boolean]>([
		[{}, true],
		[{ kinds: ['callEvent'] }, false],
		[{ kinds: ['callTrigger'] }, true],
		[{ workflows: ['in'] }, true],
		[{ workflows: ['out_auto'] }, false],
		[{ results: ['customer_answered', 'phone_busy'] }, true],
		[{ results: ['phone_busy'] }, false],
		[{ categories: ['transfer'] }, false],
		[{ agents: ['Agent@Email.cn'] }, true],
		[{ agents: ['73937'] }, true],
		[{ agents: ['other@email.cn'] }, false],
		[{ queues: ['support'] }, true],
		[{ queues: ['sales'] }, false],
		[{ queued: 'queued' }, true],
		[{ queued: 'notQueued' }, false],
		[{ minTalkTime: 6 }, true],
		[{ minTalkTime: 7 }, false],
		[{ workflows: ['in'], results: ['phone_busy'] }, false],
	])('%j lets it through: %s', (filters, through) => {
		expect(passes(push, filters)).toBe(through);
	});

	test('a talk time that is not a number is nothing to filter by', () => {
		const odd = decodePush({ ...chinese, total_time: '6 s' });
		expect(passes(odd, {})).toBe(true);
		expect(passes(odd, { minTalkTime: 1 })).toBe(false);
	});
});

describe('call record', () => {
	test('an incoming call', () => {
		expect(callRecordOf(decodePush(chinese))).toEqual({
			schemaVersion: '1.0',
			result: 'answered',
			dialed: { number: '01086465040' },
			ringDuration: 5,
			recordings: [{ url: expect.stringContaining('.mp3?') }],
			customData: { code: 'call test' },
			relatedIds: ['d7d539d1-6023-4f63-b1c4-6a72262945ba'],
			id: '14583',
			backend: 'udesk',
			event: 'callTrigger',
			direction: 'inbound',
			state: 'ended',
			from: { name: '推送示例', number: '13261998838' },
			to: { number: '01086465040' },
			agent: { userId: 'agent@email.cn' },
			startTime: '2018-03-22T03:48:00.000Z',
			answerTime: '2018-03-22T03:48:17.000Z',
			endTime: '2018-03-22T03:48:23.000Z',
			duration: 23,
			talkDuration: 6,
			waitDuration: 17,
			answered: true,
			recording: { url: expect.stringContaining('.mp3?') as string },
			endReason: 'customer_answered',
			ids: {
				call_id: 'd7d539d1-6023-4f63-b1c4-6a72262945ba',
				conversation_id: '14583',
				agent_id: '73937',
				from_agent_id: '123',
			},
		});
	});

	test('an outgoing call, a message left, and next to nothing', () => {
		expect(callRecordOf(decodePush(japanese))).toMatchObject({
			direction: 'outbound',
			from: { number: '01086465040' },
			to: { number: '13261998838' },
		});
		expect(
			callRecordOf(
				decodePush({ is_leave_message: 'true', record_url: 'http://r', queue_name: 'q' }),
			),
		).toMatchObject({
			id: '',
			direction: 'unknown',
			state: 'ringing',
			answered: false,
			voicemail: { url: 'http://r' },
			queue: { name: 'q' },
		});
		expect(
			callRecordOf(decodePush({ customer_phone: '+8613261998838', workflow: 'in' })),
		).toMatchObject({
			from: { e164: '+8613261998838' },
		});
		expect(callRecordOf(decodePush(event))).toMatchObject({ state: 'active' });
	});

	test('answered: by the result, without a known one by the times', () => {
		const answered = (changes: Json) =>
			callRecordOf(decodePush({ ...chinese, ...changes })).answered;
		expect(answered({ call_result: '客服接听' })).toBe(true);
		expect(answered({ call_result: '客户未接' })).toBe(false);
		expect(answered({ call_result: '' })).toBe(true);
		expect(answered({ call_result: 'まだ知らない' })).toBe(true);
		expect(answered({ call_result: '', agent_answer_at: '' })).toBe(false);
	});
});
