import type { JsonReply, JsonRequest } from '../shared/jsonServer';
import { accepted, done, mandatory, notFound, text } from './replies';
import type { UdeskAgent, UdeskCall, UdeskWorld } from './world';

const STATES = ['idle', 'busy', 'resting', 'offline', 'neaten'];
const WAYS = ['fixed_voip_online', 'phone_online', 'voip_online'];

/** One of some words. Throws 2005, invalid parameters. */
function oneOf(words: readonly string[], value: unknown, name: string): string {
	return mandatory(words.includes(text(value)) ? value : '', 2005, `${name} is invalid`);
}

/** What the vendor's softphone uses (docs/protocols/udesk.md#agent-api): tokens, forms, codes. */
export class AgentApi {
	/** Agents by token. */
	readonly tokens = new Map<string, UdeskAgent>();

	constructor(private readonly world: UdeskWorld) {}

	answer({ method, headers, body, search }: JsonRequest, path: string): JsonReply {
		const [, encoded = ''] = /^Basic (.+)$/.exec(headers.authorization ?? '') ?? [];
		const [user, token = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(/:(.*)/s);
		const agent = user === 'agent' ? this.tokens.get(token) : undefined;
		if (!agent) return { status: 400, body: { code: 'token_expired' } };
		const [, area] = /^\/callcenter\/(.+)$/.exec(path) ?? [];
		if (method === 'GET') return this.read(agent, area, new URLSearchParams(search));
		if (!/^application\/x-www-form-urlencoded/.test(headers['content-type'] ?? '')) {
			return { status: 415, body: { message: 'send a form' } };
		}
		return this.change(agent, area, new URLSearchParams(body));
	}

	private read(agent: UdeskAgent, area: string | undefined, query: URLSearchParams): JsonReply {
		const { world } = this;
		switch (area) {
			case 'agents': {
				const state = query.get('callcenter_work_state');
				const part = query.get('query') ?? '';
				const agents = world.agents
					.filter((one) => state === null || one.state === state)
					.filter((one) => one.name.includes(part) || one.number.includes(part))
					.map(({ id, number, name, state: workState }) => ({
						...{ id, agent_no: number, nick_name: name, work_state: workState },
					}));
				return done({ agents, meta: { current_page: 1, page_count: 1 } });
			}
			case 'desktop/agent_groups':
				return done({ queues: world.queues });
			case 'desktop/ivr_nodes':
				return done({ ivr_nodes: world.ivrNodes });
			case 'init_data':
				return done({ agent_work_state: agent.state, agent_work_way: agent.way });
			case 'desktop/current_conversation':
				return done(this.conversation(world.callOf(agent)));
			case 'desktop/conversation': {
				const id = query.get('conversation_id');
				const call = world.calls.find((one) => String(one.conversationId) === id);
				return call ? done(this.conversation(call)) : done({ code: 2049 });
			}
			default:
				return notFound;
		}
	}

	private conversation(call: UdeskCall): Record<string, unknown> {
		return {
			conversation_id: call.conversationId,
			call_type: call.workflow === 'in' ? '呼入' : '呼出',
			category: call.category,
			customer_phone: call.customerPhone,
			phone_location: '上海',
			queue_desc: call.queue ?? call.agent?.name,
		};
	}

	private change(agent: UdeskAgent, area: string | undefined, form: URLSearchParams): JsonReply {
		switch (area) {
			case 'agents/agent_work_state':
				agent.state = oneOf(STATES, form.get('agent_work_state'), 'agent_work_state');
				return accepted;
			case 'agents/update_agent_work_state': {
				const state = oneOf(STATES, form.get('agent_work_state'), 'agent_work_state');
				this.world.agentOfNumber(text(form.get('agent_no'))).state = state;
				return done();
			}
			case 'agents/agent_work_way':
				agent.way = oneOf(WAYS, form.get('agent_work_way'), 'agent_work_way') as UdeskAgent['way'];
				return done();
			case 'desktop/make_call':
				this.world.start({
					workflow: 'out_callback',
					customerPhone: mandatory(form.get('number'), 2001, 'number is empty'),
					agentEmail: agent.email,
				});
				return done();
			case 'desktop/listeing':
				return this.supervise(agent, form, 'listening');
			case 'desktop/interpose':
				return this.supervise(agent, form, 'barge_in');
			case 'desktop/substitute':
				return this.supervise(agent, form, 'substitute');
			default:
				return this.control(agent, area, form);
		}
	}

	/** A supervisor comes to the call of another agent, or takes that agent's place. */
	private supervise(supervisor: UdeskAgent, form: URLSearchParams, category: string): JsonReply {
		const call = this.world.callOf(this.world.agentOfNumber(text(form.get('agent_no'))));
		if (category === 'substitute') this.world.end(call, 'agent_answered');
		this.world.addLeg(call, category, { agent: supervisor });
		return accepted;
	}

	/** What an agent does with the present call. */
	private control(agent: UdeskAgent, area: string | undefined, form: URLSearchParams): JsonReply {
		const { world } = this;
		const call = world.callOf(agent);
		const field = (name: string) => mandatory(form.get(name), 2001, `${name} is empty`);
		const leg = (category: string) => world.legBeside(call, category);
		const controls: Record<string, () => unknown> = {
			drop_call: () => world.end(call, 'agent_answered'),
			hold_call: () => (call.held = true),
			retrieval_call: () => (call.held = false),
			transfer_call: () =>
				form.has('queue_type')
					? world.moveOut(call, `queue ${field('queue_type')}`, 'transfer')
					: world.transfer(call, field('agent_no')),
			transfer_call_outline: () =>
				world.moveOut(call, field('outline_phone_number'), 'transfer_outline'),
			transfer_ivr: () =>
				world.moveOut(call, `ivr ${field('node_id')} ${field('transfer_mode')}`, 'transfer'),
			start_consult: () => world.join(call, 'consult', { agentNumber: field('agent_no') }),
			start_consult_outline: () =>
				world.join(call, 'consult_outline', { number: field('outline_phone_number') }),
			end_consult: () => world.end(leg('consult'), 'agent_answered'),
			end_consult_outline: () => world.end(leg('consult_outline'), 'agent_answered'),
			transfer_after_consult: () => {
				leg('consult').category = 'transfer';
				world.end(call, 'agent_answered');
			},
			three_party: () => world.join(call, 'three_party', { agentNumber: field('agent_no') }),
			three_party_outline: () =>
				world.join(call, 'three_party_outline', { number: field('outline_phone_number') }),
			three_party_after_consult: () => (leg('consult').category = 'three_party'),
			transfer_after_three_party: () => {
				leg('three_party').category = 'transfer';
				world.end(call, 'agent_answered');
			},
		};
		const [, name = ''] = /^desktop\/(\w+)$/.exec(area ?? '') ?? [];
		if (!Object.hasOwn(controls, name)) return notFound;
		controls[name]();
		return accepted;
	}
}
