import type { TelephonyError } from '../../../shared/core/errors';
import type { Gap } from './sequencer';
import type { Log } from '../../../shared/core/ports';
import { wordsOf } from '../../../shared/core/words';
import type { SubscriptionSpec } from '../subscriptions/subscriptions';
import type { Acknowledgement } from '../channel/channel';
import type { XsiEvent } from '../channel/decode';

/** What happens to a line, for logs and connection items. Times in ms since 1970. */
export type LineNotice =
	| { state: 'up'; channelId: string; downSince?: number; cause?: string }
	| { state: 'down'; cause: string; since: number }
	| { state: 'failed'; error: TelephonyError }
	/** Another n8n uses the same ids. */
	| { state: 'shared'; cause: string };

/** What happens to a subscription. */
export interface SubscriptionChange {
	state: 'lost' | 'active' | 'refused' | 'gap';
	spec: SubscriptionSpec;
	cause?: string;
	/** ms since 1970 at which it was last known to be active, for `lost`. */
	since?: number;
	error?: TelephonyError;
	/** Sequence numbers of events that never came. */
	gap?: Gap;
}

/** Whoever listens to subscriptions, over channels or at a web address. */
export interface LineListener {
	/** Events of this listener that are open at most; default as many as the line's. */
	mostOpen?: number;
	/**
	 * Resolves when the event may be acknowledged, and how. Must not throw; may take its time.
	 * `stateExpected`: it may be the present state, which the server sends after each refresh.
	 */
	onEvent(
		event: XsiEvent,
		spec: SubscriptionSpec,
		stateExpected: boolean,
	): Promise<Acknowledgement>;
	onNotice?(notice: LineNotice): void;
	/** Called when the subscription is active for the first time; what comes later are changes. */
	onActive?(): void;
	/** Called when an active subscription was lost, is active again, is refused, or has a gap. */
	onSubscription?(change: SubscriptionChange): void;
}

/** Notifies listeners of something; a fault of one of them harms no other. `what`: for the log. */
export function notifyAll(
	listeners: Iterable<LineListener>,
	notify: (listener: LineListener) => void,
	what: 'notice' | 'change',
	log: Log,
): void {
	for (const listener of listeners) {
		try {
			notify(listener);
		} catch (error) {
			log.error(`A ${what} could not be handled`, { reason: wordsOf(error) });
		}
	}
}
