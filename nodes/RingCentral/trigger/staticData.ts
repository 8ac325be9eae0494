import type { EventsStaticData } from '../../shared/trigger/staticData';
import type { StoredSubscription } from '../../shared/trigger/webhook/subscribed/storedSubscription';

/**
 * Everything that a RingCentral trigger keeps over a restart of n8n; `StoredSubscription` is there with delivery
 * by webhook.
 */
export interface RingCentralStaticData extends EventsStaticData, StoredSubscription {
	/** Ended calls whose records are waited for: an `EndedCall` each, as JSON. */
	waiting?: string[];
	/** ms since 1970 of the last execution, or of the start; of the oldest event that n8n had not stored then. */
	aliveAt?: number;
	/** Since when the call log is still to be read, ms since 1970. */
	unread?: number;
}
