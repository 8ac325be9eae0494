import { randomUUID } from 'node:crypto';

import type { SimulatorClock } from '../../shared/clock';
import { ApiFailure } from '../requests/failure';
import type { RingCentralSettings } from '../options';
import { post } from './post';

/** Where and how a webhook subscription is delivered. */
export interface WebhookTarget {
	address: string;
	/** Comes back in the header `Verification-Token` of every delivery. */
	verificationToken?: string;
}

/** A delivery, for tests. */
export interface WebhookTry {
	/** 0 without an answer. */
	status: number;
	reason?: string;
}

const TRIES_KEPT = 1_000;
const HANDSHAKE_BYTES = 1_024;
/**
 * ms the handshake may take; not an option, because the vendor's is fixed
 * (docs/protocols/ringcentral.md#webhook-subscriptions).
 */
const HANDSHAKE_TIME = 3_000;

const secretHeader = ({ verificationToken }: WebhookTarget): Record<string, string> =>
	verificationToken === undefined ? {} : { 'Verification-Token': verificationToken };

/**
 * The vendor's handshake: an empty POST with `Validation-Token`, to be answered with 200 and the
 * same header within 3 s in less than 1024 bytes (docs/protocols/ringcentral.md#webhook-subscriptions).
 * @throws ApiFailure 400 SUB-525 naming what was wrong
 */
export async function handshake(target: WebhookTarget): Promise<void> {
	const token = randomUUID();
	const headers = { 'Validation-Token': token, ...secretHeader(target) };
	const refuse = (reason: string) =>
		new ApiFailure(400, 'SUB-525', `WebHook is not reachable or did not validate: ${reason}`, {
			parameterName: 'deliveryMode.address',
		});
	const answer = await post(target.address, headers, '', HANDSHAKE_TIME).catch((error: Error) => {
		throw refuse(error.message);
	});
	if (answer.status !== 200) throw refuse(`HTTP ${answer.status}`);
	if (answer.headers['validation-token'] !== token) throw refuse('Validation-Token differs');
	if (answer.bytes >= HANDSHAKE_BYTES) throw refuse(`${answer.bytes} bytes`);
}

/** Delivers to one webhook, one notification after the other. */
export class Webhook {
	readonly type = 'WebHook';

	readonly tries: WebhookTry[] = [];

	private readonly queue: Record<string, unknown>[] = [];

	private readonly stopped = new AbortController();

	private running = false;

	constructor(
		readonly target: WebhookTarget,
		private readonly settings: RingCentralSettings,
		private readonly clock: SimulatorClock,
		/** Called once, when too many tries have failed in a row. */
		private readonly onGivenUp: (reason: string) => void,
	) {}

	deliver(message: Record<string, unknown>): void {
		if (this.stopped.signal.aborted) return;
		this.queue.push(message);
		if (!this.running) void this.run();
	}

	/** Nothing more goes out. */
	close(): void {
		this.queue.length = 0;
		this.stopped.abort();
	}

	private async run(): Promise<void> {
		this.running = true;
		for (let failures = 0; this.queue.length > 0; ) {
			const reason = await this.attempt(this.queue[0]);
			if (this.stopped.signal.aborted) break;
			if (reason === undefined) {
				failures = 0;
				this.queue.shift();
			} else if (++failures >= this.settings.webhookFailures) {
				this.close();
				this.onGivenUp(reason);
			} else {
				await this.pause(this.settings.webhookRetry * failures);
			}
		}
		this.running = false;
	}

	/**
	 * Why a try failed; undefined for a taken one. Only a 200 counts
	 * (docs/protocols/ringcentral.md#webhook-subscriptions).
	 */
	private async attempt(message: Record<string, unknown>): Promise<string | undefined> {
		const headers = { 'Content-Type': 'application/json', ...secretHeader(this.target) };
		const { webhookTimeout } = this.settings;
		const body = JSON.stringify(message);
		const { signal } = this.stopped;
		const result = await post(this.target.address, headers, body, webhookTimeout, signal).then(
			({ status }): WebhookTry =>
				status === 200 ? { status } : { status, reason: `Webhook responds with code ${status}` },
			(error: Error): WebhookTry => ({ status: 0, reason: error.message }),
		);
		this.tries.push(result);
		if (this.tries.length > TRIES_KEPT) this.tries.shift();
		return result.reason;
	}

	private async pause(ms: number): Promise<void> {
		const { signal } = this.stopped;
		await new Promise<void>((resolve) => {
			const wake = () => {
				cancel();
				signal.removeEventListener('abort', wake);
				resolve();
			};
			const cancel = this.clock.after(ms, wake);
			signal.addEventListener('abort', wake);
		});
	}
}
