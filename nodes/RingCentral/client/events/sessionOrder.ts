import { leastOf } from '../../../shared/core/extremes';
import type { Clock } from '../../../shared/core/ports';

export interface OrderSettings {
	/** ms an event waits for one of the same call with a smaller number that is still on its way. */
	gracePeriod: number;
	/** Calls whose last number is remembered. */
	remembered: number;
}

export const ORDER_DEFAULTS: OrderSettings = { gracePeriod: 250, remembered: 2_000 };

/** Counting begins at 2 or so (docs/protocols/ringcentral.md#telephony-events). */
const FIRST = 2;

interface Buffered<Event> {
	sequence: number;
	/** `clock.elapsed()` after which it goes out, whatever is missing. */
	until: number;
	event: Event;
}

interface Session<Event> {
	/** The largest number that went out. */
	last?: number;
	buffered: Array<Buffered<Event>>;
	/** Somebody waits for the time of the first to be over. */
	isTimed?: boolean;
}

/**
 * Puts the events of each call in order by `body.sequence`. Gaps are normal, because a filter leaves
 * events out: an event waits a short time for those before it and no longer. One that comes after a
 * later one went out is delivered as `late`, so that nothing is lost and nothing is mistaken for news.
 */
export class SessionOrder<Event> {
	private readonly sessions = new Map<string, Session<Event>>();

	private readonly closing = new AbortController();

	constructor(
		private readonly clock: Clock,
		private readonly deliver: (event: Event, late: boolean) => void,
		private readonly settings: OrderSettings = ORDER_DEFAULTS,
	) {}

	/** `key`: the call; without a number an event goes out at once. */
	accept(event: Event, key: string, sequence: number | undefined): void {
		if (sequence === undefined || this.closing.signal.aborted) {
			this.deliver(event, false);
			return;
		}
		const session = this.sessionOf(key);
		const { last } = session;
		if (last !== undefined && sequence <= last) {
			// The same number comes for several parties of the call, and is not late then.
			this.deliver(event, sequence < last);
			return;
		}
		const until = this.clock.elapsed() + this.settings.gracePeriod;
		session.buffered.push({ sequence, until, event });
		session.buffered.sort((a, b) => a.sequence - b.sequence);
		this.flush(session);
		this.wait(session);
	}

	/** What waits goes out, and what comes later goes out at once. */
	close(): void {
		for (const session of this.sessions.values()) {
			for (const { event } of session.buffered) this.deliver(event, false);
			session.buffered = [];
		}
		this.closing.abort();
	}

	private sessionOf(key: string): Session<Event> {
		const session = this.sessions.get(key) ?? { buffered: [] };
		this.sessions.delete(key);
		this.sessions.set(key, session);
		for (const [oldest, { buffered }] of this.sessions) {
			if (this.sessions.size <= this.settings.remembered) break;
			if (buffered.length === 0) this.sessions.delete(oldest);
		}
		return session;
	}

	/** Sends out what is next in turn, and everything up to the last event whose time is over. */
	private flush(session: Session<Event>): void {
		const now = this.clock.elapsed();
		const overdue = session.buffered.filter(({ until }) => until <= now);
		const limit = Math.max(-Infinity, ...overdue.map(({ sequence }) => sequence));
		for (let [head] = session.buffered; head; [head] = session.buffered) {
			const next = session.last === undefined ? FIRST : session.last + 1;
			if (head.sequence > next && head.sequence > limit) break;
			session.buffered.shift();
			session.last = head.sequence;
			this.deliver(head.event, false);
		}
	}

	private wait(session: Session<Event>): void {
		if (session.isTimed || session.buffered.length === 0) return;
		session.isTimed = true;
		const first = leastOf(session.buffered.map(({ until }) => until));
		void this.clock.sleep(first - this.clock.elapsed(), this.closing.signal).then(() => {
			session.isTimed = false;
			if (this.closing.signal.aborted) return;
			this.flush(session);
			this.wait(session);
		});
	}
}
