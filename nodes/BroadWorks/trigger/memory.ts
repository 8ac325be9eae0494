import { SeenEvents, shortDigest, type MemoryPolicy } from '../../shared/trigger/seenEvents';
import type { StartAfter } from '../../shared/trigger/starts';
import { RecentMap } from '../../shared/core/bounded/recentMap';
import type { Span } from '../client/calls/callLogs';
import { CallMemory, callIdsIn } from '../client/calls/callMemory';
import type { XsiEvent } from '../client/channel/decode';
import { UntoldCalls } from './outages/untold';
import { joined } from './outages/states';
import type { BroadWorksStaticData, KeptState } from './staticData';

/** Types of which every event is the present state (docs/protocols/broadworks.md#subscriptions). */
const STATE_TYPE = /Subscription(?:Resync)?Event$/;

/** Fields that differ between two events with the same content. */
const VARYING = new Set(['eventId', 'sequenceNumber', 'channelId', 'subscriptionId']);

/** Things whose state is known, those whose state outlives n8n, and changes of each that are recognised when they come again. */
const KNOWN_THINGS = 10_000;
const KEPT_THINGS = 20;
const KEPT_CHANGES = 50;

/** What is known of one thing: its content, and whether its last event may have been the state. */
interface KnownState {
	content: string;
	/** Short hashes of the ids of its last changes. */
	changes: string[];
	doubt?: 'tookForState' | 'tookForChange';
}

/**
 * Knows the state, which the server sends once after a subscription and after each refresh, from a
 * change. The server marks it for calls, agents and queues. For services it has the form of a change: the
 * first event after a refresh is taken for it, unless it says something new or is a change that comes
 * again. If a change came first, the state that follows says the same again, and puts it right.
 */
export class InitialStates {
	private readonly known = new RecentMap<KnownState>(KNOWN_THINGS, KEPT_THINGS);

	/**
	 * `kept`: what was known when n8n was stopped or killed, where it runs again after that. The server then
	 * sends changes again before it sends the state; what may be a change is taken for one.
	 */
	constructor(private readonly kept?: readonly KeptState[]) {
		for (const [thing, content, changes] of kept ?? []) this.known.set(thing, { content, changes });
	}

	/** `stateExpected`: the server sends the state about now, so an event may be it. */
	isInitial(event: XsiEvent, stateExpected: boolean): boolean {
		if (STATE_TYPE.test(event.type)) return true;
		if (!this.isState(event)) return false;
		const thing = shortDigest(`${event.type} ${event.targetId}`);
		const before = this.known.get(thing);
		const id = shortDigest(event.eventId ?? '');
		if (before?.changes.includes(id)) {
			// Sent again. The state that follows is that of the last change.
			if (stateExpected) before.doubt = 'tookForChange';
			return false;
		}
		const content = shortDigest(
			JSON.stringify(Object.entries(event.fields).filter(([name]) => !VARYING.has(name))),
		);
		const same = before?.content === content;
		const changes = before?.changes ?? [];
		const initial = stateExpected
			? same || (before === undefined && this.isFirst(event))
			: before?.doubt === 'tookForChange' && same;
		if (!initial) changes.splice(0, Math.max(0, changes.push(id) - KEPT_CHANGES));
		this.known.set(thing, { content, changes, doubt: doubtAfter(before, stateExpected, initial) });
		return initial;
	}

	/** Takes over what another one knew of things that nothing came of here. */
	recall(kept: readonly KeptState[]): void {
		for (const [thing, content, changes] of kept) {
			if (!this.known.has(thing)) this.known.set(thing, { content, changes: [...changes] });
		}
	}

	toJSON(): KeptState[] {
		return this.known.newestKeys(KEPT_THINGS).flatMap((thing) => {
			const known = this.known.get(thing);
			return known ? [[thing, known.content, [...known.changes]]] : [];
		});
	}

	/** Nothing came of this thing before. After a restart that may be a change that n8n was killed with. */
	private isFirst({ sequenceNumber }: XsiEvent): boolean {
		return this.kept === undefined || sequenceNumber === 1;
	}

	/** Calls and queue entries have ids and are never repeated as a state of their own. */
	private isState({ fields }: XsiEvent): boolean {
		return (
			fields.callId === undefined && fields.call === undefined && fields.queueEntry === undefined
		);
	}
}

/** The state repeats the last of the changes that came before it, of which a server may keep several. */
function doubtAfter(
	before: KnownState | undefined,
	stateExpected: boolean,
	initial: boolean,
): KnownState['doubt'] {
	if (stateExpected) return initial ? 'tookForState' : 'tookForChange';
	return before?.doubt === 'tookForChange' && !initial ? before.doubt : undefined;
}

/**
 * What was not acknowledged when n8n was killed the server sends again, all of an execution together. Keys
 * are its own ids.
 */
const MEMORY: MemoryPolicy = { afterKill: 'sameExecution', keptAs: shortDigest };

/** Calls kept over a restart; they are written with every execution. */
const KEPT_CALLS = 200;

/** Calls kept while an outage is to be read: all of its time must be known then. */
const KEPT_CALLS_OF_OUTAGE = 1_000;

/** ms before the activation in which messages were left that count as new. */
const MESSAGES_BEFORE = 30_000;

/**
 * What a trigger knows of the events and calls it has seen, and what of it outlives n8n in static data.
 */
export class TriggerMemory {
	readonly events: SeenEvents;

	readonly calls: CallMemory;

	/** States of services, which are no changes. */
	states = new InitialStates();

	/** When the calls of an outage began that are still to be read. */
	unread?: Span;

	/** Calls that are seen and in no execution yet. */
	readonly untold = new UntoldCalls();

	/** `kept`: n8n's static data of the node, saved with the next emit. `countsWhen`: as in `CallMemory`. */
	constructor(
		private readonly kept: BroadWorksStaticData,
		countsWhen: 'begun' | 'ended' = 'begun',
	) {
		this.calls = new CallMemory(undefined, countsWhen);
		this.events = new SeenEvents(kept, 0, MEMORY);
		const { calls = [], callBounds, openCalls, users, unread } = kept;
		this.calls.restore(calls, callBounds, openCalls, users);
		this.unread = unread;
	}

	/** ms since 1970 of the last execution before this start, or of the activation. */
	get aliveAt(): number | undefined {
		return this.kept.aliveAt;
	}

	/** The trigger was activated: nothing from before `unread` is to be read. n8n saves this when it has started. */
	activate(nowMs: number, unread?: Span): void {
		if (unread) this.kept.unread = unread;
		else delete this.kept.unread;
		this.kept.aliveAt = nowMs;
	}

	/**
	 * From when on messages count as new, ms since 1970: from the activation, over all restarts and versions of the
	 * workflow since that listen to the same mailboxes. The clock of the server may be late. `mailboxes`: their key.
	 */
	messagesSince(after: StartAfter, mailboxes: string, nowMs: number): number {
		const { kept } = this;
		const key = shortDigest(mailboxes);
		// Earlier versions of this package did not write whose messages they were.
		const { messagesOf = after === 'downtime' ? key : undefined } = kept;
		const goesOn = after !== 'off' && messagesOf === key;
		kept.messagesSince = (goesOn ? kept.messagesSince : undefined) ?? nowMs - MESSAGES_BEFORE;
		kept.messagesOf = key;
		return kept.messagesSince;
	}

	/** An event is on its way to an execution; to be called before `calls` sees it. `nowMs`: ms since 1970. */
	hold(event: XsiEvent, nowMs: number): void {
		const { eventId } = event;
		if (eventId === undefined) return;
		const fresh = callIdsIn(event).filter((callId) => !this.calls.hasNotified(callId));
		this.untold.hold(eventId, fresh, nowMs);
	}

	/** n8n runs again: states are those from before. */
	resume(): void {
		this.states = new InitialStates(this.kept.states ?? []);
	}

	/** Goes on with the subscription of the trigger before, for which the server sends no state. */
	goOn(): void {
		this.states.recall(this.kept.states ?? []);
	}

	/** Puts what must outlive n8n into static data; to be called right before an emit. */
	write(nowMs: number): void {
		this.events.write(this.kept, nowMs);
		const { since } = this.untold;
		const unread = joined([this.unread, since === undefined ? since : { from: since, to: nowMs }]);
		const untold = this.untold.calls();
		const wanted = this.unread ? KEPT_CALLS_OF_OUTAGE : KEPT_CALLS + untold.size;
		const count = Math.min(wanted, KEPT_CALLS_OF_OUTAGE);
		this.kept.calls = this.calls.newest(count).filter((callId) => !untold.has(callId));
		this.kept.openCalls = this.kept.calls.filter((callId) => !this.calls.hasEnded(callId));
		this.kept.callBounds = this.calls.bounds(count);
		this.kept.users = this.calls.newestUsers();
		this.kept.aliveAt = nowMs;
		this.kept.states = this.states.toJSON();
		if (unread) this.kept.unread = unread;
		else delete this.kept.unread;
	}
}
