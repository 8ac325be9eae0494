import { digestOf } from '../../shared/secrets';
import type { XsiEvent } from '../client/channel/decode';

/** Types that only tell the present state (docs/protocols/broadworks.md#subscriptions). */
const STATE_TYPE = /Subscription(?:Resync)?Event$/;

/** Fields that differ between two events with the same content. */
const VARYING = new Set(['eventId', 'sequenceNumber', 'channelId', 'subscriptionId']);

/** Things whose state outlives n8n, and changes of each that are recognised when they come again. */
const KEPT_THINGS = 20;
const KEPT_CHANGES = 50;

/** What is known of one thing: its content, and whether its last event may have been the state. */
interface Known {
	content: string;
	/** Short hashes of the ids of its last changes. */
	changes: string[];
	doubt?: 'tookForState' | 'tookForChange';
}

/** What is known of one thing, for n8n's static data. */
export type KeptState = [thing: string, content: string, changes: string[]];

const short = (text: string) => digestOf(text).slice(0, 10);

/**
 * Tells the state, which the server sends once after a subscription and after each refresh, from a
 * change. The server marks it for calls, agents and queues. For services it looks like a change: the
 * first event after a refresh is taken for it, unless it says something new or is a change that comes
 * again. If a change came first, the state that follows says the same again, and puts it right.
 */
export class InitialStates {
	private readonly known = new Map<string, Known>();

	/**
	 * `kept`: what was known when n8n was stopped or killed, where it runs again after that. The server then
	 * sends changes again before it sends the state; what cannot be told from a change is taken for one.
	 */
	constructor(private readonly kept?: readonly KeptState[]) {
		for (const [thing, content, changes] of kept ?? []) this.known.set(thing, { content, changes });
	}

	/** `stateExpected`: the server sends the state about now, so an event may be it. */
	isInitial(event: XsiEvent, stateExpected: boolean): boolean {
		if (STATE_TYPE.test(event.type)) return true;
		if (!this.isState(event)) return false;
		const thing = short(`${event.type} ${event.targetId}`);
		const before = this.known.get(thing);
		const id = short(event.eventId ?? '');
		if (before?.changes.includes(id)) {
			// Sent again. The state that follows tells of the last change.
			if (stateExpected) before.doubt = 'tookForChange';
			return false;
		}
		const content = short(
			JSON.stringify(Object.entries(event.fields).filter(([name]) => !VARYING.has(name))),
		);
		const same = before?.content === content;
		const changes = before?.changes ?? [];
		const initial = stateExpected
			? same || (before === undefined && this.isFirst(event))
			: before?.doubt === 'tookForChange' && same;
		if (!initial) changes.splice(0, Math.max(0, changes.push(id) - KEPT_CHANGES));
		this.known.delete(thing);
		this.known.set(thing, { content, changes, doubt: doubtAfter(before, stateExpected, initial) });
		return initial;
	}

	toJSON(): KeptState[] {
		return [...this.known]
			.slice(-KEPT_THINGS)
			.map(([thing, { content, changes }]) => [thing, content, [...changes]]);
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
	before: Known | undefined,
	stateExpected: boolean,
	initial: boolean,
): Known['doubt'] {
	if (stateExpected) return initial ? 'tookForState' : 'tookForChange';
	return before?.doubt === 'tookForChange' && !initial ? before.doubt : undefined;
}
