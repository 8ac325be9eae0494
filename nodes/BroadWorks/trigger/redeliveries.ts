import type { IDataObject } from 'n8n-workflow';

import { dropOldest } from '../../shared/core/bounded/dropOldest';
import { within } from '../../shared/core/flow/deadline';
import { deferred, type Deferred } from '../../shared/core/flow/deferred';
import { isUndone, type Outcome, type Verdict } from '../../shared/core/flow/eventGate';
import type { Clock } from '../../shared/core/ports';

/** Events kept whose execution did not do its work. */
const KEPT = 1_000;

interface OpenEvent<Items> {
	items: Items;
	/** How it is to be acknowledged. */
	verdict: Promise<Verdict>;
	ended: Deferred<Outcome>;
}

/**
 * Events whose execution has not ended yet, waiting ones too, with their items. A server that misses the
 * acknowledgement sends such an event again; what to answer then is known when the execution has ended.
 * The items of an event that was not done are kept for its redelivery.
 */
export class Redeliveries<Items = IDataObject[]> {
	private readonly open = new Map<string, OpenEvent<Items>>();

	private readonly undone = new Map<string, Items>();

	constructor(private readonly clock: Clock) {}

	/** An event goes to an execution. */
	begin(id: string, items: Items, verdict: Promise<Verdict>): void {
		if (!this.open.has(id)) this.open.set(id, { items, verdict, ended: deferred<Outcome>() });
	}

	/** The execution of these events has ended. */
	end(ids: readonly string[], outcome: Outcome): void {
		for (const id of ids) {
			const event = this.open.get(id);
			if (!event) continue;
			this.open.delete(id);
			if (isUndone(outcome)) this.undone.set(id, event.items);
			event.ended.resolve(outcome);
		}
		dropOldest(this.undone, KEPT);
	}

	/** The items of an event that was not done; once. */
	takeUndone(id: string): Items | undefined {
		const items = this.undone.get(id);
		this.undone.delete(id);
		return items;
	}

	/** How an event is to be acknowledged; undefined when it is not open. */
	verdictOf(id: string): Promise<Verdict> | undefined {
		return this.open.get(id)?.verdict;
	}

	/**
	 * How the execution of an event ended; `running` when it has not after `longest` ms. Undefined when the
	 * event is not open.
	 */
	async outcomeOf(id: string, longest: number): Promise<Outcome | 'running' | undefined> {
		const event = this.open.get(id);
		return event && (await within(this.clock, longest, event.ended.promise, () => 'running'));
	}
}
