import { readdirSync } from 'node:fs';

import { callRecordOf } from '../../../nodes/CooCenter/client/pushes/callRecord';
import { identityOf } from '../../../nodes/CooCenter/client/pushes/repetition';
import { macOf, readPushEvent } from '../../../nodes/CooCenter/client/pushes/event';
import { passes, type PushFilter } from '../../../nodes/CooCenter/client/pushes/filter';
import type { PushKind } from '../../../nodes/CooCenter/client/pushes/kinds';
import type { WireObject } from '../../../nodes/CooCenter/client/values';
import { fixture } from './support/support';
import { fixtureFolder } from '../../support/fixturePath';

const ZONE = 'Asia/Shanghai';
const read = (raw: WireObject) => readPushEvent(raw, ZONE);
const pushed = (name: string, changes: WireObject = {}) => read({ ...fixture(name), ...changes });
const missed = 'push.cc_cdr.missed.json';

const files = readdirSync(fixtureFolder('cooCenter')).filter((name) => /(^|\.)push\./.test(name));

test.each(files)('%s keeps every member and loses nothing', (name) => {
	const raw = fixture(name);
	const { fields } = pushed(name);
	expect(Object.keys(fields)).toEqual(expect.arrayContaining(Object.keys(raw)));
	expect(pushed(name).raw).toEqual(raw);
});

test('the missed queue call of the vendor, with right types', () => {
	const { kind, fields, ...event } = pushed(missed);
	expect(kind).toBe('queueCallRecord');
	expect(fields).toMatchObject({
		uuid: '1541415929.807',
		duration: 8,
		queueTime: 7,
		ivrTime: null,
		holdTime: 0,
		talkingTime: 0,
		voicemailState: false,
		startTime: '2018-11-05T19:05:31+08:00',
		startTimeUtc: '2018-11-05T11:05:31.000Z',
		endTimeUtc: '2018-11-05T11:05:39.000Z',
		ivrDtmf: '0',
		filePath: null,
	});
	expect(event).toMatchObject({
		queue: '630',
		direction: 'inbound',
		answered: false,
		mac: '68:69:2e:03:8b:3e',
		parties: ['85322361', '100'],
	});
	expect(callRecordOf(pushed(missed))).toEqual({
		schemaVersion: '1.0',
		account: { id: '68:69:2e:03:8b:3e' },
		result: 'abandoned',
		queueDuration: 7,
		ringDuration: 7,
		holdDuration: 0,
		wrapUpDuration: 0,
		hangUpSide: 'caller',
		hangUpCause: 'ANALOG ANALOG_EVENT_ONHOOK',
		relatedIds: ['1541415929.807'],
		id: '1541415929.807',
		backend: 'cooCenter',
		event: 'cc_cdr',
		direction: 'inbound',
		state: 'ended',
		from: { number: '85322361' },
		to: { number: '100' },
		agent: { extension: '100' },
		queue: { id: '630', number: '630' },
		startTime: '2018-11-05T11:05:31.000Z',
		endTime: '2018-11-05T11:05:39.000Z',
		duration: 8,
		talkDuration: 0,
		waitDuration: 8,
		answered: false,
		endReason: 'MEMBER_CANCEL',
		ids: { uuid: '1541415929.807', mac: '68:69:2e:03:8b:3e' },
	});
});

test.each<[string, WireObject, number | undefined]>([
	['nobody answered: to the end, in no queue too', { queueTime: '0' }, 8],
	['nobody answered, and the end is not told', { endTime: '' }, 7],
	[
		'nobody answered, and neither end nor queue are told',
		{ endTime: '', queueTime: '0' },
		undefined,
	],
	['answered at a time that is not told: in the queue', { cdrState: 'bridged' }, 7],
	['answered, in no queue', { cdrState: 'bridged', queueTime: '0' }, undefined],
])('how long a caller waited: %s', (_name, changes, seconds) => {
	expect(callRecordOf(pushed(missed, changes))?.waitDuration).toBe(seconds);
});

test('the call records of both generations', () => {
	expect(callRecordOf(pushed('push.cdr.json'))).toMatchObject({
		direction: 'internal',
		from: { name: '808', number: '808' },
		to: { number: '809' },
		answerTime: '2012-01-05T07:10:10.000Z',
		duration: 2,
		talkDuration: 1,
		waitDuration: 1,
		answered: true,
	});
	const second = pushed('gen2.push.cdr.json');
	expect(second.fields).toMatchObject({
		start: '2020-07-15T15:52:02+08:00',
		answerUtc: '2020-07-15T07:52:12.000Z',
		billsec: 76,
		sessionlevel: 1,
	});
	expect(callRecordOf(second)).toMatchObject({
		direction: 'internal',
		from: { name: 'Dispatcher', number: '1001' },
		to: { name: 'IP Phone', number: '1002' },
		duration: 86,
		talkDuration: 76,
		answered: true,
		recording: { id: fixture('gen2.push.cdr.json').record_filename },
	});
});

test('an empty member does not hide another', () => {
	expect(callRecordOf(pushed('push.cdr.json', { source: '' }))?.from.number).toBe('808');
	const leg = pushed('push.dialbegein.json', { destcalleridnum: '', destexten: '886' });
	expect(callRecordOf(leg)?.to.number).toBe('886');
});

test('an event in the only field of a form, whatever its name', () => {
	const raw = fixture('push.hangup.json');
	expect(read({ push: raw })).toEqual(read(raw));
	expect(read({ push: raw, more: '1' }).kind).toBe('unknown');
	expect(read({ push: { no: 'event' } }).raw).toEqual({ push: { no: 'event' } });
});

test.each([
	['1010', ['1010']],
	['1010, 1011', ['1010', '1011']],
	['', []],
])('a paging record that names "%s" has a list', (dst, list) => {
	const { fields, parties } = pushed('gen2.push.pdr.json', { dst });
	expect(fields.dst).toEqual(list);
	expect(parties).toEqual(['1001', ...list]);
});

test('a paging record has many callees', () => {
	const event = pushed('gen2.push.pdr.json');
	expect(event.parties).toEqual(['1001', '1010', '1011', '1012', '1013', '1014']);
	expect(callRecordOf(event)?.to.number).toBe('1010, 1011, 1012, 1013, 1014');
});

test('both spellings of the start of a dial', () => {
	for (const name of ['push.dialbegein.json', 'gen2.push.dialbegin.json']) {
		const event = pushed(name);
		expect(event.kind).toBe('dialBegin');
		expect(callRecordOf(event)).toMatchObject({
			state: 'ringing',
			direction: 'unknown',
			startTime: '2018-08-23T02:57:39.000Z',
			ids: { uniqueid: '1534993030.626', destuniqueid: '1534993059.630' },
		});
	}
	expect(callRecordOf(pushed('push.dialbegein.json', { timestamp: 'SIP/1-2' }))?.startTime).toBe(
		undefined,
	);
});

test.each([
	['hangup', undefined, 'ended'],
	['ANSWER', true, 'active'],
	['NOANSWER', false, 'ended'],
	['', undefined, 'ended'],
])('a dial that ends with "%s"', (dialstatus, answered, state) => {
	const event = pushed('push.dialend.json', { dialstatus });
	expect(event.answered).toBe(answered);
	expect(callRecordOf(event)?.state).toBe(state);
});

test.each([
	[{ cdrState: 'bridged' }, true],
	[{ cdrState: 'feedback' }, true],
	[{ cdrState: 'ivr' }, false],
	[{ cdrState: '', missCause: 'NO_ASSIGN' }, false],
	[{ cdrState: 'new', missCause: '', talkingTime: '12' }, true],
	[{ cdrState: 'new', missCause: '' }, false],
])('a queue call with %j is answered: %s', (changes, answered) => {
	expect(pushed(missed, changes).answered).toBe(answered);
});

test.each([
	['IN', 'inbound'],
	['incoming', 'inbound'],
	['inbound', 'inbound'],
	['outgoing', 'outbound'],
	['outbound', 'outbound'],
	['internal', 'internal'],
	['else', undefined],
	['', 'internal'],
	[null, undefined],
])('call type "%s" is %s', (callType, direction) => {
	expect(pushed(missed, { callType }).direction).toBe(direction);
});

test('states of extensions, with the text where the PBX leaves it out', () => {
	expect(pushed('push.extensionstatus.json').fields).toEqual({
		event: 'extensionstatus',
		exten: '808',
		status: 0,
		statustext: 'Idle',
	});
	const bare = read({ event: 'extensionstatus', exten: '808', status: '9' });
	expect(bare.fields).toMatchObject({ status: 9, statustext: 'In use & Ringing' });
	expect(callRecordOf(bare)).toBeUndefined();
});

test('what is unknown passes through', () => {
	const event = pushed('composed.push.unknown.json', {
		duration: 'soon',
		deep: { a: [1] },
		on: true,
	});
	expect(event).toMatchObject({ kind: 'unknown', name: 'queuememberpause' });
	expect(event.fields).toMatchObject({ duration: 'soon', deep: { a: [1] }, on: true });
	expect(read({}).name).toBe('');
	expect(pushed(missed, { startTime: 'soon', voicemailState: '1' })).toMatchObject({
		fields: { startTime: 'soon', voicemailState: true },
		times: { endTime: {} },
	});
	expect(callRecordOf(pushed(missed, { voicemailState: '1' }))?.voicemail).toEqual({});
	expect(pushed(missed, { voicemailState: 'x' }).fields.voicemailState).toBe('x');
	expect(pushed('push.cdr.json', { disposition: '' }).answered).toBeUndefined();
});

test.each([
	['68:69:2e:03:8b:3e ', '68:69:2e:03:8b:3e'],
	['68-69-2E-03-8B-3E', '68:69:2e:03:8b:3e'],
	['nonsense', undefined],
	[undefined, undefined],
])('MAC address %s', (written, mac) => expect(macOf(written)).toBe(mac));

describe('filter', () => {
	const every: PushFilter = {
		kinds: new Set<PushKind>(['queueCallRecord', 'extensionStatus', 'pagingRecord', 'dialEnd']),
		parties: new Set(),
		queues: new Set(),
		directions: new Set(),
		outcome: 'any',
	};
	const call = pushed(missed);
	const state = pushed('push.extensionstatus.json');

	test.each([
		['no filter', {}, true],
		['another kind', { kinds: new Set<PushKind>(['hangup']) }, false],
		['its caller', { parties: new Set(['85322361']) }, true],
		['its agent', { parties: new Set(['1', '100']) }, true],
		['another extension', { parties: new Set(['101']) }, false],
		['its queue', { queues: new Set(['630']) }, true],
		['another queue', { queues: new Set(['631']) }, false],
		['its direction', { directions: new Set(['inbound'] as const) }, true],
		['another direction', { directions: new Set(['outbound'] as const) }, false],
		['missed', { outcome: 'missed' }, true],
		['answered', { outcome: 'answered' }, false],
	] as Array<[string, Partial<PushFilter>, boolean]>)('%s', (_name, part, passing) => {
		expect(passes(call, { ...every, ...part })).toBe(passing);
	});

	test('lets through what does not tell', () => {
		const filter = { ...every, queues: new Set(['1']), outcome: 'answered' } as const;
		expect(passes(state, filter)).toBe(true);
		expect(passes(state, { ...filter, parties: new Set(['809']) })).toBe(false);
		expect(passes(pushed(missed, { queueCode: '' }), filter)).toBe(false);
		const inbound = { ...every, directions: new Set(['inbound'] as const) };
		expect(passes(pushed(missed, { callType: 'else' }), inbound)).toBe(false);
	});

	test('finds one of many paged extensions', () => {
		const event = pushed('gen2.push.pdr.json');
		expect(passes(event, { ...every, parties: new Set(['1012']) })).toBe(true);
	});
});

describe('repetition', () => {
	test('is told by the content, in whatever order and form', () => {
		const raw = fixture('push.ivr.json');
		const turned = Object.fromEntries(Object.entries(raw).reverse());
		const same = identityOf(read({ ...turned, duration: 3, mac: '68:69:2e:03:8b:3e' }));
		expect(same).toEqual(identityOf(read(raw)));
		expect(same.subject).toBeUndefined();
		expect(identityOf(read({ ...raw, ivrId: '611' }))).not.toEqual(same);
	});

	test('states and unknown events count within their subject and for a while', () => {
		expect(identityOf(pushed('push.extensionstatus.json'))).toMatchObject({
			subject: 'extensionstatus:808',
			within: 300_000,
		});
		expect(identityOf(pushed('composed.push.unknown.json'))).toMatchObject({
			subject: 'queuememberpause:',
			within: 30_000,
		});
		const isOn = (on: boolean) => identityOf(read({ event: 'dnd', exten: '801', on })).id;
		expect(isOn(true)).not.toBe(isOn(false));
		expect(identityOf(pushed('gen2.push.pdr.json')).id).toContain('["1010","1011"');
	});
});
