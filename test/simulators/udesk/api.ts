import { randomUUID } from 'node:crypto';

import { objectFrom, type JsonReply, type JsonRequest } from '../shared/jsonServer';
import { AgentApi } from './agentApi';
import { Customers } from './customers';
import { done, mandatory, notFound, text } from './replies';
import type { Signatures } from './signatures';
import { resultText } from './wire';
import { UdeskRefusal, type UdeskWorld } from './world';

type Query = URLSearchParams;

const isAgentState = (state: string) =>
	['idle', 'busy', 'resting', 'offline', 'neaten'].includes(state);

/** Epoch ms of `start_time` and `end_time`, on a clock in China. */
function periodOf(query: Query): [number, number] {
	const [from, until] = ['start_time', 'end_time'].map((name) => {
		const written = mandatory(query.get(name), 2000, `${name} is empty`);
		if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(written)) {
			throw new UdeskRefusal(2000, `${name} is invalid`);
		}
		return Date.parse(`${written.replace(' ', 'T')}+08:00`);
	});
	return [from, until];
}

/** The documented REST calls of the three interfaces (docs/protocols/udesk.md#operations). */
export class UdeskApi {
	readonly customers = new Customers();

	readonly tasks = [
		{
			id: 1,
			name: 'Callout Task 1',
			description: '',
			created_at: '2017-10-11T20:35:37.000+08:00',
			status: 0,
			task_type: 0,
		},
	];

	private readonly agentApi: AgentApi;

	constructor(
		private readonly world: UdeskWorld,
		private readonly signatures: Signatures,
	) {
		this.agentApi = new AgentApi(world);
	}

	/** Ends every agent's token. */
	expireTokens(): void {
		this.agentApi.tokens.clear();
	}

	/** Undefined for a path that is not the API's. */
	answer(request: JsonRequest): JsonReply | undefined {
		const found = /^\/(open_api_v1|open_api|agent_api\/v1|api\/v2\/ucpapp)(\/.*)$/.exec(
			request.path,
		);
		if (!found) return undefined;
		const [, api, path] = found;
		try {
			if (api === 'agent_api/v1') return this.agentApi.answer(request, path);
			if (api === 'open_api_v1') return this.v2(request, path);
			if (api === 'api/v2/ucpapp') return this.logs(request, path);
			return this.v1(request, path);
		} catch (error) {
			if (!(error instanceof UdeskRefusal)) throw error;
			// HTTP stays 200; the code tells.
			return { status: 200, body: { code: error.code, message: error.message } };
		}
	}

	private v2({ method, search, body, headers }: JsonRequest, path: string): JsonReply {
		if (path === '/get_agent_token' && method === 'POST') {
			const fields = objectFrom(body);
			this.signatures.checkAgentToken(fields, headers.open_api_token);
			const token = randomUUID();
			this.agentApi.tokens.set(token, this.world.agentOf(text(fields.agent_email)));
			return done({ agent_api_token: token });
		}
		this.signatures.checkV2(search);
		if (this.signatures.overRate(path) > 0) return { status: 429, body: { message: 'too many' } };
		if (path === '/callcenter/web_callback' && method === 'POST') {
			const fields = objectFrom(body);
			const customerPhone = mandatory(fields.from_number, 2001, 'from_number is empty');
			const line = mandatory(fields.to_number, 2001, 'to_number is empty');
			if (!this.world.numbers.includes(line)) throw new UdeskRefusal(2002, 'to_number is unknown');
			this.world.start({ workflow: 'out_callback', customerPhone, variables: fields.variables });
			return done();
		}
		if (path === '/callcenter/callout_number_list' && method === 'GET') {
			return done({ callout_numbers: this.world.numbers.map((number) => ({ number })) });
		}
		if (path === '/agents' && method === 'GET') return this.agents(new URLSearchParams(search));
		if (path === '/callcenter_analysis/agents_of_group' && method === 'GET') {
			const items = this.world.agents.map(({ name, state }) => ({ name, agent_work_state: state }));
			return done({ items });
		}
		const query = new URLSearchParams(search);
		if (path === '/callcenter/agent_state') return this.agentState(method, query);
		const [isTask, id] = /^\/callout_tasks(?:\/(\d+))?$/.exec(path) ?? [];
		if (isTask !== undefined && method === 'GET') return this.callouts(query, id);
		return this.customers.answer(method, path, search, body) ?? notFound;
	}

	/** Where an agent's state is read and set by an administrator (docs/protocols/udesk.md#operations). */
	private agentState(method: string, query: Query): JsonReply {
		const agent = this.world.agentOf(this.emailOf(query));
		if (method === 'GET') return done({ agent_work_state: agent.state });
		const state = mandatory(query.get('agent_work_state'), 2000, 'agent_work_state is empty');
		if (!isAgentState(state)) throw new UdeskRefusal(2000, 'agent_work_state is invalid');
		agent.state = state;
		return done();
	}

	/** Dialling tasks (vendor's page apiv2/callouts). */
	private callouts(query: Query, id?: string): JsonReply {
		if (id !== undefined) {
			const task = this.tasks.find((one) => String(one.id) === id);
			if (!task) throw new UdeskRefusal(2000, 'callout task does not exist');
			return done({ callout_task: task });
		}
		const [from, until] = periodOf(query);
		const callout_tasks = this.tasks
			.filter(({ created_at: at }) => Date.parse(at) >= from && Date.parse(at) <= until)
			.map(({ id: number, name, created_at }) => ({ id: number, name, created_at }));
		return done({ callout_tasks });
	}

	/** Call logs of a period (docs/protocols/udesk.md#operations, call logs). */
	private logs({ method, search }: JsonRequest, path: string): JsonReply {
		this.signatures.checkQuery(search);
		const query = new URLSearchParams(search);
		if (path !== '/calllogs' || method !== 'GET') return notFound;
		const [from, until] = periodOf(query);
		const page = Number(mandatory(query.get('page'), 2000, 'page is empty'));
		const size = Number(mandatory(query.get('page_size'), 2000, 'page_size is empty'));
		const found = this.world.calls.filter(({ customerRingAt, agentRingAt }) => {
			const at = customerRingAt ?? agentRingAt ?? 0;
			return at >= from && at <= until;
		});
		return done({
			total: found.length,
			calllogs: found.slice((page - 1) * size, page * size).map((call) => ({
				call_id: call.callId,
				customer_number: call.customerPhone,
				call_type: call.workflow === 'in' ? '呼入' : '呼出',
			})),
		});
	}

	private v1({ method, search }: JsonRequest, path: string): JsonReply {
		this.signatures.checkV1(search);
		const query = new URLSearchParams(search);
		if (path === '/callcenter/agent_callout' && method === 'POST') return this.callout(query);
		if (path === '/callcenter/agent_work_way' && method === 'GET') {
			return done({ agent_work_way: this.world.agentOf(this.emailOf(query)).way });
		}
		if (path === '/callcenter/call_log' && method === 'GET') return this.callLog(query);
		return notFound;
	}

	/** A page of the agents: 20 by default, 100 at most. */
	private agents(query: Query): JsonReply {
		const page = Number(query.get('page') ?? 1);
		const perPage = Math.min(Number(query.get('per_page') ?? 20), 100);
		const { agents } = this.world;
		const shown = agents.slice((page - 1) * perPage, page * perPage);
		return done({
			agents: shown.map(({ id, email, name }) => ({ id, email, nick_name: name })),
			meta: {
				current_page: page,
				total_pages: Math.ceil(agents.length / perPage),
				total_count: agents.length,
			},
		});
	}

	private emailOf(query: Query): string {
		return mandatory(query.get('agent_email'), 3003, 'agent_email is empty');
	}

	private callout(query: Query): JsonReply {
		const agent = this.world.agentOf(this.emailOf(query));
		const customerPhone = mandatory(query.get('number'), 2001, 'number is empty');
		if (agent.way === 'offline') throw new UdeskRefusal(2010, 'agent work way is invalid');
		const { callId } = this.world.start({
			workflow: 'out_callback',
			customerPhone,
			agentEmail: agent.email,
		});
		return done({ call_id: callId });
	}

	private callLog(query: Query): JsonReply {
		const callId = query.get('call_id');
		const conversation = query.get('conversation_id');
		const call = this.world.calls.find(
			(one) => one.callId === callId || String(one.conversationId) === conversation,
		);
		if (!call) throw new UdeskRefusal(2049, 'call does not exist');
		return done({
			call_log: {
				customer_name: call.customerName,
				customer_number: call.customerPhone,
				mobile_area: '上海',
				call_type: call.workflow === 'in' ? '呼入' : '呼出',
				seat_type: call.agent?.way ?? '',
				result: call.outcome === undefined ? '' : resultText(call.outcome, 'zh'),
			},
		});
	}
}
