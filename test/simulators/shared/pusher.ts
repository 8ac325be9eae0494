import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

import type { SimulatorClock } from './clock';

/** One push as it goes over the wire. */
export interface Push {
	method: 'GET' | 'POST' | 'PUT';
	url: string;
	headers: Record<string, string>;
	body?: string;
}

/** What became of a push. */
export interface PushEntry extends Push {
	n: number;
	/** Statuses of all tries, oldest first; 0 for a try that got no answer in time. */
	statuses: number[];
	/** What the last try was answered, at most 10,000 characters. */
	answer: string;
	/** ms each try took. */
	took: number[];
	/** No further try will come. */
	done: boolean;
}

export interface PusherSettings {
	/** Further tries after a failed one. */
	retries: number;
	/** ms between try `n` and the next, n counting from 1. */
	wait(n: number): number;
	/** ms a try may take. */
	timeout: number;
	clock: SimulatorClock;
}

const KEPT = 5_000;

const MOST_CHARACTERS = 10_000;

interface Answer {
	/** 0 when no answer came in time. */
	status: number;
	text: string;
}

const NONE: Answer = { status: 0, text: '' };

/** Sends one request. */
function attempt({ method, url, headers, body }: Push, timeout: number): Promise<Answer> {
	return new Promise((resolve) => {
		const open = url.startsWith('https:') ? httpsRequest : httpRequest;
		const bytes = body === undefined ? undefined : Buffer.from(body, 'utf8');
		const length = bytes === undefined ? {} : { 'Content-Length': String(bytes.length) };
		const request = open(
			url,
			{ method, headers: { ...headers, ...length }, timeout },
			(response) => {
				let text = '';
				response.setEncoding('utf8');
				response.on('data', (part: string) => {
					text = (text + part).slice(0, MOST_CHARACTERS);
				});
				response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
				response.on('error', () => resolve(NONE));
			},
		);
		request.on('timeout', () => request.destroy());
		request.on('error', () => resolve(NONE));
		request.end(bytes);
	});
}

/** Pushes with the vendor's retries, and remembers every try. */
export class Pusher {
	readonly log: PushEntry[] = [];

	private last = 0;

	private closed = false;

	private readonly waits = new Set<() => void>();

	constructor(readonly settings: PusherSettings) {}

	/** Resolves when the push was taken, or given up. */
	async send(push: Push): Promise<PushEntry> {
		const entry: PushEntry = {
			...push,
			n: ++this.last,
			statuses: [],
			answer: '',
			took: [],
			done: false,
		};
		this.log.push(entry);
		if (this.log.length > KEPT) this.log.shift();
		for (let tries = 1; !this.closed; tries++) {
			const started = Date.now();
			const { status, text } = await attempt(push, this.settings.timeout);
			entry.statuses.push(status);
			entry.answer = text;
			entry.took.push(Date.now() - started);
			if ((status >= 200 && status < 300) || tries > this.settings.retries) break;
			await this.sleep(this.settings.wait(tries));
		}
		entry.done = true;
		return entry;
	}

	close(): void {
		this.closed = true;
		for (const wake of this.waits) wake();
	}

	private async sleep(ms: number): Promise<void> {
		await new Promise<void>((resolve) => {
			const wake = () => {
				cancel();
				this.waits.delete(wake);
				resolve();
			};
			const cancel = this.settings.clock.after(ms, wake);
			this.waits.add(wake);
		});
	}
}
