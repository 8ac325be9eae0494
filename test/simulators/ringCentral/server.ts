import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { systemClock } from '../shared/clock';
import type { Session } from './login/auth';
import { checkRequest } from './openApi/openApiRequest';
import type { Extension } from './people/people';
import {
	ApiFailure,
	notFound,
	type FoundRoute,
	type RouteReply,
	type Router,
} from './requests/router';
import type { RequestFault, World } from './world';

/** What a client asked and got, for tests. */
export interface RequestEntry {
	n: number;
	/** Epoch ms. */
	at: number;
	method: string;
	/** With the query. */
	url: string;
	/** Path as the OpenAPI file has it; undefined for an unknown one. */
	template?: string;
	/** Authorization is shortened to its scheme. */
	headers: IncomingMessage['headers'];
	/** Text; a body that is no text as Latin-1. */
	body: string;
	status: number;
	/** JSON of the answer; undefined for bytes. */
	answer?: unknown;
	/** The answer is no longer kept: too many large ones came after it. */
	forgotten?: true;
	/** A fault answered, not the API. */
	faulty?: true;
	answerType?: string;
}

const BODY_LIMIT = 50_000_000;
const REQUESTS_KEPT = 5_000;
/** Bodies above this are not kept in the log. */
const BODY_KEPT = 100_000;

function readBytes(request: IncomingMessage): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		const parts: Buffer[] = [];
		let size = 0;
		request.on('data', (part: Buffer) => {
			size += part.length;
			if (size > BODY_LIMIT) reject(new ApiFailure(413, 'CMN-101', 'The body is too large'));
			else parts.push(part);
		});
		request.on('end', () => resolve(Buffer.concat(parts)));
		request.on('error', reject);
		request.on('aborted', () => reject(new Error('The client went away')));
	});
}

function parse(raw: Buffer, type: string): unknown {
	if (raw.length === 0) {
		return /^application\/x-www-form-urlencoded\b/i.test(type) ? new URLSearchParams() : undefined;
	}
	if (/^application\/x-www-form-urlencoded\b/i.test(type)) {
		return new URLSearchParams(raw.toString('utf8'));
	}
	if (!/^application\/([\w.-]+\+)?json\b/i.test(type)) return undefined;
	try {
		return JSON.parse(raw.toString('utf8')) as unknown;
	} catch {
		throw new ApiFailure(400, 'CMN-101', 'Cannot parse the request body', {
			parameterName: 'body',
		});
	}
}

/** Answers the REST API. */
export class ApiServer {
	readonly requests: RequestEntry[] = [];

	private last = 0;

	private readonly kept: { entry: RequestEntry; size: number }[] = [];

	private keptSize = 0;

	constructor(
		private readonly world: World,
		private readonly router: Router,
	) {}

	/** Answers a request; false when its path is none of the API's. */
	async handle(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
		const url = request.url ?? '/';
		if (!/^\/(restapi|team-messaging|media|analytics|ai)\//.test(url)) return false;
		const entry = this.logged(request);
		let reply: RouteReply;
		let fault: RequestFault | undefined;
		try {
			const raw = await readBytes(request);
			entry.body = raw.length > BODY_KEPT ? '' : textOf(raw, request.headers['content-type']);
			entry.template = this.templateOf(entry);
			fault = this.world.faults.take(entry.method, url);
			if (fault?.status !== undefined) entry.faulty = true;
			if (fault?.delay !== undefined) {
				const { delay } = fault;
				await new Promise<void>((done) => void systemClock.after(delay, done));
			}
			reply =
				fault?.status === undefined
					? await this.answer(request, url, raw, entry)
					: { status: fault.status, json: fault.body, headers: fault.headers };
		} catch (error) {
			reply = replyOf(error);
		}
		this.send(response, reply, entry, fault?.cutAfter);
		this.world.signals.emit('change');
		return true;
	}

	private logged(request: IncomingMessage): RequestEntry {
		this.last += 1;
		const { authorization, ...headers } = request.headers;
		const entry: RequestEntry = {
			n: this.last,
			at: this.world.now(),
			method: request.method ?? 'GET',
			url: request.url ?? '/',
			headers:
				authorization === undefined
					? headers
					: { ...headers, authorization: authorization.split(' ')[0] },
			body: '',
			status: 0,
		};
		this.requests.push(entry);
		if (this.requests.length > REQUESTS_KEPT) this.requests.shift();
		return entry;
	}

	private async answer(
		request: IncomingMessage,
		url: string,
		raw: Buffer,
		entry: RequestEntry,
	): Promise<RouteReply> {
		const [path, search = ''] = url.split(/\?(.*)/s, 2);
		const query = new URLSearchParams(search);
		const found = this.find(entry.method, path);
		const { access } = found.route;
		const { headers } = request;
		const session = access.open ? undefined : this.session(headers.authorization, query);
		query.delete('access_token');
		const limits =
			session && access.group ? this.world.rates.take(access.group, session.ownerId) : {};
		const withLimits = (reply: RouteReply) => ({
			...reply,
			headers: { ...limits, ...reply.headers },
		});
		try {
			const user = session && this.world.people.get(session.ownerId);
			const params = user ? this.permitted(found, user) : found.params;
			const body = parse(raw, headers['content-type'] ?? '');
			checkRequest(found.route, query, body, headers['content-type'], raw.length > 0);
			const context = {
				world: this.world,
				// An open route has neither, and does not read them.
				user: user as Extension,
				session: session as Session,
				method: entry.method,
				path,
				params,
				query,
				body,
				rawBody: raw,
				headers,
			};
			return withLimits(await found.route.handler(context));
		} catch (error) {
			return withLimits(replyOf(error));
		}
	}

	private templateOf({ method, url }: RequestEntry): string | undefined {
		const found = this.match(method, url.split('?')[0]);
		return typeof found === 'string' ? undefined : found.route.template;
	}

	private match(method: string, path: string) {
		return this.router.find(method, this.world.options.oldPaths ? currentPath(path) : path);
	}

	private find(method: string, path: string): FoundRoute {
		const found = this.match(method, path);
		if (found === 'path') throw new ApiFailure(404, 'CMN-102', `Resource ${path} is not found`);
		if (found === 'method') {
			throw new ApiFailure(405, 'CMN-101', `Method ${method} is not allowed`);
		}
		return found;
	}

	private session(authorization: string | undefined, query: URLSearchParams): Session {
		const [, token = query.get('access_token')] = /^Bearer (.+)$/i.exec(authorization ?? '') ?? [];
		if (token === null || token === '') {
			throw new ApiFailure(
				401,
				'AGW-402',
				'Authorization header is not specified',
				{},
				{ 'WWW-Authenticate': 'Bearer' },
			);
		}
		return this.world.tokens.check(token);
	}

	/** The ids of the path with `~` resolved. @throws ApiFailure for whom the route is shut */
	private permitted({ route, params }: FoundRoute, user: Extension): Record<string, string> {
		const { world } = this;
		const { scope, permission, others } = route.access;
		const one = (names: string, has: (name: string) => boolean) => names.split(' OR ').some(has);
		if (scope !== undefined && !one(scope, (name) => world.scopes.includes(name))) {
			throw forbidden(
				'CMN-401',
				`In order to call this API endpoint, application needs to have [${scope}] permission`,
				scope,
			);
		}
		if (permission !== undefined && !one(permission, (name) => world.people.may(user, name))) {
			throw forbidden(
				'CMN-408',
				`In order to call this API endpoint, user needs to have [${permission}] permission for requested resource.`,
				permission,
			);
		}
		const resolved = { ...params };
		if (params.accountId === '~') resolved.accountId = world.accountId;
		else if (params.accountId !== undefined && params.accountId !== world.accountId) {
			throw notFound('accountId');
		}
		if (params.extensionId === '~') resolved.extensionId = user.id;
		else if (params.extensionId !== undefined) {
			world.people.get(params.extensionId);
			if (params.extensionId !== user.id && !others && !user.admin) {
				throw forbidden('CMN-404', 'Access to the extension is not allowed');
			}
		}
		return resolved;
	}

	/** Keeps an answer in the log; the oldest ones go when there are too many bytes of them. */
	private keep(entry: RequestEntry, answer: unknown, size: number): void {
		if (answer === undefined) return;
		entry.answer = answer;
		this.kept.push({ entry, size });
		this.keptSize += size;
		while (this.keptSize > this.world.options.answersKept) {
			const oldest = this.kept.shift();
			if (!oldest) return;
			this.keptSize -= oldest.size;
			oldest.entry.answer = undefined;
			oldest.entry.forgotten = true;
		}
	}

	private send(
		response: ServerResponse,
		reply: RouteReply,
		entry: RequestEntry,
		cutAfter?: number,
	): void {
		const bytes =
			reply.bytes ??
			(reply.json === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(reply.json)));
		entry.status = reply.status ?? (bytes.length === 0 ? 204 : 200);
		this.keep(entry, reply.json, bytes.length);
		const headers: Record<string, string | number> = {
			RCRequestId: randomUUID(),
			...(reply.json === undefined ? {} : { 'Content-Type': 'application/json;charset=utf-8' }),
			...reply.headers,
		};
		entry.answerType = headers['Content-Type']?.toString();
		if (entry.status !== 204) headers['Content-Length'] = bytes.length;
		response.writeHead(entry.status, headers);
		if (cutAfter === undefined || cutAfter >= bytes.length) {
			response.end(bytes);
			return;
		}
		response.write(bytes.subarray(0, cutAfter), () => response.destroy());
	}
}

/** A refusal as it is meant, and a defect of the simulator as one that can be seen. */
function replyOf(error: unknown): RouteReply {
	const failure =
		error instanceof ApiFailure
			? error
			: new ApiFailure(500, 'CMN-203', error instanceof Error ? error.message : String(error));
	return { status: failure.status, json: failure.body, headers: failure.headers };
}

/** Paths of before, as the current API has them (docs/protocols/ringcentral.md#team-messaging). */
const currentPath = (path: string): string =>
	path
		.replace(/^\/restapi\/v1\.0\/glip\/groups(?=\/|$)/, '/team-messaging/v1/chats')
		.replace(/^\/restapi\/v1\.0\/glip\//, '/team-messaging/v1/');

const forbidden = (code: string, message: string, permissionName?: string): ApiFailure =>
	new ApiFailure(403, code, message, permissionName === undefined ? {} : { permissionName });

const textOf = (raw: Buffer, type = ''): string =>
	raw.toString(/json|urlencoded|text/i.test(type) ? 'utf8' : 'latin1');
