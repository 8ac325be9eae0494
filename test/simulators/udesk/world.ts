import { randomUUID } from 'node:crypto';

import type { SimulatorClock } from '../shared/clock';
import type { Outcome } from './wire';

export interface UdeskAgent {
	id: number;
	/** `agent_no` */
	number: string;
	email: string;
	name: string;
	/** How the agent takes calls. */
	way: 'fixed_voip_online' | 'phone_online' | 'voip_online' | 'offline';
	state: string;
}

export type Workflow = 'in' | 'out_callback' | 'out_direct' | 'out_auto';

export interface UdeskCall {
	callId: string;
	conversationId: number;
	workflow: Workflow;
	category: string;
	customerPhone: string;
	customerName: string;
	displayNumber: string;
	agent?: UdeskAgent;
	fromAgentId?: number;
	queue?: string;
	queueTime: number;
	outcome?: Outcome;
	leftMessage: boolean;
	held: boolean;
	/** s both ends have talked. */
	talkTime: number;
	/** External number the call was moved to. */
	movedTo?: string;
	customerRingAt?: number;
	customerAnswerAt?: number;
	customerHangupAt?: number;
	agentRingAt?: number;
	agentAnswerAt?: number;
	agentHangupAt?: number;
	variables?: unknown;
}

export interface NewCall {
	workflow?: Workflow;
	category?: string;
	customerPhone?: string;
	customerName?: string;
	agentEmail?: string;
	queue?: string;
	/** s */
	queueTime?: number;
	variables?: unknown;
	/** Id of the chain of calls this is a leg of. */
	callId?: string;
	fromAgentId?: number;
}

/** Who is at the end of a further leg. */
export interface LegEnd {
	agent: UdeskAgent;
	agentNumber: string;
	/** External number. */
	number: string;
}

/** What happens to a call, for whoever pushes it. */
export type CallStep = 'start' | 'connect' | 'end';

/** An error of the agent's or administrator's doing, with the vendor's code. */
export class UdeskRefusal extends Error {
	constructor(
		readonly code: number,
		message: string,
	) {
		super(message);
	}
}

const LINE = '01086465040';

/** Agents, numbers and calls of one account. */
export class UdeskWorld {
	readonly agents: UdeskAgent[] = [
		{
			id: 73937,
			number: '3012',
			email: 'agent@email.cn',
			name: 'Agent 3012',
			way: 'fixed_voip_online',
			state: 'idle',
		},
		{
			id: 73938,
			number: '3013',
			email: 'second@email.cn',
			name: 'Agent 3013',
			way: 'phone_online',
			state: 'idle',
		},
		{
			id: 73939,
			number: '3014',
			email: 'away@email.cn',
			name: 'Agent 3014',
			way: 'offline',
			state: 'offline',
		},
	];

	readonly numbers = [LINE, '01086465041'];

	readonly queues = [{ id: 24274, name: 'Support', linapp_queue_status: 'open' }];

	readonly ivrNodes = [{ id: 5, name: 'Opening hours', transfer_mode: '1' }];

	readonly calls: UdeskCall[] = [];

	private lastConversation = 14_582;

	constructor(
		private readonly clock: SimulatorClock,
		private readonly happened: (call: UdeskCall, step: CallStep) => void,
	) {}

	/** The agent of an e-mail address. Throws 11011. */
	agentOf(email: string): UdeskAgent {
		const agent = this.agents.find((candidate) => candidate.email === email);
		if (!agent) throw new UdeskRefusal(11011, 'agent not found');
		return agent;
	}

	/** A call that rings. */
	start({
		workflow = 'in',
		category = 'normal',
		customerPhone = '13261998838',
		customerName = '推送示例',
		agentEmail,
		queue,
		queueTime = 0,
		variables,
		callId = randomUUID(),
		fromAgentId,
	}: NewCall): UdeskCall {
		const now = this.clock.now();
		const call: UdeskCall = {
			callId,
			fromAgentId,
			conversationId: ++this.lastConversation,
			workflow,
			category,
			customerPhone,
			customerName,
			displayNumber: LINE,
			agent: agentEmail === undefined ? undefined : this.agentOf(agentEmail),
			queue,
			queueTime,
			leftMessage: false,
			held: false,
			talkTime: 0,
			variables,
			customerRingAt: workflow === 'out_callback' ? undefined : now,
			agentRingAt: workflow === 'in' || workflow === 'out_callback' ? now : undefined,
		};
		this.calls.push(call);
		if (call.agent) call.agent.state = 'ringing';
		this.happened(call, 'start');
		return call;
	}

	/** Both ends talk. */
	connect(call: UdeskCall): void {
		const now = this.clock.now();
		call.customerRingAt ??= now;
		call.agentRingAt ??= now;
		call.customerAnswerAt ??= now;
		call.agentAnswerAt ??= now;
		if (call.agent) call.agent.state = 'talking';
		this.happened(call, 'connect');
	}

	/** The call is over; `talkTime` in s counts for a call that was connected. */
	end(call: UdeskCall, outcome: Outcome, talkTime?: number, leftMessage = false): void {
		const now = this.clock.now();
		const connected = call.customerAnswerAt !== undefined && call.agentAnswerAt !== undefined;
		const answeredAt = Math.max(call.customerAnswerAt ?? 0, call.agentAnswerAt ?? 0);
		if (connected) call.talkTime = talkTime ?? Math.round((now - answeredAt) / 1000);
		call.outcome = outcome;
		call.leftMessage = leftMessage;
		const hangup = connected ? answeredAt + call.talkTime * 1000 : now;
		call.customerHangupAt = hangup;
		if (call.agentRingAt !== undefined) call.agentHangupAt = hangup;
		if (call.agent) call.agent.state = 'idle';
		this.happened(call, 'end');
	}

	/** The call an agent is in, the oldest where there are legs beside it. Throws 2038. */
	callOf(agent: UdeskAgent): UdeskCall {
		const call = this.calls.find(
			(candidate) => candidate.agent === agent && candidate.customerHangupAt === undefined,
		);
		if (!call) throw new UdeskRefusal(2038, 'agent is not in a call');
		return call;
	}

	/** The agent of a number. Throws 2034. */
	agentOfNumber(number: string): UdeskAgent {
		const agent = this.agents.find((candidate) => candidate.number === number);
		if (!agent) throw new UdeskRefusal(2034, 'agent does not exist');
		return agent;
	}

	/** An agent who is free for a further leg. Throws 2034 and 2050. */
	private freeAgent(number: string): UdeskAgent {
		const agent = this.agentOfNumber(number);
		if (agent.state !== 'idle') throw new UdeskRefusal(2050, 'agent is busy');
		return agent;
	}

	/** Another leg of the same chain, at once connected. */
	addLeg(call: UdeskCall, category: string, { agent, number }: Partial<LegEnd>): UdeskCall {
		const leg = this.start({
			workflow: call.workflow,
			category,
			customerPhone: call.customerPhone,
			customerName: call.customerName,
			agentEmail: agent?.email,
			callId: call.callId,
			fromAgentId: call.agent?.id,
		});
		leg.movedTo = number;
		this.connect(leg);
		return leg;
	}

	/** The leg of that category beside a call. Throws 2049. */
	legBeside(call: UdeskCall, category: string): UdeskCall {
		const leg = this.calls.find(
			(other) =>
				other.callId === call.callId &&
				other.category === category &&
				other.customerHangupAt === undefined,
		);
		if (!leg) throw new UdeskRefusal(2049, 'call does not exist');
		return leg;
	}

	/** Calls another agent, or a number, while the call goes on. Throws 2036 for a fourth party. */
	join(call: UdeskCall, category: string, end: Partial<LegEnd>): UdeskCall {
		const three = category.startsWith('three_party');
		const others = this.calls.filter(
			(other) => other.callId === call.callId && other.customerHangupAt === undefined,
		);
		if (three && others.length > 1) throw new UdeskRefusal(2036, 'three parties already');
		const agent = end.agentNumber === undefined ? undefined : this.freeAgent(end.agentNumber);
		return this.addLeg(call, category, { agent, number: end.number });
	}

	/** Moves a call to another agent: a new leg of the same chain. */
	transfer(call: UdeskCall, number: string): UdeskCall {
		const agent = this.freeAgent(number);
		this.end(call, 'agent_answered');
		return this.addLeg(call, 'transfer', { agent });
	}

	/** Ends a call; it goes on in a queue, a node of the IVR or at an external number. */
	moveOut(call: UdeskCall, to: string, category: string): void {
		call.movedTo = to;
		call.category = category;
		this.end(call, 'agent_answered');
	}
}
