import { TelephonyError } from '../errors';
import type { Random } from '../ports';

export interface BackoffLimits {
	/** ms of the first wait. */
	first: number;
	/** ms that no wait exceeds. */
	most: number;
}

/** See docs/design.md#never-silently-dead: 1 s to 30 s. */
const RECONNECT_BACKOFF: BackoffLimits = { first: 1_000, most: 30_000 };

/**
 * ms to wait before try number `attempt` (0 = first repetition): doubling, spread over the upper
 * half of the step so that many clients of one server do not come back at the same moment.
 */
export function backoffDelay(
	attempt: number,
	random: Random,
	limits: BackoffLimits = RECONNECT_BACKOFF,
): number {
	const step = Math.min(limits.most, limits.first * 2 ** Math.min(attempt, 30));
	return Math.max(limits.first, Math.round(step * (0.5 + random.next() / 2)));
}

/** ms before the second, the third and every later try of a login: more could lock the account. */
const REFUSED_LOGIN = [5_000, 30_000, 300_000];

/** ms to wait after a refused login; `attempt`: how often it was refused before. */
export const refusedLoginDelay = (attempt: number): number =>
	REFUSED_LOGIN[Math.min(attempt, REFUSED_LOGIN.length - 1)];

/** ms to wait after a failure, before try number `attempt` (0 = first repetition). */
export const retryDelay = (error: unknown, attempt: number, random: Random): number =>
	error instanceof TelephonyError && error.kind === 'unauthorized'
		? refusedLoginDelay(attempt)
		: backoffDelay(attempt, random);
