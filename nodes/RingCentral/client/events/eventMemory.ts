import { SeenSet } from '../../../shared/core/bounded/seenSet';
import type { EndedCall } from '../callLog/endedCalls';
import type { UnreadSpan } from '../callLog/loggedCalls';
import type { Notification } from './notification';

/** Notifications remembered by their ids, and by what they say. */
const REMEMBERED = 5_000;
const COMPARED = 1_000;

/** ms for which what one subscription brought is compared with what another brings. */
const OVERLAP = 60_000;

/**
 * ms by which the same event of two subscriptions may lie apart: where the body has a number or time of its
 * own, and where it is a mere state, which may be the same again soon.
 */
const APART = { own: 10_000, state: 150 };

/** Members that no two events have alike. */
const OWN = ['sequence', 'eventTime', 'lastUpdated', 'creationTime', 'lastModifiedTime'];

/** ms for which calls that wait for their records are kept for the trigger that takes the place. */
const HANDED_ON = 60_000;

interface Seen {
	/** ms since 1970, of the event or of its coming. */
	time: number;
	/** `elapsed` ms at which it came. */
	at: number;
	/** Subscriptions that have brought it. */
	by: Set<string>;
}

/**
 * What has come for one trigger, whatever subscription, login or version of the workflow it came through.
 * While a new subscription is active beside the old one both bring every event, each under an id of its own.
 */
export class EventMemory {
	private readonly uuids = new SeenSet(REMEMBERED);

	private readonly seen = new Map<string, Seen[]>();

	private left?: { calls: readonly EndedCall[]; at: number };

	/** Times whose calls are to be read by the trigger that takes the place. */
	unread?: readonly UnreadSpan[];

	/** False for a repetition. `elapsedMs`: the clock that never jumps; `nowMs`: since 1970. */
	isNew(notification: Notification, elapsedMs: number, nowMs: number): boolean {
		const { uuid, subscriptionId, timestamp, body } = notification;
		if (uuid !== undefined && !this.uuids.add(uuid)) return false;
		if (subscriptionId === undefined) return true;
		const time = Date.parse(timestamp ?? '') || nowMs;
		const key = JSON.stringify(body);
		const known = this.seen.get(key) ?? [];
		const apart = OWN.some((name) => name in body) ? APART.own : APART.state;
		const same = known.find(
			({ by, time: other }) => !by.has(subscriptionId) && Math.abs(other - time) <= apart,
		);
		if (same) {
			same.by.add(subscriptionId);
			return false;
		}
		this.seen.delete(key);
		this.seen.set(key, [
			...known.filter(({ at }) => elapsedMs - at < OVERLAP),
			{ time, at: elapsedMs, by: new Set([subscriptionId]) },
		]);
		this.prune(elapsedMs);
		return true;
	}

	/** Calls whose records were waited for when the trigger was closed. */
	leave(calls: readonly EndedCall[], elapsedMs: number): void {
		this.left = { calls, at: elapsedMs };
	}

	/** Those calls, for a trigger that follows at once. */
	takeCalls(elapsedMs: number): readonly EndedCall[] {
		const { left } = this;
		this.left = undefined;
		return left && elapsedMs - left.at < HANDED_ON ? left.calls : [];
	}

	private prune(elapsedMs: number): void {
		for (const [key, entries] of this.seen) {
			const isFresh = entries.some(({ at }) => elapsedMs - at < OVERLAP);
			if (isFresh && this.seen.size <= COMPARED) break;
			this.seen.delete(key);
		}
	}
}
