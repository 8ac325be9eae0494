import { backoffDelay } from '../../../core/flow/backoff';
import { processWide } from '../../../processWide';
import { systemClock, systemRandom } from '../../../systemPorts';

/** Workflows that wait to know what they subscribe with, by the key of their trigger. */
const waiting = processWide('handedLater', 1, () => new Map<string, AbortController>());

/** n8n has asked anew, or ends the workflow. */
export function stopWaiting(key: string): void {
	waiting.get(key)?.abort();
	waiting.delete(key);
}

/**
 * Does the work again and again until it succeeds, or `stopWaiting` is called. What keeps it from that is told by the
 * trigger of the workflow, which waits for the same.
 */
export async function handLater(key: string, work: () => Promise<void>): Promise<void> {
	stopWaiting(key);
	const own = new AbortController();
	waiting.set(key, own);
	for (let attempt = 0; ; attempt++) {
		await systemClock.sleep(backoffDelay(attempt, systemRandom), own.signal);
		if (own.signal.aborted) return;
		const done = await work().then(
			() => true,
			() => false,
		);
		if (!done) continue;
		if (waiting.get(key) === own) waiting.delete(key);
		return;
	}
}
