import { unlessAborted } from '../../../shared/core/flow/aborts';
import { backoffDelay } from '../../../shared/core/flow/backoff';
import { deferred, type Deferred } from '../../../shared/core/flow/deferred';
import { renewAfter } from '../../../shared/core/flow/granted';
import { pauseAfter, TelephonyError } from '../../../shared/core/errors';
import { isRefusal, messageOf } from '../../../shared/core/words';
import type { Clock, Log } from '../../../shared/core/ports';
import { XsiChannel } from './channel';
import type { ChannelRequest } from './channelOpening';
import type { XsiConnection } from '../transport/connection';

export interface KeeperSettings extends ChannelRequest {
	/** ms between heartbeats: half of the server's event timeout. It may become shorter at any time. */
	heartbeatInterval: number;
}

/** Who reads what channels bring. `signal` is aborted when the channel is gone. */
export interface DocumentReader {
	/** Throws what ends the channel. */
	onDocument(document: string, channel: XsiChannel, signal: AbortSignal): void;
	/** A document that cannot be read came; `beginning` is what there is of it. */
	onUnreadable(beginning: string, reason: string, channel: XsiChannel, signal: AbortSignal): void;
	/** Resolves when more may be read; undefined when it may now. Meanwhile TCP holds the server back. */
	room(): Promise<void> | undefined;
}

/** Who is notified of what happens to the channel of one server. */
export interface ChannelOwner {
	reader: DocumentReader;
	onUp(channel: XsiChannel): void;
	/**
	 * The channel is gone, or could not be opened; another try follows. `silence`: ms for which nothing
	 * had come before that was noticed.
	 */
	onDown(error: unknown, silence: number): void;
	/** The server refuses the login for good; no try follows. */
	onRefused(error: TelephonyError): void;
}

/** Tries that a refused login gets before it counts as final: more could lock the account. */
const LOGIN_WAITS = [5_000, 30_000];

/**
 * ms that the echo of the second heartbeat may take. It is waited for apart: a process that was blocked
 * has bytes to read yet.
 */
const ECHO_GRACE = 1_000;

/** ms after a pause in which what comes may still be what had to wait. */
const BACKLOG_OF_PAUSE = 5_000;

/** ms after which a channel counts as stable, so that the next loss starts with a short wait. */
const STABLE = 5_000;

/** ms of a pause from which on an operator should know of it. */
const LONG_PAUSE = 30_000;

/** What the server echoes for every heartbeat, with or without an XML declaration. */
const HEARTBEAT = /^(?:<\?[^>]*\?>\s*)?<(?:\w+:)?ChannelHeartBeat[\s/>]/;

/** What is known of the life of one channel. */
class Life {
	private lastByte: number;

	/** Reading waits for events to be handed over. */
	private isPaused = false;

	/** `clock.elapsed()` at which reading went on after the last pause. */
	private pausedUntil = -Infinity;

	constructor(private readonly clock: Clock) {
		this.lastByte = clock.elapsed();
	}

	/** Something came. */
	sign(): void {
		this.lastByte = this.clock.elapsed();
	}

	/** ms for which nothing came though it was waited for. */
	get silence(): number {
		return this.isPaused ? 0 : this.clock.elapsed() - this.lastByte;
	}

	/** Whether there is more to read than could be read at once. */
	get hasBacklog(): boolean {
		if (this.isPaused) return true;
		return this.silence < ECHO_GRACE && this.clock.elapsed() - this.pausedUntil < BACKLOG_OF_PAUSE;
	}

	async paused(pause: Promise<void>): Promise<void> {
		this.isPaused = true;
		await pause;
		this.isPaused = false;
		this.pausedUntil = this.clock.elapsed();
		this.sign();
	}
}

/**
 * Keeps one channel open at one server: opens it again for ever with the same channel set id, sends
 * heartbeats, notices silence, and extends the channel's life (docs/design.md#never-silently-dead).
 */
export class ChannelKeeper {
	private channel?: XsiChannel;

	private loginFailures = 0;

	/** Ends the wait before the next try. */
	private wake = new AbortController();

	/** ms without a byte when the channel was given up for that. */
	private silence = 0;

	constructor(
		private readonly connection: XsiConnection,
		private readonly settings: KeeperSettings,
		private readonly owner: ChannelOwner,
		private readonly log: Log,
	) {}

	/** Runs until `signal` is aborted or the login is refused for good. */
	async run(signal: AbortSignal): Promise<void> {
		const { clock, random } = this.connection;
		for (let attempt = 0; !signal.aborted; attempt++) {
			const begun = clock.elapsed();
			try {
				this.channel = await XsiChannel.open(this.connection, this.settings, signal);
				this.loginFailures = 0;
				await this.follow(this.channel, signal);
				throw new TelephonyError('unavailable', 'the server closed the channel');
			} catch (error) {
				if (signal.aborted) return;
				this.owner.onDown(error, this.silence);
				this.silence = 0;
				if (this.isFinal(error)) {
					this.owner.onRefused(error as TelephonyError);
					return;
				}
				if (this.channel && clock.elapsed() - begun > STABLE) attempt = 0;
				const wait = this.waitAfter(error, backoffDelay(attempt, random));
				this.wake = new AbortController();
				await clock.sleep(wait, AbortSignal.any([signal, this.wake.signal]));
			} finally {
				this.channel?.close();
				this.channel = undefined;
			}
		}
	}

	/** Tries again at once what was refused, as after a new password; an open channel is left alone. */
	retry(): void {
		this.loginFailures = 0;
		this.wake.abort();
	}

	/** Ends the channel at the server. */
	async delete(): Promise<void> {
		const { channel } = this;
		if (!channel) return;
		try {
			await channel.delete();
		} catch (error) {
			this.log.debug('BroadWorks channel could not be deleted; it expires by itself', {
				reason: messageOf(error),
			});
		}
		channel.close();
	}

	/** A server that asks for no wait at all gets the back-off all the same. */
	private waitAfter(error: unknown, backoff: number): number {
		if (error instanceof TelephonyError && error.waitMs !== undefined) {
			const { ms, details } = pauseAfter(error, backoff, this.connection.clock.now());
			const level = ms > LONG_PAUSE ? 'warn' : 'debug';
			this.log[level]('BroadWorks asks to wait before the channel is opened again', details);
			return ms;
		}
		return this.loginFailures > 0 ? LOGIN_WAITS[this.loginFailures - 1] : backoff;
	}

	private isFinal(error: unknown): boolean {
		if (!(error instanceof TelephonyError)) return false;
		if (error.kind !== 'unauthorized' && error.kind !== 'forbidden') return false;
		this.loginFailures++;
		return this.loginFailures > LOGIN_WAITS.length;
	}

	/** Follows one channel until it ends; throws what ended it. */
	private async follow(channel: XsiChannel, stop: AbortSignal): Promise<void> {
		const { clock } = this.connection;
		const ended = new AbortController();
		const signal = AbortSignal.any([stop, ended.signal]);
		const gone = deferred();
		const life = new Life(clock);
		const parts = [
			gone.promise,
			this.read(channel, signal, life),
			this.keepAlive(channel, signal, life, gone),
			this.watch(signal, life),
			this.refresh(channel, signal),
		];
		try {
			this.owner.onUp(channel);
			await Promise.race(parts);
		} finally {
			ended.abort();
			channel.close();
			gone.resolve();
			await Promise.allSettled(parts);
		}
	}

	private async read(channel: XsiChannel, signal: AbortSignal, life: Life): Promise<void> {
		const { reader } = this.owner;
		const onOversized = (beginning: string, bytes: number) =>
			reader.onUnreadable(beginning, `it has ${bytes} bytes`, channel, signal);
		for await (const document of channel.documents(() => life.sign(), onOversized)) {
			if (signal.aborted) return;
			if (HEARTBEAT.test(document)) {
				channel.echoed();
				continue;
			}
			reader.onDocument(document, channel, signal);
			for (let room = reader.room(); room; room = reader.room()) {
				await life.paused(unlessAborted(room, signal));
				if (signal.aborted) return;
			}
		}
	}

	private async keepAlive(
		channel: XsiChannel,
		signal: AbortSignal,
		life: Life,
		gone: Deferred<void>,
	): Promise<void> {
		while (!signal.aborted) {
			await this.connection.clock.sleep(this.settings.heartbeatInterval, signal);
			if (!signal.aborted) void this.beat(channel, signal, life, gone);
		}
	}

	/** The server echoes every heartbeat on the stream, so silence means a dead one. */
	private async watch(signal: AbortSignal, life: Life): Promise<void> {
		const { clock } = this.connection;
		let suspected = false;
		while (!signal.aborted) {
			const { silence } = life;
			const left = 2 * this.settings.heartbeatInterval - silence;
			if (left <= 0 && suspected) {
				const seconds = Math.round(silence / 1000);
				this.silence = silence;
				throw new TelephonyError('unavailable', `nothing came from the server for ${seconds} s`);
			}
			suspected = left <= 0;
			await clock.sleep(suspected ? ECHO_GRACE : left, signal);
		}
	}

	private async beat(
		channel: XsiChannel,
		signal: AbortSignal,
		life: Life,
		gone: Deferred<void>,
	): Promise<void> {
		try {
			await channel.heartbeat(signal);
		} catch (error) {
			if (signal.aborted) return;
			this.log.debug('BroadWorks heartbeat failed', { reason: messageOf(error) });
			// 404 and 401: the channel is gone at the server, whatever the socket says
			// (docs/protocols/broadworks.md#channels). The page of a proxy says nothing of it.
			if (!isRefusal(error)) return;
			// What the server had sent before is read to its end: it may not keep all of that.
			while (life.hasBacklog && !signal.aborted)
				await this.connection.clock.sleep(ECHO_GRACE, signal);
			gone.reject(error);
		}
	}

	/** Extends the channel at half of its life. */
	private async refresh(channel: XsiChannel, signal: AbortSignal): Promise<void> {
		const { clock, random } = this.connection;
		while (!signal.aborted) {
			await clock.sleep(renewAfter(channel.expires * 1000), signal);
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
}
