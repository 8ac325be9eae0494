import { readPush, readPushedForm } from '../../../nodes/shared/core/parsing/pushBody';
import { callRecordOf } from '../../../nodes/Dimensions/client/callRecord';
import { CDR_FIELDS } from '../../../nodes/Dimensions/client/cdrFields';
import { decodePush } from '../../../nodes/Dimensions/client/push';
import { passes, type DimensionsFilters } from '../../../nodes/Dimensions/client/filters';
import { causeText, timeOf } from '../../../nodes/Dimensions/client/push';
import { dimensionsPushes } from '../../../nodes/Dimensions/trigger/pushes';
import { pushOf, type Naming } from '../../simulators/dimensions/wire';
import { jsonFixture, pushFixtures, type Json } from '../../support/jsonFixtures';

const lost = jsonFixture('dimensions/push.call-session.lost-inbound.json');
const answered = jsonFixture('dimensions/composed.push.call-session.answered.json');
const cdrOf = (cdr: Json) => decodePush({ cdr }).cdr;

const TYPES: Record<string, (value: unknown) => boolean> = {
	text: (value) => typeof value === 'string',
	phone: (value) => typeof value === 'string',
	time: (value) => typeof value === 'string',
	integer: Number.isInteger,
	decimal: (value) => typeof value === 'number',
	flag: (value) => typeof value === 'boolean',
	list: (value) => typeof value === 'object',
};

describe('a push of Dimensions', () => {
	const ofCalls = pushFixtures('dimensions').filter((name) => name.includes('.call-session.'));

	test.each(ofCalls)('%s: every member has its type', (name) => {
		const { cdr } = decodePush(jsonFixture(name));
		const wrong = CDR_FIELDS.filter(({ name: field, kind }) => {
			const optional = ['text', 'phone', 'time'].includes(kind) && cdr[field] === undefined;
			return !optional && !TYPES[kind](cdr[field]);
		});
		expect(wrong).toEqual([]);
	});

	test('the sample of the vendor, with its zeros back', () => {
		const { cdr, fields, triggerId } = decodePush(lost);
		expect(triggerId).toBe('00000000-0000-0000-0000-000000000000');
		expect(cdr).toMatchObject({
			lost: true,
			ans: false,
			talk: 0,
			hold: 0,
			park: 0,
			short: false,
			rate: false,
			rateCost: 0,
			hasRec: true,
			dir: 2,
			dirText: 'inbound',
			type: 2,
			typeText: 'external',
			cause: 'NORMAL_CLEARING',
			causeText: 'Normal clearing',
			start: '2024-05-29T09:37:35+01:00',
			startUtc: '2024-05-29T08:37:35.000Z',
			tz: 'Europe/London',
			cliNum: '+44700000000',
			tags: { Support: 'stage1' },
		});
		expect(cdr).not.toHaveProperty('answer');
		expect(fields.customData).toEqual({ hook: 'after-call' });
		expect(cdr.directoryMatches).toMatchObject([
			{ dirName: 'My Global', fields: { fullName: 'Example Contact', field10: '301' } },
		]);
	});

	test('escaped and plain plus signs are the same', () => {
		const escaped = jsonFixture('dimensions/push.call-session.lost-inbound.escaped.json');
		expect(decodePush(escaped)).toEqual(decodePush(lost));
		expect(cdrOf({ cliNum: '\\\\u002B44700', cliName: 'A\\u0026B' })).toMatchObject({
			cliNum: '+44700',
			cliName: 'A&B',
		});
	});

	test.each([
		[{ RÉPONDRE: '2024-06-03T14:00:06+01:00' }, { answerUtc: '2024-06-03T13:00:06.000Z' }],
		[
			{ ansTime: '2024-06-03 14:00:06', TZ: 'Europe/London' },
			{ answerUtc: '2024-06-03T13:00:06.000Z' },
		],
		[{ commencer: '2024-06-03T14:00:06' }, { startUtc: '2024-06-03T14:00:06.000Z' }],
		[{ start: '2024-06-03T14:00:06', tz: 'Europe/Londres' }, { start: '2024-06-03T14:00:06' }],
		[
			{ durée: '12', bague: 3, parler: 4, tenir: 5, parc: 6 },
			{ dur: 12, ring: 3, talk: 4, hold: 5, park: 6 },
		],
		[{ anneau: '3' }, { ring: 3 }],
		[
			{ perdu: 1, lostinPark: '1', Aban: true, court: 'true' },
			{ lost: true, lostInPark: true, aban: true, short: true },
		],
		[
			{ DIR: '3', réal: '3' },
			{ dir: 3, dirText: 'outbound' },
		],
		[
			{ dir: 9, type: 9 },
			{ dirText: 'unknown', typeText: 'unknown' },
		],
		[{ taux: 1 }, { rate: true }],
		[
			{ rated: 1, rateCost: '0.25' },
			{ rate: true, rateCost: 0.25 },
		],
		[{ dur: 'long' }, { dur: 'long' }],
		[
			{ pbxNom: 'x', lRgDevName: 'y', rteId: 7 },
			{ pbxName: 'x', lRngDevName: 'y', rteID: '7' },
		],
		[{ enregistrementIdés: '["a","b"]' }, { recordingIds: ['a', 'b'] }],
		[{ recordingIds: 'a, b' }, { recordingIds: ['a', 'b'] }],
		[{ recordingIds: '[broken' }, { recordingIds: ['[broken'] }],
		[{ recordingIds: 5 }, { recordingIds: [5] }],
		[{ étiquettes: [{ key: 'Support', value: 'stage1' }] }, { tags: { Support: 'stage1' } }],
		[
			{ tags: [['a', 'b'], ['c'], 'd', { e: 'f' }, { name: 'g' }] },
			{ tags: { a: 'b', c: '', d: '', e: 'f', g: '' } },
		],
		[{ tags: '{"a":"b"}' }, { tags: { a: 'b' } }],
		[{ tags: '{broken' }, { tags: { '{broken': '' } }],
		[
			{ annuairematchs: { DirName: 'x', FIELDS: { FullName: 'y', phone1: ' 44', other: 1 } } },
			{ directoryMatches: [{ dirName: 'x', fields: { fullName: 'y', phone1: '+44', other: 1 } }] },
		],
		[{ directoryMatches: ['odd'] }, { directoryMatches: [{ value: 'odd', fields: {} }] }],
		[{ cliNum: 44700 }, { cliNum: '44700' }],
		[{ newMember: { a: 1 } }, { newMember: { a: 1 } }],
		[
			{ dir: 3, dirText: 'ausgehend' },
			{ dir: 3, dirText: 'outbound' },
		],
	])('%j becomes %j', (cdr: Json, wanted) => {
		expect(cdrOf(cdr)).toMatchObject(wanted);
	});

	test.each<[string, string[]]>([
		['pbxName', ['pbxNom']],
		['start', ['commencer']],
		['answer', ['répondre', 'ansTime', 'answered']],
		['end', ['fin']],
		['dur', ['durée']],
		['ring', ['bague', 'anneau']],
		['talk', ['parler']],
		['hold', ['tenir']],
		['park', ['parc']],
		['lost', ['perdu']],
		['lostInPark', ['lostinPark']],
		['aban', ['Aban']],
		['short', ['court']],
		['dir', ['Dir', 'réal']],
		['lRngDevName', ['lRgDevName']],
		['rteID', ['rteId']],
		['rate', ['taux', 'rated']],
		['recordingIds', ['enregistrementIdés']],
		['directoryMatches', ['annuairematchs']],
		['tags', ['étiquettes']],
	])('%s under every name of the vendor, in any case', (name, aliases) => {
		const kind = CDR_FIELDS.find((field) => field.name === name)?.kind ?? 'text';
		const value = { time: '2024-06-03T14:00:06+01:00', list: ['a'] }[kind as string] ?? '1';
		const wanted = cdrOf({ [name]: value })[name];
		expect(wanted).not.toEqual(cdrOf({})[name]);
		for (const alias of [name, ...aliases]) {
			for (const written of [alias, alias.toUpperCase(), alias.toLowerCase()]) {
				const cdr = cdrOf({ [written]: value });
				expect([written, cdr[name]]).toEqual([written, wanted]);
				if (written !== name) expect(cdr).not.toHaveProperty([written]);
			}
		}
	});

	test('names of the envelope in any case, and a cdr as text', () => {
		const push = decodePush({
			TRIGGERID: 't',
			tenantid: 'x',
			CDR: '{"ID":"1","lost":1}',
			CustomData: '{"a":"b"}',
			more: 1,
		});
		expect(push).toMatchObject({ triggerId: 't', tenantId: 'x', id: '["t","1"]' });
		expect(push.fields).toMatchObject({
			cdr: { id: '1', lost: true },
			customData: { a: 'b' },
			more: 1,
		});
		expect(decodePush({ cdr: '{broken', customData: 'text' }).fields.customData).toBe('text');
	});

	test.each<[Naming, 'GET' | 'POST' | 'PUT']>([
		['dotted', 'GET'],
		['brackets', 'POST'],
		['json', 'PUT'],
		['bare', 'POST'],
	])('a form with %s names says the same as JSON', (naming, method) => {
		const push = pushOf('http://x/y', answered, { method, format: 'form', naming });
		const [record] =
			method === 'GET'
				? readPushedForm(Object.fromEntries(new URL(push.url).searchParams))
				: readPush({
						contentType: push.headers['Content-Type'],
						bytes: Buffer.from(push.body ?? ''),
					});
		const { cdr, fields, triggerId } = decodePush(record);
		const json = decodePush(answered);
		expect(cdr).toEqual(json.cdr);
		expect(triggerId).toBe(json.triggerId);
		expect(fields.customData).toEqual(json.fields.customData);
	});

	test('a plus sign that nobody escaped', () => {
		const fields = 'cliNum=+44700&ddiNum=%2B44800&id=1&start=2024-05-29T09:37:35+01:00';
		const [record] = readPush({ bytes: Buffer.from(fields) });
		expect(decodePush(record).cdr).toMatchObject({
			cliNum: '+44700',
			ddiNum: '+44800',
			id: '1',
			start: '2024-05-29T09:37:35+01:00',
			startUtc: '2024-05-29T08:37:35.000Z',
		});
	});

	test('a retry has the same id, another trigger or call another', () => {
		const { id } = decodePush(answered);
		expect(decodePush({ ...answered, customData: {} }).id).toBe(id);
		expect(decodePush({ ...answered, triggerId: 'other' }).id).not.toBe(id);
		expect(decodePush({ ...answered, triggerId: 5 }).id).not.toBe(
			decodePush({ ...answered, triggerId: 6 }).id,
		);
	});

	test('additional data as list of pairs, as forms write dictionaries', () => {
		const fields = { 'customData[0].Key': 'hook', 'customData[0].Value': 'x', 'cdr.id': '1' };
		const [record] = readPushedForm({
			...fields,
			'customData[1].Key': 'Secret',
			'customData[1].Value': 'correct horse',
		});
		expect(decodePush(record).fields.customData).toEqual({ hook: 'x', Secret: 'correct horse' });
		const taken = dimensionsPushes.takeSecrets?.(record, { secret: 'correct horse' });
		expect(taken?.secrets).toEqual(['correct horse']);
		expect(taken?.record).toEqual({ cdr: { id: '1' }, customData: { hook: 'x' } });
	});

	test('where no id is the call’s for certain, the whole record tells', () => {
		expect(decodePush({ cdr: { lost: 1 } }).id).toBeUndefined();
		// In a flat form it may be the tenant's, which every call has.
		expect(decodePush({ triggerId: 't', id: 'tenant', tenantId: 'tenant' }).id).toBeUndefined();
	});

	test('both ids of a flat form, and a call that cannot be read', () => {
		const [record] = readPush({ bytes: Buffer.from('triggerId=t&id=tenant&id=call&dir=2') });
		expect(decodePush(record).fields).toMatchObject({
			id: 'tenant',
			cdr: { id: 'call', dirText: 'inbound' },
		});
		expect(decodePush({ cdr: [{ id: '1', lost: 1 }] }).cdr).toMatchObject({ id: '1', lost: true });
		expect(decodePush({ cdr: '{broken' }).cdr).toMatchObject({ value: '{broken', lost: false });
	});

	test.each([
		[{ entityType: 'User', id: 'c', tenantId: 'c' }, 'user'],
		[{ dType: 'CloudTenant', id: 'u', tenantId: 'c' }, 'customer'],
		[{ EntityType: 'Device', id: 'u', tenantId: 'c' }, 'other'],
		[{ ID: 'u', tenantID: 'c' }, 'user'],
		[{ id: 'AB-1', tenantId: 'ab-1' }, 'customer'],
		[{ id: 'u' }, 'other'],
		[{ hello: 'world' }, 'other'],
		[{ cdr: { id: '1' }, entityType: 'User' }, 'call'],
		[jsonFixture('dimensions/composed.push.user-changed.json'), 'user'],
		[jsonFixture('dimensions/composed.push.customer-changed.json'), 'customer'],
	])('%j is about a %s', (record, subject) => {
		const push = decodePush(record);
		expect(push.subject).toBe(subject);
		const about = (...subjects: DimensionsFilters['subjects'] & object) =>
			passes(push, { subjects });
		expect(about(push.subject)).toBe(true);
		const rest = (['call', 'user', 'customer', 'other'] as const).filter((one) => one !== subject);
		expect(about(...rest)).toBe(false);
	});

	test('a member with the name of the prototype is a member like any other', () => {
		const { cdr } = decodePush(JSON.parse('{"cdr":{"id":"1","__proto__":{"odd":1}}}') as Json);
		expect(Object.entries(cdr)).toContainEqual(['__proto__', { odd: 1 }]);
		expect(cdr.odd).toBeUndefined();
	});

	test('causes and times', () => {
		expect(causeText('NORMAL_ CLEARING')).toBe('Normal clearing');
		expect(causeText('')).toBeUndefined();
		expect(timeOf('2024-06-03T14:00:06+99:99', 'UTC')).toBeUndefined();
		expect(timeOf(undefined, undefined)).toBeUndefined();
	});
});

describe('filters', () => {
	const push = decodePush(lost);
	test.each<[DimensionsFilters, boolean]>([
		[{}, true],
		[{ directions: ['inbound'] }, true],
		[{ directions: ['outbound', 'internal'] }, false],
		[{ types: ['external'] }, true],
		[{ types: ['internal'] }, false],
		[{ dids: ['44 1610 000000'] }, true],
		[{ dids: ['+441610000001'] }, false],
		[{ dids: ['+441610000001', '+44 (1610) 000-000'] }, true],
		[{ lost: 'yes' }, true],
		[{ lost: 'no' }, false],
		[{ lost: 'any' }, true],
		[{ answered: 'no' }, true],
		[{ answered: 'yes' }, false],
		[{ recorded: 'yes' }, true],
		[{ recorded: 'no' }, false],
		[{ tags: ['support'] }, true],
		[{ tags: ['Support=stage1'] }, true],
		[{ tags: ['Support=stage2'] }, false],
		[{ tags: ['Support', 'Sales'] }, false],
		[{ triggerIds: ['00000000-0000-0000-0000-000000000000'] }, true],
		[{ triggerIds: ['1'] }, false],
		[{ tenantIds: ['1'] }, false],
		[{ directions: ['inbound'], lost: 'no' }, false],
	])('%j lets it through: %s', (filters, through) => {
		expect(passes(push, filters)).toBe(through);
	});

	test('a DID without digits is not a number, not every call without a number', () => {
		expect(passes(decodePush({ cdr: { id: '1' } }), { dids: ['Sales'] })).toBe(false);
	});
});

describe('call record', () => {
	test('an answered call', () => {
		expect(callRecordOf(decodePush(answered))).toEqual({
			schemaVersion: '1.0',
			account: { id: '22222222-2222-4222-8222-222222222222' },
			result: 'answered',
			dialed: { name: 'Sales', number: '+441614960100', e164: '+441614960100' },
			ringDuration: 6,
			holdDuration: 10,
			hangUpCause: 'NORMAL_CLEARING',
			recordings: [{ id: '55555555-5555-4555-8555-555555555555' }],
			customData: { secret: 'shared-secret' },
			id: '33333333-3333-4333-8333-333333333333',
			backend: 'dimensions',
			event: 'callFinished',
			direction: 'inbound',
			state: 'ended',
			from: { name: 'Acme Ltd', number: '+442079460123', e164: '+442079460123' },
			to: { name: 'Sales', number: '+441614960100', e164: '+441614960100' },
			agent: { name: 'Test User', userId: '302', extension: '302' },
			queue: { name: 'Sales' },
			startTime: '2024-06-03T13:00:00.000Z',
			answerTime: '2024-06-03T13:00:06.000Z',
			endTime: '2024-06-03T13:02:06.000Z',
			duration: 126,
			talkDuration: 120,
			waitDuration: 6,
			answered: true,
			recording: { id: '55555555-5555-4555-8555-555555555555' },
			endReason: 'NORMAL_CLEARING',
			ids: {
				id: '33333333-3333-4333-8333-333333333333',
				pbxId: '44444444-4444-4444-8444-444444444444',
				triggerId: '11111111-1111-4111-8111-111111111111',
				tenantId: '22222222-2222-4222-8222-222222222222',
			},
		});
	});

	test('a lost call, and one without times', () => {
		const record = callRecordOf(decodePush(lost));
		expect(record).toMatchObject({
			answered: false,
			waitDuration: 10,
			agent: { name: 'Test User' },
		});
		expect(record).not.toHaveProperty('talkDuration');
		expect(callRecordOf(decodePush({ cdr: { ans: 1, talk: 5, hold: 2, dir: 4 } }))).toMatchObject({
			id: '',
			direction: 'unknown',
			talkDuration: 7,
		});
	});
});
