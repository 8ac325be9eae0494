import { leastOf } from '../../../shared/core/extremes';
import { backoffDelay } from '../../../shared/core/flow/backoff';
import { isTransient, pauseAfter, TelephonyError } from '../../../shared/core/errors';
import { isProcessEnding, watchProcessEnd } from '../../../shared/processEnd';
import { DRAIN } from '../../client/events/subscription';
import type { WaitFor } from '../../client/events/webSocket/firstTry';
import { Feed, type MakeLine } from './feed';
import type { Sink } from '../sink';
import { leaveFeed, takeFeeds, type LeftFeed } from './leftFeeds';
import { ReplacedFeeds } from './replacedFeeds';
import type { LiveConnection } from '../liveConnection';

/**
 * The WebSocket of a live workflow. Where the credential gets another login, or n8n puts up a newer version
 * of the workflow, another one takes its place, which is active before the old one goes.
 */
export class LiveWebSocket {
	private feed: Feed;

	/** Those that the present one takes the place of. */
	private readonly before: ReplacedFeeds;

	private readonly stop = new AbortController();

	/** Ends the tries of a login that is not the last any more. */
	private renewal = new AbortController();

	/** `key`: of the trigger, the same for every version of the workflow. */
	constructor(
		private readonly connection: LiveConnection,
		private readonly sink: Sink,
		private readonly make: MakeLine,
		private readonly key: string,
	) {
		watchProcessEnd();
		this.before = new ReplacedFeeds(connection.clock);
		this.feed = this.create();
	}

	/** Starts, and goes on with what the trigger before has left. Throws as `WebSocketLine.start`. */
	async start(wait: WaitFor): Promise<void> {
		for (const feed of takeFeeds(this.key)) {
			this.before.add(feed);
			feed.follow(
				this.sinkOf(() => feed),
				this.connection.present,
			);
		}
		try {
			await this.feed.line.start(wait);
		} catch (error) {
			this.leave(this.before.all);
			throw error;
		}
	}

	resume(): void {
		this.feed.resume();
		for (const feed of this.before.all) feed.resume();
	}

	tryNow(): void {
		this.feed.line.tryNow();
	}

	/** The connection has another login now. */
	renew(): void {
		this.renewal.abort();
		this.renewal = new AbortController();
		this.feed.line.tryNow();
		void this.replace(AbortSignal.any([this.renewal.signal, this.stop.signal]));
	}

	/** n8n does not say whether a newer version follows; what it would miss without this one waits for it. */
	async close(): Promise<void> {
		this.stop.abort();
		const { before, feed } = this;
		const all = [...before.all, feed];
		if (isProcessEnding()) await endAll(all);
		else if (!feed.hasEvents || before.areNeeded) this.leave(all);
		else {
			this.leave([feed]);
			await endAll(before.all);
		}
	}

	private leave(feeds: readonly LeftFeed[]): void {
		const { clock } = this.connection;
		for (const feed of feeds) {
			if (feed.hasEvents) leaveFeed(this.key, feed, clock);
			else void feed.end();
		}
	}

	private create(): Feed {
		const feed: Feed = new Feed(
			this.connection,
			this.sinkOf(() => feed),
			this.make,
			() => {
				if (feed === this.feed) void this.endBefore();
			},
		);
		return feed;
	}

	/** What a feed hands on: all while it is the present one, once replaced only its events and that it is back. */
	private sinkOf(of: () => LeftFeed): Sink {
		const { sink } = this;
		return {
			get hasRoom() {
				return sink.hasRoom;
			},
			take: (notification) => sink.take(notification),
			changed: (change) => {
				const isPresent = of() === this.feed;
				const isBack = change.state === 'active' && this.before.has(of());
				if (isPresent || isBack) sink.changed(change);
			},
		};
	}

	/** For a moment both bring events, and what both bring runs once. */
	private async endBefore(): Promise<void> {
		const before = this.before.nowActive();
		if (before.length === 0) return;
		await this.connection.clock.sleep(DRAIN, this.stop.signal);
		if (this.stop.signal.aborted) return;
		this.before.remove(before);
		const downSince = before.map((feed) => feed.downSince).filter((since) => since !== undefined);
		await endAll(before);
		if (downSince.length === 0) return;
		const since = leastOf(downSince);
		this.sink.changed({ state: 'active', since, complete: false });
	}

	private async replace(signal: AbortSignal): Promise<void> {
		const { clock, random, log } = this.connection;
		for (let attempt = 0; !signal.aborted; attempt++) {
			const feed = this.create();
			try {
				await feed.line.start(true);
			} catch (error) {
				if (signal.aborted) return;
				if (!isTransient(error)) {
					this.notifyRefused(error);
					return;
				}
				const pause = pauseAfter(error, backoffDelay(attempt, random), clock.now());
				log.warn('RingCentral WebSocket could not be opened with the changed credential', {
					reason: (error as Error).message,
					...pause.details,
				});
				await clock.sleep(pause.ms, signal);
				continue;
			}
			if (signal.aborted) {
				await feed.end();
				return;
			}
			this.before.add(this.feed);
			this.feed = feed;
			log.info('RingCentral WebSocket is open with the changed credential');
			await this.endBefore();
			return;
		}
	}

	/** The line of the login before goes on, as long as the server lets it. */
	private notifyRefused(error: unknown): void {
		const failure =
			error instanceof TelephonyError
				? error
				: new TelephonyError('unavailable', (error as Error).message, { cause: error });
		this.sink.changed({ state: 'refused', error: failure });
	}
}

async function endAll(feeds: readonly LeftFeed[]): Promise<void> {
	await Promise.all(feeds.map(async (feed) => await feed.end()));
}
