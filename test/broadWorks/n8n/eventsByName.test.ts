import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { Simulator } from '../../../demo/simulator';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { sideBySide } from '../../support/n8n/sideBySide';
import { triggeredItems, waitForItem } from '../../support/n8n/poll';
import {
	alice,
	bob,
	caller,
	carol,
	whileListening,
	withTelephoneSystem,
} from './support/telephoneSystem';
import {
	eachStarts,
	listening,
	routePoint,
	targetParameters,
	type TriggerCase,
} from './support/triggerCases';
import { withSound } from './support/voicemailSound';
import { byId, nodeNames, triggerWorkflow } from '../../support/n8n/workflows';

const bridge = 'bridge@example.net';
const findMe = 'findme@example.net';
const callsOfAlice = `/v2.0/user/${alice}/calls`;

/** Alice answers a call. */
async function talking(phones: Simulator): Promise<string> {
	const callId = await phones.placeCall({ ...caller, to: alice });
	await phones.steerCall(callId, 'answer');
	return callId;
}

const conferenceOf = (callIds: string[]) => {
	const participants = callIds.map(
		(callId) => `<conferenceParticipant><callId>${callId}</callId></conferenceParticipant>`,
	);
	const list = `<conferenceParticipantList>${participants.join('')}</conferenceParticipantList>`;
	return `<Conference xmlns="http://schema.broadsoft.com/xsi">${list}</Conference>`;
};

/** A new conference of Alice; gives its ID. */
async function newConference(phones: Simulator): Promise<string> {
	const made = await phones.asAdministrator(
		'POST',
		`/v2.0/user/${alice}/services/meetmeconference/${bridge}/conference`,
		'<MeetMeConferencingConference xmlns="http://schema.broadsoft.com/xsi"/>',
	);
	return /conferenceId>(\d+)</.exec(made)?.[1] ?? '';
}

const setRemoteOffice = async (phones: Simulator) =>
	await phones.asAdministrator(
		'PUT',
		`/v2.0/user/${alice}/services/RemoteOffice`,
		'<RemoteOffice xmlns="http://schema.broadsoft.com/xsi"><active>true</active><remoteOfficeNumber>+15550177</remoteOfficeNumber></RemoteOffice>',
	);

const cases: TriggerCase[] = [
	{
		triggerOn: 'incomingCall',
		targets: ['user', 'enterprise'],
		when: async (phones) => await phones.placeCall({ ...caller, to: alice }),
		elsewhere: async (phones) => await phones.placeCall({ ...caller, to: bob }),
		gives: { type: 'CallReceivedEvent', direction: 'inbound', answered: false, targetId: alice },
	},
	{
		triggerOn: 'callAnswered',
		targets: ['user'],
		when: talking,
		gives: { type: 'CallAnsweredEvent', answered: true, targetId: alice },
	},
	{
		triggerOn: 'missedCall',
		targets: ['user', 'group'],
		when: async (phones) => {
			await phones.steerCall(await talking(phones), 'hangup');
			await phones.steerCall(await phones.placeCall({ ...caller, to: alice }), 'remoteHangup');
		},
		gives: { type: 'CallReleasedEvent', answered: false, direction: 'inbound', targetId: alice },
	},
	{
		triggerOn: 'callEnded',
		targets: ['user', 'enterprise'],
		parameters: { output: 'callRecord' },
		when: async (phones) => await phones.steerCall(await talking(phones), 'hangup'),
		gives: { backend: 'broadWorks', event: 'CallReleasedEvent', state: 'ended', answered: true },
	},
	{
		triggerOn: 'rawEvent',
		targets: ['user'],
		parameters: { event: 'Basic Call', furtherEvents: ['Do Not Disturb', 'Remote Office'] },
		when: async (phones) => {
			await phones.placeCall({ ...caller, to: alice });
			await setRemoteOffice(phones);
		},
		gives: { type: 'RemoteOfficeEvent', event: 'Remote Office', targetId: alice },
	},
	{
		triggerOn: 'rawEvent',
		targets: ['user', 'group'],
		parameters: {
			event: 'Remote Office',
			furtherEvents: ['Do Not Disturb', 'Basic Call'],
			delivery: 'httpContact',
		},
		when: async (phones) => {
			await setRemoteOffice(phones);
			await phones.setDoNotDisturb(alice, true);
		},
		gives: { type: 'DoNotDisturbEvent', event: 'Do Not Disturb', active: true, targetId: alice },
	},
	{
		triggerOn: 'forwarding',
		targets: ['user', 'group'],
		when: setRemoteOffice,
		gives: { type: 'RemoteOfficeEvent', active: true, targetId: alice },
	},
	{
		triggerOn: 'newVoicemail',
		targets: ['enterprise'],
		when: async (phones) => await phones.leaveVoicemail(alice),
		gives: { type: 'VoiceMailMessageSummaryEvent', seconds: 15, read: false, targetId: alice },
	},
	{
		triggerOn: 'agentStateChanged',
		targets: ['user'],
		when: async (phones) => await phones.setAgentState(alice, 'Available'),
		elsewhere: async (phones) => await phones.setAgentState(bob, 'Available'),
		gives: { type: 'AgentStateEvent', state: 'Available', targetId: alice },
	},
	{
		triggerOn: 'recording',
		targets: ['user', 'enterprise'],
		when: async (phones) => {
			const callId = await talking(phones);
			await phones.asAdministrator('PUT', `${callsOfAlice}/${callId}/Record`);
		},
		gives: { type: 'CallRecordingStartedEvent', recordingState: 'Started', targetId: alice },
	},
	{
		triggerOn: 'hookStatus',
		targets: ['user'],
		when: talking,
		gives: { type: 'HookStatusEvent', hookStatus: 'Off-Hook', targetId: alice },
	},
	{
		triggerOn: 'callPark',
		targets: ['user', 'group'],
		when: async (phones) => {
			const callId = await talking(phones);
			await phones.asAdministrator('PUT', `${callsOfAlice}/${callId}/Park`);
		},
		gives: { type: 'CallParkedAgainstEvent', event: 'Call Park', targetId: alice },
	},
	{
		triggerOn: 'conference',
		targets: ['user'],
		when: async (phones) => {
			const body = conferenceOf([await talking(phones), await talking(phones)]);
			await phones.asAdministrator('POST', `${callsOfAlice}/Conference`, body);
		},
		gives: { type: 'ConferenceStartedEvent', targetId: alice },
	},
	{
		triggerOn: 'routePoint',
		targets: ['routePoint', 'enterprise'],
		when: async (phones) => await phones.placeCall({ ...caller, to: routePoint }),
		gives: { type: 'RoutePointNewCallEvent', event: 'Route Point Queue', targetId: routePoint },
	},
];

describe('Events by name', () => {
	let api: N8nApi;

	beforeAll(async () => {
		api = await sharedN8n();
	});
	/** Each with a telephone system of its own. */
	const together = sideBySide();

	eachStarts(together, cases, () => api);

	together.test(
		'a voicemail is told once with its sound, and not when it is read or deleted',
		async () => {
			await whileListening(api, withSound, async (id, { phones }) => {
				const mailbox = `/v2.0/user/${alice}/VoiceMessagingMessages`;
				const first = await phones.leaveVoicemail(alice, caller);
				const item = await waitForItem(api, id, { targetId: alice });
				expect(item).toMatchObject({
					from: { name: caller.name, e164: caller.from },
					seconds: 15,
					read: false,
					messageId: expect.stringContaining(first) as string,
				});
				await phones.asAdministrator('PUT', `${mailbox}/MarkAllAsRead`);
				await phones.asAdministrator('PUT', `${mailbox}/MarkAllAsUnread`);
				await phones.asAdministrator('DELETE', `${mailbox}/${first}`);
				const second = await phones.leaveVoicemail(alice);
				const executions = await api.waitForExecutions(id, 2);
				const sounds = executions.flatMap(({ output }) => output[nodeNames.end] ?? []);
				expect(sounds).toHaveLength(2);
				expect(sounds).toMatchObject([
					{ messageId: expect.stringContaining(first) as string, head: 'RIFF' },
					{ messageId: expect.stringContaining(second) as string, type: 'audio/wav' },
				]);
			});
		},
	);

	together.test('one conference of a bridge is listened to, and no other', async () => {
		await withTelephoneSystem(api, async ({ phones, administrator }) => {
			const [id, other] = [await newConference(phones), await newConference(phones)];
			const listenTo = async (subId: string) =>
				await api.createWorkflow(
					triggerWorkflow(administrator, {
						triggerOn: 'rawEvent',
						event: 'Meet Me Conference',
						targetType: 'user',
						userId: byId(bridge),
						targetSubId: subId,
					}),
				);
			const [one, all] = [await listenTo(id), await listenTo('')];
			try {
				for (const workflow of [one, all]) await api.activate(workflow.id);
				await phones.waitUntilSubscribed(2);
				await phones.joinMeeting(bridge, other, { name: 'Stranger' });
				await phones.joinMeeting(bridge, id, { name: 'Host', moderator: true });
				const joined = { type: 'MeetMeParticipantJoinedEvent', targetId: bridge };
				const item = await waitForItem(api, one.id, { ...joined, targetSubId: id });
				const [host] = (await phones.meeting(id))?.participants ?? [];
				expect(item.conferenceParticipants).toMatchObject({
					conferenceParticipant: [{ callId: host.callId, partyInformation: { name: 'Host' } }],
				});
				await waitForItem(api, all.id, { ...joined, targetSubId: id });
				await waitForItem(api, all.id, { ...joined, targetSubId: other });
				const subIds = (await triggeredItems(api, one.id)).map(({ targetSubId }) => targetSubId);
				expect(new Set(subIds)).toEqual(new Set([id]));
			} finally {
				for (const workflow of [one, all]) await api.deleteWorkflow(workflow.id);
			}
		});
	});

	together.test(
		'a call that rings at many is missed once, and not when one of them answers',
		async () => {
			const parameters = { triggerOn: 'missedCall', ...targetParameters.enterprise };
			await listening(api, parameters, async (phones, id) => {
				await phones.placeCall({ ...caller, to: findMe });
				const [answering] = await phones.callsOf(bob);
				await phones.steerCall(answering.callId, 'answer');
				await phones.steerCall(answering.callId, 'hangup');
				await phones.placeCall({ ...caller, to: findMe });
				const ringing = [...(await phones.callsOf(bob)), ...(await phones.callsOf(carol))];
				for (const { callId } of ringing) await phones.steerCall(callId, 'remoteHangup');
				const last = { ...caller, name: 'The last', to: alice };
				const lastCall = await phones.placeCall(last);
				await phones.steerCall(lastCall, 'remoteHangup');
				await waitForItem(api, id, { targetId: alice });
				await waitForItem(api, id, { callId: ringing[1].callId });
				// Executions may end in another order than they began.
				const calls = (await triggeredItems(api, id)).map(({ callId }) => callId);
				expect(calls.sort()).toEqual([ringing[1].callId, lastCall].sort());
			});
		},
	);
});
