import { setTimeout as delay } from 'node:timers/promises';

export interface WaitOptions {
	/** What is being waited for, for the error message: "the workflow is published". */
	what: string;
	timeoutMs?: number;
	/** Default: a tenth of the time waited so far, from 50 to 500 ms. */
	intervalMs?: number;
	/** What to show when the time is over, for instance the end of n8n's log. */
	explain?: () => string | Promise<string>;
	signal?: AbortSignal;
}

/** ms: a busy machine may need as long for what takes a second, and whoever waits for what comes waits no longer. */
export const PATIENCE = 150_000;

/**
 * Asks `look` until it gives something else than undefined or false.
 * @throws Error after `timeoutMs` (default `PATIENCE`), naming what was waited for
 */
export async function waitFor<T>(
	look: () => Promise<T | undefined | false> | T | undefined | false,
	{ what, timeoutMs = PATIENCE, intervalMs, explain, signal }: WaitOptions,
): Promise<T> {
	const since = Date.now();
	const deadline = since + timeoutMs;
	for (;;) {
		const found = await look();
		if (found !== undefined && found !== false) return found;
		if (Date.now() >= deadline) {
			const explanation = explain ? `\n${await explain()}` : '';
			throw new Error(`Waited ${timeoutMs / 1000} s in vain until ${what}.${explanation}`);
		}
		await delay(intervalMs ?? patience(Date.now() - since), undefined, { signal });
	}
}

/** Whoever waits long asks less often, so that many who wait leave n8n time for its work. */
function patience(waitedMs: number): number {
	return Math.min(500, Math.max(50, waitedMs / 10));
}
