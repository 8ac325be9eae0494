import { systemClock, type SimulatorClock } from './clock';
import { objectFrom, serveJson, type JsonReply, type JsonRequest } from './jsonServer';
import type { RequestEntry } from './jsonServer';
import { Pusher, type PushEntry, type PusherSettings } from './pusher';

export interface PushingOptions {
	/** 0 (default) takes a free port. */
	port?: number;
	host?: string;
	/** ms between calls of a stream that runs from the start; 0 for none. */
	every?: number;
	clock?: SimulatorClock;
}

type Fields = Record<string, unknown>;

/** What the control interface can do besides what every simulator that pushes can. */
export interface ControlAreas {
	/** What `GET state` shows. */
	state(): unknown;
	/** `POST calls`: a call with all its pushes. */
	call(fields: Fields): unknown;
	/** `POST push`: a record as it is. */
	push(fields: Fields): Promise<PushEntry>;
	/** Further areas of POST, answered with an empty object. */
	commands: Record<string, (fields: Fields) => void>;
}

/** A simulator that pushes calls, on command or as a stream, and has a control interface. */
export abstract class PushingSimulator {
	readonly pusher: Pusher;

	protected readonly clock: SimulatorClock;

	protected abstract readonly areas: ControlAreas;

	private stopStream?: () => void;

	private streamed = 0;

	protected constructor(
		{ clock = systemClock, every = 0 }: PushingOptions,
		pusher: Omit<PusherSettings, 'clock'>,
	) {
		this.clock = clock;
		this.pusher = new Pusher({ ...pusher, clock });
		this.stream(every);
	}

	/** Places a call every `ms`; 0 ends it. */
	stream(ms: number): void {
		this.stopStream?.();
		this.stopStream = undefined;
		if (ms <= 0) return;
		const next = () => {
			this.placeNext(this.streamed++);
			this.stopStream = this.clock.after(ms, next);
		};
		this.stopStream = this.clock.after(ms, next);
	}

	async handle(request: JsonRequest): Promise<JsonReply> {
		const answer = this.serve(request) ?? (await this.control(request));
		return answer ?? { status: 404, body: { message: 'not found' } };
	}

	close(): void {
		this.stream(0);
		this.pusher.close();
	}

	/** Places call number `n` of a stream. */
	protected abstract placeNext(n: number): void;

	/** The vendor's own interfaces; undefined for a path that is none of theirs. */
	protected abstract serve(request: JsonRequest): JsonReply | undefined;

	private async control({ method, path, body }: JsonRequest): Promise<JsonReply | undefined> {
		const [, area] = /^\/control\/(\w+)$/.exec(path) ?? [];
		if (area === undefined) return undefined;
		const { state, call, push, commands } = this.areas;
		const fields = objectFrom(body);
		switch (`${method} ${area}`) {
			case 'GET pushes':
				return { status: 200, body: this.pusher.log };
			case 'GET state':
				return { status: 200, body: state() };
			case 'POST calls':
				return { status: 201, body: await call(fields) };
			case 'POST push':
				return { status: 200, body: await push(fields) };
			case 'POST stream':
				this.stream(Number(fields.every ?? 0));
				return { status: 200, body: {} };
			default:
				if (method !== 'POST' || !Object.hasOwn(commands, area)) return undefined;
				commands[area](fields);
				return { status: 200, body: {} };
		}
	}
}

export interface RunningPushing<Simulator> {
	url: string;
	controlUrl: string;
	/** Where a person places calls, and sees what goes over the line. */
	pageUrl: string;
	simulator: Simulator;
	/** What clients asked, without the control interface. */
	requests: RequestEntry[];
	close(): Promise<void>;
}

/** Starts the server of a simulator, with its page from the folder `page`. */
export async function servePushing<Simulator extends PushingSimulator>(
	simulator: Simulator,
	{ host = '127.0.0.1', port = 0 }: PushingOptions,
	page: string,
): Promise<RunningPushing<Simulator>> {
	const answer = async (request: JsonRequest): Promise<JsonReply> => {
		const { method, path } = request;
		if (method === 'GET' && path === '/control/requests') {
			return { status: 200, body: server.requests };
		}
		return await simulator.handle(request);
	};
	const server = await serveJson(answer, { host, port, page });
	return {
		url: server.url,
		controlUrl: `${server.url}/control`,
		pageUrl: `${server.url}/`,
		simulator,
		requests: server.requests,
		async close() {
			simulator.close();
			await server.close();
		},
	};
}
