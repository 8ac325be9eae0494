import type { N8nApi } from '../../demo/n8n/api';
import type { JsonObject } from '../../demo/n8n/rest-types';
import type { Simulator } from '../../demo/simulator';
import { triggeredItems, waitForItem } from './support/poll';
import { sharedN8n } from './support/sharedN8n';
import { sideBySide } from './support/sideBySide';
import {
	alice,
	bob,
	caller,
	credentialData,
	whileListening,
	withTelephoneSystem,
	type TelephoneSystem,
} from './support/telephoneSystem';
import { actionWorkflow, byId, nodeNames, triggerWorkflow } from './support/workflows';

type Target = 'user' | 'group' | 'enterprise' | 'callCenter';

interface TriggerCase {
	triggerOn: string;
	targets: Target[];
	parameters?: JsonObject;
	/** Makes the event happen. */
	when: (phones: Simulator) => Promise<unknown>;
	/** Fields of the item that must come out. */
	gives: JsonObject;
	/** The same event for somebody else, which a narrower target must not see. */
	elsewhere?: (phones: Simulator) => Promise<unknown>;
}

const queue = 'queue@example.net';
const people: Target[] = ['user', 'group', 'enterprise'];
const queues: Target[] = ['group', 'enterprise', 'callCenter'];

const targetParameters: Record<Target, JsonObject> = {
	user: { targetType: 'user', userId: byId(alice) },
	group: { targetType: 'group', enterpriseId: 'demo', groupId: 'sales' },
	enterprise: { targetType: 'enterprise', enterpriseId: 'demo' },
	callCenter: { targetType: 'callCenter', callCenterId: queue },
};

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

const table = cases.flatMap((one) => one.targets.map((target) => ({ ...one, target })));

describe('Triggers', () => {
	let api: N8nApi;

	beforeAll(async () => {
		api = await sharedN8n();
	});
	/** Each with a telephone system of its own. */
	const together = sideBySide();

	/** Runs `work` while a workflow listens. */
	const listening = async (
		parameters: JsonObject,
		work: (phones: Simulator, id: string) => Promise<void>,
	) => {
		const definitionFor = ({ administrator }: TelephoneSystem) =>
			triggerWorkflow(administrator, { output: 'connector', ...parameters });
		const run = async (id: string, { phones }: TelephoneSystem) => await work(phones, id);
		await whileListening(api, definitionFor, run, { monitoringInterval: 50 });
	};

	together.each(
		table,
		({ triggerOn, target }) => `${triggerOn} for the target ${target}`,
		async ({ triggerOn, target, parameters, when, elsewhere, gives }) => {
			const all = { triggerOn, ...targetParameters[target], ...parameters };
			await listening(all, async (phones, id) => {
				if (target === 'user') await elsewhere?.(phones);
				await when(phones);
				const item = await waitForItem(api, id, gives);
				expect(String(item.eventId)).not.toBe('');
				if (target === 'user') {
					const subjects = (await triggeredItems(api, id)).map(({ targetId }) => targetId);
					expect(new Set(subjects)).toEqual(new Set([alice]));
				}
			});
		},
	);

	together.test('gives only the chosen types of call events', async () => {
		const parameters = {
			triggerOn: 'callEvent',
			...targetParameters.user,
			type: ['CallAnsweredEvent', 'CallReleasedEvent'],
			// A busy n8n may give two executions that begin at the same moment their IDs in either order.
			options: { maxInFlight: 1 },
		};
		await listening(parameters, async (phones, id) => {
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
});
