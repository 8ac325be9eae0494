import { SeenEvents, shortDigest, type MemoryPolicy } from '../../shared/trigger/seenEvents';
import type { Span } from '../client/calls/callLogs';
import { CallMemory } from '../client/calls/callMemory';
import { InitialStates } from './initialState';
import type { BroadWorksStaticData } from './staticData';

/**
 * What was not acknowledged when n8n was killed the server sends again, all of an execution together. Keys
 * are its own ids.
 */
const MEMORY: MemoryPolicy = { afterKill: 'sameExecution', keptAs: shortDigest };

/** Calls kept over a restart; they are written with every execution. */
const KEPT_CALLS = 200;

/** Calls kept while an outage is to be read: all of its time must be known then. */
const KEPT_CALLS_OF_OUTAGE = 1_000;

/** Users kept over a restart. */
const KEPT_USERS = 20;

/**
 * What a trigger knows of the events and calls it has seen, and what of it outlives n8n in static data.
 */
export class TriggerMemory {
	readonly events: SeenEvents;

	readonly calls = new CallMemory();

	/** States of services, which are no changes. */
	states = new InitialStates();

	/** When the calls of an outage began that are still to be read. */
	unread?: Span;

	/** `kept`: n8n's static data of the node, saved with the next emit. */
	constructor(private readonly kept: BroadWorksStaticData) {
		this.events = new SeenEvents(kept, 0, MEMORY);
		const { calls = [], callBounds, openCalls, users, unread } = kept;
		this.calls.restore(calls, callBounds, openCalls, users);
		this.unread = unread;
	}

	/** ms since 1970 of the last execution before this start, or of the activation. */
	get aliveAt(): number | undefined {
		return this.kept.aliveAt;
	}

	/** The trigger was activated: nothing from before is to be read. n8n saves this when it has started. */
	activate(nowMs: number): void {
		delete this.kept.unread;
		this.kept.aliveAt = nowMs;
	}

	/** n8n runs again: states are those from before. */
	resume(): void {
		this.states = new InitialStates(this.kept.states ?? []);
	}

	/** False for an event that was seen before, in this run or in one before a restart. */
	isNew(eventId: string): boolean {
		return this.events.isNew(eventId);
	}

	/** Puts what must outlive n8n into static data; to be called right before an emit. */
	write(nowMs: number): void {
		this.events.write(this.kept, nowMs);
		const count = this.unread === undefined ? KEPT_CALLS : KEPT_CALLS_OF_OUTAGE;
		this.kept.calls = this.calls.newest(count);
		this.kept.openCalls = this.kept.calls.filter((callId) => !this.calls.hasEnded(callId));
		this.kept.callBounds = this.calls.bounds(count);
		this.kept.users = this.calls.users().slice(-KEPT_USERS);
		this.kept.aliveAt = nowMs;
		this.kept.states = this.states.toJSON();
		if (this.unread) this.kept.unread = { ...this.unread };
		else delete this.kept.unread;
	}
}
