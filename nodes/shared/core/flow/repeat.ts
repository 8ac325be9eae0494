import { backoffDelay } from './backoff';
import { isWorthRepeating, TelephonyError } from '../errors';
import type { Clock, Random } from '../ports';

/** Repetitions of a read whose server is unavailable or asks to wait. */
export const READ_RETRIES = 2;

/** ms that a server may ask to wait; nobody has time for more. */
const LONGEST_WAIT = 60_000;

/**
 * Does something, and again up to `retries` times while what goes wrong may pass: after the wait that the
 * server asks for, or with growing pauses. Throws what the last try threw, and at once when a server asks
 * for more than a minute, because the error says so and nobody waits that long, or when `signal` is aborted.
 */
export async function repeated<T>(
	{ clock, random }: { clock: Clock; random: Random },
	retries: number,
	once: () => Promise<T>,
	signal?: AbortSignal,
): Promise<T> {
	for (let attempt = 0; ; attempt++) {
		try {
			return await once();
		} catch (error) {
			if (attempt >= retries || !isWorthRepeating(error) || signal?.aborted) throw error;
			const asked = error instanceof TelephonyError ? error.waitMs : undefined;
			if (asked !== undefined && asked > LONGEST_WAIT) throw error;
			// A moment that has passed on another clock is no reason to ask without a pause.
			await clock.sleep(asked || backoffDelay(attempt, random), signal);
		}
	}
}
