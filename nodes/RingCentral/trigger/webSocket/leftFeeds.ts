import type { Clock } from '../../../shared/core/ports';
import { processWide } from '../../../shared/processWide';
import type { RingCentralConnection } from '../../client/transport/connection';
import type { Sink } from '../sink';

/** A feed whose trigger n8n has closed. Found by every version of this package. */
export interface LeftFeed {
	/** The login is refused, so that the server cannot be told of its end. */
	readonly isRefused: boolean;
	/** It has, or may get back, what the trigger that takes the place would miss. */
	readonly hasEvents: boolean;
	/** Since when it brings nothing, ms since 1970. */
	readonly downSince?: number;
	/** Nothing is read until `follow`. */
	hold(): void;
	/** There is room for more again. */
	resume(): void;
	/** Goes on for a trigger that takes the place, with its login. */
	follow(sink: Sink, connection: RingCentralConnection): void;
	/** Ends subscription and connection. */
	end(): Promise<void>;
}

/**
 * ms for which a feed waits for the trigger that takes its place: n8n needs less to put up a newer version
 * of the workflow. One that is refused waits as long as the gateway keeps its session
 * (docs/protocols/ringcentral.md#websocket), because n8n 1.x closes a trigger that is refused, and starts it
 * again and again.
 */
const STAY = 5_000;
const STAY_REFUSED = 180_000;

interface Waiting {
	feed: LeftFeed;
	stop: AbortController;
}

const waiting = processWide('ringCentralLeftFeeds', 1, () => new Map<string, Waiting[]>());

/** Keeps a feed for the trigger with this key; without one it ends by itself. */
export function leaveFeed(key: string, feed: LeftFeed, clock: Clock): void {
	feed.hold();
	const entry = { feed, stop: new AbortController() };
	waiting.set(key, [...(waiting.get(key) ?? []), entry]);
	const { signal } = entry.stop;
	void clock.sleep(feed.isRefused ? STAY_REFUSED : STAY, signal).then(async () => {
		if (signal.aborted) return;
		const others = (waiting.get(key) ?? []).filter((other) => other !== entry);
		if (others.length > 0) waiting.set(key, others);
		else waiting.delete(key);
		await feed.end();
	});
}

/** The feeds that were left by triggers with this key, oldest first. */
export function takeFeeds(key: string): LeftFeed[] {
	const entries = waiting.get(key) ?? [];
	waiting.delete(key);
	for (const { stop } of entries) stop.abort();
	return entries.map(({ feed }) => feed);
}
