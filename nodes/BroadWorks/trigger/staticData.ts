import type { EventsStaticData } from '../../shared/trigger/staticData';
import type { StoredSubscription } from '../../shared/trigger/webhook/subscribed/storedSubscription';
import type { Span } from '../client/calls/callLogs';
import type { CallBounds } from '../client/calls/callMemory';

/** What is known of the state of one thing: hashes of its name, content and last changes. */
export type KeptState = [thing: string, content: string, changes: string[]];

/**
 * Everything that a BroadWorks trigger keeps over a restart of n8n. Events are known by the server's own ids;
 * `StoredSubscription` is there with delivery by HTTP contact.
 */
export interface BroadWorksStaticData extends EventsStaticData, StoredSubscription {
	/** Ids of calls that events were about, oldest first. */
	calls?: string[];
	/** Ids of the calls whose end was not seen. */
	openCalls?: string[];
	callBounds?: CallBounds;
	/** Users of whom events came last. */
	users?: string[];
	/** ms since 1970 of the last execution, or of the activation. */
	aliveAt?: number;
	/** When the calls of an outage began that were not read yet. */
	unread?: Span;
	/** Messages that were left before this are not told, ms since 1970. */
	messagesSince?: number;
	/** Digest of whose messages those are. */
	messagesOf?: string;
	/** Last known states of services. */
	states?: KeptState[];
}
