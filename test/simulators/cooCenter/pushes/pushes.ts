import { Agent } from 'node:http';
import { create as createAxios } from 'axios';
import { Ring } from '../../shared/ring';
import { writePush, type PushedEvent } from './pushBody';
import type { CooCenterWorld } from '../world';

/** One try to push. */
export interface SentPush {
	n: number;
	event: PushedEvent;
	/** 1 for the first. */
	attempt: number;
	/** Status of the answer; undefined: there was none. */
	status?: number;
	/** What it was answered, at most 100 characters. */
	answer?: string;
	/** Epoch ms. */
	at: number;
}

interface Body {
	contentType: string;
	body: Buffer;
}

/**
 * Sends events to the URL of api.conf, one after the other, and again after a while when the answer is
 * no success.
 */
export class Pushes {
	readonly log = new Ring<SentPush>(20_000);

	private readonly agent = new Agent({ keepAlive: true, maxSockets: 4 });

	private readonly client = createAxios({
		validateStatus: () => true,
		maxRedirects: 0,
		httpAgent: this.agent,
		transformRequest: [(data: unknown) => data],
		transformResponse: [(data: unknown) => data],
	});

	private held?: PushedEvent;

	private line: Promise<void> = Promise.resolve();

	private closed = false;

	private readonly cancels = new Set<() => void>();

	constructor(private readonly world: CooCenterWorld) {}

	/** Events in flight and those waiting for their next try. */
	pending = 0;

	/** Tells an event, with the faults that are set. */
	publish(event: PushedEvent): void {
		const { faults } = this.world;
		// One is held at a time: another one in its place would leave it out.
		if (!this.held && faults.take('reorder')) {
			this.held = event;
			return;
		}
		this.enqueue(event);
		if (faults.take('duplicate')) this.enqueue(event);
		const { held } = this;
		this.held = undefined;
		if (held) this.enqueue(held);
	}

	/** Sends bytes that are no event; they count as one in the log. */
	publishBytes(body: Body): void {
		this.enqueue({ event: '(bytes)' }, body);
	}

	close(): void {
		this.closed = true;
		for (const cancel of this.cancels) cancel();
		this.cancels.clear();
		this.agent.destroy();
	}

	private enqueue(event: PushedEvent, body?: Body): void {
		this.pending += 1;
		this.line = this.line.then(async () => await this.attempt(event, body, 1));
	}

	private async attempt(event: PushedEvent, body: Body | undefined, attempt: number) {
		if (this.closed) return;
		const { settings } = this.world;
		const entry: SentPush = {
			n: this.log.nextNumber(),
			event,
			attempt,
			at: this.world.now(),
		};
		this.log.add(entry);
		if (settings.push !== '') Object.assign(entry, await this.post(event, body));
		const ok = settings.push === '' || (entry.status !== undefined && entry.status < 300);
		const repeated = ok && this.world.faults.take('retry');
		if ((ok && !repeated) || attempt >= settings.pushTries) {
			this.pending -= 1;
			return;
		}
		const cancel = settings.clock.after(settings.retryGap, () => {
			this.cancels.delete(cancel);
			this.line = this.line.then(async () => await this.attempt(event, body, attempt + 1));
		});
		this.cancels.add(cancel);
	}

	private async post(
		event: PushedEvent,
		given?: Body,
	): Promise<Pick<SentPush, 'status' | 'answer'>> {
		const { push, pushForm, pushTimeout } = this.world.settings;
		const { contentType, body } = given ?? writePush(event, pushForm);
		try {
			const answer = await this.client.post<string>(push, body, {
				headers: { 'Content-Type': contentType },
				timeout: pushTimeout,
			});
			return { status: answer.status, answer: answer.data.slice(0, 100) };
		} catch (error) {
			// No answer is what the log shows and what the next try is for.
			if (error instanceof Error) return {};
			throw error;
		}
	}
}
