import { leastOf } from '../../shared/core/extremes';
import type { EventsStaticData } from '../../shared/trigger/staticData';
import type { StoredSubscription } from '../../shared/trigger/webhook/subscribed/storedSubscription';
import type { Span, UnreadSpan } from '../client/callLog/loggedCalls';

/**
 * Everything that a RingCentral trigger keeps over a restart of n8n; `StoredSubscription` is there with delivery
 * by webhook.
 */
export interface RingCentralStaticData extends EventsStaticData, StoredSubscription {
	/** Ended calls whose records are waited for: an `EndedCall` each, as JSON. */
	waiting?: string[];
	/** ms since 1970 of the last execution, or of the start; of the oldest event that n8n had not stored then. */
	aliveAt?: number;
	/** Since when the call log is still to be read, ms since 1970; some earlier versions wrote nothing else. */
	unread?: number;
	/** The times from `unread` on of which it is to be read, oldest first. */
	unreadSpans?: UnreadSpan[];
}

/** Times that are kept; the oldest of more are kept as one. */
const KEPT_SPANS = 50;

/** Keeps the times in which calls may have been missed that are not read yet, oldest first. */
export function keepUnread(kept: RingCentralStaticData, spans: readonly UnreadSpan[]): void {
	if (spans.length === 0) {
		delete kept.unread;
		delete kept.unreadSpans;
		return;
	}
	const extra = Math.max(0, spans.length - KEPT_SPANS);
	const oldest = extra === 0 ? [] : [{ from: spans[0].from, to: spans[extra].to }];
	kept.unread = leastOf(spans.map(({ from }) => from));
	kept.unreadSpans = [...oldest, ...spans.slice(extra === 0 ? 0 : extra + 1)];
}

/**
 * The times in which calls may have been missed when n8n starts again: what was to be read when it ended, and the
 * downtime. `now`: ms since 1970.
 */
export function unreadBefore(
	{ aliveAt, unread, unreadSpans }: RingCentralStaticData,
	now: number,
): Span[] {
	const left: UnreadSpan[] = unread === undefined ? [] : (unreadSpans ?? [{ from: unread }]);
	const downtime: UnreadSpan[] = aliveAt === undefined ? [] : [{ from: aliveAt }];
	return [...left, ...downtime].map(({ from, to = now }) => ({ from, to }));
}
