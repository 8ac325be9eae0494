import { pathSegment } from '../../shared/core/typedPath';
import { request } from './request';

/*
 * What the call center is asked (docs/protocols/udesk.md#operations). Each throws `TelephonyError`.
 */

/**
 * Calls the customer and then the agent (V2 web_callback). `fromNumber`: the customer's number; `toNumber`: a
 * line of the company.
 */
export const webCallback = request(
	'v2',
	'POST',
	'/callcenter/web_callback',
	(fromNumber: string, toNumber: string, variables: Record<string, unknown> = {}) => ({
		body: {
			from_number: fromNumber,
			to_number: toNumber,
			...(Object.keys(variables).length > 0 ? { variables } : {}),
		},
	}),
);

/** Numbers that calls can go out with (V2 callout_number_list). */
export const listCalloutNumbers = request(
	'v2',
	'GET',
	'/callcenter/callout_number_list',
	() => ({}),
);

/** A page of the account's agents, a hundred of them; `page` counts from 1 (docs/protocols/udesk.md#operations, V2 agents). */
export const listAgents = request('v2', 'GET', '/agents', (page: number) => ({
	query: [
		['page', String(page)],
		['per_page', '100'],
	],
}));

/** Rings the agent, who must be online, and then the number (V1 agent_callout). Gives `call_id`. */
export const agentCallout = request(
	'v1',
	'POST',
	'/callcenter/agent_callout',
	(agentEmail: string, number: string) => ({
		query: [
			['agent_email', agentEmail],
			['number', number],
		],
	}),
);

/** How the agent takes calls: `fixed_voip_online`, `phone_online` … (V1 agent_work_way). */
export const agentWorkWay = request(
	'v1',
	'GET',
	'/callcenter/agent_work_way',
	(agentEmail: string) => ({ query: [['agent_email', agentEmail]] }),
);

/** The log of a call by one of its two ids (V1 call_log). */
export const callLog = request(
	'v1',
	'GET',
	'/callcenter/call_log',
	(idName: 'call_id' | 'conversation_id', id: string) => ({ query: [[idName, id]] }),
);

/**
 * Agents of a group with their states (V2 callcenter_analysis/agents_of_group, mark B); of all groups where
 * none is named. `page` counts from 1. Public code says `perpage` where the page says `per_page`.
 */
export const agentsOfGroup = request(
	'v2',
	'GET',
	'/callcenter_analysis/agents_of_group',
	(groupId: string, page: number) => ({
		query: [
			...(groupId === '' ? [] : [['group_id', groupId] as const]),
			['page', String(page)],
			['per_page', '100'],
			['perpage', '100'],
		],
	}),
);

/** What an agent does now (V2 agent_state, mark B). */
export const agentState = request('v2', 'GET', '/callcenter/agent_state', (agentEmail: string) => ({
	query: [['agent_email', agentEmail]],
}));

/** Sets it as an administrator, without the agent's token (V2 agent_state, mark B). */
export const setAgentState = request(
	'v2',
	'POST',
	'/callcenter/agent_state',
	(agentEmail: string, state: string) => ({
		query: [
			['agent_email', agentEmail],
			['agent_work_state', state],
		],
	}),
);

/** Between two times on the server's clock, as `2018-03-22 11:48:05`. */
export interface Period {
	from: string;
	until: string;
}

/** A page of the call logs of a period (docs/protocols/udesk.md#operations, call logs; mark B). `page` from 1. */
export const listCallLogs = request(
	'logs',
	'GET',
	'/calllogs',
	({ from, until }: Period, page: number, pageSize: number) => ({
		query: [
			['start_time', from],
			['end_time', until],
			['page', String(page)],
			['page_size', String(pageSize)],
		],
	}),
);

/** Dialling tasks of a period (vendor's page apiv2/callouts). Gives `callout_tasks`. */
export const listTasks = request('v2', 'GET', '/callout_tasks', ({ from, until }: Period) => ({
	query: [
		['start_time', from],
		['end_time', until],
	],
}));

/** One dialling task (vendor's page apiv2/callouts). Gives `callout_task`. */
export const getTask = request(
	'v2',
	'GET',
	(id: string) => `/callout_tasks/${pathSegment(id, 'The task')}`,
	() => ({}),
);
