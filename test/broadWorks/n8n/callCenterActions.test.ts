import type { JsonObject } from '../../../n8n-driver/rest/rest-types';
import type { Simulator } from '../../../demo/simulator';
import { becomes, runCases, type BroadWorksCase } from './support/broadWorksActions';
import { routePointCases } from './support/routePointCases';
import { alice, bob, caller } from './support/telephoneSystem';
import { byId } from '../../support/n8n/workflows';

const QUEUE = 'queue@example.net';
const queue = { callCenterId: byId(QUEUE) };

/** Two calls wait; gives the second one. */
const waiting = async (phones: Simulator): Promise<JsonObject> => {
	await phones.placeCall({ ...caller, from: '+15550111', to: QUEUE });
	const callId = await phones.placeCall({ ...caller, to: QUEUE });
	return { ...queue, queueCallId: byId(callId) };
};
const idOf = (given: JsonObject) => String((given.queueCallId as JsonObject).value);
const ofQueue = async () => await Promise.resolve(queue);
const ofBob = async () => await Promise.resolve({ userId: byId(bob), ...queue });

const isNext: BroadWorksCase['then'] = async (phones, items, given) => {
	expect(items).toMatchObject([{ position: 1 }]);
	const [next] = (await phones.queueView())?.calls ?? [];
	expect(next).toMatchObject({ callId: idOf(given), priority: '0-Highest' });
};
const setting = async (phones: Simulator, name: 'forcedForwarding' | 'nightService') =>
	(await phones.queueView())?.[name];
const joined = async (phones: Simulator) =>
	(await phones.queueView())?.agents.find(({ userId }) => userId === bob)?.joined;
const gives =
	(...wanted: unknown[]): BroadWorksCase['then'] =>
	async (_phones, items) => {
		await Promise.resolve();
		expect(items).toMatchObject(wanted);
	};

const queueCases: BroadWorksCase[] = [
	{
		of: 'callCenter: getCalls',
		login: 'own',
		given: waiting,
		then: async (_phones, items, given) => {
			await Promise.resolve();
			expect(items).toHaveLength(2);
			expect(items[1]).toMatchObject({ callId: idOf(given) });
		},
	},
	{
		of: 'callCenter: getCalls',
		and: 'the first only',
		given: waiting,
		parameters: { limit: 1 },
		then: gives({ remoteParty: { address: { '#text': 'tel:+15550111' } } }),
	},
	{
		of: 'callCenter: promoteCall',
		given: waiting,
		parameters: { priority: '0-Highest' },
		then: isNext,
	},
	{
		of: 'callCenter: reorderCall',
		login: 'own',
		given: async (phones) => {
			const [first, second] = [await waiting(phones), await waiting(phones)];
			for (const given of [first, second]) {
				await phones.asAdministrator(
					'PUT',
					`/v2.0/callcenter/${QUEUE}/calls/${idOf(given)}/Promote`,
					'<ACDPromote xmlns="http://schema.broadsoft.com/xsi"><priority>0-Highest</priority></ACDPromote>',
				);
			}
			return second;
		},
		parameters: { index: 0 },
		then: isNext,
	},
	{
		of: 'callCenter: transferCall',
		given: waiting,
		parameters: { address: '1002' },
		then: async (phones, _items, given) => {
			const left = (await phones.queueView())?.calls.map(({ callId }) => callId);
			expect(left).not.toContain(idOf(given));
			expect(await phones.callsOf(bob)).toMatchObject([{ state: 'Alerting' }]);
		},
	},
	{
		of: 'callCenter: endCall',
		given: waiting,
		then: async (phones) => expect((await phones.queueView())?.calls).toHaveLength(1),
	},
	{
		of: 'callCenter: getProfile',
		given: ofQueue,
		then: gives({ type: 'Premium', serviceInstanceProfile: { extension: '1080' } }),
	},
	{
		of: 'callCenter: getDispositionCodes',
		given: ofQueue,
		then: gives({ code: '01', isDefault: true }, { code: '02' }, { code: '90' }),
	},
	{
		of: 'callCenter: getDnis',
		given: ofQueue,
		then: gives({ phoneNumber: '+15550180' }, { name: 'Sales' }),
	},
	{
		of: 'callCenter: getDnisDetails',
		given: ofQueue,
		parameters: { dnisName: byId('Sales') },
		then: gives({ extension: '1081', priority: '1-High' }),
	},
	{
		of: 'callCenter: getForcedForwarding',
		given: async (phones) => {
			await phones.asAdministrator(
				'PUT',
				`/v2.0/callcenter/${QUEUE}/profile/policies/ForcedForwarding`,
				'<ACDForcedForwarding xmlns="http://schema.broadsoft.com/xsi"><forwardToPhoneNumber>+15550177</forwardToPhoneNumber></ACDForcedForwarding>',
			);
			return queue;
		},
		then: gives({ active: false }),
	},
	{
		of: 'callCenter: setForcedForwarding',
		login: 'own',
		given: ofQueue,
		parameters: { settings: { active: true, forwardToPhoneNumber: '+15550177' } },
		then: async (phones) => {
			expect(await setting(phones, 'forcedForwarding')).toMatchObject({
				active: 'true',
				forwardToPhoneNumber: '+15550177',
			});
		},
	},
	{
		of: 'callCenter: getNightService',
		given: ofQueue,
		then: gives({ action: 'None', forceNightService: false }),
	},
	{
		of: 'callCenter: setNightService',
		given: ofQueue,
		parameters: {
			settings: { forceNightService: true, action: 'Transfer', transferPhoneNumber: '1002' },
		},
		then: async (phones) => {
			expect(await setting(phones, 'nightService')).toMatchObject({
				forceNightService: 'true',
				action: 'Transfer',
			});
			await phones.placeCall({ ...caller, to: QUEUE });
			await becomes(async () => (await phones.callsOf(bob)).length, 1);
		},
	},
];

const agentCases: BroadWorksCase[] = [
	{
		of: 'callCenterAgent: getState',
		given: async (phones) => {
			await phones.setAgentState(bob, 'Available');
			return await ofBob();
		},
		then: gives({
			agentACDState: 'Available',
			callCenters: [{ serviceUserId: QUEUE, available: true }],
		}),
	},
	{
		of: 'callCenterAgent: leaveQueue',
		given: ofBob,
		then: async (phones) => expect(await joined(phones)).toBe(false),
	},
	{
		of: 'callCenterAgent: joinQueue',
		given: async (phones) => {
			await phones.asAdministrator(
				'PUT',
				`/v2.0/user/${bob}/services/CallCenter`,
				`<CallCenter xmlns="http://schema.broadsoft.com/xsi"><callCenterList><callCenterDetails><serviceUserId>${QUEUE}</serviceUserId><available>false</available></callCenterDetails></callCenterList></CallCenter>`,
			);
			expect(await joined(phones)).toBe(false);
			return await ofBob();
		},
		then: async (phones) => expect(await joined(phones)).toBe(true),
	},
	{
		of: 'callCenterAgent: getSupervised',
		login: 'own',
		given: async () => await Promise.resolve({ userId: byId('') }),
		parameters: { returnAll: true },
		then: gives({ userId: alice }, { userId: bob, callCenterId: QUEUE }, { firstName: 'Carol' }),
	},
	{
		of: 'callCenterAgent: getUnavailableCodes',
		given: ofBob,
		then: gives({ code: '1', isDefault: true }, { code: '2' }, { code: '3' }, { code: '4' }),
	},
];

describe('Call center', () => {
	runCases('callCenterActions', [...queueCases, ...agentCases, ...routePointCases]);
});
