import { systemClock } from '../../systemPorts';
import { startsTriggers } from '../line/otherProcesses';

/** ms between two probes whether a trigger has started. */
const PROBE_EVERY = 100;

/**
 * The running trigger that a post is for, which `find` gives. Without queue mode it starts in this process, and while n8n
 * starts it is only late: so it is waited for, `longest` ms. What it does not take has no key by which n8n refuses a
 * repetition.
 */
export async function untilStarted<Trigger>(
	find: () => Trigger | undefined,
	longest: number,
): Promise<Trigger | undefined> {
	const until = systemClock.elapsed() + (startsTriggers() ? longest : 0);
	for (;;) {
		const found = find();
		if (found !== undefined || systemClock.elapsed() >= until) return found;
		await systemClock.sleep(PROBE_EVERY);
	}
}
