import type { IDataObject } from 'n8n-workflow';

import type { ExecutionRecord } from '../faults/n8n';
import type { Downtime, SoakAccount } from './system';

/** Tries of one push; `statuses` has 0 for what got no answer. */
export interface Tries {
	statuses(): readonly number[];
	/** No further try will come. */
	isDone(): boolean;
}

interface Pushed {
	madeAt: number;
	pushes: Tries[];
}

/** What n8n answers to everything while it migrates its database (docs/n8n.md#answers-while-n8n-starts). */
const STARTING = 'n8n is starting up. Please wait';

/** The status of a try as the books have it: 0 where n8n itself answered 200 before a trigger could see the push. */
export const statusOf = (status = 0, answer = ''): number => (answer === STARTING ? 0 : status);

const isTaken = (status: number) => status >= 200 && status < 300;

/** The key that an item carries back; undefined for one that is no event. */
export type KeyOf = (item: IDataObject) => string | undefined;

/** What was pushed against what came to executions. */
export class PushBooks {
	private readonly events = new Map<string, Pushed>();

	/**
	 * @param keyOf what names an event in the items of the trigger
	 * @param patience ms from the first try of a push to the last
	 */
	constructor(
		private readonly keyOf: KeyOf,
		private readonly patience: number,
	) {}

	/** Enters a push; several with one key are the same event, sent again. */
	enter(key: string, tries: Tries, madeAt = Date.now()): void {
		const event = this.events.get(key) ?? { madeAt, pushes: [] };
		event.pushes.push(tries);
		this.events.set(key, event);
	}

	/** Events that are still on their way: not yet taken nor given up, or taken and in no execution. */
	outstanding(executions: readonly ExecutionRecord[]): number {
		const arrived = this.arrivals(executions);
		return [...this.events].filter(
			([key, event]) => !isOver(event) || (wasTaken(event) && !arrived.has(key)),
		).length;
	}

	account(executions: readonly ExecutionRecord[], downtimes: readonly Downtime[]): SoakAccount {
		const arrived = this.arrivals(executions);
		const finished = this.arrivals(executions.filter(({ status }) => status !== 'crashed'));
		const missing = [...this.events].filter(([key]) => !arrived.has(key));
		const excused = missing.filter(
			([, event]) => !wasTaken(event) && this.wasAway(event, downtimes),
		);
		const lost = missing.filter((entry) => !excused.includes(entry));
		const twice = [...this.events.keys()].filter((key) => (finished.get(key) ?? 0) > 1);
		return {
			events: this.events.size - excused.length,
			executions: executions.length,
			lost: lost.map(([key, event]) => `${key} (${answersOf(event)})`),
			doubled: twice.map((key) => `${key}, ${finished.get(key)} times`),
			givenUp: excused.length,
			recovered: 0,
		};
	}

	/** Whether n8n was away in some part of the time in which the system tried. */
	private wasAway({ madeAt }: Pushed, downtimes: readonly Downtime[]): boolean {
		return downtimes.some(({ from, until }) => madeAt <= until && madeAt + this.patience >= from);
	}

	/** How many executions each event came to. */
	private arrivals(executions: readonly ExecutionRecord[]): Map<string, number> {
		const found = new Map<string, number>();
		for (const { items, status } of executions) {
			// Stored, and not begun.
			if (status === 'new') continue;
			for (const item of items) {
				const key = this.keyOf(item);
				if (key !== undefined) found.set(key, (found.get(key) ?? 0) + 1);
			}
		}
		return found;
	}
}

const wasTaken = ({ pushes }: Pushed) => pushes.some((push) => push.statuses().some(isTaken));

const isOver = ({ pushes }: Pushed) => pushes.every((push) => push.isDone());

const answersOf = ({ pushes }: Pushed) =>
	`answered ${pushes.map((push) => push.statuses().join(' ') || 'never').join(', ')}`;
