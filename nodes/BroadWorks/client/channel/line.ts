import { deferred } from '../../../shared/core/flow/deferred';
import { TelephonyError } from '../../../shared/core/errors';
import type { Log } from '../../../shared/core/ports';
import { isTold, wordsOf } from '../../../shared/core/words';
import type { XsiChannel } from './channel';
import { ChannelKeeper, messageOf, type KeeperSettings } from './channelKeeper';
import type { XsiConnection } from '../transport/connection';
import { EventPath, type EventTaker } from './eventPath';
import { SubscriptionBook } from '../subscriptions/book';
import type { SubscriptionSpec } from '../subscriptions/subscriptions';

/**
 * `channelSetId` is stable, so that subscriptions outlive a channel; `applicationId` is unique per
 * line, because the same id in another channel set ends the older channel
 * (docs/protocols/broadworks.md#channels).
 */
export type LineSettings = KeeperSettings;

export const DEFAULT_LINE_SETTINGS = { expires: 86_400, heartbeatInterval: 15_000 };

/** What happens to the line, for logs and connection items. Times in ms since 1970. */
export type LineNotice =
	| { state: 'up'; channelId: string; downSince?: number; cause?: string }
	| { state: 'down'; cause: string; since: number }
	| { state: 'failed'; error: TelephonyError }
	/** Another n8n uses the same ids. */
	| { state: 'shared'; cause: string };

/** How a listener takes part in the line. */
export interface LineListener extends EventTaker {
	onNotice?(notice: LineNotice): void;
}

/** ms between looks whether the server still has the subscriptions: it may lose one without a word. */
const CHECK_INTERVAL = 20_000;

/**
 * After a start of n8n the server sends at once what it has kept for all workflows, and some of them have
 * not started yet. To refuse their events would end their subscriptions.
 */
const STARTING = 120_000;

/** ms that such an event waits, or a sixth of the server's event timeout, after the last one that started. */
const HOLD = 5_000;

/** ms that events are read at most which were on their way when a subscription was given up; n8n waits. */
const LAST_EVENTS = 10_000;

/** ms in which their acknowledgements are waited for. */
const LAST_ANSWERS = 2_000;

/** ms an activation waits for its subscription. */
const READY_TIMEOUT = 45_000;

/**
 * One channel set with the subscriptions of all its listeners: one channel at each server, as the
 * vendor advises. It reconnects for ever; only refused logins end it (docs/design.md#never-silently-dead).
 */
export class XsiLine {
	private readonly book: SubscriptionBook;

	private readonly path: EventPath;

	private readonly stop = new AbortController();

	private readonly keepers: ChannelKeeper[];

	/** The channels that are open now, and their servers. */
	private readonly channels = new Map<XsiChannel, XsiConnection>();

	/** Ends the care for subscriptions while no channel is open. */
	private maintenance?: AbortController;

	private running?: Promise<unknown>;

	/** How the present round of tries to open a channel at any server ends. */
	private opening = deferred();

	/** Servers whose try in this round has failed. */
	private readonly failed = new Set<XsiConnection>();

	private downSince?: number;

	private downCause?: string;

	private readonly connection: XsiConnection;

	private readonly settings: LineSettings;

	/** `connections`: one per server that answers for the same users. */
	constructor(
		connections: XsiConnection | XsiConnection[],
		settings: LineSettings,
		private readonly log: Log,
	) {
		const servers = [connections].flat();
		[this.connection] = servers;
		this.settings = { ...settings };
		const { channelSetId, applicationId, expires } = settings;
		const destination = { channelSetId };
		const checkInterval = () => CHECK_INTERVAL;
		const wait = () => Math.min(HOLD, this.settings.heartbeatInterval / 3);
		// Three quarters of the server's event timeout, after which it would end the channel.
		const longest = () => 1.5 * this.settings.heartbeatInterval;
		const patience = { during: STARTING, wait, longest };
		const reading = {
			isHeld: () => this.path.isHeld,
			catchUp: async () => await Promise.all([...this.channels.keys()].map((one) => one.catchUp())),
		};
		const book = { destination, applicationId, expires, checkInterval, patience, reading };
		this.book = new SubscriptionBook(this.anyServer(), book, log);
		this.path = new EventPath(this.book, log);
		this.keepers = servers.map((server) => this.keeperOf(server));
	}

	/** Has heartbeats go out every `interval` ms at least, for a listener that knows a short timeout. */
	beatEvery(interval: number): void {
		this.settings.heartbeatInterval = Math.min(this.settings.heartbeatInterval, interval);
	}

	/** Subscriptions are every server's; they are made and looked after at one that is there. */
	private anyServer(): XsiConnection {
		const nearest = () => [...this.channels.values()][0] ?? this.connection;
		return {
			...this.connection,
			get server() {
				return nearest().server;
			},
			get http() {
				return nearest().http;
			},
		};
	}

	/**
	 * Adds a listener. With `wait`, resolves when its subscription stands and rejects when the server
	 * refuses it or cannot be reached; the listener is gone then. Without, the line keeps trying.
	 */
	async add(spec: SubscriptionSpec, listener: LineListener, wait: boolean): Promise<void> {
		if (this.ended) throw new TelephonyError('unavailable', 'The line was closed');
		const ready = this.book.add(spec, listener);
		ready.catch(() => {});
		if (this.maintenance) void this.book.settle(this.maintenance.signal);
		this.running ??= this.run();
		if (!wait) return;
		const done = new AbortController();
		try {
			await Promise.race([
				ready,
				this.opening.promise.then(async () => await ready),
				this.patience(spec, done.signal),
			]);
		} catch (error) {
			await this.remove(spec, listener);
			throw error;
		} finally {
			done.abort();
		}
	}

	/**
	 * Removes a listener, its subscription if it was the last one, and the channel after the last. Events that
	 * were on their way still come to the listener: while more of them come, but for `longest` ms at most.
	 */
	async remove(
		spec: SubscriptionSpec,
		listener: LineListener,
		longest = LAST_EVENTS,
	): Promise<void> {
		await this.book.remove(spec, listener, longest);
		if (!this.isLast) return;
		await this.acknowledged(listener);
		if (!this.isLast) return;
		this.stop.abort();
		await Promise.all(this.keepers.map(async (keeper) => await keeper.delete()));
		await this.running;
	}

	/** Nobody listens any more. */
	private get isLast(): boolean {
		return this.book.empty && !this.stop.signal.aborted;
	}

	/** Waits a moment for what was handed over to be acknowledged, for which the channel is needed. */
	private async acknowledged(listener: LineListener): Promise<void> {
		const over = new AbortController();
		const done = this.path.allDone(listener).then(() => over.abort());
		const ended = this.maintenance?.signal;
		if (ended === undefined) return;
		const signal = AbortSignal.any([over.signal, ended]);
		await Promise.race([done, this.connection.clock.sleep(LAST_ANSWERS, signal)]);
		over.abort();
	}

	/** Of the channels that are open. */
	get channelIds(): string[] {
		return [...this.channels.keys()].map(({ channelId }) => channelId);
	}

	/** Tries again at once: what stood in the way may be gone, as after a new password. */
	retry(): void {
		for (const keeper of this.keepers) keeper.retry();
		this.book.retry();
	}

	get ended(): boolean {
		return this.stop.signal.aborted;
	}

	private async patience(spec: SubscriptionSpec, done: AbortSignal): Promise<void> {
		await this.connection.clock.sleep(READY_TIMEOUT, done);
		if (done.aborted) return;
		const failure = this.downCause === undefined ? this.book.failureOf(spec) : undefined;
		// The server can be reached where it gives a reason.
		if (isTold(failure)) throw failure;
		const silence = failure ? wordsOf(failure) : 'it did not answer the subscription';
		const cause = this.downCause ?? silence;
		throw new TelephonyError('unavailable', `BroadWorks cannot be reached: ${cause}`);
	}

	private async run(): Promise<void> {
		const { signal } = this.stop;
		await Promise.all(this.keepers.map(async (keeper) => await keeper.run(signal)));
		this.maintenance?.abort();
		this.opening.reject(new TelephonyError('unavailable', 'The line was closed'));
	}

	private keeperOf(connection: XsiConnection): ChannelKeeper {
		let open: XsiChannel | undefined;
		let toldDown = false;
		const owner = {
			onUp: (channel: XsiChannel) => {
				open = channel;
				if (toldDown) {
					this.log.info('A BroadWorks channel is up again', { server: connection.server.url });
				}
				toldDown = false;
				this.channelUp(channel, connection);
			},
			onDocument: (document: string, channel: XsiChannel, signal: AbortSignal) =>
				this.path.take(document, channel, signal),
			onUnreadable: (...told: Parameters<EventPath['refuse']>) => this.path.refuse(...told),
			room: () => this.path.room(),
			onDown: (error: unknown, silence: number) => {
				if (open) this.channels.delete(open);
				open = undefined;
				this.failed.add(connection);
				if (!toldDown && this.channels.size > 0) {
					toldDown = true;
					const { url: server } = connection.server;
					const cause = messageOf(error);
					this.log.info('A BroadWorks channel is down, another one goes on', { server, cause });
				}
				this.channelDown(error, silence);
			},
			onRefused: (error: TelephonyError) => {
				// Another server may still accept the login.
				if (this.channels.size === 0) this.fail(error);
			},
		};
		return new ChannelKeeper(connection, this.settings, owner, this.log);
	}

	private channelUp(channel: XsiChannel, connection: XsiConnection): void {
		this.opening.resolve();
		this.failed.clear();
		this.channels.set(channel, connection);
		if (this.channels.size > 1) return;
		this.book.check();
		this.maintenance = new AbortController();
		void this.book.maintain(AbortSignal.any([this.stop.signal, this.maintenance.signal]));
		this.notify({
			state: 'up',
			channelId: channel.channelId,
			downSince: this.downSince,
			cause: this.downCause,
		});
		this.downSince = undefined;
		this.downCause = undefined;
	}

	private channelDown(error: unknown, silence: number): void {
		if (this.channels.size > 0) return;
		const wasUp = this.maintenance !== undefined;
		if (wasUp) this.opening = deferred();
		this.maintenance?.abort();
		this.maintenance = undefined;
		const allFailed = this.failed.size === this.keepers.length;
		if (allFailed) {
			// Whoever is added later waits for the next round.
			this.opening.reject(error);
			this.opening = deferred();
			this.failed.clear();
		}
		if (!wasUp && !allFailed) return;
		if (this.downSince !== undefined || this.stop.signal.aborted) return;
		this.downSince = this.connection.clock.now() - silence;
		this.downCause = messageOf(error);
		this.notify({ state: 'down', cause: this.downCause, since: this.downSince });
	}

	private fail(error: TelephonyError): void {
		this.stop.abort();
		this.notify({ state: 'failed', error });
	}

	private notify(notice: LineNotice): void {
		for (const listener of this.book.listeners()) {
			try {
				(listener as LineListener).onNotice?.(notice);
			} catch (error) {
				// One listener's fault must not end the channel of all.
				this.log.error('A notice could not be handled', { reason: messageOf(error) });
			}
		}
	}
}
