import { systemClock, type SimulatorClock } from '../shared/clock';
import { objectFrom, serveJson, type JsonReply, type JsonRequest } from '../shared/jsonServer';
import { Pusher, type PushEntry } from '../shared/pusher';
import { UdeskApi } from './api';
import { Signatures, type Account } from './signatures';
import { encoded, eventPush, OUTCOMES, triggerPush, type Encoding } from './wire';
import type { Language, Outcome } from './wire';
import { UdeskWorld, type CallStep, type NewCall, type UdeskCall } from './world';

export interface UdeskSimulatorOptions {
	/** 0 (default) takes a free port. */
	port?: number;
	host?: string;
	/** Where the pushes go; none are sent without it. */
	push?: string;
	/** The JSON object typed into the trigger's push action. */
	extend?: Record<string, unknown>;
	language?: Language;
	encoding?: Encoding;
	/** Which pushes are switched on. */
	kinds?: Array<'trigger' | 'event'>;
	/** ms between calls of a stream that runs from the start; 0 for none. */
	every?: number;
	/** Repetitions of a push that was not taken. Nothing is documented; default 0. */
	retries?: number;
	account?: Partial<Account>;
	clock?: SimulatorClock;
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

/** A call centre that pushes its calls and serves the documented interfaces. */
export class UdeskSimulator {
	readonly world: UdeskWorld;

	readonly pusher: Pusher;

	readonly account: Account;

	readonly api: UdeskApi;

	private readonly clock: SimulatorClock;

	private stopStream?: () => void;

	private copies = 1;

	private streamed = 0;

	constructor(private readonly options: UdeskSimulatorOptions) {
		this.clock = options.clock ?? systemClock;
		this.account = { ...UDESK_ACCOUNT, ...options.account };
		this.pusher = new Pusher({
			retries: options.retries ?? 0,
			wait: () => RETRY_WAIT,
			timeout: TIMEOUT,
			clock: this.clock,
		});
		this.world = new UdeskWorld(this.clock, (call, step) => this.report(call, step));
		this.api = new UdeskApi(this.world, new Signatures(this.account, this.clock));
		if (options.every) this.stream(options.every);
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

	/** Places a call every `ms`; 0 ends it. */
	stream(ms: number): void {
		this.stopStream?.();
		this.stopStream = undefined;
		if (ms <= 0) return;
		const next = () => {
			this.place({ outcome: OUTCOMES[this.streamed++ % OUTCOMES.length] });
			this.stopStream = this.clock.after(ms, next);
		};
		this.stopStream = this.clock.after(ms, next);
	}

	async handle(request: JsonRequest): Promise<JsonReply> {
		const answer = this.api.answer(request) ?? (await this.control(request));
		return answer ?? { status: 404, body: { message: 'not found' } };
	}

	close(): void {
		this.stopStream?.();
		this.pusher.close();
	}

	/** The trigger pushes at the end of a call, the event push at every step (protocol page udesk 1, 2). */
	private report(call: UdeskCall, step: CallStep): void {
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

	private async control({ method, path, body }: JsonRequest): Promise<JsonReply | undefined> {
		const found = /^\/control\/(\w+)$/.exec(path);
		if (!found) return undefined;
		const [, area] = found;
		if (method === 'GET') {
			if (area === 'pushes') return { status: 200, body: this.pusher.log };
			if (area === 'state') {
				const { agents, calls, numbers } = this.world;
				return { status: 200, body: { agents, calls, numbers } };
			}
			return undefined;
		}
		if (method !== 'POST') return undefined;
		const fields = objectFrom(body);
		switch (area) {
			case 'calls':
				return { status: 201, body: this.place(fields) };
			case 'push':
				return { status: 200, body: await this.pushRecord(fields) };
			case 'stream':
				this.stream(Number(fields.every ?? 0));
				return { status: 200, body: {} };
			case 'target':
				this.pushTo(String(fields.url), fields.extend as Record<string, unknown> | undefined);
				return { status: 200, body: {} };
			case 'expire':
				this.api.expireTokens();
				return { status: 200, body: {} };
			default:
				return undefined;
		}
	}
}

export interface RunningUdesk {
	url: string;
	controlUrl: string;
	simulator: UdeskSimulator;
	/** What clients asked, without the control interface. */
	requests: Awaited<ReturnType<typeof serveJson>>['requests'];
	close(): Promise<void>;
}

/** Starts a Udesk with a world of its own. */
export async function startUdeskSimulator(
	options: UdeskSimulatorOptions = {},
): Promise<RunningUdesk> {
	const simulator = new UdeskSimulator({ ...options });
	const { host = '127.0.0.1', port = 0 } = options;
	const server = await serveJson(async (request) => await simulator.handle(request), {
		host,
		port,
	});
	return {
		url: server.url,
		controlUrl: `${server.url}/control`,
		simulator,
		requests: server.requests,
		async close() {
			simulator.close();
			await server.close();
		},
	};
}
