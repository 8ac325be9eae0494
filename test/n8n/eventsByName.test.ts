import type { N8nApi } from '../../demo/n8n/api';
import type { Simulator } from '../../demo/simulator';
import { sharedN8n } from './support/sharedN8n';
import { sideBySide } from './support/sideBySide';
import { alice, bob, caller } from './support/telephoneSystem';
import { expectStart, routePoint, rowsOf, type TriggerCase } from './support/triggerCases';

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

const cases: TriggerCase[] = [
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

	together.each(
		rowsOf(cases),
		({ triggerOn, target }) => `${triggerOn} for the target ${target}`,
		async (row) => await expectStart(api, row),
	);
});
