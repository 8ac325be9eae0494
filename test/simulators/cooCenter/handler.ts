import type { IncomingMessage, ServerResponse } from 'node:http';
import { Ring } from '../shared/ring';
import { readBody } from '../shared/server';
import { mayPass, Tokens } from './access';
import { Refusal } from './calls';
import type { Fault } from './faults';
import type { Fields, Reply } from './routes/route';
import { routesAt } from './routes/routes';
import type { CooCenterWorld } from './world';

const BASE = '/coocenter-api';
const BODY_LIMIT = 1_000_000;

/** A request that came; the key is not kept. */
export interface SeenRequest {
	n: number;
	method: string;
	path: string;
	contentType: string;
	body: string;
	/** Status of the answer. */
	status?: number;
	/** Epoch ms. */
	at: number;
}

/** How the API says no inside a 200 (docs/protocols/coocenter.md#authorisation). */
const failed = (message: string, status = 200): Reply => ({
	status,
	body: { status: 'fail', message },
});

/** Answers everything below `/coocenter-api`. */
export class CooCenterHandler {
	readonly requests = new Ring<SeenRequest>(20_000);

	readonly tokens = new Tokens();

	constructor(private readonly world: CooCenterWorld) {}

	/** False when the path is not its own. */
	async handle(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
		const [path, query = ''] = (request.url ?? '').split(/\?(.*)/s, 2);
		if (!path.startsWith(`${BASE}/`)) return false;
		const seen: SeenRequest = {
			n: this.requests.nextNumber(),
			method: request.method ?? '',
			path: request.url ?? '',
			contentType: request.headers['content-type'] ?? '',
			body: await readBody(request, BODY_LIMIT, () => new Error('The body is too large')),
			at: this.world.now(),
		};
		this.requests.add(seen);
		response.on('close', () => (seen.status = response.statusCode));
		const slow = this.world.faults.take('slow', path);
		if (slow) {
			await new Promise<void>((done) => {
				this.world.settings.clock.after(slow.delayMs ?? 500, done);
			});
		}
		const fault = this.world.faults.take('status', path);
		if (fault) send(response, faultReply(fault));
		else if (path.startsWith(`${BASE}/monitor/`)) this.recording(path, request, response);
		else send(response, this.answer(path.slice(BASE.length), query, seen, request));
		return true;
	}

	private answer(path: string, query: string, seen: SeenRequest, request: IncomingMessage): Reply {
		const { world } = this;
		try {
			if (path === '/local/login' && world.settings.generation === 2) return this.logIn(seen);
			const refused = this.refusal(request);
			if (refused) return refused;
			const [routes, id] = routesAt(world, path);
			if (routes.length === 0) return { status: 404, body: undefined };
			const route = routes.find(({ methods }) => methods.includes(seen.method));
			if (!route) return { status: 405, body: undefined };
			return route.run(world, fieldsOf(world, seen, query), id);
		} catch (error) {
			if (error instanceof Refusal) return failed(error.message, world.settings.failure);
			throw error;
		}
	}

	private logIn(seen: SeenRequest): Reply {
		const { username, password } = this.world.settings;
		const fields = fieldsOf(this.world, seen, '');
		if (fields.username !== username || fields.password !== password) {
			return failed('username or password error');
		}
		const token = this.tokens.issue(this.world);
		return { status: 200, body: { status: 'success', token, username, userId: 1 } };
	}

	private refusal(request: IncomingMessage): Reply | undefined {
		const { world } = this;
		if (mayPass(world, this.tokens, request.headers.authorization)) return undefined;
		if (world.settings.generation === 2) {
			return { status: 200, body: { status: 'unauthorized', message: 'token error' } };
		}
		return failed('Authorization failed', world.settings.refusal);
	}

	private recording(path: string, request: IncomingMessage, response: ServerResponse): void {
		const { world } = this;
		const refused = world.settings.protectRecordings ? this.refusal(request) : undefined;
		if (refused) {
			send(response, refused);
			return;
		}
		const wanted = decodeURIComponent(path.slice(`${BASE}/monitor/`.length));
		const found = world.state.recordings.get(wanted);
		if (!found || found.from > world.now() || request.method !== 'GET') {
			send(response, { status: 404, body: undefined });
			return;
		}
		const { audio } = found;
		const cut = world.faults.take('cutRecording', path);
		const chunked = cut ? undefined : world.faults.take('cutChunkedRecording', path);
		response.writeHead(200, {
			'Content-Type': 'audio/x-wav',
			...(chunked ? {} : { 'Content-Length': audio.length }),
		});
		const fault = cut ?? chunked;
		if (!fault) {
			response.end(audio);
			return;
		}
		response.write(audio.subarray(0, fault.bytes ?? Math.floor(audio.length / 2)), () => {
			// What was written must arrive, or nothing would be cut in the middle.
			setTimeout(() => response.destroy(), 50);
		});
	}
}

function faultReply({ status = 503, body }: Fault): Reply {
	return { status, body: undefined, text: body ?? `<html><body>HTTP ${status}</body></html>` };
}

function send(response: ServerResponse, { status, body, text }: Reply): void {
	const written = text ?? (body === undefined ? 'Not found' : JSON.stringify(body));
	response.writeHead(status, {
		'Content-Type': body === undefined ? 'text/html' : 'application/json; charset=utf-8',
		'Content-Length': Buffer.byteLength(written),
	});
	response.end(written);
}

/** Form fields in generation 1, JSON in generation 2, the query of a GET. @throws Refusal */
function fieldsOf(world: CooCenterWorld, seen: SeenRequest, query: string): Fields {
	if (seen.method === 'GET') return Object.fromEntries(new URLSearchParams(query));
	if (seen.body === '') return {};
	const isForm = world.settings.generation === 1;
	const wanted = isForm ? 'application/x-www-form-urlencoded' : 'application/json';
	if (!seen.contentType.startsWith(wanted)) throw new Refusal(`${wanted} is needed`);
	if (isForm) return Object.fromEntries(new URLSearchParams(seen.body));
	try {
		return JSON.parse(seen.body) as Fields;
	} catch (error) {
		throw new Refusal(`The body is not JSON: ${(error as Error).message}`);
	}
}
