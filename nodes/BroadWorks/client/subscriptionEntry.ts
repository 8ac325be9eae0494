import type { Deferred } from '../../shared/core/deferred';
import type { TelephonyError } from '../../shared/core/errors';
import type { Sequencer } from '../../shared/core/sequencer';
import type { Subscriber } from './subscriber';
import type { SubscriptionSpec } from './subscriptions';

/** A subscription of the book, with those who share it. */
export interface Entry {
	spec: SubscriptionSpec;
	subscribers: Set<Subscriber>;
	ready: Deferred<void>;
	subscriptionId?: string;
	/** s the server gave. */
	expires: number;
	/** `clock.elapsed()` at which the subscription is to be made or refreshed. */
	due: number;
	failures: number;
	/** The last of these failures. */
	failure?: TelephonyError;
	/** Listeners know that the server refuses it. */
	refusalTold: boolean;
	/** `clock.elapsed()` at which the server last confirmed it. */
	confirmedAt: number;
	/** A look did not find it; the next refresh tells for certain. */
	doubted: boolean;
	lost: boolean;
	/** Taken over from before, and not looked at yet. */
	adopted: boolean;
	/** A refresh or a new subscription makes the server send the present state (page section 3.1). */
	awaitsState: boolean;
	order: Sequencer<() => void>;
}
