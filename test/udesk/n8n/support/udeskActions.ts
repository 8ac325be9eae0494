import type { JsonObject } from '../../../../n8n-driver/rest/rest-types';
import type { RunningUdesk } from '../../../simulators/udesk';

/** The agent who acts; the other one is `second@email.cn`, number 3013. */
export const agent = 'agent@email.cn';

export interface ActionCase {
	name: string;
	/** An agent is in a call. */
	talking?: boolean;
	/** What else there is before. */
	given?: (udesk: RunningUdesk) => void;
	parameters: JsonObject;
	then: (udesk: RunningUdesk, items: JsonObject[]) => void;
}

export const calls = ({ simulator }: RunningUdesk) => simulator.world.calls;

export const control = (operation: string, more: JsonObject = {}, resource = 'call') => ({
	resource,
	operation,
	agentEmail: agent,
	...more,
});

const other = { agentNo: '3013' };
const outside = { outlinePhoneNumber: '13888888888' };

/** A leg beside the call of the agent. */
const beside = (category: string) => (udesk: RunningUdesk) => {
	const { world } = udesk.simulator;
	world.join(world.calls[0], category, { agentNumber: '3013' });
};
const besideNumber = (udesk: RunningUdesk) => {
	const { world } = udesk.simulator;
	world.join(world.calls[0], 'consult_outline', { number: '13888888888' });
};
/** The other agent talks, and the agent is the supervisor. */
const otherTalks = ({ simulator: { world } }: RunningUdesk) =>
	world.connect(world.start({ agentEmail: 'second@email.cn', callId: 'chain-2' }));

const leg = (udesk: RunningUdesk, category: string) =>
	calls(udesk).find((call) => call.category === category);

/** What the agent API adds to the calls of the other two interfaces. */
export const agentCases: ActionCase[] = [
	{
		name: 'Call From Softphone',
		parameters: control('makeCall', { number: '13777777777', bizId: 'b1' }),
		then(udesk, items) {
			expect(items).toEqual([{ code: 1000 }]);
			expect(calls(udesk)).toEqual([expect.objectContaining({ customerPhone: '13777777777' })]);
		},
	},
	{
		name: 'Transfer to Queue',
		talking: true,
		parameters: control('transferToQueue', { queueType: '24274' }),
		then: (udesk) => expect(calls(udesk)[0].movedTo).toBe('queue 24274'),
	},
	{
		name: 'Transfer to IVR',
		talking: true,
		parameters: control('transferToIvr', { nodeId: '5', transferMode: '1' }),
		then: (udesk) => expect(calls(udesk)[0].movedTo).toBe('ivr 5 1'),
	},
	{
		name: 'Consult Agent',
		talking: true,
		parameters: control('consultAgent', other),
		then: (udesk) => expect(leg(udesk, 'consult')).toMatchObject({ agent: { number: '3013' } }),
	},
	{
		name: 'Consult Number',
		talking: true,
		parameters: control('consultNumber', outside),
		then: (udesk) => expect(leg(udesk, 'consult_outline')?.movedTo).toBe('13888888888'),
	},
	{
		name: 'End Consultation',
		talking: true,
		given: beside('consult'),
		parameters: control('endConsultation'),
		then: (udesk) => expect(leg(udesk, 'consult')?.customerHangupAt).toBeDefined(),
	},
	{
		name: 'End Number Consultation',
		talking: true,
		given: besideNumber,
		parameters: control('endNumberConsultation'),
		then: (udesk) => expect(leg(udesk, 'consult_outline')?.customerHangupAt).toBeDefined(),
	},
	{
		name: 'Transfer After Consultation',
		talking: true,
		given: beside('consult'),
		parameters: control('transferAfterConsultation', other),
		then(udesk) {
			expect(calls(udesk)[0].customerHangupAt).toBeDefined();
			expect(leg(udesk, 'transfer')?.customerHangupAt).toBeUndefined();
		},
	},
	{
		name: 'Add Agent',
		talking: true,
		parameters: control('addAgent', other),
		then: (udesk) => expect(leg(udesk, 'three_party')).toMatchObject({ agent: { number: '3013' } }),
	},
	{
		name: 'Add Number',
		talking: true,
		parameters: control('addNumber', outside),
		then: (udesk) => expect(leg(udesk, 'three_party_outline')?.movedTo).toBe('13888888888'),
	},
	{
		name: 'Add Consulted Agent',
		talking: true,
		given: beside('consult'),
		parameters: control('addConsultedAgent', other),
		then: (udesk) => expect(leg(udesk, 'three_party')).toBeDefined(),
	},
	{
		name: 'Transfer After Three-Way Call',
		talking: true,
		given: beside('three_party'),
		parameters: control('transferAfterThreeWay', other),
		then(udesk) {
			expect(calls(udesk)[0].customerHangupAt).toBeDefined();
			expect(leg(udesk, 'transfer')?.customerHangupAt).toBeUndefined();
		},
	},
	...[
		['Listen', 'listen', 'listening'],
		['Barge In', 'bargeIn', 'barge_in'],
		['Take Over', 'takeOver', 'substitute'],
	].map(
		([name, operation, category]): ActionCase => ({
			name,
			given: otherTalks,
			parameters: control(operation, other),
			then: (udesk) => expect(leg(udesk, category)).toMatchObject({ agent: { number: '3012' } }),
		}),
	),
	{
		name: 'Get Current',
		talking: true,
		parameters: control('getCurrent'),
		then: (udesk, items) =>
			expect(items[0]).toMatchObject({ conversation_id: calls(udesk)[0].conversationId }),
	},
	{
		name: 'Get Conversation',
		talking: true,
		parameters: control('getConversation', { conversationId: '14583' }),
		then: (_udesk, items) => expect(items[0]).toMatchObject({ customer_phone: '13261998838' }),
	},
	{
		name: 'Set State of Another Agent',
		parameters: control('setOtherState', { ...other, agentWorkState: 'busy' }, 'agent'),
		then: ({ simulator }) => expect(simulator.world.agentOf('second@email.cn').state).toBe('busy'),
	},
	{
		name: 'Set Work Way',
		parameters: control('setWorkWay', { agentWorkWay: 'phone_online' }, 'agent'),
		then: ({ simulator }) => expect(simulator.world.agentOf(agent).way).toBe('phone_online'),
	},
	{
		name: 'Get Softphone Data',
		parameters: control('getSoftphoneData', {}, 'agent'),
		then: (_udesk, items) => expect(items[0]).toMatchObject({ agent_work_state: 'idle' }),
	},
	{
		name: 'Get Many agents in a state',
		parameters: control('getMany', { callcenterWorkState: 'offline' }, 'agent'),
		then: (_udesk, items) => expect(items.map(({ agent_no: number }) => number)).toEqual(['3014']),
	},
	{
		name: 'Get Many queues',
		parameters: control('getMany', {}, 'queue'),
		then: ({ simulator }, items) => expect(items).toEqual(simulator.world.queues),
	},
	{
		name: 'Get Many IVR nodes',
		parameters: control('getMany', {}, 'ivrNode'),
		then: ({ simulator }, items) => expect(items).toEqual(simulator.world.ivrNodes),
	},
	{
		name: 'Get Many agents of a group',
		parameters: { resource: 'agent', operation: 'getOfGroup', groupId: '9', page: 1 },
		then: (_udesk, items) =>
			expect(items[0]).toEqual({ name: 'Agent 3012', agent_work_state: 'idle' }),
	},
];
