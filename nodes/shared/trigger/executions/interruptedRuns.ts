import { dropOldest } from '../../core/bounded/dropOldest';
import { deferred, type Deferred } from '../../core/flow/deferred';

/** Events that are remembered: as many as full executions have that run at once. */
const MOST_EVENTS = 10_000;

/** ms for which executions are written again: a server that comes again does so by then. */
const KEPT_FOR = 10 * 60_000;

/** What n8n said when an execution was started again under its name: it had stored the first one, or it had not. */
export type Settled = 'refused' | 'ran';

/** An execution that had not ended when n8n was killed or stopped. */
export interface InterruptedRun {
	name: string;
	/** Its events as in static data. */
	events: readonly string[];
	/** ms since 1970 at which it was written first after that. */
	since?: number;
	/** `asked`: it was started again, and n8n has not said yet. */
	state: 'unknown' | 'asked' | Settled;
	settled: Deferred<Settled>;
}

/**
 * Executions that had not ended when n8n was killed, by their events. Whether n8n had stored one shows when one of
 * its events comes again and is started under the name of before: what n8n refuses has run with all its events;
 * what it takes had not, and the other events are free.
 */
export class InterruptedRuns {
	private readonly byEvent = new Map<string, InterruptedRun>();

	/**
	 * What was in several executions, as a call with several events, was told by the first. `since`: as in static
	 * data, where n8n has been killed more often since.
	 */
	add(name: string, events: readonly string[], since?: number): void {
		const run: InterruptedRun = { name, events, since, state: 'unknown', settled: deferred() };
		for (const event of events) if (!this.byEvent.has(event)) this.byEvent.set(event, run);
		dropOldest(this.byEvent, MOST_EVENTS);
	}

	/** The execution that an event was in. */
	of(event: string): InterruptedRun | undefined {
		return this.byEvent.get(event);
	}

	settle(run: InterruptedRun, how: Settled): void {
		run.state = how;
		for (const event of run.events) {
			if (this.byEvent.get(event) === run) this.byEvent.delete(event);
		}
		run.settled.resolve(how);
	}

	/**
	 * Those that nothing is known of, for static data: n8n may be killed once more before their events come. One that
	 * was started again is written with the events that it has now. Oldest first, as they were added.
	 */
	unknown(nowMs: number): Array<[name: string, events: string[], since: number]> {
		const runs = [...new Set(this.byEvent.values())].filter(({ state }) => state === 'unknown');
		return runs.flatMap((run): Array<[string, string[], number]> => {
			run.since ??= nowMs;
			const isKept = nowMs - run.since <= KEPT_FOR;
			return isKept ? [[run.name, [...run.events], run.since]] : [];
		});
	}
}
