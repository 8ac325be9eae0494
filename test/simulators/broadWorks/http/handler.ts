import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { systemClock } from '../../shared/clock';
import { readBody } from '../../shared/server';
import { addCallCenterRoutes } from '../actions/callCenter';
import { addCallCommandRoutes } from '../actions/callCommands';
import { addCallRoutes } from '../actions/calls';
import { addConferenceRoutes } from '../actions/conference';
import { addDirectoryRoutes } from '../actions/directories';
import { addMeetingRoutes } from '../actions/meetings';
import { addProfileRoutes } from '../actions/profile';
import { addRecordRoutes } from '../actions/records';
import { addRoutePointRoutes } from '../actions/routePoint';
import { addSettingsRoutes } from '../actions/settings';
import { addVoicemailRoutes } from '../actions/voicemail';
import { CODES, XsiError } from './errors';
import type { Fault } from '../control/faults';
import { ChannelStream } from '../delivery/stream';
import type { XsiWorld } from '../world';
import { authenticate } from './auth';
import { readDocument } from './body';
import { addChannelRoute, addEventRoutes } from './eventRoutes';
import { errorReply, send, type Reply, type ReplyStyle } from './reply';
import { RequestLog, type RequestRecord } from './requestLog';
import { parseQuery, Router } from './router';
import { Sessions } from './session';

const BODY_LIMIT = 1_000_000;

/** One web context: where it is, what it answers, which cookie path it sets. */
interface Context {
	prefix: string;
	router: Router;
	cookiePath: string;
	events: boolean;
}

/** Answers everything below the three contexts. */
export class XsiHandler {
	readonly requests = new RequestLog();

	private readonly sessions = new Sessions();

	private readonly contexts: Context[];

	constructor(
		private readonly world: XsiWorld,
		private readonly secure: boolean,
	) {
		const { contexts, pathPrefix } = world.settings;
		const actions = new Router();
		addProfileRoutes(actions);
		addCallRoutes(actions);
		addCallCommandRoutes(actions);
		addConferenceRoutes(actions);
		addDirectoryRoutes(actions);
		addVoicemailRoutes(actions);
		addCallCenterRoutes(actions);
		addRoutePointRoutes(actions);
		addRecordRoutes(actions);
		addMeetingRoutes(actions);
		addSettingsRoutes(actions);
		for (const path of ['/versions', '/v2.0/versions']) {
			actions.add('GET', path, () => ({
				document: {
					root: 'Versions',
					fields: { commands: { baseline: '25.0' }, eventPackages: { baseline: '25.0' } },
				},
			}));
		}
		const events = new Router();
		addEventRoutes(events);
		const async = new Router();
		// Some clients send everything of XSI-Events to the async context.
		addEventRoutes(async);
		addChannelRoute(async);
		const eventsPath = `${pathPrefix}/${contexts.events}`;
		this.contexts = [
			{
				prefix: `${pathPrefix}/${contexts.async}/${contexts.events}`,
				router: async,
				cookiePath: eventsPath,
				events: true,
			},
			{ prefix: eventsPath, router: events, cookiePath: eventsPath, events: true },
			{
				prefix: `${pathPrefix}/${contexts.actions}`,
				router: actions,
				cookiePath: `${pathPrefix}/${contexts.actions}`,
				events: false,
			},
		];
	}

	/** Answers a request; false when its path belongs to none of the contexts. */
	async handle(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
		const url = request.url ?? '/';
		const [path, search = ''] = url.split(/\?(.*)/s, 2);
		const context = this.contexts.find(
			(item) => path === item.prefix || path.startsWith(`${item.prefix}/`),
		);
		if (!context) return false;
		const record = this.requests.add(request, this.world.now());
		response.on('close', () => {
			if (response.headersSent) record.status = response.statusCode;
		});
		if (this.world.faults.take('refuseConnections')) {
			request.socket.destroy();
			return true;
		}
		const query = parseQuery(search);
		const accept = request.headers.accept ?? '';
		const style: ReplyStyle = {
			json:
				query.get('format') === 'json' ||
				(/application\/json/i.test(accept) && !/application\/xml/i.test(accept)),
			events: context.events,
		};
		try {
			await this.answer({ request, response, context, path, query, style, record });
		} catch (error) {
			if (!response.headersSent) send(response, errorReply(error), style);
			else response.destroy(error instanceof Error ? error : undefined);
		}
		return true;
	}

	private async answer(work: {
		request: IncomingMessage;
		response: ServerResponse;
		context: Context;
		path: string;
		query: Map<string, string>;
		style: ReplyStyle;
		record: RequestRecord;
	}): Promise<void> {
		const { request, response, context, path, query, style, record } = work;
		const { world } = this;
		const method = request.method ?? 'GET';
		const text = await readBody(
			request,
			BODY_LIMIT,
			() => new XsiError(413, CODES.tooLarge, 'The body is too large.'),
		);
		this.requests.setBody(record, text);
		const delay = world.faults.delayFor(request.url ?? '');
		if (delay > 0) await new Promise<void>((done) => void systemClock.after(delay, done));
		const fault = world.faults.forRequest(method, request.url ?? '');
		if (fault) {
			sendFault(response, fault);
			return;
		}
		response.setHeader('TrackingID', `NA_${randomUUID()}`);
		const session = this.sessions.of(request.headers.cookie, context.cookiePath, this.secure);
		if (session.cookie) response.setHeader('Set-Cookie', session.cookie);
		const inside = path.slice(context.prefix.length);
		if (/^\/v2\.0\/j_logout\/?$|^\/j_logout\/?$/i.test(inside)) {
			this.sessions.end(request.headers.cookie);
			send(response, {}, style);
			return;
		}
		// The one command without authentication: who wants to be called is no user.
		const open = CALL_ME_NOW.test(inside) ? context.router.find(method, inside) : undefined;
		const caller =
			world.state.users.get(open?.params.userId ?? '') ??
			authenticate(world, request.headers.authorization);
		const { route, params } = open ?? context.router.find(method, inside);
		const body = acknowledgement(text) ?? readDocument(text, request.headers['content-type']);
		const raw = { request, response };
		const reply = route({ world, method, params, query, body, caller, session: session.id, raw });
		if (reply) send(response, reply, style);
		world.signals.emit('change');
	}
}

const CALL_ME_NOW = /^\/v2\.0\/user\/[^/]+\/calls\/CallMeNow$/i;

const ACKNOWLEDGEMENT =
	/^\s*(?:<\?xml[^>]*\?>)?\s*<EventResponse xmlns="http:\/\/schema\.broadsoft\.com\/xsi"><eventID>([\w-]+)<\/eventID><statusCode>(\d{3})<\/statusCode><reason>([^<&]+)<\/reason><\/EventResponse>\s*$/;

/** The commonest body in its usual form, without the cost of a whole parser: load tests need it. */
function acknowledgement(text: string) {
	const found = ACKNOWLEDGEMENT.exec(text);
	if (!found) return undefined;
	const leaf = (name: string, value: string) => ({
		name,
		namespace: 'http://schema.broadsoft.com/xsi',
		attributes: {},
		children: [],
		text: value,
	});
	return {
		...leaf('EventResponse', ''),
		children: [leaf('eventID', found[1]), leaf('statusCode', found[2]), leaf('reason', found[3])],
	};
}

const page = (status: number) => `<html><body>HTTP ${status}</body></html>`;

/** What the server itself says with a status that is no success; the code is made up. */
const ownError = (status: number) =>
	`<ErrorInfo xmlns="http://schema.broadsoft.com/xsi"><summaryEnglish>Refused with ${status}.</summaryEnglish><errorCode>${status}</errorCode></ErrorInfo>`;

/** Bytes of an answer that does not end. */
const ENDLESS_BYTES = 100_000_000;

/** As fast as the client takes it, or a byte every `delayMs`. */
function answerEndlessly(
	response: ServerResponse,
	{ bytes = ENDLESS_BYTES, delayMs }: Fault,
): void {
	response.writeHead(200, { 'Content-Type': 'text/xml;charset=UTF-8' });
	const stream = new ChannelStream(response);
	if (delayMs === undefined) stream.flood('<Subscription>', bytes);
	else {
		stream.shape = { splitBytes: 1, delay: delayMs };
		stream.write('<Subscription>'.padEnd(10_000));
	}
}

/** The answer a status fault gives: a refusal of the server itself, or what stands before it. */
function sendFault(response: ServerResponse, fault: Fault): void {
	if (fault.kind === 'endlessAnswer') {
		answerEndlessly(response, fault);
		return;
	}
	const status = fault.status ?? 503;
	const isRefusal = fault.body === undefined && status >= 400 && status < 500;
	const type = isRefusal ? 'application/xml;charset=UTF-8' : 'text/html';
	const headers: Record<string, string | number> = { 'Content-Type': type };
	if (fault.retryAfter !== undefined) headers['Retry-After'] = fault.retryAfter;
	if (fault.location !== undefined) headers.Location = fault.location;
	if (status === 401) headers['WWW-Authenticate'] = 'Basic realm="BroadWorks"';
	const body = fault.body ?? (isRefusal ? ownError(status) : page(status));
	headers['Content-Length'] = Buffer.byteLength(body);
	response.writeHead(status, headers);
	response.end(body);
}

/** For paths outside every context: the web container answers there, not Xsi. */
export const unknownPath = (): Reply => ({
	status: 404,
	text: { type: 'text/html;charset=UTF-8', body: '<html><body>404 Not Found</body></html>' },
});
