import { deferred, type Deferred } from '../../../shared/core/flow/deferred';
import type { TelephonyError } from '../../../shared/core/errors';
import type { Clock } from '../../../shared/core/ports';
import { Sequencer, type Gap } from '../../../shared/core/flow/sequencer';
import type { LastEvents } from './lastEvents';
import type { Subscriber } from './subscriber';
import type { SubscriptionSpec } from './subscriptions';

/** Why a subscription is made again. */
export const GONE = 'the server no longer knows the subscription';
export const ELSEWHERE = 'the subscription leads to another address';

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
	/**
	 * A refresh or a new subscription makes the server send the present state
	 * (docs/protocols/broadworks.md#subscriptions).
	 */
	awaitsState: boolean;
	order: Sequencer<() => void>;
	/** It was given up; what the server had sent before is read to its end. */
	last?: LastEvents;
}

/**
 * Whether the life that the server gave is over, whatever is answered in its place: it knows the subscription no
 * more. `elapsed`: ms of the clock.
 */
export const isOver = ({ confirmedAt, expires }: Entry, elapsed: number): boolean =>
	elapsed - confirmedAt >= expires * 1000;

/** The subscription an event belongs to, and who shares it. */
export interface Found {
	spec: SubscriptionSpec;
	listeners: Subscriber[];
	/** Through this every event goes, so that order holds and gaps are seen. */
	order: Sequencer<() => void>;
	/** The event may be the present state, which the server sends after each refresh. */
	stateExpected: boolean;
}

/** An entry that is due now. `expires`: s to ask for; `onGap` is told of numbers that never came. */
export function newEntry(
	spec: SubscriptionSpec,
	clock: Clock,
	expires: number,
	onGap: (gap: Gap) => void,
): Entry {
	return {
		spec,
		subscribers: new Set(),
		ready: deferred(),
		expires,
		due: clock.elapsed(),
		failures: 0,
		refusalTold: false,
		confirmedAt: clock.elapsed(),
		doubted: false,
		lost: false,
		adopted: false,
		awaitsState: false,
		order: new Sequencer<() => void>(clock, (deliver) => deliver(), onGap),
	};
}

/** The subscription an event belongs to, and who shares it. */
export interface Found {
	spec: SubscriptionSpec;
	listeners: Subscriber[];
	/** Through this every event goes, so that order holds and gaps are seen. */
	order: Sequencer<() => void>;
	/** The event may be the present state, which the server sends after each refresh. */
	stateExpected: boolean;
}

/** A subscription that somebody else has looked after. */
export interface Known {
	id: string;
	/** Number of the event that was to come next, where that is known. */
	next?: number;
}
