import type { UdeskAnswer } from './answers';
import { send, type UdeskConnection } from './connection';

/**
 * Calls the customer and then the agent (docs/protocols/udesk.md#operations, V2 web_callback).
 * `fromNumber`: the customer's number; `toNumber`: a line of the company.
 */
export async function webCallback(
	connection: UdeskConnection,
	fromNumber: string,
	toNumber: string,
	variables?: Record<string, unknown>,
): Promise<UdeskAnswer> {
	return await send(connection, {
		api: 'v2',
		method: 'POST',
		path: '/callcenter/web_callback',
		body: {
			from_number: fromNumber,
			to_number: toNumber,
			...(variables && Object.keys(variables).length > 0 ? { variables } : {}),
		},
	});
}

/** Numbers that calls can go out with (V2 callout_number_list). */
export async function listCalloutNumbers(connection: UdeskConnection): Promise<UdeskAnswer> {
	return await send(connection, {
		api: 'v2',
		method: 'GET',
		path: '/callcenter/callout_number_list',
	});
}

/** Rings the agent, who must be online, and then the number (V1 agent_callout). Gives `call_id`. */
export async function agentCallout(
	connection: UdeskConnection,
	agentEmail: string,
	number: string,
): Promise<UdeskAnswer> {
	return await send(connection, {
		api: 'v1',
		method: 'POST',
		path: '/callcenter/agent_callout',
		query: [
			['agent_email', agentEmail],
			['number', number],
		],
	});
}

/** How the agent takes calls: `fixed_voip_online`, `phone_online` … (V1 agent_work_way). */
export async function agentWorkWay(
	connection: UdeskConnection,
	agentEmail: string,
): Promise<UdeskAnswer> {
	return await send(connection, {
		api: 'v1',
		method: 'GET',
		path: '/callcenter/agent_work_way',
		query: [['agent_email', agentEmail]],
	});
}

/** The log of a call by one of its two ids (V1 call_log). */
export async function callLog(
	connection: UdeskConnection,
	idName: 'call_id' | 'conversation_id',
	id: string,
): Promise<UdeskAnswer> {
	return await send(connection, {
		api: 'v1',
		method: 'GET',
		path: '/callcenter/call_log',
		query: [[idName, id]],
	});
}

/**
 * Agents of a group with their states (V2 callcenter_analysis/agents_of_group, mark B); of all groups where
 * none is named. `page` counts from 1. Public code says `perpage` where the page says `per_page`.
 */
export async function agentsOfGroup(
	connection: UdeskConnection,
	groupId: string,
	page: number,
): Promise<UdeskAnswer> {
	return await send(connection, {
		api: 'v2',
		method: 'GET',
		path: '/callcenter_analysis/agents_of_group',
		query: [
			...(groupId === '' ? [] : [['group_id', groupId] as const]),
			['page', String(page)],
			['per_page', '100'],
			['perpage', '100'],
		],
	});
}
