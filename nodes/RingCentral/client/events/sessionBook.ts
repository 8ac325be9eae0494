import { dropOldest } from '../../../shared/core/bounded/dropOldest';
import { hasEnded, hasLeft, type SessionEvent } from './telephonyEvent';

/** What events have told of one call. */
export interface KnownSession {
	telephonySessionId: string;
	sessionId?: string;
	/** ms since 1970 of the first event; undefined when the first was an end. */
	startedAt?: number;
	/** A recording was made of it. */
	recorded: boolean;
	/** No party that is known is still in the call. */
	isOver: boolean;
	/** Extensions of the parties. */
	extensionIds: string[];
}

interface Entry {
	startedAt?: number;
	recorded: boolean;
	/** Whether each party has left. */
	parties: Map<string, boolean>;
	extensionIds: Set<string>;
}

/** Calls remembered. */
const CAPACITY = 5_000;

const timeOf = (iso: string | undefined) => {
	const time = Date.parse(iso ?? '');
	return Number.isNaN(time) ? undefined : time;
};

/** The calls that events tell of: when they began, and who is still in them. */
export class SessionBook {
	private readonly sessions = new Map<string, Entry>();

	/**
	 * Notes an event. The result is the call when it may have ended with it: somebody left for good, or
	 * nobody known is left. Only the call log knows for certain.
	 */
	see(event: SessionEvent): KnownSession | undefined {
		const entry = this.entryOf(event);
		for (const party of event.parties) {
			entry.parties.set(party.id, hasLeft(party));
			entry.recorded ||=
				Array.isArray(party.fields.recordings) && party.fields.recordings.length > 0;
			if (party.extensionId !== undefined) entry.extensionIds.add(party.extensionId);
		}
		const isOver = [...entry.parties.values()].every(Boolean);
		const ended = event.parties.some(hasEnded) || (isOver && event.parties.some(hasLeft));
		if (!ended) return undefined;
		return this.known(event, entry, isOver);
	}

	/** True while somebody known is in the call. */
	isLive(telephonySessionId: string): boolean {
		const entry = this.sessions.get(telephonySessionId);
		return entry !== undefined && ![...entry.parties.values()].every(Boolean);
	}

	private known(
		{ telephonySessionId, sessionId }: SessionEvent,
		{ startedAt, recorded, extensionIds }: Entry,
		isOver: boolean,
	): KnownSession {
		const extensions = [...extensionIds];
		return { telephonySessionId, sessionId, startedAt, recorded, isOver, extensionIds: extensions };
	}

	private entryOf({ telephonySessionId, eventTime, parties }: SessionEvent): Entry {
		const known = this.sessions.get(telephonySessionId);
		const fresh = (): Entry => ({
			startedAt: parties.some(hasLeft) ? undefined : timeOf(eventTime),
			recorded: false,
			parties: new Map(),
			extensionIds: new Set(),
		});
		const entry = known ?? fresh();
		this.sessions.delete(telephonySessionId);
		this.sessions.set(telephonySessionId, entry);
		dropOldest(this.sessions, CAPACITY);
		return entry;
	}
}
