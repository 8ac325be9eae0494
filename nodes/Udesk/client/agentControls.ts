import type { UdeskAnswer } from './answers';
import { send, type UdeskConnection } from './connection';

/** Something an agent can do with the present call, by the agent API. */
export interface AgentControl {
	/** Frozen value, as `hangUp`. */
	name: string;
	path: string;
	/** Form field the control needs. */
	field?: 'agent_no' | 'outline_phone_number' | 'agent_work_state';
}

/** The agent API as the vendor's own softphone uses it (protocol page udesk 4, Agent API; mark B). */
export const AGENT_CONTROLS = {
	hangUp: { name: 'hangUp', path: '/callcenter/desktop/drop_call' },
	hold: { name: 'hold', path: '/callcenter/desktop/hold_call' },
	retrieve: { name: 'retrieve', path: '/callcenter/desktop/retrieval_call' },
	transferToAgent: {
		name: 'transferToAgent',
		path: '/callcenter/desktop/transfer_call',
		field: 'agent_no',
	},
	transferToNumber: {
		name: 'transferToNumber',
		path: '/callcenter/desktop/transfer_call_outline',
		field: 'outline_phone_number',
	},
	setState: {
		name: 'setState',
		path: '/callcenter/agents/agent_work_state',
		field: 'agent_work_state',
	},
} as const satisfies Record<string, AgentControl>;

/** States an agent can choose (protocol page udesk 4); `neaten` is wrap-up. */
export const AGENT_STATES = ['idle', 'busy', 'resting', 'offline', 'neaten'] as const;

/** Carries out a control as the agent. Accepted (1001) is not finished: a push tells what became of it. */
export async function controlAsAgent(
	connection: UdeskConnection,
	agentEmail: string,
	{ path, field }: AgentControl,
	value?: string,
): Promise<UdeskAnswer> {
	return await send(connection, {
		api: 'agent',
		method: 'POST',
		path,
		agentEmail,
		body: field === undefined ? {} : { [field]: value ?? '' },
	});
}
