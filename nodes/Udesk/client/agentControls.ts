import type { UdeskAnswer } from './answers';
import { send, type UdeskConnection } from './connection';
import type { Query } from './sign';

/** One call of the agent API. */
export interface AgentControl {
	method: 'GET' | 'POST';
	path: string;
	/** What it must be given, under the wire's names: form fields, or the query of a GET. */
	needs: readonly string[];
	/** What it may be given besides. */
	takes?: readonly string[];
}

const desktop = (name: string, ...needs: string[]): AgentControl => ({
	method: 'POST',
	path: `/callcenter/desktop/${name}`,
	needs,
});

/**
 * The agent API as the vendor's own softphone uses it (docs/protocols/udesk.md#agent-api; mark B). Two of its
 * names are the vendor's slips.
 */
export const AGENT_CONTROLS = {
	makeCall: { ...desktop('make_call', 'number'), takes: ['biz_id'] },
	hangUp: desktop('drop_call'),
	hold: desktop('hold_call'),
	retrieve: desktop('retrieval_call'),
	transferToAgent: desktop('transfer_call', 'agent_no'),
	transferToQueue: desktop('transfer_call', 'queue_type'),
	transferToNumber: desktop('transfer_call_outline', 'outline_phone_number'),
	transferToIvr: desktop('transfer_ivr', 'node_id', 'transfer_mode'),
	consultAgent: desktop('start_consult', 'agent_no'),
	consultNumber: desktop('start_consult_outline', 'outline_phone_number'),
	endConsultation: desktop('end_consult'),
	endNumberConsultation: desktop('end_consult_outline'),
	transferAfterConsultation: desktop('transfer_after_consult', 'agent_no'),
	addAgent: desktop('three_party', 'agent_no'),
	addNumber: desktop('three_party_outline', 'outline_phone_number'),
	addConsultedAgent: desktop('three_party_after_consult', 'agent_no'),
	transferAfterThreeWay: desktop('transfer_after_three_party', 'agent_no'),
	listen: desktop('listeing', 'agent_no'),
	bargeIn: desktop('interpose', 'agent_no'),
	takeOver: desktop('substitute', 'agent_no'),
	getCurrent: { method: 'GET', path: '/callcenter/desktop/current_conversation', needs: [] },
	getConversation: {
		method: 'GET',
		path: '/callcenter/desktop/conversation',
		needs: ['conversation_id'],
	},
	setState: {
		method: 'POST',
		path: '/callcenter/agents/agent_work_state',
		needs: ['agent_work_state'],
		takes: ['cc_custom_state_id'],
	},
	setOtherState: {
		method: 'POST',
		path: '/callcenter/agents/update_agent_work_state',
		needs: ['agent_no', 'agent_work_state'],
		takes: ['cc_custom_state_id'],
	},
	setWorkWay: {
		method: 'POST',
		path: '/callcenter/agents/agent_work_way',
		needs: ['agent_work_way'],
	},
	getInitData: { method: 'GET', path: '/callcenter/init_data', needs: [] },
	getAgents: {
		method: 'GET',
		path: '/callcenter/agents',
		needs: [],
		takes: ['callcenter_work_state', 'query', 'page'],
	},
	getQueues: { method: 'GET', path: '/callcenter/desktop/agent_groups', needs: [] },
	getIvrNodes: { method: 'GET', path: '/callcenter/desktop/ivr_nodes', needs: [] },
} as const satisfies Record<string, AgentControl>;

/** States an agent can choose (docs/protocols/udesk.md#agent-api); `neaten` is wrap-up. */
export const AGENT_STATES = ['idle', 'busy', 'resting', 'offline', 'neaten'] as const;

/** Ways in which an agent can take calls (docs/protocols/udesk.md#agent-api). */
export const AGENT_WAYS = ['fixed_voip_online', 'phone_online', 'voip_online'] as const;

/**
 * Carries out a control as the agent; empty values are left out. Accepted (1001) is not finished: a push
 * tells what became of it.
 */
export async function controlAsAgent(
	connection: UdeskConnection,
	agentEmail: string,
	{ method, path }: AgentControl,
	values: Readonly<Record<string, string>> = {},
): Promise<UdeskAnswer> {
	const given = Object.entries(values).filter(([, value]) => value !== '');
	const content =
		method === 'GET' ? { query: given as Query } : { body: Object.fromEntries(given) };
	return await send(connection, { api: 'agent', method, path, agentEmail, ...content });
}
