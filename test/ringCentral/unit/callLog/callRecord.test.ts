import { answeredOf, callRecordOf } from '../../../../nodes/RingCentral/client/callLog/callRecord';
import type { JsonObject } from '../../../../nodes/RingCentral/client/transport/answers';
import { jsonFixture } from '../../../support/jsonFixtures';

const records = (name: string) => jsonFixture(`ringCentral/${name}.json`).records as JsonObject[];

test('a recorded call', () => {
	expect(
		callRecordOf(jsonFixture('ringCentral/call-log.record.simple-with-recording.json')),
	).toEqual({
		schemaVersion: '1.0',
		result: 'answered',
		dialed: {
			name: 'SDK Engineer Candidate',
			number: '+15625555772',
			e164: '+15625555772',
		},
		recordings: [
			{
				id: '1662272004',
				state: 'OnDemand',
				url: 'https://media.ringcentral.com/restapi/.../recording/1662272004/content',
			},
		],
		relatedIds: ['13916417004'],
		id: 'ASaxDDkSZ5s42MA',
		backend: 'ringCentral',
		direction: 'inbound',
		state: 'ended',
		from: { name: 'SAN FRANCSCO CA', number: '+14155555900', e164: '+14155555900' },
		to: { name: 'SDK Engineer Candidate', number: '+15625555772', e164: '+15625555772' },
		startTime: '2023-06-06T23:07:20.000Z',
		endTime: '2023-06-06T23:08:15.000Z',
		duration: 55,
		answered: true,
		recording: {
			id: '1662272004',
			state: 'OnDemand',
			url: 'https://media.ringcentral.com/restapi/.../recording/1662272004/content',
		},
		endReason: 'Accepted',
		ids: { callRecordId: 'ASaxDDkSZ5s42MA', sessionId: '13916417004' },
	});
});

test('the missed call of the sample', () => {
	const [record] = records('seed004.call-log.detailed');
	expect(callRecordOf(record, { event: 'missedCall', recovered: true })).toMatchObject({
		event: 'missedCall',
		recovered: true,
		answered: false,
		endReason: 'Missed',
		startTime: '2018-11-10T00:52:07.020Z',
		endTime: '2018-11-10T00:52:18.020Z',
	});
	expect(callRecordOf(record)).not.toHaveProperty('agent');
});

test.each(['seed004.call-log.simple', 'call-log-sync.fsync.response', 'active-calls.response'])(
	'every record of %s is a call record with an id and a time',
	(name) => {
		const made = records(name).map((record) => callRecordOf(record));
		expect(made.length).toBeGreaterThan(0);
		for (const record of made) {
			expect(record.id).not.toBe('');
			expect(record.startTime).toMatch(/^\d{4}-/);
			expect(record.backend).toBe('ringCentral');
		}
	},
);

test('a call of the active ones that is connected runs; its result is there already', () => {
	const [record] = records('active-calls.response');
	const running = callRecordOf(record, { isActive: true });
	expect(running).toMatchObject({ state: 'active', answered: true });
	expect(running).not.toHaveProperty('endTime');
	expect(running).not.toHaveProperty('endReason');
	const ended = { ...record, duration: 12 };
	expect(callRecordOf(ended, { isActive: true })).toMatchObject({ state: 'ended', duration: 12 });
	const missed = { ...record, result: 'Missed' };
	expect(callRecordOf(missed, { isActive: true })).toMatchObject({ state: 'ended' });
});

const BASE: JsonObject = {
	id: 'x',
	startTime: '2026-01-01T10:00:00.000Z',
	direction: 'Outbound',
	result: 'Call connected',
	duration: 10,
};

test('a call between extensions is internal', () => {
	const from = { extensionNumber: '101', extensionId: 5, name: 'Alice' };
	const to = { extensionNumber: '102' };
	expect(callRecordOf({ ...BASE, from, to })).toMatchObject({
		direction: 'internal',
		from: { extension: '101', userId: '5', name: 'Alice' },
	});
	expect(callRecordOf({ ...BASE, from, to: { phoneNumber: '+16505550101' } }).direction).toBe(
		'outbound',
	);
	expect(callRecordOf({ ...BASE, direction: 'Sideways' }).direction).toBe('unknown');
});

test('the agent is who accepted last, else whose log it is', () => {
	const legs = [
		{ result: 'Accepted', extension: { id: 1 } },
		{ result: 'Missed', extension: { id: 2 } },
		{
			result: 'Accepted',
			extension: { id: 3 },
			to: { extensionId: '3', name: 'Carol', extensionNumber: '103' },
		},
		{ result: 'Accepted' },
	];
	expect(callRecordOf({ ...BASE, legs }).agent).toEqual({
		userId: '3',
		name: 'Carol',
		extension: '103',
	});
	const own = { ...BASE, extension: { id: 9 } };
	expect(callRecordOf(own).agent).toEqual({ userId: '9' });
	expect(callRecordOf({ ...own, legs, result: 'Missed' }).agent).toEqual({ userId: '9' });
});

test('a call that runs has no end', () => {
	expect(callRecordOf({ ...BASE, result: 'In Progress' })).toMatchObject({ state: 'active' });
	expect(callRecordOf({ ...BASE, result: 'In Progress' })).not.toHaveProperty('endTime');
	const open = callRecordOf({ ...BASE, result: null });
	expect(open.state).toBe('unknown');
	expect(open).not.toHaveProperty('endReason');
	expect(open).not.toHaveProperty('answered');
});

test('exact lengths win, missing ones stay away, as do times that are none', () => {
	expect(callRecordOf({ ...BASE, durationMs: 10_600 })).toMatchObject({
		duration: 11,
		endTime: '2026-01-01T10:00:10.600Z',
	});
	const bare = callRecordOf({ result: 'Accepted', duration: null, startTime: 'x' });
	expect(bare).toEqual({
		schemaVersion: '1.0',
		result: 'answered',
		id: '',
		backend: 'ringCentral',
		direction: 'unknown',
		state: 'ended',
		from: {},
		to: {},
		answered: true,
		endReason: 'Accepted',
		ids: {},
	});
	expect(callRecordOf({ ...BASE, startTime: null })).not.toHaveProperty('endTime');
	expect(callRecordOf({ telephonySessionId: 's-1' }).id).toBe('s-1');
});

test('a voicemail is one, a fax is none', () => {
	const message = { id: 5, type: 'VoiceMail', uri: 'https://platform.example.com/m/5' };
	expect(callRecordOf({ ...BASE, message }).voicemail).toEqual({ id: '5', url: message.uri });
	expect(callRecordOf({ ...BASE, message: { ...message, type: 'Fax' } })).not.toHaveProperty(
		'voicemail',
	);
});

test.each([
	['Accepted', true],
	['call CONNECTED', true],
	['Missed', false],
	['Sent to Voicemail', false],
	['Something New', undefined],
	[null, undefined],
])('%s: answered is %s', (result, answered) => expect(answeredOf(result)).toBe(answered));
