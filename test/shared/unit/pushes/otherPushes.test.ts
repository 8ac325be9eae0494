import type { IDataObject } from 'n8n-workflow';

import { itemOf, pushBackends, pushTo } from '../../../support/contexts/pushReceiver';

const backends = Object.keys(pushBackends);

const LOOK_UP = 'the look-up of Udesk';

/** Pushes of the vendors that name no call. */
const others: Record<string, IDataObject> = {
	'a user of Xarios': {
		triggerId: 't',
		id: 'u',
		tenantId: 'c',
		entityType: 'User',
		eventType: 'Updated',
	},
	'a customer of Xarios': {
		triggerId: 't',
		id: 'c',
		tenantId: 'c',
		entityType: 'Customer',
		eventType: 'Created',
		customData: { hook: 'x' },
	},
	'an entity with what all entities have': {
		triggerId: 't',
		id: 'u',
		tenantId: 'c',
		dType: 'CloudUser',
		sVer: 1,
		pbxId: 'p',
		pbxName: 'PBX',
		tz: 'Europe/London',
	},
	'an entity whose member has the name of one of a call': {
		entityType: 'User',
		eventType: 'Updated',
		lost: 1,
		cliNum: '+44700',
	},
	'call data that is not there': { triggerId: 't', id: 'u', tenantId: 'c', cdr: null },
	'empty call data': { triggerId: 't', id: 'u', tenantId: 'c', cdr: {} },
	'a list of no call data': { triggerId: 't', id: 'u', tenantId: 'c', cdr: [] },
	'call data of blanks': { triggerId: 't', id: 'u', tenantId: 'c', cdr: ' ' },
	'the generic webhook of Udesk': { action: 'Customer_create', message: { id: 1, call_id: 'x' } },
	'the same, with its message flattened beside it': {
		action: 'Customer_update',
		message: {},
		customer_phone: '13261998838',
		call_id: '',
	},
	'a customer of Udesk': {
		nick_name: 'Wang',
		customer_phone: '13261998838',
		organization_name: 'x',
		level: 'vip',
		survey: '',
		is_blocked: 'false',
	},
	'a call of Udesk whose members are empty': { call_id: '', conversation_id: null, workflow: ' ' },
	[LOOK_UP]: { timestamp: 1521690503, number: 13261998838 },
	'JSON of a trigger without a call': { extend: { code: 'x' } },
	'an event of CooCenter without any member': { event: 'cdr' },
	'one whose members are empty': { event: 'cc_cdr', uuid: '', caller: '', callType: '' },
	'a queue of CooCenter': { event: 'queuememberpause', queue: '630', paused: '1' },
	'something else': { hello: 'world' },
};

const cases = Object.entries(others).flatMap(([what, record]) =>
	backends.map((name) => [name, what, record] as const),
);

/** Members that only a call has. */
const CALL_MEMBERS = ['phase', 'cdr', 'state', 'answered', 'direction', 'backend'];

test.each(cases)('%s tells %s as something else, whatever the output', async (name, what, body) => {
	const told = name === 'Udesk' && what === LOOK_UP ? 'lookup' : 'other';
	for (const output of ['connector', 'callRecord']) {
		const item = await itemOf(name, { body, panel: { output } });
		if (name !== 'CooCenter') expect(item.push).toBe(told);
		const added = Object.keys(item).filter((member) => !(member in body));
		expect(added.filter((member) => CALL_MEMBERS.includes(member))).toEqual([]);
	}
	const raw = await itemOf(name, { body, panel: { output: 'raw' } });
	expect(raw).toEqual(body);
});

/** Panels that ask for something which only a call has. */
const filters: Record<string, IDataObject[]> = {
	Udesk: [
		{ filters: { workflows: ['in'] } },
		{ filters: { results: ['other'] } },
		{ filters: { categories: ['other'] } },
		{ filters: { agents: '1' } },
		{ filters: { queues: 'x' } },
		{ filters: { queued: 'notQueued' } },
		{ filters: { queued: 'queued' } },
		{ filters: { minTalkTime: 1 } },
		{ triggerOn: 'callTrigger' },
		{ triggerOn: 'callEvent' },
	],
	Dimensions: [
		{ filters: { answered: 'no' } },
		{ filters: { answered: 'yes' } },
		{ filters: { lost: 'no' } },
		{ filters: { lost: 'yes' } },
		{ filters: { recorded: 'no' } },
		{ filters: { directions: ['unknown'] } },
		{ filters: { types: ['unknown'] } },
		{ filters: { dids: '1' } },
		{ filters: { tags: 'x' } },
		{ filters: { answered: 'no', triggerIds: 't' } },
	],
	CooCenter: [
		{ triggerOn: ['callRecord', 'queueCallRecord'], outcome: 'missed' },
		{ triggerOn: ['callRecord', 'queueCallRecord'], directions: ['internal'] },
		{ triggerOn: ['callRecord', 'queueCallRecord', 'ivr'] },
	],
};

test.each(backends)('no filter of %s about calls lets another push through', async (name) => {
	for (const body of Object.values(others)) {
		for (const panel of filters[name]) {
			expect([panel, await pushTo(name, { body, panel })]).toMatchObject([
				panel,
				{ status: 200, items: [] },
			]);
		}
	}
});

test('filters about the webhook itself count for what is not a call too', async () => {
	const body = others['a user of Xarios'];
	const withFilter = async (filter: IDataObject) =>
		(await pushTo('Dimensions', { body, panel: { filters: filter } })).items.length;
	expect(await withFilter({ triggerIds: 't', tenantIds: 'C' })).toBe(1);
	expect(await withFilter({ triggerIds: 'other' })).toBe(0);
});

test('what is a call stays one: nested, flat, as text, or one that cannot be read', async () => {
	const calls: Array<[string, unknown]> = [
		['Dimensions', { entityType: 'User', cdr: { id: '1' } }],
		['Dimensions', { triggerId: 't', entityType: 'CallSession', dir: 2 }],
		['Dimensions', { triggerId: 't', dType: 'CloudSessionCdr', cliNum: '+44700' }],
		['Dimensions', { triggerId: 't', cdr: '{"id":"1"}' }],
		['Dimensions', { triggerId: 't', cdr: '{broken' }],
		['Udesk', { call_id: '1' }],
		['Udesk', { conversation_id: 5, customer_phone: '1' }],
		['Udesk', { agent_ring_at: '2018-03-22 11:48:05 +0800' }],
		['CooCenter', { event: 'cdr', uniqueid: '1.2' }],
		['CooCenter', { event: 'pdr', src: '1', dst: ['2'] }],
	];
	for (const [name, body] of calls) {
		const item = await itemOf(name, { body, panel: { output: 'callRecord' } });
		expect([body, item.backend]).toEqual([body, name[0].toLowerCase() + name.slice(1)]);
	}
});

describe('the same other push again', () => {
	afterEach(() => jest.restoreAllMocks());

	test.each(backends)('%s: a repetition at once, news later', async (name) => {
		let now = 1_000;
		jest.spyOn(performance, 'now').mockImplementation(() => now);
		const body = others['a user of Xarios'];
		const workflow = `other of ${name}`;
		const count = async (record: IDataObject) =>
			(await pushTo(name, { body: record, workflow })).items.length;
		expect(await count(body)).toBe(1);
		now += 5_000;
		expect(await count(body)).toBe(0);
		now += 60_000;
		expect(await count({ ...body, id: 'another' })).toBe(1);
		expect(await count(body)).toBe(1);
	});
});

describe.each<[string, (id: unknown, told: string) => IDataObject]>([
	[
		'Dimensions',
		(id, told) => ({ triggerId: 't', cdr: { id, cliNum: told, type: 'Voice' } as never }),
	],
	[
		'Udesk',
		(id, told) => ({
			call_id: id as never,
			conversation_id: id as never,
			customer_phone: told,
			call_result: told,
		}),
	],
	['CooCenter', (id, told) => ({ event: 'cdr', uniqueid: id as never, src: told, dst: '800' })],
])('Calls of %s whose id says that there is none', (name, pushOf) => {
	test.each([0, '0', '', null, '00000000-0000-0000-0000-000000000000'])(
		'are not taken for one call: %p',
		async (id) => {
			const workflow = `${name} ${String(id)} ${typeof id}`;
			const runs = async (told: string) =>
				(await pushTo(name, { body: pushOf(id, told), workflow })).items.length;
			expect([await runs('+61255501234'), await runs('+61255505678')]).toEqual([1, 1]);
		},
	);
});
