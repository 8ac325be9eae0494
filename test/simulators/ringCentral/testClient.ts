import { manualClock, type ManualClock } from '../shared/clock';
import { openApiFindings } from './openApi/conformance';
import {
	startRingCentralSimulator,
	type RingCentralSimulator,
	type RingCentralSimulatorOptions,
} from './index';
import type { PublishedEvent } from './world';

export interface Answer {
	status: number;
	headers: Headers;
	/** JSON; bytes when it is none. */
	body: Record<string, never> & Record<string, unknown>;
	bytes: Uint8Array;
}

export const ALICE = '62288329016';
export const BOB = '62288330016';
export const CAROL = '62288331016';
export const SALES = '62290000016';
export const ACCOUNT = '/restapi/v1.0/account/~';
export const OWN = `${ACCOUNT}/extension/~`;

/** Limits that no test reaches. */
export const GENEROUS = { light: 10_000, medium: 10_000, heavy: 10_000, auth: 10_000 };

export const basic = (id = 'demo-client', secret = 'demo-secret'): string =>
	`Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

/** A simulator with a clock that stands still, and a client for it. */
export class TestClient {
	/** Everything that was published. */
	readonly events: PublishedEvent[] = [];

	private constructor(
		readonly simulator: RingCentralSimulator,
		readonly clock: ManualClock,
	) {
		const { world } = simulator;
		const { events } = world;
		world.events = {
			publish: (event) => {
				this.events.push(event);
				events.publish(event);
			},
		};
	}

	static async start(options: RingCentralSimulatorOptions = {}): Promise<TestClient> {
		const clock = manualClock(Date.UTC(2026, 0, 15, 12));
		const simulator = await startRingCentralSimulator({
			clock,
			rateLimits: GENEROUS,
			// A busy machine may take long to answer.
			webhookTimeout: 60_000,
			...options,
		});
		return new TestClient(simulator, clock);
	}

	get world(): RingCentralSimulator['world'] {
		return this.simulator.world;
	}

	/** Access token of a user, without a request. */
	token(user = 'alice'): string {
		return this.world.tokens.grant(user).accessToken;
	}

	/** Sends as a user; `path` may be an absolute uri of an answer. */
	async send(
		method: string,
		path: string,
		options: {
			as?: string;
			json?: unknown;
			body?: BodyInit;
			headers?: Record<string, string>;
		} = {},
	): Promise<Answer> {
		const { as = 'alice', json, body, headers } = options;
		const response = await fetch(path.startsWith('http') ? path : this.simulator.url + path, {
			method,
			redirect: 'manual',
			headers: {
				...(as === '' ? {} : { Authorization: `Bearer ${this.tokenOf(as)}` }),
				...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
				...headers,
			},
			body: json === undefined ? body : JSON.stringify(json),
		});
		const bytes = new Uint8Array(await response.arrayBuffer());
		const isJson = /json/.test(response.headers.get('content-type') ?? '');
		const text = new TextDecoder().decode(bytes);
		return {
			status: response.status,
			headers: response.headers,
			body: (isJson && text !== '' ? JSON.parse(text) : {}) as Answer['body'],
			bytes,
		};
	}

	async get(path: string, as?: string): Promise<Answer> {
		return await this.send('GET', path, { as });
	}

	/** The token call. */
	async tokenCall(fields: Record<string, string>, authorization = basic()): Promise<Answer> {
		return await this.send('POST', '/restapi/oauth/token', {
			as: '',
			body: new URLSearchParams(fields),
			headers: { Authorization: authorization },
		});
	}

	/** Ends the simulator; what differs from the OpenAPI file in all that was sent and answered. */
	async stop(): Promise<string[]> {
		const findings = openApiFindings(this.simulator.requests);
		await this.simulator.close();
		return findings;
	}

	private readonly tokens = new Map<string, string>();

	private tokenOf(user: string): string {
		const known = this.tokens.get(user) ?? this.token(user);
		this.tokens.set(user, known);
		return known;
	}
}
