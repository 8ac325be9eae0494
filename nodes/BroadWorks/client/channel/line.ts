import { TelephonyError } from '../../../shared/core/errors';
import { unlessAborted } from '../../../shared/core/flow/aborts';
import { inBackground } from '../../../shared/core/flow/background';
import { within } from '../../../shared/core/flow/deadline';
import type { Log } from '../../../shared/core/ports';
import { hasReason, wordsOf } from '../../../shared/core/words';
import { READY_WITHIN, SubscriptionBook } from '../subscriptions/book';
import type { SubscriptionSpec } from '../subscriptions/subscriptions';
import { following, type XsiConnection } from '../transport/connection';
import type { KeeperSettings } from './channelKeeper';
import { notifyAll, type LineListener, type LineNotice } from '../delivery/listener';
import { OpenChannels } from './openChannels';

/**
 * `channelSetId` is stable, so that subscriptions outlive a channel; `applicationId` is unique per
 * line, because the same id in another channel set ends the older channel
 * (docs/protocols/broadworks.md#channels).
 */
export type LineSettings = KeeperSettings;

export const DEFAULT_LINE_SETTINGS = { expires: 86_400, heartbeatInterval: 15_000 };

/** ms between probes whether the server still has the subscriptions: it may lose one without a word. */
const CHECK_INTERVAL = 20_000;

/**
 * After a start of n8n the server sends at once what it has kept for all workflows, and some of them have
 * not started yet. To refuse their events would end their subscriptions.
 */
const STARTING = 120_000;

/** ms that such an event waits, or a sixth of the server's event timeout, after the last one that started. */
const BUFFERED_FOR = 5_000;

/** ms that events are read at most which were on their way when a subscription was given up; n8n waits. */
const LAST_EVENTS = 10_000;

/** ms in which their acknowledgements are waited for. */
const LAST_ANSWERS = 2_000;

/**
 * One channel set with the subscriptions of all its listeners. The channels reconnect for ever; only
 * refused logins end the line (docs/design.md#never-silently-dead).
 */
export class XsiLine {
	private readonly connection: XsiConnection;

	private readonly settings: LineSettings;

	private readonly book: SubscriptionBook;

	private readonly channels: OpenChannels;

	private readonly stop = new AbortController();

	/** Ends the maintenance of subscriptions while no channel is open. */
	private maintenance?: AbortController;

	private running?: Promise<unknown>;

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
		const gracePeriod = {
			during: STARTING,
			wait: () => Math.min(BUFFERED_FOR, this.settings.heartbeatInterval / 3),
			// Three quarters of the server's event timeout, after which it would end the channel.
			longest: () => 1.5 * this.settings.heartbeatInterval,
		};
		const reading = {
			isPaused: () => this.book.delivery.isFull,
			catchUp: async () => await this.channels.catchUp(),
		};
		this.book = new SubscriptionBook(
			// Subscriptions are every server's; they are made and maintained at one that is there.
			following(this.connection, () => this.channels.nearest ?? this.connection),
			{
				destination: { channelSetId },
				applicationId,
				expires,
				checkInterval: () => CHECK_INTERVAL,
				gracePeriod,
				reading,
			},
			log,
		);
		const notify = (notice: LineNotice) =>
			notifyAll(this.book.listeners(), (one) => one.onNotice?.(notice), 'notice', log);
		this.channels = new OpenChannels(
			servers,
			this.settings,
			{
				reader: this.book.delivery,
				onOpen: () => this.maintain(),
				onClosed: () => this.pause(),
				onNotice: notify,
				onRefused: (error) => {
					this.stop.abort();
					notify({ state: 'failed', error });
				},
			},
			log,
		);
	}

	/** Has heartbeats go out every `interval` ms at least, for a listener that knows a short timeout. */
	beatEvery(interval: number): void {
		this.settings.heartbeatInterval = Math.min(this.settings.heartbeatInterval, interval);
	}

	/**
	 * Adds a listener. With `wait`, resolves when its subscription is active and rejects when the server
	 * refuses it or cannot be reached; the listener is gone then. Without, the line keeps trying.
	 */
	async add(spec: SubscriptionSpec, listener: LineListener, wait: boolean): Promise<void> {
		if (this.ended) throw new TelephonyError('unavailable', 'The line was closed');
		const notify = (notice: LineNotice) =>
			notifyAll([listener], (one) => one.onNotice?.(notice), 'notice', this.log);
		const { outage } = this.channels;
		// Before its subscription counts as active, which it may be at a server that is away.
		if (outage && !wait) notify({ state: 'down', ...outage });
		const ready = this.book.add(spec, listener);
		ready.catch(() => {});
		if (this.maintenance) void this.book.settle(this.maintenance.signal);
		const [channelId] = this.channelIds;
		// Whoever joins a line that is up would not learn it until it is up again.
		if (channelId !== undefined) notify({ state: 'up', channelId });
		this.running ??= inBackground('The BroadWorks line', this.log, async () => await this.run());
		if (!wait) return;
		// A subscription from before is active in our books although the server is away.
		const begun = Promise.all([ready, this.channels.opened()]);
		try {
			await within(this.connection.clock, READY_WITHIN, begun, () => this.unanswered(spec));
		} catch (error) {
			await this.remove(spec, listener);
			throw error;
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
		await this.channels.delete();
		await this.running;
	}

	/** Nobody listens any more. */
	private get isLast(): boolean {
		return this.book.empty && !this.stop.signal.aborted;
	}

	/** Waits a moment for what was delivered to be acknowledged, for which the channel is needed. */
	private async acknowledged(listener: LineListener): Promise<void> {
		const { maintenance, connection } = this;
		if (maintenance === undefined) return;
		const done = unlessAborted(this.book.delivery.allDone(listener), maintenance.signal);
		await within(connection.clock, LAST_ANSWERS, done, () => {});
	}

	/** Ids of the channels that are open. */
	get channelIds(): string[] {
		return this.channels.ids;
	}

	/** As `SubscriptionBook.active`. */
	active(spec: SubscriptionSpec): ReturnType<SubscriptionBook['active']> {
		return this.book.active(spec);
	}

	/** Has the server send the present state of a subscription once more. */
	askForState(spec: SubscriptionSpec): void {
		this.book.askForState(spec);
	}

	/** Tries again at once: what prevented it may be gone, as after a new password. */
	retry(): void {
		this.channels.retry();
		this.book.retry();
	}

	get ended(): boolean {
		return this.stop.signal.aborted;
	}

	/** Throws the reason why a subscription is not active, if one is known. */
	private unanswered(spec: SubscriptionSpec): never {
		const { outage } = this.channels;
		const failure = outage === undefined ? this.book.failureOf(spec) : undefined;
		// The server can be reached where it gives a reason.
		if (hasReason(failure)) throw failure;
		const silence = failure ? wordsOf(failure) : 'it did not answer the subscription';
		const cause = outage?.cause ?? silence;
		throw new TelephonyError('unavailable', `BroadWorks cannot be reached: ${cause}`);
	}

	private async run(): Promise<void> {
		await this.channels.run(this.stop.signal);
		this.pause();
	}

	private maintain(): void {
		this.book.check();
		this.maintenance = new AbortController();
		const signal = AbortSignal.any([this.stop.signal, this.maintenance.signal]);
		void inBackground('The upkeep of BroadWorks subscriptions', this.log, async () => {
			await this.book.maintain(signal);
		});
	}

	private pause(): void {
		this.maintenance?.abort();
		this.maintenance = undefined;
	}
}
