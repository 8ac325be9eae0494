import { callRecordOf, partyOf } from '../../../../nodes/BroadWorks/client/calls/callRecord';
import { e164Of } from '../../../../nodes/shared/core/e164';
import type { XsiObject } from '../../../../nodes/BroadWorks/client/calls/values';
import { eventFixtures, fixture } from '../../../support/fixtures';
import { fieldsOf } from '../support/xsi';

const record = (name: string) =>
	callRecordOf(fieldsOf(fixture(`composed/event-${name}.xml`)), 'alice@example.net');

describe('callRecordOf', () => {
	it('reads a call that rings', () => {
		expect(record('call-received')).toEqual({
			schemaVersion: '1.0',
			relatedIds: ['129987974:2', 'BW1230021234567890@192.0.2.10'],
			id: 'callhalf-31126219817:0',
			backend: 'broadWorks',
			event: 'CallReceivedEvent',
			direction: 'inbound',
			state: 'ringing',
			from: { name: 'Jordan Smith', number: '+15550100', e164: '+15550100' },
			to: { userId: 'alice@example.net' },
			startTime: '2019-09-11T12:23:00.687Z',
			answered: false,
			ids: {
				callId: 'callhalf-31126219817:0',
				extTrackingId: '129987974:2',
				networkCallId: 'BW1230021234567890@192.0.2.10',
				eventId: '000000e0-0000-4000-8000-000000000005',
				targetId: 'alice@example.net',
			},
		});
	});

	it('leaves out a time that no date can hold', () => {
		expect(callRecordOf({ callId: 'c', startTime: 9e15 }, undefined)).not.toHaveProperty(
			'startTime',
		);
	});

	it('counts the times of a call that has ended', () => {
		expect(record('call-released')).toMatchObject({
			state: 'ended',
			answered: true,
			startTime: '2019-09-11T12:23:00.687Z',
			answerTime: '2019-09-11T12:23:05.231Z',
			endTime: '2019-09-11T12:23:40.298Z',
			duration: 40,
			talkDuration: 35,
			waitDuration: 5,
			endReason: 'Temporarily Unavailable',
		});
	});

	it('reads an entry of a queue with its agent', () => {
		const queued = callRecordOf(fieldsOf(fixture('composed/event-queue-answered.xml')), undefined);
		expect(queued).toMatchObject({
			event: 'ACDCallAnsweredByAgentEvent',
			direction: 'inbound',
			state: 'ended',
			from: { number: '+18185550109', name: 'Jordan Smith' },
			agent: { userId: 'alice@example.net' },
			queue: { name: 'Demo Queue', number: '+17025550181' },
			answered: true,
			waitDuration: 6,
		});
		expect(queued.ids.answeringCallId).toBe('callhalf-31139148489:0');
	});

	it('reads the queue a call came from', () => {
		expect(record('call-received-from-queue').queue).toEqual({
			id: 'ccdemo@example.net',
			name: 'Demo Queue',
			number: '+15550190',
		});
	});

	it.each<[XsiObject, string, string]>([
		[{ state: 'Alerting', personality: 'Terminator' }, 'ringing', 'inbound'],
		[{ state: 'Alerting', personality: 'Originator' }, 'dialing', 'outbound'],
		[{ state: 'Alerting', personality: 'Click-to-Dial' }, 'dialing', 'outbound'],
		[{ state: 'Active', personality: 'Originator' }, 'active', 'outbound'],
		[{ state: 'Held', personality: 'Terminator' }, 'held', 'inbound'],
		[{ state: 'Remote Held', personality: 'Terminator' }, 'held', 'inbound'],
		[{ state: 'Detached', personality: 'Terminator' }, 'ended', 'inbound'],
		[{ state: 'Later Release', personality: 'Terminator' }, 'unknown', 'inbound'],
		[{ addTime: 5 }, 'ringing', 'inbound'],
		[{ addTime: 5, removeTime: 9 }, 'ended', 'inbound'],
	])('%j is %s and %s', (call, state, direction) => {
		expect(callRecordOf(call, 'u')).toMatchObject({ state, direction });
	});

	it('puts the user at the calling end of an outgoing call', () => {
		expect(record('call-originated')).toMatchObject({
			direction: 'outbound',
			from: { userId: 'alice@example.net' },
		});
	});

	it('tells of a recording, and why a call was moved or ended', () => {
		expect(callRecordOf({ recordingState: 'Paused' }, 'u').recording).toEqual({ state: 'Paused' });
		expect(callRecordOf({ recorded: '' }, 'u').recording).toEqual({ state: 'Started' });
		expect(callRecordOf({}, 'u')).not.toHaveProperty('recording');
		expect(callRecordOf({ redirect: { reason: 'transfer' } }, 'u').endReason).toBe('transfer');
		expect(callRecordOf({ releasingParty: 'localRelease' }, 'u').endReason).toBe('localRelease');
	});

	it.each(eventFixtures().map(({ name, xml }) => [name, xml]))(
		'takes the fixture %s',
		(_name, xml) => {
			const made = callRecordOf(fieldsOf(xml), undefined);
			expect(made.backend).toBe('broadWorks');
			for (const time of [made.startTime, made.answerTime, made.endTime]) {
				if (time !== undefined) expect(new Date(time).toISOString()).toBe(time);
			}
		},
	);
});

const uk = { e164: '+442079460000' };

describe('partyOf and e164Of', () => {
	it('give E.164 only for what says its country and is a number', () => {
		expect(partyOf({ address: { '#text': 'tel:+18188675309' } })).toEqual({
			number: '+18188675309',
			e164: '+18188675309',
		});
		expect([e164Of('8188675309'), e164Of('+1'), e164Of('2002'), e164Of(undefined)]).toEqual([
			undefined,
			undefined,
			undefined,
			undefined,
		]);
	});

	it('take a SIP address, a bare number and nobody', () => {
		expect(partyOf({ address: { '#text': 'sip:1002@example.net' } }).number).toBe('1002');
		expect(partyOf({ address: 'tel:2002', userId: 'b', name: 'B' })).toEqual({
			number: '2002',
			userId: 'b',
			name: 'B',
		});
		expect([partyOf(undefined), partyOf(null), partyOf('x'), partyOf([])]).toEqual([
			{},
			{},
			{},
			{},
		]);
	});

	it.each<[string, string | undefined, object]>([
		['sip:+442079460000@example.net;user=phone', '44', { number: '+442079460000', ...uk }],
		['tel:+442079460000;ext=22', undefined, { number: '+442079460000', ...uk }],
		['tel:%2B442079460000', undefined, { number: '+442079460000', ...uk }],
		['tel:020-7946-0000', '44', { number: '02079460000', ...uk }],
		['020 7946 0000', '+44', { number: '02079460000', ...uk }],
		['tel:02079460000', undefined, { number: '02079460000' }],
		['tel:02079460000', '999', { number: '02079460000' }],
		['tel:1002', '44', { number: '1002' }],
		['tel:1002;ext=7', undefined, { number: '1002' }],
		['tel:*69', '1', { number: '*69' }],
		['tel:112', '44', { number: '112' }],
		['tel:1-800-FLOWERS', '1', { address: '1-800-FLOWERS' }],
		['sip:alice@example.net;transport=tcp', '44', { address: 'alice@example.net' }],
		['sip:anonymous@anonymous.invalid', undefined, {}],
		['tel:Restricted', '1', {}],
		['Unavailable', undefined, {}],
		['tel:', '1', {}],
		['', undefined, {}],
	])('of "%s" with country code %s', (written, countryCode, party) => {
		const address = { '#text': written, ...(countryCode && { countryCode }) };
		expect(partyOf({ address })).toEqual(party);
		const call = { callId: 'c', personality: 'Terminator', state: 'Alerting' };
		expect(callRecordOf({ ...call, remoteParty: { address } }, 'u').from).toEqual(party);
	});
});
