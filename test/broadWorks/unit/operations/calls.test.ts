import {
	alertingCall,
	controlCall,
	endCall,
	getCall,
	listCalls,
	newCall,
	type CallVerb,
} from '../../../../nodes/BroadWorks/client/calls/calls';
import { fixture } from '../../../support/fixtures';
import { ACTIONS, fakeConnection, telephonyError } from '../support/xsi';

const ALICE = 'alice@example.net';
const USER = `${ACTIONS}/v2.0/user/alice@example.net`;
const CALL = 'callhalf-31126219817:0';

const composed = (name: string) => ({ body: fixture(`composed/${name}.xml`) });

describe('calls', () => {
	it('lists the calls of a user', async () => {
		const connection = fakeConnection();
		connection.http.on('GET', /\/calls$/, composed('calls-two'));
		expect(await listCalls(connection, ALICE)).toEqual([
			{ callId: CALL, uri: `/v2.0/user/${ALICE}/calls/${CALL}` },
			{
				callId: 'callhalf-31126219700:0',
				uri: `/v2.0/user/${ALICE}/calls/callhalf-31126219700:0`,
			},
		]);
		expect(connection.http.lines()).toEqual([`GET ${USER}/calls`]);
	});

	it.each([
		['calls-empty', 0],
		['calls-one', 1],
	])('lists %s as a list', async (name, length) => {
		const connection = fakeConnection();
		connection.http.on('GET', /\/calls$/, composed(name));
		expect(await listCalls(connection, ALICE)).toHaveLength(length);
	});

	it('gives one call in connector fields', async () => {
		const connection = fakeConnection();
		connection.http.on('GET', /\/calls\//, composed('call-detail'));
		expect(await getCall(connection, ALICE, CALL)).toEqual({
			callId: CALL,
			extTrackingId: '129987974:1',
			networkCallId: 'BW1230021234567890@192.0.2.10',
			personality: 'Originator',
			state: 'Active',
			remoteParty: {
				name: 'Jordan Smith',
				address: { '#text': 'tel:+15550100', countryCode: '1' },
				callType: 'Network',
			},
			endpoint: { type: 'AccessEndpoint', addressOfRecord: ALICE },
			appearance: 2,
			startTime: 1568204580687,
			answerTime: 1568204585231,
			allowedRecordingControls: 'record',
		});
		expect(connection.http.lines()).toEqual([`GET ${USER}/calls/${CALL}`]);
	});

	it('starts a call with the + of the number escaped and an empty body', async () => {
		const connection = fakeConnection();
		connection.http.on('POST', /calls\/New/, { status: 201, ...composed('callstartinfo') });
		expect(await newCall(connection, ALICE, '+15550100')).toEqual({
			callId: CALL,
			externalTrackingId: '129987974:1',
		});
		expect(connection.http.lines()).toEqual([`POST ${USER}/calls/New?address=%2B15550100`]);
		expect(connection.http.sent[0].body).toBe('');
	});

	it.each([
		['/v2.0/user/alice@example.net/calls/callhalf-1:0', { callId: 'callhalf-1:0' }],
		['https://xsp.example.net/v2.0/user/a/calls/callhalf-1%3A0/', { callId: 'callhalf-1:0' }],
		[undefined, {}],
	])('takes a new call as made though only its address is told: %s', async (location, told) => {
		const connection = fakeConnection();
		connection.http.on('POST', /calls\/New/, { status: 201, headers: { location } });
		expect(await newCall(connection, ALICE, '1')).toEqual(told);
	});

	it.each<CallVerb>([
		'Talk',
		'Hold',
		'VmTransfer',
		'Record',
		'PauseRecording',
		'ResumeRecording',
		'StopRecording',
	])('%s is one PUT with an empty body', async (verb) => {
		const connection = fakeConnection();
		connection.http.on('PUT', /./, {});
		await controlCall(connection, ALICE, CALL, verb);
		expect(connection.http.lines()).toEqual([`PUT ${USER}/calls/${CALL}/${verb}`]);
		expect(connection.http.sent[0].body).toBe('');
	});

	it('transfers to an address of any form', async () => {
		const connection = fakeConnection();
		connection.http.on('PUT', /./, {});
		await controlCall(connection, ALICE, CALL, 'BlindTransfer', {
			address: 'sip:bob+1@example.net',
		});
		expect(connection.http.lines()).toEqual([
			`PUT ${USER}/calls/${CALL}/BlindTransfer?address=sip%3Abob%2B1%40example.net`,
		]);
	});

	it('sends call control once, also when no answer comes', async () => {
		const connection = fakeConnection();
		connection.http.on('PUT', /./, { status: 503 }).on('DELETE', /./, { status: 503 });
		connection.http.on('POST', /./, { status: 503 });
		await telephonyError(controlCall(connection, ALICE, CALL, 'Hold'), 'unavailable');
		await telephonyError(endCall(connection, ALICE, CALL), 'unavailable');
		await telephonyError(newCall(connection, ALICE, '2002'), 'unavailable');
		expect(connection.http.sent).toHaveLength(3);
	});

	it('ends a call, or declines it with a reason', async () => {
		const connection = fakeConnection();
		connection.http.on('DELETE', /./, {});
		await endCall(connection, ALICE, CALL);
		await endCall(connection, ALICE, CALL, { declineReason: 'Busy' });
		await endCall(connection, ALICE, CALL, { decline: true });
		await endCall(connection, ALICE, CALL, { decline: true, declineReason: 'Busy' });
		expect(connection.http.lines()).toEqual([
			`DELETE ${USER}/calls/${CALL}`,
			`DELETE ${USER}/calls/${CALL}`,
			`DELETE ${USER}/calls/${CALL}?decline=true`,
			`DELETE ${USER}/calls/${CALL}?decline=true&declineReason=Busy`,
		]);
		expect(connection.http.sent[0].body).toBeUndefined();
	});
});

describe('alertingCall', () => {
	const call = (id: string, personality: string, state: string) => ({
		body: `<Call xmlns="http://schema.broadsoft.com/xsi"><callId>${id}</callId><personality>${personality}</personality><state>${state}</state></Call>`,
	});

	it('picks the call that rings, not one the user makes or has', async () => {
		const connection = fakeConnection();
		connection.http
			.on('GET', /\/calls$/, {
				body: '<Calls><call><callId>a</callId></call><call><callId>b</callId></call><call><callId>c</callId></call></Calls>',
			})
			.on('GET', /\/a$/, call('a', 'Originator', 'Alerting'))
			.on('GET', /\/b$/, call('b', 'Terminator', 'Active'))
			.on('GET', /\/c$/, call('c', 'Terminator', 'Alerting'));
		expect(await alertingCall(connection, ALICE)).toMatchObject({ callId: 'c' });
	});

	it('gives nothing when nothing rings', async () => {
		const connection = fakeConnection();
		connection.http.on('GET', /\/calls$/, composed('calls-empty'));
		expect(await alertingCall(connection, ALICE)).toBeUndefined();
	});

	it('goes on when a call has ended between the list and its details', async () => {
		const connection = fakeConnection();
		connection.http
			.on('GET', /\/calls$/, {
				body: '<Calls><call><callId>gone</callId></call><call><callId>c</callId></call></Calls>',
			})
			.on('GET', /\/gone$/, { status: 404, ...composed('error') })
			.on('GET', /\/c$/, call('c', 'Terminator', 'Alerting'));
		expect(await alertingCall(connection, ALICE)).toMatchObject({ callId: 'c' });
	});

	it('passes on any other error', async () => {
		const connection = fakeConnection();
		connection.http
			.on('GET', /\/calls$/, { body: '<Calls><call><callId>a</callId></call></Calls>' })
			.on('GET', /\/a$/, { status: 403 });
		await telephonyError(alertingCall(connection, ALICE), 'forbidden');
	});
});
