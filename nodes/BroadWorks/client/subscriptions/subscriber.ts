import type { TelephonyError } from '../../../shared/core/errors';
import type { Gap } from '../../../shared/core/flow/sequencer';
import type { SubscriptionSpec } from './subscriptions';

/** Whoever shares a subscription. */
export interface Subscriber {
	/** Called when the subscription is active for the first time; what comes later are changes. */
	onStanding?(): void;
	/** Called when an active subscription was lost, is active again, is refused, or has a gap. */
	onSubscription?(change: SubscriptionChange): void;
}

export interface SubscriptionChange {
	state: 'lost' | 'standing' | 'refused' | 'gap';
	spec: SubscriptionSpec;
	cause?: string;
	/** ms since 1970 at which it was last known to be active, for `lost`. */
	since?: number;
	error?: TelephonyError;
	/** Sequence numbers of events that never came. */
	gap?: Gap;
}
