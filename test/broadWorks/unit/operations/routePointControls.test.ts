import { ROUTE_POINT_CONTROLS } from '../../../../nodes/BroadWorks/client/controls/routePointControls';
import { toActionXml } from '../../../simulators/broadWorks/xml/xml';
import { describeControls, runControl, type ControlCase } from '../support/controlCases';
import { ACTIONS, telephonyError } from '../support/xsi';

const CALL = 'callhalf-1:0';
const POINT = `${ACTIONS}/v2.0/routepoint/rp@example.net`;
const NAMESPACE = 'xmlns="http://schema.broadsoft.com/xsi"';
const point = { routePointId: 'rp@example.net' };
const call = { ...point, routePointCallId: CALL };
const done = { success: true };
const playing = { body: toActionXml('RoutePointPlayInfo', { playCollectId: '07' }) };

const onCall = (
	of: string,
	verb: string,
	given: Record<string, unknown> = {},
	more: Partial<ControlCase> = {},
): ControlCase => ({
	of: `routePoint: ${of}`,
	given: { ...call, ...given },
	line: `PUT ${POINT}/calls/${CALL}/${verb}`,
	gives: { ...done, ...call, ...given },
	...more,
});
const plays = (of: string, verb: string, root: string, inside: string, given = {}): ControlCase =>
	onCall(of, verb, given, {
		body: `<${root} ${NAMESPACE}>${inside}</${root}>`,
		answer: playing,
		gives: { ...done, ...call, ...given, playCollectId: '07' },
	});

const cases: ControlCase[] = [
	{
		of: 'routePoint: getState',
		given: point,
		line: `GET ${POINT}/profile/State`,
		answer: { body: `<RoutePointState ${NAMESPACE}>Failed\n</RoutePointState>` },
		gives: { state: 'Failed' },
	},
	{
		of: 'routePoint: setState',
		given: { ...point, state: 'Failed' },
		line: `PUT ${POINT}/profile/State`,
		body: `<RoutePointState ${NAMESPACE}>Failed</RoutePointState>`,
		gives: { ...done, ...point, state: 'Failed' },
	},
	{
		of: 'routePoint: getCalls',
		given: point,
		line: `GET ${POINT}/calls`,
		answer: {
			body: toActionXml('RoutePointQueue', {
				queueEntries: { queueEntry: [{ callId: CALL, addTime: 5, bounced: '' }] },
			}),
		},
		gives: [{ callId: CALL, addTime: 5, bounced: '' }],
	},
	{
		of: 'routePoint: dial',
		given: { ...point, address: '+1', routePointName: 'Sales & co' },
		line: `POST ${POINT}/calls/new`,
		body: `<RoutePointOutgoingDial ${NAMESPACE}><address>+1</address><routePointName>Sales &amp; co</routePointName></RoutePointOutgoingDial>`,
		answer: { body: toActionXml('CallStartInfo', { callId: CALL, externalTrackingId: '1:1' }) },
		gives: {
			...done,
			...point,
			address: '+1',
			routePointName: 'Sales & co',
			callId: CALL,
			externalTrackingId: '1:1',
		},
	},
	onCall('endCall', '', {}, { line: `DELETE ${POINT}/calls/${CALL}` }),
	onCall('admitCall', 'admit'),
	onCall('rejectCall', 'reject'),
	onCall('bounceCall', 'Bounce'),
	onCall('failCall', 'Fail'),
	onCall('transferCall', 'BlindTransfer?address=%2B1', { address: '+1' }),
	onCall(
		'distributeCall',
		'Distribute',
		{ agentId: 'bob@a', options: { callingLineIdName: 'B', callingLineIdNumber: '+1' } },
		{
			body: `<RoutePointDistribute ${NAMESPACE}><agentId>bob@a</agentId><callingLineIdNumber>+1</callingLineIdNumber><callingLineIdName>B</callingLineIdName></RoutePointDistribute>`,
			gives: {
				...done,
				...call,
				agentId: 'bob@a',
				callingLineIdName: 'B',
				callingLineIdNumber: '+1',
			},
		},
	),
	onCall(
		'connectToVoiceXml',
		'ConnectToVoiceXML',
		{ voicexmlId: 'v@a', scriptUrl: 'http://a' },
		{
			body: `<RoutePointConnectToVoiceXML ${NAMESPACE}><voicexmlId>v@a</voicexmlId><scriptUrl>http://a</scriptUrl></RoutePointConnectToVoiceXML>`,
		},
	),
	plays(
		'playTreatment',
		'PlayTreatment',
		'RoutePointPlayTreatment',
		'<audioUrlList><uri>http://a</uri><uri>http://b</uri></audioUrlList><numberOfPlay>2</numberOfPlay>',
		{ audioUrls: 'http://a\nhttp://b', numberOfPlay: '2' },
	),
	plays(
		'playMusicOnHold',
		'PlayMusicOnHold',
		'RoutePointPlayMusicOnHold',
		'<duration>30</duration><digitMap>[0-9]</digitMap>',
		{ duration: '30', digitMap: '[0-9]' },
	),
	plays(
		'playRingback',
		'PlayRingback',
		'RoutePointPlayRingBack',
		'<playCollectId>07</playCollectId>',
		{ playCollectId: '07' },
	),
	plays('playSilence', 'PlaySilence', 'RoutePointPlaySilence', ''),
	plays(
		'playBusy',
		'PlayBusy',
		'RoutePointPlayBusy',
		'<duration>5</duration><busyPattern>FastBusy</busyPattern>',
		{ duration: '5', busyPattern: 'FastBusy' },
	),
];

describe('commands of route points', () => {
	describeControls({ routePoint: ROUTE_POINT_CONTROLS }, cases);

	it.each([
		['routePoint: getCalls', {}, 'The parameter "Route Point ID" is empty'],
		['routePoint: endCall', point, 'The parameter "Call" is empty'],
		['routePoint: distributeCall', call, 'The parameter "Agent" is empty'],
	])('%s with %j is refused before anything is sent', async (of, given, message) => {
		const { work, http } = runControl(of, given);
		expect((await telephonyError(work as Promise<unknown>, 'badRequest')).message).toBe(message);
		expect(http.sent).toEqual([]);
	});
});
