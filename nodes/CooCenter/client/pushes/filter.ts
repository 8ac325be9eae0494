import type { Direction, PushEvent } from './event';
import { carries, type PushKind } from './kinds';

/** What an event must be like to start a workflow; empty parts let everything through. */
export interface PushFilter {
	kinds: ReadonlySet<PushKind>;
	/** Extensions, agents or numbers, any of which must take part. */
	parties: ReadonlySet<string>;
	queues: ReadonlySet<string>;
	directions: ReadonlySet<Direction>;
	outcome: 'any' | 'answered' | 'missed';
}

/** True when the event passes the filter. */
export function passes(event: PushEvent, filter: PushFilter): boolean {
	const { kind } = event;
	if (!filter.kinds.has(kind)) return false;
	if (filter.parties.size > 0 && carries(kind, 'party')) {
		if (!event.parties.some((party) => filter.parties.has(party))) return false;
	}
	if (filter.queues.size > 0 && carries(kind, 'queue')) {
		if (event.queue === undefined || !filter.queues.has(event.queue)) return false;
	}
	if (filter.directions.size > 0 && carries(kind, 'direction')) {
		if (event.direction === undefined || !filter.directions.has(event.direction)) return false;
	}
	if (filter.outcome === 'any' || !carries(kind, 'outcome')) return true;
	return event.answered === (filter.outcome === 'answered');
}
