import { MEETING_CONTROLS } from '../../../../nodes/BroadWorks/client/controls/meetingControls';
import { describeControls, runControl, ALICE, type ControlCase } from '../support/controlCases';
import { ACTIONS } from '../support/xsi';

const NAMESPACE = 'xmlns="http://schema.broadsoft.com/xsi"';
const BRIDGE = { bridgeId: 'bridge@example.net', conferenceId: '123456' };
const CONFERENCE = `${ACTIONS}/v2.0/meetmeconference/bridge@example.net/conference/123456`;
const ROOM_AT = { userId: ALICE, roomId: '1000001' };
const ROOM = `${ACTIONS}/v2.0/collaborate/room/1000001`;
const OWN_ROOM = `${ACTIONS}/v2.0/user/${ALICE}/collaborate/room/1000001`;
const participantId = 'callhalf-7:0';

const verb = (of: string, line: string, given: object, more: object = {}): ControlCase => ({
	of,
	given: { ...given, ...more },
	line,
	gives: { success: true, ...given, ...more },
});
const conference = (name: string, line: string, more?: object) =>
	verb(`meetMe: ${name}`, line, BRIDGE, more);
const room = (name: string, line: string, more?: object) =>
	verb(`collaborateRoom: ${name}`, line, ROOM_AT, more);
const guest = { participantId };

const cases: ControlCase[] = [
	{
		of: 'meetMe: getState',
		given: BRIDGE,
		line: `GET ${CONFERENCE}`,
		answer: {
			body: `<MeetMeConference ${NAMESPACE}><conferenceInfo><lock/><recordingState>Pause</recordingState></conferenceInfo><conferenceParticipants><conferenceParticipant><callId>a:0</callId><partyInformation><name>Jo</name></partyInformation><muted/></conferenceParticipant></conferenceParticipants></MeetMeConference>`,
		},
		gives: {
			recordingState: 'Pause',
			lectureMode: false,
			automaticLectureMode: false,
			lock: true,
			participants: [
				{
					callId: 'a:0',
					partyInformation: { name: 'Jo' },
					activeTalker: false,
					held: false,
					moderator: false,
					muted: true,
				},
			],
		},
	},
	conference(
		'callOut',
		`POST ${CONFERENCE}/outgoingdial?address=%2B15550177&uniqueIdentifier=012`,
		{
			address: '+15550177',
			uniqueIdentifier: '012',
		},
	),
	conference('end', `DELETE ${CONFERENCE}`),
	...[
		['muteParticipant', 'mute'],
		['unmuteParticipant', 'unmute'],
		['holdParticipant', 'hold'],
		['retrieveParticipant', 'retrieve'],
	].map(([name, path]) => conference(name, `PUT ${CONFERENCE}/calls/callhalf-7:0/${path}`, guest)),
	conference('removeParticipant', `DELETE ${CONFERENCE}/calls/callhalf-7:0`, guest),
	...[
		['lock', 'lock'],
		['unlock', 'unlock'],
		['startRecording', 'startrecording'],
		['pauseRecording', 'pauserecording'],
		['resumeRecording', 'resumerecording'],
		['stopRecording', 'stoprecording'],
		['startLecture', 'setlecturemode'],
		['endLecture', 'unsetlecturemode'],
		['playSecurityClassification', 'PlaySecurityClassification'],
	].map(([name, path]) => conference(name, `PUT ${CONFERENCE}/${path}`)),
	conference('setClientSessionInfo', `PUT ${CONFERENCE}/ClientSessionInfo?info=a%20b`, {
		info: 'a b',
	}),
	{
		of: 'collaborateRoom: getState',
		given: ROOM_AT,
		line: `GET ${OWN_ROOM}`,
		answer: {
			body: `<CollaborateRoom ${NAMESPACE}><roomSessionInfo><roomId>1000001</roomId></roomSessionInfo><roomParticipants/></CollaborateRoom>`,
		},
		gives: { roomId: '1000001', locked: false, participants: [] },
	},
	room('end', `DELETE ${OWN_ROOM}`),
	room('removeParticipant', `DELETE ${OWN_ROOM}/calls/callhalf-7:0`, guest),
	...[
		['muteParticipant', 'mute'],
		['unmuteParticipant', 'unmute'],
	].map(([name, path]) => room(name, `PUT ${ROOM}/calls/callhalf-7:0/${path}`, guest)),
	room('lock', `PUT ${ROOM}/lock`),
	room('unlock', `PUT ${ROOM}/unlock`),
	room('setClientSessionInfo', `PUT ${OWN_ROOM}/clientsessioninfo?info=a%20b`, { info: 'a b' }),
];

describeControls(MEETING_CONTROLS, cases);

it.each([
	['meetMe: lock', { ...BRIDGE, conferenceId: '' }, /Conference ID/],
	['meetMe: lock', { ...BRIDGE, conferenceId: '..' }, /The conference/],
	['meetMe: callOut', BRIDGE, /Phone Number/],
	['collaborateRoom: muteParticipant', ROOM_AT, /Participant/],
])('%s says what is missing before anything is sent', async (of, given, message) => {
	const { work, http } = runControl(of, given);
	await expect(work).rejects.toMatchObject({
		kind: 'badRequest',
		message: expect.stringMatching(message) as string,
	});
	expect(http.sent).toEqual([]);
});
