import type { Direction, PushEvent } from './event';
import type { PushKind } from './kinds';

/** What an event must be like to start a workflow; empty parts let everything through. */
export interface PushFilter {
	kinds: ReadonlySet<PushKind>;
	/** Extensions, agents or numbers, any of which must take part. */
	parties: ReadonlySet<string>;
	queues: ReadonlySet<string>;
	directions: ReadonlySet<Direction>;
	outcome: 'any' | 'answered' | 'missed';
}

/** Which kinds tell what a filter asks for; the others are let through by it. */
export const TELLS = {
	party: [
		'dialBegin',
		'dialEnd',
		'hangup',
		'extensionStatus',
		'ivr',
		'callRecord',
		'queueCallRecord',
		'intercomRecord',
		'pagingRecord',
	],
	queue: ['ivr', 'queueCallRecord'],
	direction: ['ivr', 'callRecord', 'queueCallRecord', 'intercomRecord', 'pagingRecord'],
	outcome: ['callRecord', 'queueCallRecord'],
} as const satisfies Record<string, readonly PushKind[]>;

const tells = (aspect: keyof typeof TELLS, kind: PushKind) =>
	(TELLS[aspect] as readonly PushKind[]).includes(kind);

/** True when the event passes the filter. */
export function passes(event: PushEvent, filter: PushFilter): boolean {
	const { kind } = event;
	if (!filter.kinds.has(kind)) return false;
	if (filter.parties.size > 0 && tells('party', kind)) {
		if (!event.parties.some((party) => filter.parties.has(party))) return false;
	}
	if (filter.queues.size > 0 && tells('queue', kind)) {
		if (event.queue === undefined || !filter.queues.has(event.queue)) return false;
	}
	if (filter.directions.size > 0 && tells('direction', kind)) {
		if (event.direction === undefined || !filter.directions.has(event.direction)) return false;
	}
	if (filter.outcome === 'any' || !tells('outcome', kind)) return true;
	return event.answered === (filter.outcome === 'answered');
}
