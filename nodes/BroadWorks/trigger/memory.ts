import { createHash } from 'node:crypto';

import type { IDataObject } from 'n8n-workflow';

import { SeenSet } from '../../shared/core/flow/seenSet';
import type { Span } from '../client/calls/callLogs';
import { CallMemory, type CallBounds } from '../client/calls/callMemory';
import { InitialStates, type KeptState } from './initialState';

/** Event ids remembered while the trigger runs. */
const REMEMBERED_EVENTS = 5_000;

/** Event ids and calls kept over a restart; they are written with every execution. */
const KEPT_EVENTS = 1_000;
const KEPT_CALLS = 200;

/** Calls kept while an outage is to be read: all of its time must be known then. */
const KEPT_CALLS_OF_OUTAGE = 1_000;

/** Users kept over a restart. */
const KEPT_USERS = 20;

interface Kept {
	/** Short hashes of the ids of events whose executions have ended. */
	events?: string[];
	calls?: string[];
	/** Those of the calls whose end was not seen. */
	openCalls?: string[];
	callBounds?: CallBounds;
	/** Users of whom events came last. */
	users?: string[];
	/** ms since 1970 of the last execution, or of the activation. */
	aliveAt?: number;
	/** When the calls of an outage began that were not read yet. */
	unread?: Span;
	/** Executions of several events that have not ended: their key, and the events' short hashes. */
	running?: Array<[key: string, events: string[]]>;
	/** Last known states of services. */
	states?: KeptState[];
}

const short = (id: string) => createHash('sha256').update(id).digest('base64url').slice(0, 10);

/**
 * What a trigger knows of the events and calls it has seen, and what of it outlives n8n in static
 * data. An id is kept only when its execution has ended: n8n killed in the middle gets the event
 * again from the server.
 */
export class TriggerMemory {
	readonly calls = new CallMemory();

	/** States of services, which are no changes. */
	states = new InitialStates();

	/** When the calls of an outage began that are still to be read. */
	unread?: Span;

	private readonly seen = new SeenSet(REMEMBERED_EVENTS);

	private readonly finished: SeenSet;

	private readonly kept: Kept;

	/** Executions of several events that run now, by key. */
	private readonly running = new Map<string, string[]>();

	/** Events of executions that ran when n8n was killed, with the key of their execution. */
	private readonly interrupted = new Map<string, string>();

	/** `staticData`: n8n's static data of the node, saved with the next emit. */
	constructor(staticData: IDataObject) {
		this.kept = staticData as Kept;
		this.finished = new SeenSet(KEPT_EVENTS, this.kept.events ?? []);
		const { calls, callBounds, openCalls } = this.kept;
		this.calls.restore(calls ?? [], callBounds, openCalls, this.kept.users);
		this.unread = this.kept.unread;
		for (const [key, events] of this.kept.running ?? []) {
			for (const event of events) this.interrupted.set(event, key);
		}
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
		return !this.finished.has(short(eventId)) && this.seen.add(eventId);
	}

	/** Notes an execution of several events, before it begins. */
	begin(key: string, eventIds: readonly string[]): void {
		this.running.set(key, eventIds.map(short));
	}

	/** The key of the execution this event was in when n8n was killed. */
	interruptedIn(eventId: string): string | undefined {
		return this.interrupted.get(short(eventId));
	}

	/** The execution of these events has ended; they are not wanted again. */
	finish(eventIds: readonly string[], key = ''): void {
		this.running.delete(key);
		for (const id of eventIds) this.finished.add(short(id));
	}

	/** The execution did not do its work, and the server is told so; the events may come again. */
	forget(eventIds: readonly string[], key = ''): void {
		this.running.delete(key);
		for (const id of eventIds) this.seen.forget(id);
	}

	/** Puts what must outlive n8n into static data; to be called right before an emit. */
	write(nowMs: number): void {
		this.kept.events = this.finished.toJSON();
		const count = this.unread === undefined ? KEPT_CALLS : KEPT_CALLS_OF_OUTAGE;
		this.kept.calls = this.calls.newest(count);
		this.kept.openCalls = this.kept.calls.filter((callId) => !this.calls.hasEnded(callId));
		this.kept.callBounds = this.calls.bounds(count);
		this.kept.users = this.calls.users().slice(-KEPT_USERS);
		this.kept.aliveAt = nowMs;
		this.kept.running = [...this.running];
		this.kept.states = this.states.toJSON();
		if (this.unread) this.kept.unread = { ...this.unread };
		else delete this.kept.unread;
	}
}
