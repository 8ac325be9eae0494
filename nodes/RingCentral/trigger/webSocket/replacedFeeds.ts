import type { Clock } from '../../../shared/core/ports';
import type { LeftFeed } from './leftFeeds';

/** ms after which all that a feed was sent before the present one was active has come. */
const ARRIVED = 1_000;

/** The feeds that the present one takes the place of, oldest first. */
export class ReplacedFeeds {
	private feeds: readonly LeftFeed[] = [];

	/** `clock.elapsed()` at which the present one was active beside them. */
	private besideSince?: number;

	constructor(private readonly clock: Clock) {}

	get all(): readonly LeftFeed[] {
		return this.feeds;
	}

	/** What they were sent before the present one was active may still be on its way. */
	get areNeeded(): boolean {
		return this.clock.elapsed() - (this.besideSince ?? Infinity) < ARRIVED;
	}

	has(feed: LeftFeed): boolean {
		return this.feeds.includes(feed);
	}

	add(feed: LeftFeed): void {
		this.feeds = [...this.feeds, feed];
	}

	/** The present one is active from now on. Returns those beside it. */
	nowActive(): readonly LeftFeed[] {
		if (this.feeds.length > 0) this.besideSince = this.clock.elapsed();
		return this.feeds;
	}

	remove(ended: readonly LeftFeed[]): void {
		this.feeds = this.feeds.filter((feed) => !ended.includes(feed));
	}
}
