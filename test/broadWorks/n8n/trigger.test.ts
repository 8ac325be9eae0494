import type { N8nApi } from '../../../n8n-driver/rest/api';
import { waitFor } from '../../../n8n-driver/wait-for';
import { triggeredItems, waitForItem } from '../../support/n8n/poll';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import { sideBySide } from '../../support/n8n/sideBySide';
import {
	alice,
	bob,
	caller,
	credentialData,
	withTelephoneSystem,
	type TelephoneSystem,
} from './support/telephoneSystem';
import {
	eachStarts,
	listening,
	people,
	queue,
	queues,
	targetParameters,
	type TriggerCase,
} from './support/triggerCases';
import { actionWorkflow, byId, nodeNames, triggerWorkflow } from '../../support/n8n/workflows';

const cases: TriggerCase[] = [
	{
		triggerOn: 'callEvent',
		targets: people,
		parameters: { type: ['CallReceivedEvent'] },
		when: async (phones) => await phones.placeCall({ ...caller, to: alice }),
		elsewhere: async (phones) => await phones.placeCall({ ...caller, to: bob }),
		gives: {
			type: 'CallReceivedEvent',
			event: 'Advanced Call',
			state: 'Alerting',
			targetId: alice,
		},
	},
	{
		triggerOn: 'agentAcdState',
		targets: people,
		when: async (phones) => await phones.setAgentState(alice, 'Available'),
		elsewhere: async (phones) => await phones.setAgentState(bob, 'Available'),
		gives: {
			type: 'AgentStateEvent',
			event: 'Call Center Agent',
			state: 'Available',
			targetId: alice,
		},
	},
	{
		triggerOn: 'callCenterQueue',
		targets: queues,
		when: async (phones) => await phones.placeCall({ ...caller, to: queue }),
		gives: {
			type: 'ACDCallAddedEvent',
			event: 'Call Center Queue',
			acdName: 'Demo Queue',
			targetId: queue,
		},
	},
	{
		triggerOn: 'callCenterMonitoring',
		targets: queues,
		when: async (phones) => await phones.placeCall({ ...caller, to: queue }),
		gives: {
			type: 'CallCenterMonitoringEvent',
			event: 'Call Center Monitoring',
			targetId: queue,
		},
	},
	{
		triggerOn: 'voicemailMessageSummary',
		targets: people,
		when: async (phones) => await phones.leaveVoicemail(alice),
		elsewhere: async (phones) => await phones.leaveVoicemail(bob),
		gives: {
			type: 'VoiceMailMessageSummaryEvent',
			event: 'Voice Mail Message Summary',
			newMessages: 1,
			targetId: alice,
		},
	},
	{
		triggerOn: 'doNotDisturb',
		targets: people,
		when: async (phones) => await phones.setDoNotDisturb(alice, true),
		elsewhere: async (phones) => await phones.setDoNotDisturb(bob, true),
		gives: {
			type: 'DoNotDisturbEvent',
			event: 'Do Not Disturb',
			active: true,
			targetId: alice,
		},
	},
	{
		triggerOn: 'rawEvent',
		targets: people,
		parameters: { event: 'Basic Call', type: [] },
		when: async (phones) => await phones.placeCall({ ...caller, to: alice }),
		elsewhere: async (phones) => await phones.placeCall({ ...caller, to: bob }),
		gives: { type: 'CallReceivedEvent', event: 'Basic Call', targetId: alice },
	},
];

describe('Triggers', () => {
	let api: N8nApi;

	beforeAll(async () => {
		api = await sharedN8n();
	});
	/** Each with a telephone system of its own. */
	const together = sideBySide();

	eachStarts(together, cases, () => api);

	together.test('gives only the chosen types of call events', async () => {
		const parameters = {
			triggerOn: 'callEvent',
			...targetParameters.user,
			type: ['CallAnsweredEvent', 'CallReleasedEvent'],
			// A busy n8n may give two executions that begin at the same moment their IDs in either order.
			options: { maxInFlight: 1 },
		};
		await listening(api, parameters, async (phones, id) => {
			const callId = await phones.placeCall({ ...caller, to: alice });
			await phones.steerCall(callId, 'answer');
			await phones.steerCall(callId, 'hangup');
			await waitForItem(api, id, { type: 'CallReleasedEvent', callId });
			const types = (await triggeredItems(api, id)).map(({ type }) => type);
			expect(types).toEqual(['CallAnsweredEvent', 'CallReleasedEvent']);
		});
	});

	together.test('a number of the Default Country is E.164, in an item and in a read', async () => {
		await withTelephoneSystem(api, async ({ phones, administrator }) => {
			const inAustralia = credentialData(phones, { defaultCountry: 'AU' });
			await api.updateCredential(administrator, inAustralia);
			const output = { output: 'callRecord' };
			const type = ['CallReceivedEvent'];
			const event = { triggerOn: 'callEvent', ...targetParameters.user, type, ...output };
			const { id } = await api.createWorkflow(triggerWorkflow(administrator, event));
			try {
				await api.activate(id);
				await phones.placeCall({ ...caller, from: '0255500100', to: alice });
				const item = await waitForItem(api, id, { backend: 'broadWorks' });
				const read = { resource: 'call', operation: 'getMany', userId: byId(alice), ...output };
				const { output: given } = await api.runOnce(
					actionWorkflow(administrator, read),
					nodeNames.start,
					nodeNames.action,
				);
				const from = { number: '0255500100', e164: '+61255500100' };
				expect([item, ...given[nodeNames.action]]).toMatchObject([{ from }, { from }]);
			} finally {
				await api.deleteWorkflow(id);
			}
		});
	});

	const doNotDisturb = async (phones: TelephoneSystem['phones'], user: string, active = true) =>
		await phones.asAdministrator(
			'PUT',
			`/v2.0/user/${user}/services/DoNotDisturb`,
			`<DoNotDisturb xmlns="http://schema.broadsoft.com/xsi"><active>${active}</active></DoNotDisturb>`,
		);

	together.test(
		'without a user a trigger listens to the default one, and says to choose one where there is none',
		async () => {
			await withTelephoneSystem(api, async ({ phones, administrator }) => {
				const own = { triggerOn: 'doNotDisturb', targetType: 'user' };
				const nobody = await api.createWorkflow(triggerWorkflow(administrator, own));
				await expect(api.activate(nobody.id)).rejects.toThrow(
					/Choose a User: admin@example.net has no telephone/,
				);
				await api.deleteWorkflow(nobody.id);
				const useUser = async (defaultUserId: string) =>
					await api.updateCredential(administrator, credentialData(phones, { defaultUserId }));
				await useUser(bob);
				const { id } = await api.createWorkflow(triggerWorkflow(administrator, own));
				try {
					await api.activate(id);
					await doNotDisturb(phones, bob);
					await waitForItem(api, id, { type: 'DoNotDisturbEvent', targetId: bob });
					await useUser(alice);
					let active = false;
					await waitFor(
						async () => {
							await doNotDisturb(phones, alice, (active = !active));
							const items = await triggeredItems(api, id);
							return items.some(({ targetId }) => targetId === alice);
						},
						{ what: 'the trigger listens to the other default user', intervalMs: 1_000 },
					);
				} finally {
					await api.deleteWorkflow(id);
				}
			});
		},
	);
});
