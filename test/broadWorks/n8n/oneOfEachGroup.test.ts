import type { N8nApi } from '../../../n8n-driver/rest/api';
import type { JsonObject } from '../../../n8n-driver/rest/rest-types';
import type { Simulator } from '../../../demo/simulator';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { sideBySide } from '../../support/n8n/sideBySide';
import { actionWorkflow, byId, nodeNames } from '../../support/n8n/workflows';
import { becomes } from './support/broadWorksActions';
import { alice, bob, caller, withTelephoneSystem } from './support/telephoneSystem';

const QUEUE = 'queue@example.net';
const BRIDGE = 'bridge@example.net';
const ofAlice = { userId: byId(alice) };

interface GroupCase {
	/** What people use the interface for. */
	group: string;
	/** `resource: operation`. */
	of: string;
	/** Brings the telephone system into the state the action starts from; gives parameters. */
	given?: (phones: Simulator) => Promise<JsonObject>;
	parameters?: JsonObject;
	/** Looks at what the node gave and at what the telephone system did. */
	then: (phones: Simulator, items: JsonObject[], given: JsonObject) => Promise<unknown>;
}

const active = async (phones: Simulator): Promise<JsonObject> => {
	const callId = await phones.placeCall({ ...caller, to: alice });
	await phones.steerCall(callId, 'answer');
	return { ...ofAlice, callId: byId(callId) };
};

const asked = async (phones: Simulator, path: string) =>
	await phones.asAdministrator('GET', `/v2.0/user/${alice}/${path}`);

/** The rest of each group is proven in n8n 2.x, in the files of its resource. */
const cases: GroupCase[] = [
	{
		group: 'call logs',
		of: 'callLog: deleteAll',
		given: async (phones) => {
			const callId = await phones.placeCall({ ...caller, to: alice });
			await phones.steerCall(callId, 'remoteHangup');
			return ofAlice;
		},
		then: async (phones) =>
			expect(await asked(phones, 'directories/EnhancedCallLogs')).not.toContain('<callLogId>'),
	},
	{
		group: 'forwardings',
		of: 'service: setCallForwardingAlways',
		parameters: { ...ofAlice, active: true, forwardToPhoneNumber: '+12125550155' },
		then: async (phones) =>
			expect(await asked(phones, 'services/CallForwardingAlways')).toContain(
				'<active>true</active><forwardToPhoneNumber>+12125550155<',
			),
	},
	{
		group: 'voicemail',
		of: 'voicemail: delete',
		given: async (phones) => ({
			...ofAlice,
			messageId: byId(await phones.leaveVoicemail(alice, caller)),
		}),
		then: async (phones) => expect(await phones.voiceMessages(alice)).toBe(0),
	},
	{
		group: 'directories',
		of: 'directory: getEnterpriseUsers',
		parameters: { ...ofAlice, filters: { lastName: 'ston' } },
		then: async (_phones, items) => {
			await Promise.resolve();
			expect(items).toMatchObject([{ userId: bob }]);
		},
	},
	{
		group: 'call control',
		of: 'call: park',
		given: active,
		then: async (phones) =>
			expect((await phones.user(alice))?.parked).toMatchObject({ name: caller.name }),
	},
	{
		group: 'queues',
		of: 'callCenter: promoteCall',
		given: async (phones) => ({
			callCenterId: byId(QUEUE),
			queueCallId: byId(await phones.placeCall({ ...caller, to: QUEUE })),
		}),
		parameters: { priority: '0-Highest' },
		then: async (phones) =>
			expect((await phones.queueView())?.calls).toMatchObject([{ priority: '0-Highest' }]),
	},
	{
		group: 'agents',
		of: 'callCenterAgent: leaveQueue',
		parameters: { userId: byId(bob), callCenterId: byId(QUEUE) },
		then: async (phones) =>
			expect((await phones.queueView())?.agents).toContainEqual(
				expect.objectContaining({ userId: bob, joined: false }),
			),
	},
	{
		group: 'hook status',
		of: 'call: getHookStatus',
		given: active,
		then: async (phones, items) => {
			expect(items).toEqual([{ hookStatus: 'Off-Hook' }]);
			await becomes(async () => (await phones.user(alice))?.hookStatus, 'Off-Hook');
		},
	},
	{
		group: 'services',
		of: 'service: set',
		parameters: {
			...ofAlice,
			service: { __rl: true, mode: 'path', value: 'SilentAlerting' },
			serviceSettings: '{"active": true}',
		},
		then: async (phones) =>
			expect(await asked(phones, 'services/SilentAlerting')).toContain('<active>true</active>'),
	},
	{
		group: 'meetings',
		of: 'meetMe: lock',
		given: async (phones) => {
			const made = await phones.asAdministrator(
				'POST',
				`/v2.0/user/${alice}/services/meetmeconference/${BRIDGE}/conference`,
				'<MeetMeConferencingConference xmlns="http://schema.broadsoft.com/xsi"/>',
			);
			const conferenceId = /conferenceId>(\d+)</.exec(made)?.[1] ?? '';
			await phones.joinMeeting(BRIDGE, conferenceId, caller);
			return { bridgeId: BRIDGE, conferenceId };
		},
		then: async (phones, _items, { conferenceId }) =>
			expect(await phones.meeting(String(conferenceId))).toMatchObject({ locked: true }),
	},
	{
		group: 'what users have several of',
		of: 'schedule: create',
		parameters: {
			...ofAlice,
			scheduleType: 'Time',
			settings: '{"type": "Time", "name": "Office Hours", "level": "User"}',
		},
		then: async (phones) =>
			expect(await asked(phones, 'profile/Schedule/Time')).toContain('<name>Office Hours</name>'),
	},
];

describe('One action of each group', () => {
	let api: N8nApi;

	beforeAll(async () => {
		api = await sharedN8n();
	});

	sideBySide().each(
		cases,
		({ group, of }) => `${group}: ${of}`,
		async ({ of, given, parameters = {}, then }) => {
			const [resource, operation] = of.split(': ');
			await withTelephoneSystem(api, async ({ phones, administrator }) => {
				const found = (await given?.(phones)) ?? {};
				const chosen = { resource, operation, ...found, ...parameters };
				const { status, error, output } = await api.runOnce(
					actionWorkflow(administrator, chosen),
					nodeNames.start,
					nodeNames.action,
				);
				expect({ status, error }).toEqual({ status: 'success', error: undefined });
				await then(phones, output[nodeNames.action], found);
			});
		},
	);
});
