import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../shared/server';
import { tone } from './audio';
import { answer, callIn, end, Refusal } from './calls';
import type { Fault } from './faults';
import type { CooCenterHandler } from './handler';
import { PUSH_FORMS, type PushedEvent } from './pushes/pushBody';
import { ivrStep } from './pushes/records';
import type { CooCenterWorld } from './world';

type Body = Record<string, unknown>;

interface Reply {
	status: number;
	body: unknown;
}

const ok = (body: unknown = {}, status = 200): Reply => ({ status, body });
const word = (body: Body, name: string) => String(body[name] ?? '');

/** `/control`: what a person at the telephones and a bad day would do. */
export class Control {
	constructor(
		private readonly world: CooCenterWorld,
		private readonly handler: CooCenterHandler,
	) {}

	async handle(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
		const [path, query = ''] = (request.url ?? '').split('?');
		if (!path.startsWith('/control/')) return false;
		const reply = await this.answer(request, path.slice('/control/'.length), query);
		response.writeHead(reply.status, { 'Content-Type': 'application/json' });
		response.end(JSON.stringify(reply.body));
		return true;
	}

	private async answer(request: IncomingMessage, path: string, query: string): Promise<Reply> {
		try {
			const text = await readBody(request, 20_000_000, () => new Error('too large'));
			const body = (text === '' ? {} : JSON.parse(text)) as Body;
			const since = Number(new URLSearchParams(query).get('since') ?? 0);
			return this.run(`${request.method} ${path}`, body, since) ?? ok({ error: 'unknown' }, 404);
		} catch (error) {
			const status = error instanceof Refusal ? 409 : 400;
			return ok({ error: (error as Error).message }, status);
		}
	}

	private run(line: string, body: Body, since: number): Reply | undefined {
		const { world, handler } = this;
		const [, id, action] = /^POST calls\/([^/]+)\/(answer|hangup)$/.exec(line) ?? [];
		if (id !== undefined) return this.call(id, action, body);
		switch (line) {
			case 'GET state':
				return ok(this.view());
			case 'GET requests':
				return ok(handler.requests.since(since));
			case 'GET sent':
				return ok(world.pushes.log.since(since));
			case 'POST calls':
				return ok({ id: callIn(world, word(body, 'from'), word(body, 'to')).id }, 201);
			case 'POST ivr':
				world.publish(ivrStep(world, word(body, 'from'), word(body, 'queue')));
				return ok();
			case 'POST events':
				world.publish(body as PushedEvent);
				return ok();
			case 'POST bytes':
				return this.bytes(body);
			case 'POST recordings':
				world.state.recordings.set(word(body, 'path'), {
					audio: tone(Number(body.seconds ?? 1)),
					from: world.now() + Number(body.delayMs ?? 0),
				});
				return ok();
			case 'POST push':
				return this.push(body);
			case 'POST faults':
				return ok(world.faults.add(body as unknown as Fault));
			case 'GET faults':
				return ok(world.faults.all());
			case 'DELETE faults':
				world.faults.clear();
				return ok();
			case 'POST restart':
				handler.tokens.clear();
				world.restart();
				return ok();
			case 'POST reset':
				world.reset();
				return ok();
			default:
				return undefined;
		}
	}

	private call(id: string, action: string, body: Body): Reply {
		const { world } = this;
		if (action === 'answer') answer(world, id);
		const call = world.state.calls.get(id);
		if (!call) return ok({ error: 'The call does not exist' }, 404);
		if (action === 'hangup') {
			const missCause = body.missCause === undefined ? undefined : word(body, 'missCause');
			end(world, call, { side: body.side === 'agent' ? 'agent' : 'caller', missCause });
		}
		return ok();
	}

	/** Bytes of any kind: `{size}` of blanks, or `{text}`. */
	private bytes(body: Body): Reply {
		const size = Number(body.size ?? 0);
		this.world.pushes.publishBytes({
			contentType: word(body, 'contentType') || 'application/json',
			body: size > 0 ? Buffer.alloc(size, 0x20) : Buffer.from(word(body, 'text')),
		});
		return ok();
	}

	private push({ url, form }: Body): Reply {
		const { settings } = this.world;
		if (url !== undefined) settings.push = String(url);
		const wanted = PUSH_FORMS.find((known) => known === form);
		if (form !== undefined && !wanted) throw new Error(`"${String(form)}" is not a form`);
		if (wanted) settings.pushForm = wanted;
		return ok({ url: settings.push, form: settings.pushForm });
	}

	private view() {
		const { state, pushes } = this.world;
		return {
			time: this.world.localTime(),
			extensions: [...state.extensions.values()].map((extension) => ({
				...extension,
				status: this.world.statusOf(extension.number),
			})),
			queues: Object.fromEntries(state.queues),
			calls: [...state.calls.values()],
			blacklist: [...state.blacklist],
			recordings: [...state.recordings.keys()],
			pendingPushes: pushes.pending,
			push: this.world.settings.push,
		};
	}
}
