import { operations } from '../../../../nodes/Udesk/operations';
import { sendTable, type SendTable } from '../../../support/contexts/sends';
import { json, server } from './fakeUdesk';

const agentEmail = 'agent@email.cn';
const agentNo = '3013';
const outlinePhoneNumber = '13888888888';

const sender = {
	operations,
	base: 'https://example.udesk.cn',
	/** A server where the agent has a token and which finds nothing. */
	bench() {
		const agentTokens = new Map([[agentEmail, Promise.resolve('token')]]);
		const { http, connection } = server({ agentTokens });
		for (const method of ['GET', 'POST', 'PUT'] as const)
			http.on(method, /./, json({ code: 1000 }));
		return { client: connection, http };
	},
	/** Signatures have tests of their own. */
	plain: (line: string) =>
		line.replace(/[?&](?:email=admin@udesk\.cn&)?(?:timestamp=\d+&)?sign=\S*/, ''),
};

/** What every operation sends (docs/protocols/udesk.md#operations, docs/protocols/udesk.md#agent-api). */
export const sends: readonly SendTable[] = [
	sendTable(sender, [
		[
			'call: webCallback',
			{ fromNumber: '13666666666', toNumber: '01086465040', variables: '{"key1": 123}' },
			'POST /open_api_v1/callcenter/web_callback {"from_number":"13666666666","to_number":"01086465040","variables":{"key1":123}}',
		],
		[
			'call: agentCallout',
			{ agentEmail, number: '13777777777' },
			'POST /open_api/callcenter/agent_callout?agent_email=agent@email.cn&number=13777777777',
		],
		[
			'call: getLog',
			{ by: 'call_id', callId: 'chain-1' },
			'GET /open_api/callcenter/call_log?call_id=chain-1',
		],
		[
			'call: getLog',
			{ by: 'conversation_id', callId: '14583' },
			'GET /open_api/callcenter/call_log?conversation_id=14583',
		],
		[
			'call: getLogs',
			{ from: '2026-01-01T00:00:00Z', until: '2026-01-01T01:00:00Z' },
			'GET /api/v2/ucpapp/calllogs?start_time=2026-01-01%2008:00:00&end_time=2026-01-01%2009:00:00&page=1&page_size=100',
		],
		[
			'call: makeCall',
			{ agentEmail, number: '13777777777', bizId: 'b1' },
			'POST /agent_api/v1/callcenter/desktop/make_call number=13777777777&biz_id=b1',
		],
		['call: hangUp', { agentEmail }, 'POST /agent_api/v1/callcenter/desktop/drop_call'],
		['call: hold', { agentEmail }, 'POST /agent_api/v1/callcenter/desktop/hold_call'],
		['call: retrieve', { agentEmail }, 'POST /agent_api/v1/callcenter/desktop/retrieval_call'],
		[
			'call: transferToAgent',
			{ agentEmail, agentNo },
			'POST /agent_api/v1/callcenter/desktop/transfer_call agent_no=3013',
		],
		[
			'call: transferToQueue',
			{ agentEmail, queueType: '24274' },
			'POST /agent_api/v1/callcenter/desktop/transfer_call queue_type=24274',
		],
		[
			'call: transferToNumber',
			{ agentEmail, outlinePhoneNumber },
			'POST /agent_api/v1/callcenter/desktop/transfer_call_outline outline_phone_number=13888888888',
		],
		[
			'call: transferToIvr',
			{ agentEmail, nodeId: '5', transferMode: '1' },
			'POST /agent_api/v1/callcenter/desktop/transfer_ivr node_id=5&transfer_mode=1',
		],
		[
			'call: consultAgent',
			{ agentEmail, agentNo },
			'POST /agent_api/v1/callcenter/desktop/start_consult agent_no=3013',
		],
		[
			'call: consultNumber',
			{ agentEmail, outlinePhoneNumber },
			'POST /agent_api/v1/callcenter/desktop/start_consult_outline outline_phone_number=13888888888',
		],
		['call: endConsultation', { agentEmail }, 'POST /agent_api/v1/callcenter/desktop/end_consult'],
		[
			'call: endNumberConsultation',
			{ agentEmail },
			'POST /agent_api/v1/callcenter/desktop/end_consult_outline',
		],
		[
			'call: transferAfterConsultation',
			{ agentEmail, agentNo },
			'POST /agent_api/v1/callcenter/desktop/transfer_after_consult agent_no=3013',
		],
		[
			'call: addAgent',
			{ agentEmail, agentNo },
			'POST /agent_api/v1/callcenter/desktop/three_party agent_no=3013',
		],
		[
			'call: addNumber',
			{ agentEmail, outlinePhoneNumber },
			'POST /agent_api/v1/callcenter/desktop/three_party_outline outline_phone_number=13888888888',
		],
		[
			'call: addConsultedAgent',
			{ agentEmail, agentNo },
			'POST /agent_api/v1/callcenter/desktop/three_party_after_consult agent_no=3013',
		],
		[
			'call: transferAfterThreeWay',
			{ agentEmail, agentNo },
			'POST /agent_api/v1/callcenter/desktop/transfer_after_three_party agent_no=3013',
		],
		[
			'call: listen',
			{ agentEmail, agentNo },
			'POST /agent_api/v1/callcenter/desktop/listeing agent_no=3013',
		],
		[
			'call: bargeIn',
			{ agentEmail, agentNo },
			'POST /agent_api/v1/callcenter/desktop/interpose agent_no=3013',
		],
		[
			'call: takeOver',
			{ agentEmail, agentNo },
			'POST /agent_api/v1/callcenter/desktop/substitute agent_no=3013',
		],
		[
			'call: getCurrent',
			{ agentEmail },
			'GET /agent_api/v1/callcenter/desktop/current_conversation',
		],
		[
			'call: getConversation',
			{ agentEmail, conversationId: '14583' },
			'GET /agent_api/v1/callcenter/desktop/conversation?conversation_id=14583',
		],
		[
			'agent: getState',
			{ agentEmail },
			'GET /open_api_v1/callcenter/agent_state?agent_email=agent@email.cn',
		],
		[
			'agent: setStateAsAdministrator',
			{ agentEmail, agentWorkState: 'busy' },
			'POST /open_api_v1/callcenter/agent_state?agent_email=agent@email.cn&agent_work_state=busy',
		],
		[
			'agent: getWorkWay',
			{ agentEmail },
			'GET /open_api/callcenter/agent_work_way?agent_email=agent@email.cn',
		],
		[
			'agent: getOfGroup',
			{ groupId: '9', page: 2 },
			'GET /open_api_v1/callcenter_analysis/agents_of_group?group_id=9&page=2&per_page=100&perpage=100',
		],
		[
			'agent: setState',
			{ agentEmail, agentWorkState: 'resting', ccCustomStateId: '12' },
			'POST /agent_api/v1/callcenter/agents/agent_work_state agent_work_state=resting&cc_custom_state_id=12',
		],
		[
			'agent: setOtherState',
			{ agentEmail, agentNo, agentWorkState: 'busy' },
			'POST /agent_api/v1/callcenter/agents/update_agent_work_state agent_no=3013&agent_work_state=busy',
		],
		[
			'agent: setWorkWay',
			{ agentEmail, agentWorkWay: 'phone_online' },
			'POST /agent_api/v1/callcenter/agents/agent_work_way agent_work_way=phone_online',
		],
		['agent: getSoftphoneData', { agentEmail }, 'GET /agent_api/v1/callcenter/init_data'],
		[
			'agent: getMany',
			{ agentEmail, callcenterWorkState: 'offline', query: 'x' },
			'GET /agent_api/v1/callcenter/agents?callcenter_work_state=offline&query=x&page=1',
		],
		['queue: getMany', { agentEmail }, 'GET /agent_api/v1/callcenter/desktop/agent_groups'],
		['ivrNode: getMany', { agentEmail }, 'GET /agent_api/v1/callcenter/desktop/ivr_nodes'],
		['number: getMany', {}, 'GET /open_api_v1/callcenter/callout_number_list'],
		[
			'customer: create',
			{
				customerFields: {
					nick_name: 'New',
					level: 'vip',
					cellphones: '13651190001, 13651190002',
					more: '{"custom_fields": {"TextField_1": "x"}}',
				},
			},
			'POST /open_api_v1/customers {"customer":{"nick_name":"New","level":"vip","cellphones":[[null,"13651190001"],[null,"13651190002"]],"custom_fields":{"TextField_1":"x"}}}',
		],
		[
			'customer: get',
			{ type: 'cellphone', content: '13651190000' },
			'GET /open_api_v1/customers/get_customer?type=cellphone&content=13651190000',
		],
		[
			'customer: getMany',
			{ query: 'smith' },
			'GET /open_api_v1/customers?query=smith&page=1&page_size=20',
		],
		[
			'customer: update',
			{ type: 'id', content: '1', customerFields: { level: 'vip' } },
			'PUT /open_api_v1/customers/update_customer?type=id&content=1 {"customer":{"level":"vip"}}',
		],
		[
			'customer: upsert',
			{ type: 'email', content: 'new@sample.com', customerFields: { nick_name: 'New' } },
			'GET /open_api_v1/customers?query=new@sample.com&page=1&page_size=100',
			'POST /open_api_v1/customers {"customer":{"email":"new@sample.com","nick_name":"New"}}',
		],
		[
			'customer: upsert',
			{ type: 'id', content: '12', customerFields: { level: 'vip' } },
			'PUT /open_api_v1/customers/update_customer?type=id&content=12 {"customer":{"level":"vip"}}',
		],
		[
			'customer: getOrCreate',
			{ number: '13999999999' },
			'GET /open_api_v1/customers?query=13999999999&page=1&page_size=100',
			'POST /open_api_v1/customers {"customer":{"nick_name":"13999999999","cellphones":[[null,"13999999999"]]}}',
		],
		[
			'ticket: create',
			{
				subject: 'Missed call',
				ticketContent: 'Call back',
				customerType: 'cellphone',
				customerContent: '13651190000',
				ticketFields: '{"tags": "call"}',
			},
			'POST /open_api_v1/tickets {"ticket":{"subject":"Missed call","content":"Call back","type":"cellphone","type_content":"13651190000","tags":"call"}}',
		],
		['ticket: get', { ticketId: '7' }, 'GET /open_api_v1/tickets/detail?id=7'],
		['ticket: getMany', { pageSize: 1 }, 'GET /open_api_v1/tickets?page=1&per_page=1'],
		[
			'ticket: getMany',
			{ filterId: '3' },
			'GET /open_api_v1/tickets/tickets_in_filter?filter_id=3&page=1&per_page=20',
		],
		[
			'ticket: update',
			{ ticketId: '7', ticketChanges: '{"subject": "Called back"}' },
			'PUT /open_api_v1/tickets/7 {"ticket":{"subject":"Called back"}}',
		],
		['ticket: getReplies', { ticketId: '7' }, 'GET /open_api_v1/tickets/7/replies'],
		['ticket: getFields', {}, 'GET /open_api_v1/tickets/custom_fields'],
		[
			'task: getMany',
			{ from: '2017-10-01T00:00:00Z', until: '2017-11-01T00:00:00Z' },
			'GET /open_api_v1/callout_tasks?start_time=2017-10-01%2008:00:00&end_time=2017-11-01%2008:00:00',
		],
		['task: get', { taskId: '1' }, 'GET /open_api_v1/callout_tasks/1'],
		[
			'rawRequest: send',
			{ api: 'v2', method: 'POST', path: '/customers', body: '{"customer": {"nick_name": "Raw"}}' },
			'POST /open_api_v1/customers {"customer":{"nick_name":"Raw"}}',
		],
		[
			'rawRequest: send',
			{ api: 'v1', method: 'GET', path: 'callcenter/agent_work_way?agent_email=a@b' },
			'GET /open_api/callcenter/agent_work_way?agent_email=a@b',
		],
		[
			'rawRequest: send',
			{
				api: 'agent',
				rawAgentEmail: agentEmail,
				method: 'POST',
				path: '/callcenter/desktop/drop_call',
				body: '{"a": "b"}',
			},
			'POST /agent_api/v1/callcenter/desktop/drop_call a=b',
		],
	]),
];
