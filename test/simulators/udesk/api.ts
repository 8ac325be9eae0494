import { randomUUID } from 'node:crypto';

import { objectFrom, type JsonReply, type JsonRequest } from '../shared/jsonServer';
import type { Signatures } from './signatures';
import { UdeskRefusal, type UdeskAgent, type UdeskWorld } from './world';
import { resultText } from './wire';

type Query = URLSearchParams;

const done = (more: Record<string, unknown> = {}): JsonReply => ({
	status: 200,
	body: { code: 1000, ...more },
});
/** Accepted by the agent API. */
const accepted: JsonReply = { status: 200, body: { code: 1001 } };

const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '');

function mandatory(value: unknown, code: number, message: string): string {
	if (text(value) === '') throw new UdeskRefusal(code, message);
	return text(value);
}

/** The documented REST calls of the three interfaces (protocol page udesk 4). */
export class UdeskApi {
	/** Agents by token. */
	private readonly tokens = new Map<string, UdeskAgent>();

	constructor(
		private readonly world: UdeskWorld,
		private readonly signatures: Signatures,
	) {}

	/** Ends every agent's token. */
	expireTokens(): void {
		this.tokens.clear();
	}

	/** Undefined for a path that is not the API's. */
	answer(request: JsonRequest): JsonReply | undefined {
		const found = /^\/(open_api_v1|open_api|agent_api\/v1)(\/.*)$/.exec(request.path);
		if (!found) return undefined;
		const [, api, path] = found;
		try {
			if (api === 'agent_api/v1') return this.agentApi(request, path);
			if (api === 'open_api_v1') return this.v2(request, path);
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
			this.tokens.set(token, this.world.agentOf(text(fields.agent_email)));
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
		return { status: 404, body: { message: 'not found' } };
	}

	private v1({ method, search }: JsonRequest, path: string): JsonReply {
		this.signatures.checkV1(search);
		const query = new URLSearchParams(search);
		if (path === '/callcenter/agent_callout' && method === 'POST') return this.callout(query);
		if (path === '/callcenter/agent_work_way' && method === 'GET') {
			return done({ agent_work_way: this.world.agentOf(this.emailOf(query)).way });
		}
		if (path === '/callcenter/call_log' && method === 'GET') return this.callLog(query);
		return { status: 404, body: { message: 'not found' } };
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

	private agentApi({ method, headers, body }: JsonRequest, path: string): JsonReply {
		const [, encoded = ''] = /^Basic (.+)$/.exec(headers.authorization ?? '') ?? [];
		const [user, token = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(/:(.*)/s);
		const agent = user === 'agent' ? this.tokens.get(token) : undefined;
		if (!agent) return { status: 400, body: { code: 'token_expired' } };
		if (method !== 'POST') {
			if (path === '/callcenter/agents') return done({ agents: this.world.agents });
			return { status: 404, body: { message: 'not found' } };
		}
		if (!/^application\/x-www-form-urlencoded/.test(headers['content-type'] ?? '')) {
			return { status: 415, body: { message: 'send a form' } };
		}
		return this.control(agent, path, new URLSearchParams(body));
	}

	private control(agent: UdeskAgent, path: string, form: URLSearchParams): JsonReply {
		const { world } = this;
		if (path === '/callcenter/agents/agent_work_state') {
			agent.state = mandatory(form.get('agent_work_state'), 2001, 'agent_work_state is empty');
			return accepted;
		}
		const call = world.callOf(agent);
		switch (path) {
			case '/callcenter/desktop/drop_call':
				world.end(call, 'agent_answered');
				return accepted;
			case '/callcenter/desktop/hold_call':
				call.held = true;
				return accepted;
			case '/callcenter/desktop/retrieval_call':
				call.held = false;
				return accepted;
			case '/callcenter/desktop/transfer_call':
				world.transfer(call, text(form.get('agent_no')));
				return accepted;
			case '/callcenter/desktop/transfer_call_outline':
				call.movedTo = mandatory(form.get('outline_phone_number'), 2001, 'number is empty');
				call.category = 'transfer_outline';
				world.end(call, 'agent_answered');
				return accepted;
			default:
				return { status: 404, body: { message: 'not found' } };
		}
	}
}
