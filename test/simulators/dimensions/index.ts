import { join } from 'node:path';

import type { JsonReply, JsonRequest } from '../shared/jsonServer';
import type { PushEntry } from '../shared/pusher';
import {
	PushingSimulator,
	servePushing,
	type ControlAreas,
	type PushingOptions,
	type RunningPushing,
} from '../shared/pushingSimulator';
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

export interface DimensionsSimulatorOptions extends PushingOptions {
	/** URL of the webhook; nothing is pushed without it. The vendor takes https only, this takes http too. */
	push?: string;
	method?: Method;
	format?: Format;
	naming?: Naming;
	/** Spelling of the names; default that of the vendor's JSON sample. */
	keys?: Keys;
	/** Additional payload data. */
	customData?: Record<string, string>;
	/** 0 to 10, default 1 (docs/protocols/dimensions.md#the-webhook). */
	retries?: number;
	/** ms that the number of the try is multiplied with; the vendor's 2000 by default. */
	retryUnit?: number;
	/** ms that an answer may take; the vendor's 10 s by default. */
	timeout?: number;
	filter?: WebhookFilter;
	triggerId?: string;
	tenantId?: string;
	client?: OAuthClient;
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
export class DimensionsSimulator extends PushingSimulator {
	readonly directories = new Directories();

	readonly calls: Cdr[] = [];

	readonly login: Login;

	protected readonly areas: ControlAreas = {
		state: () => ({ calls: this.calls, directories: this.directories.list }),
		call: async (fields) => await this.finish(fields),
		push: async (fields) => await this.pushPayload(fields),
		commands: {
			webhook: (fields) => void Object.assign(this.options, fields),
			expire: () => this.login.expire(),
		},
	};

	constructor(readonly options: DimensionsSimulatorOptions) {
		const { retries = 1, retryUnit = RETRY_UNIT, timeout = TIMEOUT } = options;
		if (retries < 0 || retries > MOST_RETRIES) throw new Error('Retries are 0 to 10');
		super(options, { retries, wait: (n) => n * retryUnit, timeout });
		this.login = new Login(options.client ?? DIMENSIONS_CLIENT, this.clock);
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

	/** A user or the customer has changed; only the envelope is documented. */
	async change(id: string = this.envelope().tenantId): Promise<PushEntry> {
		return await this.pushPayload({ ...this.envelope(), id });
	}

	private envelope() {
		const {
			triggerId = '11111111-1111-4111-8111-111111111111',
			tenantId = '22222222-2222-4222-8222-222222222222',
			customData = { hook: 'after-call' },
		} = this.options;
		return { triggerId, id: tenantId, tenantId, customData };
	}

	payloadOf(cdr: Payload): Payload {
		return { ...this.envelope(), cdr };
	}

	/** Pushes a payload as it is. */
	async pushPayload(payload: Payload): Promise<PushEntry> {
		const { push, method = 'POST', format = 'json', naming = 'dotted', keys } = this.options;
		if (push === undefined) throw new Error('There is no address to push to');
		const written = keys === 'table' ? asInTable(payload) : payload;
		return await this.pusher.send(pushOf(push, written, { method, format, naming }));
	}

	protected placeNext(n: number): void {
		void this.finish(STREAMED[n % STREAMED.length]);
	}

	protected serve(request: JsonRequest): JsonReply | undefined {
		const login = this.login.answer(request);
		if (login) return login;
		const [, path] = /^\/api\/v1\.0\/(.*)$/.exec(request.path) ?? [];
		if (path === undefined) return undefined;
		if (!this.login.knows(request)) return { status: 401 };
		return this.directories.answer(request, path, this.clock.now());
	}
}

export interface RunningDimensions extends RunningPushing<DimensionsSimulator> {
	/** Base of the API. */
	api: string;
}

/** Starts a Dimensions with a world of its own. */
export async function startDimensionsSimulator(
	options: DimensionsSimulatorOptions = {},
): Promise<RunningDimensions> {
	const simulator = new DimensionsSimulator({ ...options });
	const running = await servePushing(simulator, options, join(__dirname, 'page'));
	return { ...running, api: `${running.url}/api/v1.0` };
}
