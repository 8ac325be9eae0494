import type { XsiEvent } from './client/decode';

/** Types that only tell the present state (protocol page broadworks-xsi 3.1). */
const STATE_TYPE = /Subscription(?:Resync)?Event$/;

/** Fields that differ between two events with the same content. */
const VARYING = new Set(['eventId', 'sequenceNumber', 'channelId', 'subscriptionId']);

/** What is known of one thing: its content, and whether its last event may have been the state. */
interface Known {
	content: string;
	doubt?: 'tookForState' | 'tookForChange';
}

/**
 * Tells the state, which the server sends once after a subscription and after each refresh, from a
 * change. The server marks it for calls, agents and queues. For services it looks like a change: the
 * first event after a refresh is taken for it, unless it says something new. If a change came first,
 * the state that follows says the same again, and puts it right.
 */
export class InitialStates {
	private readonly known = new Map<string, Known>();

	/** `stateExpected`: the server sends the state about now, so an event may be it. */
	isInitial(event: XsiEvent, stateExpected: boolean): boolean {
		if (STATE_TYPE.test(event.type)) return true;
		if (!this.isState(event)) return false;
		const key = `${event.type} ${event.targetId}`;
		const content = JSON.stringify(
			Object.entries(event.fields).filter(([name]) => !VARYING.has(name)),
		);
		const before = this.known.get(key);
		const same = before?.content === content;
		if (stateExpected) {
			const initial = before === undefined || same;
			this.known.set(key, { content, doubt: initial ? 'tookForState' : 'tookForChange' });
			return initial;
		}
		const isAwaited = before?.doubt === 'tookForChange';
		this.known.set(key, { content, doubt: isAwaited && !same ? before.doubt : undefined });
		// The state repeats the last of the changes that came before it, of which a server may keep several.
		return isAwaited && same;
	}

	/** Calls and queue entries have ids and are never repeated as a state of their own. */
	private isState({ fields }: XsiEvent): boolean {
		return (
			fields.callId === undefined && fields.call === undefined && fields.queueEntry === undefined
		);
	}
}
