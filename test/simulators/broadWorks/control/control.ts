import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { servePage } from '../../shared/page/page';
import { readBody } from '../../shared/server';
import { badRequest, XsiError } from '../http/errors';
import { LASTING_KINDS } from './faults';
import { IMMEDIATE_KINDS, type FaultRequest } from './faultInjection';
import type { XsiHandler } from '../http/handler';
import { parseQuery } from '../http/router';
import type { XsiWorld } from '../world';
import { actOnAgent, actOnCall, actOnQueue, actOnUser, addUsers, placeCall } from './actions';
import { pushLoad } from './load';
import { actOnMeeting } from './meetings';
import { viewState } from './view';
import { LiveEvents } from './liveEvents';

const BODY_LIMIT = 10_000_000;
const PAGE = join(__dirname, '../page');

export type Json = Record<string, unknown>;

/** What a control request answers. */
export interface ControlReply {
	status?: number;
	body: unknown;
}

/** The control interface and the page: JSON over HTTP, no authentication, never in production. */
export class Control {
	private readonly live: LiveEvents;

	/** Connections of the control interface and the page, which outlive a simulated restart. */
	private readonly own = new WeakSet<Socket>();

	private cut: (isOwn: (socket: Socket) => boolean) => void = () => {};

	constructor(
		private readonly world: XsiWorld,
		private readonly handler: XsiHandler,
	) {
		this.live = new LiveEvents(world);
		world.signals.on('cut', () => this.cut((socket) => this.own.has(socket)));
	}

	/** How to cut every connection but the control interface's own. */
	onCut(cut: (isOwn: (socket: Socket) => boolean) => void): void {
		this.cut = cut;
	}

	/** Answers a request; false when its path is not the control interface's or the page's. */
	async handle(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
		const [path, search = ''] = (request.url ?? '/').split(/\?(.*)/s, 2);
		if (servePage(PAGE, path, request, response)) return true;
		if (!path.startsWith('/control/')) return false;
		this.own.add(request.socket);
		const method = request.method ?? 'GET';
		if (path === '/control/events' && method === 'GET') {
			this.live.open(request, response);
			return true;
		}
		try {
			const text = await readBody(request, BODY_LIMIT, () => badRequest('The body is too large.'));
			const body = parseJson(text);
			const parts = path.split('/').slice(2).filter(Boolean).map(decodeURIComponent);
			const reply = await this.route(method, parts, body, parseQuery(search));
			sendJson(response, reply.status ?? 200, reply.body);
		} catch (error) {
			const status = error instanceof XsiError ? error.status : 500;
			sendJson(response, status, { error: error instanceof Error ? error.message : String(error) });
		}
		return true;
	}

	close(): void {
		this.live.close();
	}

	private async route(
		method: string,
		parts: string[],
		body: Json,
		query: Map<string, string>,
	): Promise<ControlReply> {
		const { world } = this;
		const [area, id, action] = parts;
		const since = Number(query.get('since') ?? 0);
		if (method === 'GET') {
			if (area === 'state') return { body: viewState(world) };
			if (area === 'requests') return { body: this.handler.requests.since(since) };
			if (area === 'sent') return { body: world.sent.since(since) };
			if (area === 'faults') {
				const kinds = [...LASTING_KINDS, ...IMMEDIATE_KINDS];
				return { body: { faults: world.faults.list(), kinds } };
			}
		}
		if (method === 'DELETE' && area === 'faults') {
			world.faults.clear();
			return { body: {} };
		}
		if (method !== 'POST') throw new XsiError(404, 0, `${method} ${parts.join('/')} is not known`);
		switch (area) {
			case 'calls':
				return id === undefined
					? { status: 201, body: placeCall(world, body) }
					: { body: actOnCall(world, id, action, body) };
			case 'users':
				return { body: id ? actOnUser(world, id, action, body) : addUsers(world, body) };
			case 'agents':
				return { body: actOnAgent(world, id, action, body) };
			case 'queues':
				return { body: actOnQueue(world, id, action, body) };
			case 'meetings':
				return { status: 201, body: actOnMeeting(world, parts.slice(1), body) };
			case 'faults':
				return { status: 201, body: world.faults.add(body as unknown as FaultRequest) };
			case 'load':
				return pushLoad(world, body);
			case 'reset':
				this.handler.requests.clear();
				world.reset();
				return { body: {} };
			default:
				throw new XsiError(404, 0, `POST ${parts.join('/')} is not known`);
		}
	}
}

function parseJson(text: string): Json {
	if (text.trim() === '') return {};
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		throw badRequest('The body is not JSON.');
	}
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw badRequest('The body must be a JSON object.');
	}
	return value as Json;
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
	const text = JSON.stringify(body);
	response.writeHead(status, {
		'Content-Type': 'application/json; charset=utf-8',
		'Content-Length': Buffer.byteLength(text),
		'Cache-Control': 'no-store',
	});
	response.end(text);
}
