import { join } from 'node:path';

import { objectFrom, type JsonReply, type JsonRequest } from '../shared/jsonServer';
import type { PushEntry } from '../shared/pusher';
import {
	PushingSimulator,
	servePushing,
	type ControlAreas,
	type PushingOptions,
	type RunningPushing,
} from '../shared/pushingSimulator';
import { UdeskApi } from './api';
import { Signatures, type Account } from './signatures';
import { encoded, eventPush, OUTCOMES, triggerPush, type Encoding } from './wire';
import type { Language, Outcome } from './wire';
import { UdeskWorld, type CallStep, type NewCall, type UdeskCall } from './world';

export interface UdeskSimulatorOptions extends PushingOptions {
	/** Where the pushes go; none are sent without it. */
	push?: string;
	/** Where the start of a call asks for the customer (customer_token Query API); nowhere without it. */
	lookup?: string;
	/** The JSON object typed into the trigger's push action. */
	extend?: Record<string, unknown>;
	language?: Language;
	encoding?: Encoding;
	/** Which pushes are switched on. */
	kinds?: Array<'trigger' | 'event'>;
	/** Repetitions of a push that was not taken. Nothing is documented; default 0. */
	retries?: number;
	/** ms that an answer may take; 10 s by default. */
	timeout?: number;
	account?: Partial<Account>;
}

/** A call from ring to end, as the control interface takes it. */
export interface WholeCall extends NewCall {
	outcome?: Outcome;
	/** s */
	talkTime?: number;
	leaveMessage?: boolean;
	/** Send every push this often, as a sender that repeats itself would. */
	copies?: number;
}

const CONNECTED = new Set<Outcome>(['customer_answered', 'agent_answered']);
const RETRY_WAIT = 1_000;
const TIMEOUT = 10_000;

export const UDESK_ACCOUNT: Account = {
	email: 'admin@udesk.cn',
	openApiToken: '0123456789abcdef0123456789abcdef',
	callCenterSecret: '99d80d18b0b9a994a8d0283e830e5099',
};

/** The token of an answer to the look-up; undefined for an answer that is no JSON object, or has none. */
function tokenIn(answer: string): string | undefined {
	if (!answer.trim().startsWith('{')) return undefined;
	const { customer_token: token } = objectFrom(answer);
	return typeof token === 'string' && token !== '' ? token : undefined;
}

/** A call centre that pushes its calls and serves the documented interfaces. */
export class UdeskSimulator extends PushingSimulator {
	readonly world: UdeskWorld;

	readonly account: Account;

	readonly api: UdeskApi;

	protected readonly areas: ControlAreas = {
		state: () => {
			const { agents, calls, numbers, queues } = this.world;
			return { agents, calls, numbers, queues, outcomes: OUTCOMES };
		},
		call: (fields) => this.place(fields),
		push: async (fields) => await this.pushRecord(fields),
		commands: {
			target: ({ url, extend }) =>
				this.pushTo(String(url), extend as Record<string, unknown> | undefined),
			lookup: ({ url }) => this.lookUpAt(String(url)),
			expire: () => this.api.expireTokens(),
			ring: (fields) => void this.world.start(fields as NewCall),
			answer: ({ conversationId }) => this.world.connect(this.liveCall(conversationId)),
			end: ({ conversationId, outcome }) =>
				this.world.end(this.liveCall(conversationId), outcome as Outcome),
		},
	};

	private copies = 1;

	constructor(private readonly options: UdeskSimulatorOptions) {
		const { retries = 0, timeout = TIMEOUT } = options;
		super(options, { retries, wait: () => RETRY_WAIT, timeout });
		this.account = { ...UDESK_ACCOUNT, ...options.account };
		this.world = new UdeskWorld(this.clock, (call, step) => this.report(call, step));
		this.api = new UdeskApi(this.world, new Signatures(this.account, this.clock));
	}

	/** A call from beginning to end, with all its pushes. */
	place({
		outcome = 'customer_answered',
		talkTime = 6,
		copies = 1,
		...call
	}: WholeCall): UdeskCall {
		this.copies = copies;
		const { leaveMessage, ...given } = call;
		const agentEmail = given.agentEmail ?? (given.queue ? undefined : this.world.agents[0].email);
		const placed = this.world.start({ ...given, agentEmail });
		if (CONNECTED.has(outcome)) this.world.connect(placed);
		this.world.end(placed, outcome, talkTime, leaveMessage);
		this.copies = 1;
		return placed;
	}

	/** Pushes a record as it is. */
	async pushRecord(record: Record<string, unknown>, encoding?: Encoding): Promise<PushEntry> {
		if (this.options.push === undefined) throw new Error('There is no address to push to');
		const wire = encoded(record, encoding ?? this.options.encoding ?? 'json');
		return await this.pusher.send({ method: 'POST', url: this.options.push, ...wire });
	}

	/** Where pushes go from now on. */
	pushTo(url: string, extend = this.options.extend): void {
		this.options.push = url;
		this.options.extend = extend;
	}

	/** Where the start of a call asks for the customer from now on. */
	lookUpAt(url: string): void {
		this.options.lookup = url;
	}

	/**
	 * Asks whose number it is, and keeps the token that is answered as that of the customer
	 * (docs/protocols/udesk.md#look-up-hook). An answer without one changes nothing.
	 */
	async lookUp(number: string): Promise<PushEntry> {
		if (this.options.lookup === undefined) throw new Error('There is no address to ask');
		const asked = { timestamp: Math.floor(this.clock.now() / 1000), number };
		const entry = await this.pusher.send({
			method: 'POST',
			url: this.options.lookup,
			headers: { 'Content-Type': 'application/json;charset=utf8' },
			body: JSON.stringify(asked),
		});
		const token = entry.statuses.at(-1) === 200 ? tokenIn(entry.answer) : undefined;
		if (token !== undefined) this.api.customers.identify(number, token);
		return entry;
	}

	private liveCall(conversationId: unknown): UdeskCall {
		const call = this.world.calls.find((one) => one.conversationId === Number(conversationId));
		if (!call || call.customerHangupAt !== undefined) throw new Error('There is no such call');
		return call;
	}

	protected placeNext(n: number): void {
		this.place({ outcome: OUTCOMES[n % OUTCOMES.length] });
	}

	protected serve(request: JsonRequest): JsonReply | undefined {
		return this.api.answer(request);
	}

	/**
	 * The trigger pushes at the end of a call, the event push at every step
	 * (docs/protocols/udesk.md#call-trigger-push and docs/protocols/udesk.md#call-event-push).
	 */
	private report(call: UdeskCall, step: CallStep): void {
		if (step === 'start' && this.options.lookup !== undefined) {
			void this.lookUp(call.customerPhone);
		}
		if (this.options.push === undefined) return;
		const { kinds = ['trigger'], language = 'zh', extend = { code: 'call test' } } = this.options;
		const now = this.clock.now();
		const records = [
			...(kinds.includes('event') ? [eventPush(call, now, language)] : []),
			...(kinds.includes('trigger') && step === 'end'
				? [triggerPush(call, now, language, extend)]
				: []),
		];
		for (const record of records) {
			for (let copy = 0; copy < this.copies; copy++) void this.pushRecord(record);
		}
	}
}

export type RunningUdesk = RunningPushing<UdeskSimulator>;

/** Starts a Udesk with a world of its own. */
export async function startUdeskSimulator(
	options: UdeskSimulatorOptions = {},
): Promise<RunningUdesk> {
	return await servePushing(new UdeskSimulator({ ...options }), options, join(__dirname, 'page'));
}
