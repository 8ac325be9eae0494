import type { EventsStaticData } from '../../shared/trigger/staticData';

/** What a RingCentral trigger keeps of its subscription, with delivery by webhook. */
export interface SubscriptionStaticData {
	/** The vendor's id of the subscription that stands. */
	subscriptionId?: string;
	/** Hashes of the tokens of posts that are ours: for other processes, and for the time after a restart. */
	acceptedTokens?: string[];
}

/** Everything that a RingCentral trigger keeps over a restart of n8n. */
export interface RingCentralStaticData extends EventsStaticData, SubscriptionStaticData {
	/** Ended calls whose records are waited for: an `EndedCall` each, as JSON. */
	waiting?: string[];
	/** ms since 1970 of the last execution, or of the start. */
	aliveAt?: number;
}
