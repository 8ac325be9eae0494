import {
	bringIn,
	callOut,
	createConference,
	endSession,
	getSession,
	superviseSession,
} from '../../../../nodes/RingCentral/client/calls/callSessions';
import {
	answerParty,
	bridgeParty,
	dropParty,
	flipParty,
	forwardParty,
	holdParty,
	ignoreParty,
	muteParty,
	parkParty,
	pickUpParty,
	rejectParty,
	replyParty,
	setRecording,
	startRecording,
	superviseParty,
	transferParty,
	unholdParty,
} from '../../../../nodes/RingCentral/client/calls/partyVerbs';
import { findRecording, readParty } from '../../../../nodes/RingCentral/client/calls/telephony';
import type { RingCentralConnection } from '../../../../nodes/RingCentral/client/transport/connection';
import { TelephonyError } from '../../../../nodes/shared/core/errors';
import { json, rateHeaders, refusal, restBench, SERVER, watch } from '../support/restSupport';
import { inCall, party } from '../support/callSupport';

const BASE = '/restapi/v1.0/account/~/telephony';
const SESSION = `${BASE}/sessions/s-1`;
const PARTY = `${SESSION}/parties/p-1-2`;
const ME = { sessionId: 's-1', partyId: 'p-1-2' };
const ANY = /./;

type Change = (connection: RingCentralConnection) => Promise<unknown>;
type Case = [name: string, change: Change, method: string, path: string, body?: unknown];

/** See docs/protocols/ringcentral.md#call-control, the table of call control, row by row. */
const changes: Case[] = [
	['answer', (c) => answerParty(c, ME, '8'), 'POST', `${PARTY}/answer`, { deviceId: '8' }],
	['pick up', (c) => pickUpParty(c, ME, '8'), 'POST', `${PARTY}/pickup`, { deviceId: '8' }],
	['hold', (c) => holdParty(c, ME), 'POST', `${PARTY}/hold`],
	['unhold', (c) => unholdParty(c, ME), 'POST', `${PARTY}/unhold`],
	['reject', (c) => rejectParty(c, ME), 'POST', `${PARTY}/reject`],
	['ignore', (c) => ignoreParty(c, ME, '8'), 'POST', `${PARTY}/ignore`, { deviceId: '8' }],
	['park', (c) => parkParty(c, ME), 'POST', `${PARTY}/park`],
	['flip', (c) => flipParty(c, ME, '3'), 'POST', `${PARTY}/flip`, { callFlipId: '3' }],
	['mute', (c) => muteParty(c, ME, true), 'PATCH', PARTY, { muted: true }],
	['unmute', (c) => muteParty(c, ME, false), 'PATCH', PARTY, { muted: false }],
	['drop', (c) => dropParty(c, ME), 'DELETE', PARTY],
	['drop the host', (c) => dropParty(c, ME, true), 'DELETE', PARTY, { keepConferenceAlive: true }],
	[
		'transfer',
		(c) => transferParty(c, ME, { parkOrbit: '9' }),
		'POST',
		`${PARTY}/transfer`,
		{ parkOrbit: '9' },
	],
	[
		'forward',
		(c) => forwardParty(c, ME, { voicemail: '7' }),
		'POST',
		`${PARTY}/forward`,
		{ voicemail: '7' },
	],
	[
		'warm transfer',
		(c) => bridgeParty(c, ME, { sessionId: 's-2', partyId: 'p-2-1' }),
		'POST',
		`${PARTY}/bridge`,
		{ telephonySessionId: 's-2', partyId: 'p-2-1' },
	],
	[
		'reply',
		(c) => replyParty(c, ME, { replyWithText: 'later' }),
		'POST',
		`${PARTY}/reply`,
		{ replyWithText: 'later' },
	],
	['record', (c) => startRecording(c, ME), 'POST', `${PARTY}/recordings`],
	[
		'pause',
		(c) => setRecording(c, ME, { recordingId: '44', active: false }),
		'PATCH',
		`${PARTY}/recordings/44`,
		{ active: false },
	],
	[
		'supervise a party',
		(c) => superviseParty(c, ME, { supervisorDeviceId: '8', agentExtensionId: '7' }),
		'POST',
		`${PARTY}/supervise`,
		{ mode: 'Listen', supervisorDeviceId: '8', agentExtensionId: '7' },
	],
	[
		'supervise a call',
		(c) => superviseSession(c, 's-1', { supervisorDeviceId: '8', agentExtensionId: '7' }),
		'POST',
		`${SESSION}/supervise`,
		{ mode: 'Listen', supervisorDeviceId: '8', agentExtensionId: '7' },
	],
	[
		'bring in',
		(c) => bringIn(c, 's-1', { sessionId: 's-2', partyId: 'p-2-1' }),
		'POST',
		`${SESSION}/parties/bring-in`,
		{ sessionId: 's-2', partyId: 'p-2-1' },
	],
	['end', (c) => endSession(c, 's-1'), 'DELETE', SESSION],
	[
		'call out',
		(c) => callOut(c, { from: { deviceId: '8' }, to: { phoneNumber: '+1' } }),
		'POST',
		`${BASE}/call-out`,
		{ from: { deviceId: '8' }, to: { phoneNumber: '+1' } },
	],
	['conference', (c) => createConference(c), 'POST', `${BASE}/conference`],
];

describe.each(changes)('%s', (_name, change, method, path, body) => {
	test('sends what the page says', async () => {
		const { connection, http } = restBench();
		http.on(method as 'POST', ANY, json({ id: 'x' }));
		await change(connection);
		expect(http.lines()).toEqual([`${method} ${path}`]);
		const sent = http.sent[0].body;
		expect(sent === undefined ? undefined : JSON.parse(sent as string)).toEqual(body);
	});

	test.each([
		['a 503', refusal(503, 'CMN-201', 'Service Temporary Unavailable')],
		['a 429', refusal(429, 'CMN-301', 'Request rate exceeded', {}, { 'retry-after': '1' })],
		['no answer', new TelephonyError('unavailable', 'The connection was reset')],
	])('is sent once, whatever comes: %s', async (_what, answer) => {
		const { connection, http, clock } = restBench();
		http.on(method as 'POST', ANY, answer);
		http.on('GET', ANY, json({ id: 's-1', parties: [] }));
		const outcome = watch(change(connection));
		await clock.advance(600_000);
		expect(outcome.error).toBeInstanceOf(TelephonyError);
		expect(http.sent.filter((request) => request.method === method)).toHaveLength(1);
	});
});

test.each([
	[
		'call-out',
		(c: RingCentralConnection) =>
			callOut(c, { from: { deviceId: '1' }, to: { extensionNumber: '2' } }),
	],
	['conference', (c: RingCentralConnection) => createConference(c)],
])('%s is Heavy and may be wrapped', async (_name, start) => {
	const { connection, http, rates } = restBench();
	const take = jest.spyOn(rates, 'take');
	http.once('POST', ANY, json({ session: { id: 's-9', parties: [] } }, 201));
	expect(await start(connection)).toEqual({ id: 's-9', parties: [] });
	expect(take.mock.calls[0][0]).toBe('heavy');
});

test('other changes are Light', async () => {
	const { connection, http, rates } = restBench();
	const take = jest.spyOn(rates, 'take');
	http.on('POST', ANY, json({ id: 'x' }, 200, rateHeaders('light', 50, 49)));
	await holdParty(connection, ME);
	expect(take.mock.calls[0][0]).toBe('light');
});

test('ids are parts of the path and nothing else', async () => {
	const { connection, http } = restBench();
	http.on('GET', ANY, json({ id: 'x' }));
	await getSession(connection, 'Y3Mx/MTEx?=');
	expect(http.sent[0].url).toBe(`${SERVER}${BASE}/sessions/Y3Mx%2FMTEx%3F%3D`);
});

describe('a refusal is told in words', () => {
	const WRONG_STATE = refusal(409, 'TAS-102', 'Incorrect State');
	const UNKNOWN = refusal(404, 'CMN-102', 'Resource is not found');

	test('a state that does not allow it: which it is, and what it allows', async () => {
		const { connection, http } = inCall(party('p-1-2', 'Hold', '7'));
		http.on('POST', ANY, WRONG_STATE);
		await expect(holdParty(connection, ME)).rejects.toMatchObject({
			kind: 'conflict',
			status: 409,
			vendorCode: 'TAS-102',
			vendorText: 'Incorrect State',
			message:
				'Cannot hold: the party p-1-2 is in state Hold. Possible in this state: bring in, drop, mute, pause or resume recording, send to voicemail, transfer, unhold, warm transfer',
		});
	});

	test('of a state without a name nobody says what it allows', async () => {
		const { connection, http } = inCall({ id: 'p-1-2' });
		http.on('POST', ANY, WRONG_STATE);
		await expect(holdParty(connection, ME)).rejects.toThrow(
			/^Cannot hold: the party p-1-2 is in state unknown$/,
		);
	});

	test('a party that has left', async () => {
		const { connection, http } = inCall(
			party('p-1-2', 'Gone', '7', { status: { code: 'Gone', reason: 'AttendedTransfer' } }),
		);
		http.on('POST', ANY, WRONG_STATE);
		await expect(holdParty(connection, ME)).rejects.toThrow(
			'Cannot hold: the party p-1-2 has left the call (Gone, AttendedTransfer)',
		);
	});

	test('a party the call does not have', async () => {
		const { connection, http } = inCall(party('p-1-1', 'Answered', '8'));
		http.on('POST', ANY, UNKNOWN);
		await expect(holdParty(connection, ME)).rejects.toMatchObject({
			kind: 'notFound',
			message: 'The call s-1 has no party p-1-2. Its parties: p-1-1 (Answered, extension ID 8)',
		});
	});

	test('a call that is gone', async () => {
		const { connection, http } = restBench();
		http.on('POST', ANY, UNKNOWN).on('GET', ANY, UNKNOWN);
		await expect(holdParty(connection, ME)).rejects.toMatchObject({
			kind: 'notFound',
			status: 404,
			vendorCode: 'CMN-102',
			message: 'The call s-1 is gone: it has ended, or it is not a call of this account',
		});
	});

	test('something else that is not there stays what it is', async () => {
		const { connection, http } = inCall(party('p-1-2', 'Answered', '7'));
		http.on(
			'PATCH',
			ANY,
			refusal(404, 'CMN-102', 'Resource for parameter [recordingId] is not found', {
				parameterName: 'recordingId',
			}),
		);
		await expect(setRecording(connection, ME, { recordingId: '1', active: true })).rejects.toThrow(
			/this "Recording ID"/,
		);
	});

	test('a refusal stays what it is when the call cannot be read', async () => {
		const { connection, http } = restBench();
		http.on('POST', ANY, WRONG_STATE);
		http.on('GET', ANY, refusal(403, 'CMN-401', 'no'));
		await expect(holdParty(connection, ME)).rejects.toMatchObject({
			kind: 'conflict',
			message: 'The state of the call or item does not allow this',
		});
	});

	test('what is neither of the two is not looked into', async () => {
		const { connection, http } = restBench();
		http.on('POST', ANY, refusal(403, 'CMN-404', 'The call party does not belong to you'));
		await expect(holdParty(connection, ME)).rejects.toMatchObject({ kind: 'forbidden' });
		expect(http.sent).toHaveLength(1);
	});

	test('a whole call that is gone, and one that is not', async () => {
		const gone = restBench();
		gone.http.on('DELETE', ANY, UNKNOWN).on('GET', ANY, UNKNOWN);
		await expect(endSession(gone.connection, 's-1')).rejects.toThrow('The call s-1 is gone');
		const there = inCall();
		there.http.on('POST', ANY, refusal(404, 'CMN-102', 'no', { parameterName: 'partyId' }));
		await expect(bringIn(there.connection, 's-1', ME)).rejects.toThrow(/this "Party ID"/);
	});
});

describe('the recording of a party', () => {
	const recorded = (...recordings: Array<{ id: number; active: boolean }>) =>
		party('p-1-2', 'Answered', '7', { recordings });

	test('is the one whose state fits, else the last', async () => {
		const { connection } = inCall(recorded({ id: 1, active: true }, { id: 2, active: false }));
		expect(await findRecording(connection, ME, true)).toBe('1');
		expect(await findRecording(connection, ME, false)).toBe('2');
		const paused = inCall(recorded({ id: 3, active: false }));
		expect(await findRecording(paused.connection, ME, true)).toBe('3');
	});

	test('of a party that was looked up is not read again', async () => {
		const { connection, http } = restBench();
		const found = { ...ME, party: recorded({ id: 4, active: true }) };
		expect(await findRecording(connection, found, true)).toBe('4');
		expect(http.sent).toEqual([]);
	});

	test('that does not exist is told', async () => {
		const { connection } = inCall(party('p-1-2', 'Answered', '7'));
		await expect(findRecording(connection, ME, true)).rejects.toThrow(
			'The party p-1-2 is not being recorded',
		);
		await expect(readParty(connection, { ...ME, partyId: 'p-0' })).rejects.toThrow(
			/has no party p-0/,
		);
	});
});
