import { dropOldest } from '../../../shared/core/bounded/dropOldest';
import type { Clock } from '../../../shared/core/ports';
import { processWide } from '../../../shared/processWide';
import { specKey, type SubscriptionSpec } from '../../client/subscriptions/subscriptions';
import type { LeftMemory } from '../memory';

/** What a trigger with HTTP contact leaves to a newer version of its workflow in the same process. */
export interface LeftContact {
	spec: SubscriptionSpec;
	memory: LeftMemory;
	/** ms since 1970 from which on n8n may have answered its posts with 404. */
	since: number;
}

/** ms that n8n takes to put a newer version up, on a busy machine. */
const KEPT_FOR = 30_000;

/** ms by which n8n takes the webhook away before it closes the trigger. */
const EARLIER = 1_000;

const MOST = 1_000;

const left = processWide(
	'leftContacts',
	1,
	() => new Map<string, { contact: LeftContact; at: number }>(),
);

/** To be called when n8n closes the trigger with this key. */
export function leaveContact(
	key: string,
	spec: SubscriptionSpec,
	memory: LeftMemory,
	clock: Clock,
): void {
	const since = clock.now() - EARLIER;
	left.set(key, { contact: { spec, memory, since }, at: clock.elapsed() });
	dropOldest(left, MOST);
}

/** What was left by a version that brought the same events just now. Given once. */
export function takeContact(
	key: string,
	spec: SubscriptionSpec,
	clock: Clock,
): LeftContact | undefined {
	const entry = left.get(key);
	left.delete(key);
	if (!entry || clock.elapsed() - entry.at >= KEPT_FOR) return undefined;
	return specKey(entry.contact.spec) === specKey(spec) ? entry.contact : undefined;
}
