import { callRecordOf } from '../../../nodes/Udesk/client/callRecord';
import { decodePush } from '../../../nodes/Udesk/client/push';
import { jsonFixture } from '../../support/jsonFixtures';
import { pushTo } from '../../support/contexts/pushReceiver';

const trigger = jsonFixture('udesk/composed.push.call-trigger.in.zh.json');
const event = jsonFixture('udesk/composed.push.call-event.connected.json');
const { extend: _extend, ...withoutJson } = trigger;

test.each<[string, Record<string, unknown>, string]>([
	['a trigger', trigger, 'callTrigger'],
	['a trigger without typed JSON', withoutJson, 'callTrigger'],
	['one whose JSON is empty', { ...withoutJson, extend: '' }, 'callTrigger'],
	[
		'one before there is a result',
		{ call_id: '1', call_result: '', relevent_agent: [] },
		'callTrigger',
	],
	['one of few members', { call_id: '1', call_result: '客户接听' }, 'callTrigger'],
	['one that is in a queue', { call_id: '1', queue_status: 'x' }, 'callTrigger'],
	['an event', event, 'callEvent'],
	['an event with a result', { ...event, call_result: '客户接听' }, 'callEvent'],
	['an event of few members', { call_id: '1', agent_ring_at: '' }, 'callEvent'],
	['an event in a queue', { call_id: '1', queue_statue: 'x' }, 'callEvent'],
	['a look-up', jsonFixture('udesk/lookup.customer-token.request.json'), 'lookup'],
	['a look-up with more than the page shows', { number: '1', call_id: '7' }, 'lookup'],
	['a look-up of nobody', { number: ' ', timestamp: 1501124998 }, 'other'],
	['a webhook with a number', { action: 'Customer_create', number: 1, message: {} }, 'other'],
])('%s is a push of its kind', (_what, record, kind) => {
	expect(decodePush(record).kind).toBe(kind);
});

test('a look-up has its number as text, and is no repetition for who must be answered', async () => {
	const body = { timestamp: 1501124998, number: 18888888888 };
	expect(decodePush(body)).toEqual({
		kind: 'lookup',
		fields: {
			timestamp: 1501124998,
			timestamp_utc: '2017-07-27T03:09:58.000Z',
			number: '18888888888',
			push: 'lookup',
		},
		extend: {},
	});
	const asked = async () =>
		(await pushTo('Udesk', { body, panel: { triggerOn: 'customerLookup' }, workflow: 'asked' }))
			.items.length;
	expect([await asked(), await asked()]).toEqual([1, 1]);
	const told = async () => (await pushTo('Udesk', { body, workflow: 'told' })).items.length;
	expect([await told(), await told()]).toEqual([1, 0]);
});

test('a trigger without typed JSON starts what waits for triggers, and nothing else', async () => {
	const started = async (triggerOn: string) =>
		(await pushTo('Udesk', { body: withoutJson, panel: { triggerOn } })).items.length;
	expect(await started('callTrigger')).toBe(1);
	expect(await started('callPush')).toBe(1);
	expect(await started('callEvent')).toBe(0);
});

describe('two agents whose telephones ring in the same second', () => {
	const ringing = {
		call_id: '1',
		conversation_id: 5,
		timestamp: '2018-03-22 11:48:05 +0800',
		agent_ring_at: '2018-03-22 11:48:05 +0800',
	};

	test.each([
		['ids', { agent_id: 1 }, { agent_id: 2 }],
		['addresses', { agent_email: 'a@x.cn' }, { agent_email: 'b@x.cn' }],
		['names', { agent_nick_name: 'A' }, { agent_nick_name: 'B' }],
		['numbers in turn', { multi_ring_count: 1 }, { multi_ring_count: '2' }],
	])('are two pushes, told by their %s', async (what, one, other) => {
		const workflow = `ringing ${what}`;
		const push = async (body: object) =>
			(await pushTo('Udesk', { body: { ...ringing, ...body }, workflow })).items.length;
		expect([await push(one), await push(other)]).toEqual([1, 1]);
		expect([await push(one), await push(other)]).toEqual([0, 0]);
	});
});

test.each<[unknown, string, unknown]>([
	['2018-03-22 11:48:05', '2018-03-22T03:48:05.000Z', '2018-03-22 11:48:05'],
	['2018-03-22T11:48:05', '2018-03-22T03:48:05.000Z', '2018-03-22T11:48:05'],
	['2018-03-22 11:48:05.250', '2018-03-22T03:48:05.000Z', '2018-03-22 11:48:05.250'],
	['2018/03/22 11:48:05', '2018-03-22T03:48:05.000Z', '2018/03/22 11:48:05'],
	['2018-03-22 11:48', '2018-03-22T03:48:00.000Z', '2018-03-22 11:48'],
	[1521690485, '2018-03-22T03:48:05.000Z', 1521690485],
	['1521690485', '2018-03-22T03:48:05.000Z', '1521690485'],
	[1521690485123, '2018-03-22T03:48:05.123Z', 1521690485123],
	['1521690485.5', '2018-03-22T03:48:05.500Z', '1521690485.5'],
	['2018-03-22 11:48:05 +0800', '2018-03-22T03:48:05.000Z', '2018-03-22T11:48:05+08:00'],
])('the time %j is %s', (written, utc, local) => {
	const push = decodePush({ call_id: '1', customer_ring_at: written });
	expect(push.fields).toMatchObject({ customer_ring_at: local, customer_ring_at_utc: utc });
	expect(callRecordOf(push).startTime).toBe(utc);
});

test.each(['soon', '99999999999', '2018-02-30 11:48:05', 5, true])(
	'%j is not a time',
	(written) => {
		const { fields } = decodePush({ call_id: '1', customer_ring_at: written });
		expect(fields.customer_ring_at).toBe(written);
		expect(fields).not.toHaveProperty('customer_ring_at_utc');
	},
);
