import { processWide } from '../../../processWide';
import { systemClock } from '../../../systemPorts';

/** By what subscriptions of a workflow's versions are compared. */
export interface Marks {
	/** Equal for subscriptions of one login that bring the same events. */
	mark: string;
	/** Equal for those that bring the same events, whoever has subscribed. */
	events: string;
}

/** Subscriptions of a workflow that n8n has taken down, perhaps only to put a newer version up. */
interface Waiting extends Marks {
	ids: string[];
	end(ids: string[]): Promise<void>;
	stop: AbortController;
}

/**
 * ms for which they stay: a busy n8n 1.x takes some seconds to put the newer version up, and what the server
 * has not posted yet would go with its subscription.
 */
export const STAY = 10_000;

const waiting = processWide('subscriptionsPutOff', 2, () => new Map<string, Waiting>());

/**
 * Ends subscriptions some seconds later, unless the trigger is there again by then. n8n calls `delete` for
 * a newer version as well as for good and does not say which; what was ended at once brings no event
 * until another is active.
 */
export function putOff(
	key: string,
	ids: string[],
	end: (ids: string[]) => Promise<void>,
	{ mark, events }: Marks,
): void {
	const before = takeBack(key);
	const stop = new AbortController();
	const entry = { ids: [...new Set([...before, ...ids])], end, mark, events, stop };
	waiting.set(key, entry);
	void systemClock.sleep(STAY, stop.signal).then(async () => {
		if (!stop.signal.aborted) await endNow(key);
	});
}

/** Ends at once what waits, with the login that it was put off with. */
export async function endNow(key: string): Promise<void> {
	const entry = waiting.get(key);
	await entry?.end(takeBack(key));
}

/** The trigger is there again: what was to be ended is its own to care for. */
export function takeBack(key: string): string[] {
	const entry = waiting.get(key);
	waiting.delete(key);
	entry?.stop.abort();
	return entry?.ids ?? [];
}

/** What waits to be ended, and goes on waiting. */
export const idsPutOff = (key: string): string[] => waiting.get(key)?.ids ?? [];

/** Whether what waits is of another login, or brings other events, than `mark`. */
export function isOther(key: string, mark: string): boolean {
	const entry = waiting.get(key);
	return entry !== undefined && entry.mark !== mark;
}

/** Whether what waits brings other events than those of `events`. */
export function bringsOther(key: string, events: string): boolean {
	const entry = waiting.get(key);
	return entry !== undefined && entry.events !== events;
}
