import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';

import { objectFrom } from '../../shared/jsonServer';
import { servePage } from '../../shared/page/page';
import { readBody } from '../../shared/server';
import { ApiFailure } from '../requests/failure';
import type { RequestEntry } from '../server';
import { commandOf, type Body } from './commands';
import type { Control } from './control';
import { LiveEvents } from './liveEvents';
import { stateView } from './view';

const BODY_LIMIT = 1_000_000;
const PAGE = join(__dirname, '../page');

function send(response: ServerResponse, status: number, body: unknown): void {
	const text = JSON.stringify(body ?? {});
	response.writeHead(status, {
		'Content-Type': 'application/json; charset=utf-8',
		'Content-Length': Buffer.byteLength(text),
	});
	response.end(text);
}

/** The control interface and the page by HTTP. */
export class ControlHttp {
	private readonly live: LiveEvents;

	constructor(
		private readonly control: Control,
		private readonly requests: () => readonly RequestEntry[],
	) {
		this.live = new LiveEvents(control);
	}

	/** False when the path is neither the page's nor below `/control`. */
	async handle(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
		const [path, search = ''] = (request.url ?? '/').split(/\?(.*)/s, 2);
		if (servePage(PAGE, path, request, response)) return true;
		if (!/^\/control(\/|$)/.test(path)) return false;
		const query = new URLSearchParams(search);
		const method = request.method ?? 'GET';
		try {
			if (method === 'GET') this.read(path.slice('/control/'.length), query, request, response);
			else {
				const text = await readBody(request, BODY_LIMIT, () => new Error('The body is too large'));
				const names = path.split('/').slice(2).map(decodeURIComponent);
				const answer = await this.run(method, names, objectFrom(text));
				send(response, method === 'POST' ? 201 : 200, answer);
			}
		} catch (error) {
			if (!(error instanceof Error)) throw error;
			const status = error instanceof ApiFailure ? error.status : 409;
			send(response, status, { error: error.message });
		}
		return true;
	}

	close(): void {
		this.live.close();
	}

	private read(
		name: string,
		query: URLSearchParams,
		request: IncomingMessage,
		response: ServerResponse,
	): void {
		const since = Number(query.get('since') ?? 0);
		if (name === 'events') this.live.open(request, response);
		else if (name === 'state') send(response, 200, stateView(this.control));
		else if (name === 'sent') send(response, 200, this.control.hub.sent.since(since));
		else if (name === 'faults') send(response, 200, this.control.faults.requests.list());
		else if (name === 'requests') {
			send(
				response,
				200,
				this.requests().filter(({ n }) => n > since),
			);
		} else throw new ApiFailure(404, '', `There is no ${name}`);
	}

	private run(method: string, names: string[], body: Body): unknown {
		const command = commandOf(method, names);
		if (!command) throw new ApiFailure(404, '', `There is no ${method} ${names.join('/')}`);
		return command(this.control, body);
	}
}
