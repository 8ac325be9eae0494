import { CALL_CONTROLS } from '../../../../nodes/BroadWorks/client/controls/callControls';
import { CONFERENCE_CONTROLS } from '../../../../nodes/BroadWorks/client/controls/conferenceControls';
import { toActionXml } from '../../../simulators/broadWorks/xml/xml';
import { ALICE, describeControls, runControl, type ControlCase } from '../support/controlCases';
import type { Answer } from '../../../support/fakes/fakeHttp';
import { ACTIONS, telephonyError } from '../support/xsi';

const [CALL, OTHER] = ['callhalf-1:0', 'callhalf-2:0'];
const USER = `${ACTIONS}/v2.0/user/${ALICE}`;
const started: Answer = {
	status: 201,
	body: '<CallStartInfo xmlns="http://schema.broadsoft.com/xsi"><callId>callhalf-9:0</callId><externalTrackingId>9:1</externalTrackingId></CallStartInfo>',
};
const conference: Answer = {
	body: toActionXml('Conference', {
		state: 'Active',
		muted: '',
		conferenceParticipantList: {
			conferenceParticipant: [{ callId: CALL, deaf: '' }],
		},
	}),
};
const new9 = { success: true, userId: ALICE, callId: 'callhalf-9:0', externalTrackingId: '9:1' };
const done = { success: true, userId: ALICE };

const onCall = (of: string, line: string, given: Record<string, unknown> = {}): ControlCase => ({
	of,
	given: { callId: CALL, ...given },
	line: `PUT ${USER}/calls/${line}`,
	gives: { ...done, callId: CALL, ...given },
});
const dials = (of: string, line: string, given: Record<string, unknown> = {}): ControlCase => ({
	of,
	given,
	line: `POST ${USER}/calls/${line}`,
	answer: started,
	gives: { ...new9, ...given },
});

const cases: ControlCase[] = [
	onCall('call: hold', `${CALL}/Hold`),
	onCall('call: transfer', `${CALL}/BlindTransfer?address=%2B15550177`, { address: '+15550177' }),
	onCall('call: transferAfterConsultation', `${CALL}/ConsultTransfer/${OTHER}`, {
		otherCallId: OTHER,
	}),
	{
		...onCall('call: transferWhenRinging', `${CALL}/MuteTransfer?address=%2B15550177`, {
			address: '+15550177',
		}),
		answer: { ...started, status: 200 },
		gives: { ...new9, address: '+15550177' },
	},
	onCall('call: reconnect', `${CALL}/Reconnect`),
	{
		...onCall('call: park', `${CALL}/Park?address=1002`, { parkAddress: '1002' }),
		answer: { headers: { 'content-location': `${USER}/calls/ParkRetrieve?address=tel:+1002` } },
		gives: {
			...done,
			callId: CALL,
			parkAddress: '1002',
			parkedAt: '+1002',
			location: `${USER}/calls/ParkRetrieve?address=tel:+1002`,
		},
	},
	onCall('call: park', `${CALL}/Park`),
	onCall('call: parkInGroup', `${CALL}/GroupCallPark`),
	dials('call: retrieveParked', 'ParkRetrieve'),
	dials('call: retrieveParked', 'ParkRetrieve?address=1002', { parkAddress: '1002' }),
	dials('call: pullCall', 'CallRetrieve'),
	{
		...dials('call: pickUpInGroup', 'CallPickup?location=Mobility&locationAddress=%2B1'),
		given: { options: { location: 'Mobility', locationAddress: '+1' } },
		gives: { ...new9, location: 'Mobility', locationAddress: '+1' },
	},
	{
		...dials('call: pickUp', 'DirectedCallPickup?address=1002', { userAddress: '1002' }),
		answer: { status: 201, headers: { location: `/v2.0/user/${ALICE}/calls/callhalf-9%3A0` } },
		gives: { ...done, callId: 'callhalf-9:0', userAddress: '1002' },
	},
	dials('call: bargeIn', 'DirectedCallPickupBargeIn?address=1002', { userAddress: '1002' }),
	dials('call: silentMonitor', 'SilentMonitor?address=1002', { agentAddress: '1002' }),
	dials('call: silentMonitorNext', 'SilentMonitorNext?address=1002', { agentAddress: '1002' }),
	dials('call: coach', 'CoachAgent?address=1002', { agentAddress: '1002' }),
	dials('call: redial', 'LastNumberRedial'),
	dials('call: returnCall', 'CallReturn'),
	dials('call: pushToTalk', 'PushToTalk?address=1002', { userAddress: '1002' }),
	dials('call: escalate', 'Escalate'),
	{
		...dials('call: escalateEmergency', `${CALL}/EmergencyEscalate?address=1001`),
		given: { callId: CALL, supervisorAddress: '1001' },
		gives: { ...new9, supervisorAddress: '1001' },
	},
	dials('call: callForExecutive', 'ExecutiveAssistantInitiateCall?executive=1002&address=%2B1555', {
		executiveAddress: '1002',
		address: '+1555',
	}),
	{
		...dials('call: callMeNow', 'CallMeNow?address=%2B1555'),
		given: { address: '+1555' },
		answer: { body: toActionXml('CallMeNowStartInfo', { passcode: '0123' }) },
		gives: { ...done, address: '+1555', passcode: '0123' },
	},
	{
		...dials('call: callMeNow', 'CallMeNow?address=%2B1555&transactionId=t-1'),
		given: { address: '+1555', transactionId: 't-1' },
		answer: { body: toActionXml('CallMeNowStartInfo', {}) },
		gives: { ...done, address: '+1555', transactionId: 't-1' },
	},
	{
		of: 'call: cancelAutomaticCallback',
		line: `DELETE ${USER}/calls/AutomaticCallback`,
		gives: done,
	},
	onCall('call: pushToExecutive', `${CALL}/ExecutiveAssistantCallPush`),
	onCall('call: pushToFindMe', `${CALL}/FindMeFollowMeCallPush/${CALL}`),
	{
		...onCall('call: playMusicOnHold', `${CALL}/PlayMusicOnHold`, {
			audioUrls: 'http://a/1.wav, http://a/2.wav?x=1&y=2',
		}),
		body: '<PlayDynamicMusicOnHold xmlns="http://schema.broadsoft.com/xsi"><audioUrlList><uri>http://a/1.wav</uri><uri>http://a/2.wav?x=1&amp;y=2</uri></audioUrlList></PlayDynamicMusicOnHold>',
	},
	{
		...onCall('call: sendDtmf', `${CALL}/TransmitDTMF?playdtmf=1%2C*23%23`),
		given: { callId: CALL, digits: '1,*2 3#' },
		gives: { ...done, callId: CALL, digits: '1,*2 3#' },
	},
	onCall('call: setClientSessionInfo', `${CALL}/ClientSessionInfo?info=a%20%26%20b`, {
		info: 'a & b',
	}),
	onCall('call: setDispositionCode', `${CALL}/DispositionCode/01`, { dispositionCode: '01' }),
	{
		of: 'call: setDispositionCode',
		given: { dispositionCode: '01' },
		line: `PUT ${USER}/calls/DispositionCode/01`,
		gives: { ...done, dispositionCode: '01' },
	},
	{
		of: 'call: trace',
		given: { callId: CALL },
		line: `POST ${USER}/calls/${CALL}/CustomerOriginatedTrace`,
		gives: { ...done, callId: CALL },
	},
	{ of: 'call: trace', line: `POST ${USER}/calls/CustomerOriginatedTrace`, gives: done },
	{
		of: 'call: createImrn',
		given: { callingAddress: '+1', address: '+2' },
		line: `POST ${USER}/calls/Imrn?callingPartyAddress=%2B1&calledPartyAddress=%2B2`,
		answer: { status: 201, body: toActionXml('IMRNInfo', { imrn: '+15556666' }) },
		gives: { ...done, callingAddress: '+1', address: '+2', imrn: '+15556666' },
	},
	{
		of: 'call: getHookStatus',
		line: `GET ${USER}/calls/HookStatus`,
		answer: { body: toActionXml('HookStatus', { hookStatus: 'On-Hook' }) },
		gives: { hookStatus: 'On-Hook' },
	},
	{
		of: 'conference: get',
		line: `GET ${USER}/calls/Conference`,
		answer: conference,
		gives: {
			state: 'Active',
			muted: true,
			participants: [{ callId: CALL, muted: false, deaf: true }],
		},
	},
	{
		of: 'conference: get',
		line: `GET ${USER}/calls/Conference`,
		answer: { body: '<Conference xmlns="http://schema.broadsoft.com/xsi"/>' },
		gives: { muted: false, participants: [] },
	},
	{
		of: 'conference: start',
		given: { callId: CALL, otherCallId: OTHER, furtherCallIds: `callhalf-3:0 , ${CALL}` },
		line: `POST ${USER}/calls/Conference`,
		body: '<Conference xmlns="http://schema.broadsoft.com/xsi"><conferenceParticipantList><conferenceParticipant><callId>callhalf-1:0</callId></conferenceParticipant><conferenceParticipant><callId>callhalf-2:0</callId></conferenceParticipant><conferenceParticipant><callId>callhalf-3:0</callId></conferenceParticipant></conferenceParticipantList></Conference>',
		gives: {
			...done,
			callId: CALL,
			otherCallId: OTHER,
			furtherCallIds: `callhalf-3:0 , ${CALL}`,
		},
	},
	onCall('conference: addCall', `Conference/${CALL}`),
	onCall('conference: muteParticipant', `Conference/${CALL}/Mute`),
	onCall('conference: unmuteParticipant', `Conference/${CALL}/UnMute`),
	onCall('conference: deafenParticipant', `Conference/${CALL}/Deaf`),
	onCall('conference: undeafenParticipant', `Conference/${CALL}/UnDeaf`),
	{
		of: 'conference: removeParticipant',
		given: { callId: CALL },
		line: `DELETE ${USER}/calls/${CALL}`,
		gives: { ...done, callId: CALL },
	},
	...(
		[
			['hold', 'Hold'],
			['resume', 'Talk'],
			['mute', 'Mute'],
			['unmute', 'Unmute'],
			['bargeIn', `BargeIn?userId=${encodeURIComponent(ALICE)}`],
			['silentMonitor', `SilentMonitor?userId=${encodeURIComponent(ALICE)}`],
			['coach', `SupervisorCoach?userId=${encodeURIComponent(ALICE)}`],
		] as const
	).map(([operation, path]) => ({
		of: `conference: ${operation}`,
		line: `PUT ${USER}/calls/Conference/${path}`,
		gives: done,
	})),
	{ of: 'conference: end', line: `DELETE ${USER}/calls/Conference`, gives: done },
];

describe('commands of calls and conferences', () => {
	describeControls({ call: CALL_CONTROLS, conference: CONFERENCE_CONTROLS }, cases);
});

describe('what is refused before anything is sent', () => {
	it.each([
		['call: park', { callId: '' }, 'The parameter "Call" is empty'],
		['call: sendDtmf', { callId: CALL, digits: '12x' }, /"12x" are not DTMF digits/],
		['call: pickUp', { userAddress: '' }, 'The parameter "Ringing User" is empty'],
		['call: park', { callId: '../x' }, /The call is not an ID/],
		['conference: start', { callId: CALL, otherCallId: CALL }, /two different calls/],
		['call: transferAfterConsultation', { callId: CALL, otherCallId: CALL }, /two different calls/],
	])('%s with %j', async (of, given, message) => {
		const { work, http } = runControl(of, given);
		const error = await telephonyError(work as Promise<unknown>, 'badRequest');
		expect(error.message).toMatch(message);
		expect(http.sent).toEqual([]);
	});

	it('a change is sent once, also when no answer comes', async () => {
		const { work, http } = runControl('call: redial', {}, { status: 503 });
		await telephonyError(work as Promise<unknown>, 'unavailable');
		expect(http.sent).toHaveLength(1);
	});
});
