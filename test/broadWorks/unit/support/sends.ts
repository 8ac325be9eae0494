import { operations } from '../../../../nodes/BroadWorks/operations';
import { FakeStream } from '../../../support/fakes/fakeStream';
import { fixture } from '../../../support/fixtures';
import { sendTable, type SendTable } from '../../../support/contexts/sends';
import { ACTIONS, fakeConnection } from './xsi';

const XSI = 'xmlns="http://schema.broadsoft.com/xsi"';
const ALICE = 'alice@example.net';
const callId = 'callhalf-31126219817:0';
const messageId = 'm-1';

const messageInfo = `<messageInfo><read/><messageId>/v2.0/user/${ALICE}/voicemessagingmessages/${messageId}</messageId></messageInfo>`;
const mailbox = `<VoiceMessagingMessages ${XSI}><messageInfoList>${messageInfo}</messageInfoList></VoiceMessagingMessages>`;
const message = `<VoiceMessage ${XSI}>${messageInfo}<messageMediaContent><mediaType>WAV</mediaType><content>AAAA</content></messageMediaContent></VoiceMessage>`;

const sender = {
	operations,
	base: `https://xsp.example.net${ACTIONS}/v2.0/`,
	/** A server that has a profile, a call and a read message, and an empty document for all else. */
	bench() {
		const { http, ...ports } = fakeConnection();
		for (const method of ['GET', 'POST', 'PUT', 'DELETE'] as const) {
			http.on(method, /./, { body: `<Any ${XSI}/>` });
		}
		http
			.on('GET', /\/profile$/, { body: fixture('composed/profile.xml') })
			.on('GET', /\/calls\/callhalf/, { body: fixture('composed/call-detail.xml') })
			.on('GET', /\/VoiceMessagingMessages$/, { body: mailbox })
			.onStream(() => {
				const stream = new FakeStream(200);
				stream.push(message);
				stream.end();
				return stream;
			});
		return { client: { connection: { ...ports, http }, ownUserId: ALICE }, http };
	},
	/** Paths below the user, documents without their declaration. */
	plain: (line: string) =>
		line
			.replace(`user/${ALICE}/`, '')
			.replace('<?xml version="1.0" encoding="UTF-8"?>', '')
			.replace(` ${XSI}`, ''),
};

/**
 * What is sent by the operations that are no row of `client/controls` and no service: those have their cases in
 * test/broadWorks/unit/operations.
 */
export const sends: readonly SendTable[] = [
	sendTable(sender, [
		['call: getMany', {}, 'GET calls'],
		['call: create', { address: '+15550100' }, 'POST calls/New?address=%2B15550100'],
		['call: answer', { callId }, 'PUT calls/callhalf-31126219817:0/Talk'],
		['call: end', { callId }, 'DELETE calls/callhalf-31126219817:0'],
		['call: transferToVoicemail', { callId }, 'PUT calls/callhalf-31126219817:0/VmTransfer'],
		[
			'call: toggleRecording',
			{ callId },
			'GET calls/callhalf-31126219817:0',
			'PUT calls/callhalf-31126219817:0/Record',
		],
		[
			'callCenterAgent: setAcdState',
			{ agentACDState: 'Unavailable', agentUnavailableCode: '3' },
			'PUT services/CallCenter <CallCenter><agentACDState>Unavailable</agentACDState><agentUnavailableCode>3</agentUnavailableCode></CallCenter>',
		],
		[
			'callCenterAgent: getUnavailableCodes',
			{},
			'GET profile',
			'GET group/HQ/services/CallCenter/UnavailableCodes?enterpriseId=ExampleCo',
		],
		['user: getProfile', {}, 'GET profile'],
		[
			'user: find',
			{ personName: 'adams alice' },
			'GET directories/Enterprise?start=1&results=50&firstName=*adams*%2Fi&lastName=*adams*%2Fi&extension=*adams*&searchCriteriaModeOr=true',
		],
		[
			'callLog: getMany',
			{ callLogType: 'missed' },
			'GET directories/EnhancedCallLogs/Missed?start=1&results=50',
		],
		[
			'callLog: delete',
			{ callLogType: 'missed', callLogId: '7:0' },
			'DELETE directories/EnhancedCallLogs/Missed/7:0',
		],
		['callLog: deleteAll', { callLogType: 'missed' }, 'DELETE directories/EnhancedCallLogs/Missed'],
		['directory: getEnterpriseUsers', {}, 'GET directories/Enterprise?start=1&results=50'],
		['directory: getGroupUsers', {}, 'GET directories/Group?start=1&results=50'],
		['directory: getEnterpriseCommon', {}, 'GET directories/EnterpriseCommon?start=1&results=50'],
		['directory: getGroupCommon', {}, 'GET directories/GroupCommon?start=1&results=50'],
		['directory: getPersonal', {}, 'GET directories/Personal?start=1&results=50'],
		['directory: getCustomDirectories', {}, 'GET directories/CustomContact'],
		[
			'directory: getCustomContacts',
			{ directoryName: 'A B' },
			'GET directories/CustomContact/A%20B?start=1&results=50',
		],
		[
			'directory: getCallCenters',
			{ role: 'Supervisor' },
			'GET directories/CallCenters?user=Supervisor',
		],
		[
			'directory: getAgents',
			{ callCenterId: 'q@x', filters: { firstName: 'F' } },
			'GET directories/Agents?callcenter=q%40x&firstName=*F*%2Fi',
		],
		['directory: getSupervisors', {}, 'GET directories/Supervisors'],
		['directory: getHotelingHosts', {}, 'GET directories/HotelingHosts'],
		['directory: getFlexibleSeatingHosts', {}, 'GET directories/FlexibleSeatingHosts'],
		['directory: getAnywherePortals', {}, 'GET directories/BroadWorksAnywherePortal'],
		['service: getMany', {}, 'GET services'],
		['service: get', { service: 'DoNotDisturb' }, 'GET services/DoNotDisturb'],
		[
			'service: set',
			{ service: 'DoNotDisturb', serviceSettings: '{"active": true}' },
			'PUT services/DoNotDisturb <DoNotDisturb><active>true</active></DoNotDisturb>',
		],
		['voicemail: getMany', {}, 'GET VoiceMessagingMessages'],
		['voicemail: get', { messageId }, 'GET VoiceMessagingMessages/m-1'],
		['voicemail: delete', { messageId }, 'DELETE VoiceMessagingMessages/m-1'],
		['voicemail: deleteAll', {}, 'GET VoiceMessagingMessages', 'DELETE VoiceMessagingMessages/m-1'],
		['voicemail: getSummary', {}, 'GET calls/MessageSummary'],
		['voicemail: markAsRead', { messageId }, 'PUT VoiceMessagingMessages/m-1/MarkAsRead'],
		['voicemail: markAsUnread', { messageId }, 'PUT VoiceMessagingMessages/m-1/MarkAsUnread'],
		['voicemail: markAllAsRead', {}, 'PUT VoiceMessagingMessages/MarkAllAsRead'],
		['voicemail: markAllAsUnread', {}, 'PUT VoiceMessagingMessages/MarkAllAsUnread'],
		[
			'rawRequest: send',
			{
				path: '/v2.0/user/{userId}/services/DoNotDisturb',
				method: 'PUT',
				payload: '{"active": true}',
			},
			'PUT services/DoNotDisturb <DoNotDisturb><active>true</active></DoNotDisturb>',
		],
	]),
];
