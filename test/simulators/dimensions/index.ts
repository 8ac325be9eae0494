import { systemClock, type SimulatorClock } from '../shared/clock';
import { objectFrom, serveJson, type JsonReply, type JsonRequest } from '../shared/jsonServer';
import { Pusher, type PushEntry } from '../shared/pusher';
import {
	finishedCall,
	passesFilter,
	USUAL_CALLER,
	withoutZeros,
	type Cdr,
	type NewCall,
} from './calls';
import type { WebhookFilter } from './calls';
import { Directories } from './directories';
import { Login, type OAuthClient } from './login';
import { asInTable, pushOf } from './wire';
import type { Format, Keys, Method, Naming, Payload } from './wire';

export interface DimensionsSimulatorOptions {
	/** 0 (default) takes a free port. */
	port?: number;
	host?: string;
	/** URL of the webhook; nothing is pushed without it. The vendor takes https only, this takes http too. */
	push?: string;
	method?: Method;
	format?: Format;
	naming?: Naming;
	/** Spelling of the names; default that of the vendor's JSON sample. */
	keys?: Keys;
	/** Additional payload data. */
	customData?: Record<string, string>;
	/** 0 to 10, default 1 (protocol page dimensions 1). */
	retries?: number;
	/** ms that the number of the try is multiplied with; the vendor's 2000 by default. */
	retryUnit?: number;
	/** ms that an answer may take; the vendor's 10 s by default. */
	timeout?: number;
	filter?: WebhookFilter;
	triggerId?: string;
	tenantId?: string;
	/** ms between calls of a stream that runs from the start; 0 for none. */
	every?: number;
	client?: OAuthClient;
	clock?: SimulatorClock;
}

export const DIMENSIONS_CLIENT: OAuthClient = { clientId: 'n8n', clientSecret: 'client-secret' };

const RETRY_UNIT = 2_000;
const TIMEOUT = 10_000;
const MOST_RETRIES = 10;

const STREAMED: NewCall[] = [
	{},
	{ answered: false, recorded: false },
	{ direction: 'outbound' },
	{ direction: 'internal', type: 'internal', recorded: false },
	{ tags: { Support: 'stage1' } },
];

/** A platform that pushes finished calls and serves the contact directories. */
export class DimensionsSimulator {
	readonly directories = new Directories();

	readonly calls: Cdr[] = [];

	readonly pusher: Pusher;

	readonly login: Login;

	private readonly clock: SimulatorClock;

	private stopStream?: () => void;

	private streamed = 0;

	constructor(readonly options: DimensionsSimulatorOptions) {
		this.clock = options.clock ?? systemClock;
		const { retries = 1, retryUnit = RETRY_UNIT, timeout = TIMEOUT } = options;
		if (retries < 0 || retries > MOST_RETRIES) throw new Error('Retries are 0 to 10');
		this.pusher = new Pusher({
			retries,
			wait: (n) => n * retryUnit,
			timeout,
			clock: this.clock,
		});
		this.login = new Login(options.client ?? DIMENSIONS_CLIENT, this.clock);
		if (options.every) this.stream(options.every);
	}

	/** A call that has just ended. Resolves with the push once it was taken or given up. */
	async finish(call: NewCall): Promise<{ cdr: Cdr; push?: PushEntry }> {
		const matches = call.matches ?? this.directories.matches(call.caller ?? USUAL_CALLER);
		const cdr = finishedCall({ ...call, matches }, this.clock.now());
		this.calls.push(cdr);
		if (this.options.push === undefined || !passesFilter(cdr, this.options.filter ?? {})) {
			return { cdr };
		}
		return { cdr, push: await this.pushPayload(this.payloadOf(withoutZeros(cdr))) };
	}

	payloadOf(cdr: Payload): Payload {
		const {
			triggerId = '11111111-1111-4111-8111-111111111111',
			tenantId = '22222222-2222-4222-8222-222222222222',
			customData = { hook: 'after-call' },
		} = this.options;
		return { triggerId, id: tenantId, tenantId, cdr, customData };
	}

	/** Pushes a payload as it is. */
	async pushPayload(payload: Payload): Promise<PushEntry> {
		const { push, method = 'POST', format = 'json', naming = 'dotted', keys } = this.options;
		if (push === undefined) throw new Error('There is no address to push to');
		const written = keys === 'table' ? asInTable(payload) : payload;
		return await this.pusher.send(pushOf(push, written, { method, format, naming }));
	}

	/** A call every `ms`; 0 ends it. */
	stream(ms: number): void {
		this.stopStream?.();
		this.stopStream = undefined;
		if (ms <= 0) return;
		const next = () => {
			void this.finish(STREAMED[this.streamed++ % STREAMED.length]);
			this.stopStream = this.clock.after(ms, next);
		};
		this.stopStream = this.clock.after(ms, next);
	}

	async handle(request: JsonRequest): Promise<JsonReply> {
		const login = this.login.answer(request);
		if (login) return login;
		const [, path] = /^\/api\/v1\.0\/(.*)$/.exec(request.path) ?? [];
		if (path !== undefined) {
			if (!this.login.knows(request)) return { status: 401 };
			return this.directories.answer(request, path, this.clock.now());
		}
		return (await this.control(request)) ?? { status: 404, body: { message: 'not found' } };
	}

	close(): void {
		this.stopStream?.();
		this.pusher.close();
	}

	private async control({ method, path, body }: JsonRequest): Promise<JsonReply | undefined> {
		const [, area] = /^\/control\/(\w+)$/.exec(path) ?? [];
		if (method === 'GET') {
			if (area === 'pushes') return { status: 200, body: this.pusher.log };
			if (area === 'state') {
				return { status: 200, body: { calls: this.calls, directories: this.directories.list } };
			}
			return undefined;
		}
		if (method !== 'POST') return undefined;
		const fields = objectFrom(body);
		switch (area) {
			case 'calls':
				return { status: 201, body: await this.finish(fields) };
			case 'push':
				return { status: 200, body: await this.pushPayload(fields) };
			case 'stream':
				this.stream(Number(fields.every ?? 0));
				return { status: 200, body: {} };
			case 'webhook':
				Object.assign(this.options, fields);
				return { status: 200, body: {} };
			case 'expire':
				this.login.expire();
				return { status: 200, body: {} };
			default:
				return undefined;
		}
	}
}

export interface RunningDimensions {
	url: string;
	controlUrl: string;
	/** Base of the API. */
	api: string;
	simulator: DimensionsSimulator;
	/** What clients asked, without the control interface. */
	requests: Awaited<ReturnType<typeof serveJson>>['requests'];
	close(): Promise<void>;
}

/** Starts a Dimensions with a world of its own. */
export async function startDimensionsSimulator(
	options: DimensionsSimulatorOptions = {},
): Promise<RunningDimensions> {
	const simulator = new DimensionsSimulator({ ...options });
	const { host = '127.0.0.1', port = 0 } = options;
	const server = await serveJson(async (request) => await simulator.handle(request), {
		host,
		port,
	});
	return {
		url: server.url,
		controlUrl: `${server.url}/control`,
		api: `${server.url}/api/v1.0`,
		simulator,
		requests: server.requests,
		async close() {
			simulator.close();
			await server.close();
		},
	};
}
