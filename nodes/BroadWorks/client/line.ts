import { backoffDelay } from '../../shared/core/backoff';
import { deferred, type Deferred } from '../../shared/core/deferred';
import { TelephonyError } from '../../shared/core/errors';
import type { Log } from '../../shared/core/ports';
import {
	ACCEPTED,
	FAILED,
	UNREADABLE,
	UNKNOWN_SUBSCRIPTION,
	XsiChannel,
	type Acknowledgement,
} from './channel';
import type { XsiConnection } from './connection';
import { readEvent, type XsiEvent } from './decode';
import { SubscriptionBook, type Found, type Subscriber } from './subscriptionBook';
import type { SubscriptionSpec } from './subscriptions';

export interface LineSettings {
	/** Stable, so that subscriptions outlive a channel (page section 3.3). */
	channelSetId: string;
	/** Unique per line: the same id in another channel set ends the older channel. */
	applicationId: string;
	/** s asked for channel and subscriptions; the server decides. */
	expires: number;
	/** ms between heartbeats: half of the server's event timeout. */
	heartbeatInterval: number;
}

export const DEFAULT_LINE_SETTINGS = { expires: 86_400, heartbeatInterval: 15_000 };

/** What happens to the line, for logs and connection items. */
export type LineNotice =
	| { state: 'up'; channelId: string; downSince?: number; cause?: string }
	| { state: 'down'; cause: string; since: number }
	| { state: 'failed'; error: TelephonyError };

/** How a listener takes part in the line. */
export interface LineListener extends Subscriber {
	/** Resolves when the event may be acknowledged, and how. Must not throw; may take its time. */
	onEvent(event: XsiEvent, spec: SubscriptionSpec): Promise<Acknowledgement>;
	onNotice?(notice: LineNotice): void;
}

/** Tries that a refused login gets before it counts as final: more could lock the account. */
const LOGIN_WAITS = [5_000, 30_000];

/** ms an activation waits for its subscription. */
const READY_TIMEOUT = 45_000;

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/**
 * One channel set at one server, with the subscriptions of all its listeners. It reconnects for ever
 * with the same channel set id; only refused logins end it (DESIGN section 6.3).
 */
export class XsiLine {
	private readonly book: SubscriptionBook;

	private readonly stop = new AbortController();

	private channel?: XsiChannel;

	private running?: Promise<void>;

	/** How the first try to open a channel ended. */
	private readonly firstOpening = deferred();

	private downSince?: number;

	private downCause?: string;

	private loginFailures = 0;

	constructor(
		private readonly connection: XsiConnection,
		private readonly settings: LineSettings,
		private readonly log: Log,
	) {
		const { channelSetId, applicationId, expires } = settings;
		const book = { destination: { channelSetId }, applicationId, expires };
		this.book = new SubscriptionBook(connection, book, log);
	}

	/**
	 * Adds a listener. With `wait`, resolves when its subscription stands and rejects when the server
	 * refuses it or cannot be reached; the listener is gone then. Without, the line keeps trying.
	 */
	async add(spec: SubscriptionSpec, listener: LineListener, wait: boolean): Promise<void> {
		const ready = this.book.add(spec, listener);
		ready.catch(() => {});
		if (this.channel) void this.book.settle(this.stop.signal);
		this.running ??= this.run();
		if (!wait) return;
		const done = new AbortController();
		try {
			await Promise.race([
				ready,
				this.firstOpening.promise.then(async () => await ready),
				this.patience(done.signal),
			]);
		} catch (error) {
			await this.remove(spec, listener);
			throw error;
		} finally {
			done.abort();
		}
	}

	private async patience(done: AbortSignal): Promise<void> {
		await this.connection.clock.sleep(READY_TIMEOUT, done);
		if (done.aborted) return;
		const cause = this.downCause ?? 'it did not answer the subscription';
		throw new TelephonyError('unavailable', `BroadWorks cannot be reached: ${cause}`);
	}

	/** Removes a listener, its subscription if it was the last one, and the channel after the last. */
	async remove(spec: SubscriptionSpec, listener: LineListener): Promise<void> {
		await this.book.remove(spec, listener);
		if (!this.book.empty || this.stop.signal.aborted) return;
		this.stop.abort();
		const { channel } = this;
		if (channel) {
			await channel.delete().catch((error: unknown) => {
				this.log.debug('BroadWorks channel could not be deleted', { reason: messageOf(error) });
			});
			channel.close();
		}
		await this.running;
	}

	get ended(): boolean {
		return this.stop.signal.aborted;
	}

	private async run(): Promise<void> {
		const { signal } = this.stop;
		for (let attempt = 0; !signal.aborted; ) {
			try {
				this.channel = await XsiChannel.open(this.connection, this.settings, signal);
				this.loginFailures = 0;
				this.firstOpening.resolve();
				const opened = this.connection.clock.elapsed();
				await this.follow(this.channel);
				// A channel that the server ends at once must not make us hammer it.
				if (this.connection.clock.elapsed() - opened > 5_000) attempt = 0;
				this.reportDown('the server closed the channel');
			} catch (error) {
				if (signal.aborted) break;
				this.firstOpening.reject(error);
				this.reportDown(messageOf(error));
				if (this.isFinal(error)) {
					this.fail(error as TelephonyError);
					break;
				}
				const asked = error instanceof TelephonyError ? error.waitMs : undefined;
				if (asked !== undefined) await this.connection.clock.sleep(asked, signal);
				else if (this.loginFailures > 0) await this.sleepAfterRefusal();
			} finally {
				this.channel?.close();
				this.channel = undefined;
				this.book.channelLost();
			}
			if (signal.aborted) break;
			const { clock, random } = this.connection;
			await clock.sleep(backoffDelay(attempt++, random), signal);
		}
		this.firstOpening.reject(new TelephonyError('unavailable', 'The line was closed'));
	}

	private async sleepAfterRefusal(): Promise<void> {
		await this.connection.clock.sleep(LOGIN_WAITS[this.loginFailures - 1], this.stop.signal);
	}

	private isFinal(error: unknown): boolean {
		if (!(error instanceof TelephonyError)) return false;
		if (error.kind !== 'unauthorized' && error.kind !== 'forbidden') return false;
		this.loginFailures++;
		return this.loginFailures > LOGIN_WAITS.length;
	}

	private fail(error: TelephonyError): void {
		this.stop.abort();
		this.notify({ state: 'failed', error });
	}

	/** Follows one channel until it ends; throws what ended it. */
	private async follow(channel: XsiChannel): Promise<void> {
		const ended = new AbortController();
		const signal = AbortSignal.any([this.stop.signal, ended.signal]);
		let lastByte = this.connection.clock.elapsed();
		const gone = deferred();
		const parts = [
			gone.promise,
			this.read(channel, signal, () => {
				lastByte = this.connection.clock.elapsed();
			}),
			this.keepAlive(channel, signal, () => lastByte, gone),
			this.book.maintain(signal),
			this.refreshChannel(channel, signal),
		];
		try {
			this.reportUp(channel);
			await Promise.race(parts);
		} finally {
			ended.abort();
			channel.close();
			gone.resolve();
			await Promise.allSettled(parts);
		}
	}

	private async read(channel: XsiChannel, signal: AbortSignal, onBytes: () => void): Promise<void> {
		for await (const document of channel.documents(onBytes)) {
			if (signal.aborted) return;
			if (/^<(?:\w+:)?ChannelHeartBeat[\s/>]/.test(document)) continue;
			this.take(document, channel, signal);
		}
	}

	private take(document: string, channel: XsiChannel, signal: AbortSignal): void {
		let event: XsiEvent;
		try {
			event = readEvent(document);
		} catch (error) {
			this.log.warn('BroadWorks sent a document that cannot be read; it is left out', {
				reason: messageOf(error),
				begins: document.slice(0, 200),
			});
			const eventId = /eventID>\s*([\w-]+)\s*</.exec(document)?.[1];
			if (eventId !== undefined) void this.acknowledge(channel, eventId, UNREADABLE, signal);
			return;
		}
		if (event.type === 'ChannelTerminatedEvent') {
			throw new TelephonyError(
				'unavailable',
				`the server ended the channel (${String(event.fields.reason)})`,
			);
		}
		if (event.eventId === undefined) {
			this.log.warn('BroadWorks reports a failure on the channel', { fields: event.fields });
			return;
		}
		void this.deliver(event, event.eventId, channel, signal);
	}

	private async deliver(
		event: XsiEvent,
		eventId: string,
		channel: XsiChannel,
		signal: AbortSignal,
	): Promise<void> {
		const entry = this.book.lookup(event);
		const found = entry instanceof Promise ? await entry : entry;
		if (!found) {
			await this.acknowledge(channel, eventId, UNKNOWN_SUBSCRIPTION, signal);
			return;
		}
		found.order.accept(
			() => void this.handOver(event, eventId, found, channel, signal),
			event.sequenceNumber,
		);
	}

	private async handOver(
		event: XsiEvent,
		eventId: string,
		{ listeners, spec }: Found,
		channel: XsiChannel,
		signal: AbortSignal,
	): Promise<void> {
		const answers = await Promise.all(
			listeners.map(async (listener) => await this.ask(listener, event, spec)),
		);
		const refusal = answers.find(({ statusCode }) => statusCode !== 200);
		await this.acknowledge(channel, eventId, refusal ?? ACCEPTED, signal);
	}

	private async ask(
		listener: Subscriber,
		event: XsiEvent,
		spec: SubscriptionSpec,
	): Promise<Acknowledgement> {
		try {
			return await (listener as LineListener).onEvent(event, spec);
		} catch (error) {
			this.log.error('BroadWorks event could not be processed', { reason: messageOf(error) });
			return FAILED;
		}
	}

	private async acknowledge(
		channel: XsiChannel,
		eventId: string,
		answer: Acknowledgement,
		signal: AbortSignal,
	): Promise<void> {
		// After the channel is gone the server delivers again; the repetition is recognised by its id.
		if (signal.aborted) return;
		try {
			await channel.acknowledge(eventId, answer, signal);
		} catch (error) {
			if (signal.aborted) return;
			this.log.warn('BroadWorks did not take an acknowledgement', {
				eventId,
				reason: messageOf(error),
			});
		}
	}

	private async keepAlive(
		channel: XsiChannel,
		signal: AbortSignal,
		lastByte: () => number,
		gone: Deferred<void>,
	): Promise<void> {
		const { clock } = this.connection;
		const interval = this.settings.heartbeatInterval;
		while (!signal.aborted) {
			await clock.sleep(interval, signal);
			if (signal.aborted) return;
			const silence = clock.elapsed() - lastByte();
			// The server echoes every heartbeat on the stream, so silence means a dead one.
			if (silence >= 2 * interval) {
				throw new TelephonyError(
					'unavailable',
					`nothing came from the server for ${Math.round(silence / 1000)} s`,
				);
			}
			void this.beat(channel, signal, gone);
		}
	}

	private async beat(
		channel: XsiChannel,
		signal: AbortSignal,
		gone: Deferred<void>,
	): Promise<void> {
		try {
			await channel.heartbeat(signal);
		} catch (error) {
			if (signal.aborted) return;
			this.log.debug('BroadWorks heartbeat failed', { reason: messageOf(error) });
			// 404 and 401: the channel is gone at the server, whatever the socket says (section 3.3).
			if (error instanceof TelephonyError && (error.status ?? 500) < 429) gone.reject(error);
		}
	}

	private async refreshChannel(channel: XsiChannel, signal: AbortSignal): Promise<void> {
		const { clock, random } = this.connection;
		while (!signal.aborted) {
			await clock.sleep((channel.expires * 1000) / 2, signal);
			for (let attempt = 0; !signal.aborted; attempt++) {
				try {
					await channel.refresh(signal);
					break;
				} catch (error) {
					if (signal.aborted) return;
					if (attempt === 5) throw error;
					await clock.sleep(backoffDelay(attempt, random), signal);
				}
			}
		}
	}

	private reportUp(channel: XsiChannel): void {
		this.notify({
			state: 'up',
			channelId: channel.channelId,
			downSince: this.downSince,
			cause: this.downCause,
		});
		this.downSince = undefined;
		this.downCause = undefined;
	}

	private reportDown(cause: string): void {
		if (this.downSince !== undefined || this.stop.signal.aborted) return;
		this.downSince = this.connection.clock.now();
		this.downCause = cause;
		this.notify({ state: 'down', cause, since: this.downSince });
	}

	private notify(notice: LineNotice): void {
		for (const listener of this.book.listeners()) (listener as LineListener).onNotice?.(notice);
	}
}
