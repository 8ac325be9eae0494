import type { XsiEvent } from './client/decode';

/** Types that only tell the present state (protocol page broadworks-xsi 3.1). */
const STATE_TYPE = /Subscription(?:Resync)?Event$/;

/** Fields that differ between two events with the same content. */
const VARYING = new Set(['eventId', 'sequenceNumber', 'channelId', 'subscriptionId']);

/**
 * Tells the state the server sends after a subscription and after each refresh from a change. The
 * server marks it for calls, agents and queues; for services it is the first event of a
 * subscription, or one that says what was known already, or the first after a refresh.
 */
export class InitialStates {
	private readonly known = new Map<string, string>();

	/** `stateExpected`: the server sends the state about now, so an event may be it. */
	isInitial(event: XsiEvent, stateExpected: boolean): boolean {
		if (STATE_TYPE.test(event.type)) return true;
		if (!this.isState(event)) return false;
		const key = `${event.type} ${event.targetId}`;
		const content = JSON.stringify(
			Object.entries(event.fields).filter(([name]) => !VARYING.has(name)),
		);
		const known = this.known.get(key);
		this.known.set(key, content);
		return (
			event.sequenceNumber === 1 || known === content || (stateExpected && known === undefined)
		);
	}

	/** Calls and queue entries have ids and are never repeated as a state of their own. */
	private isState({ fields }: XsiEvent): boolean {
		return (
			fields.callId === undefined && fields.call === undefined && fields.queueEntry === undefined
		);
	}
}
