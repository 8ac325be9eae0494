import type { XsiEvent } from '../channel/decode';
import type { XsiTarget } from './subscriptions';

/**
 * The first event of a subscription to a user is the present state
 * (docs/protocols/broadworks.md#subscriptions).
 */
export function beginsWithState(target: XsiTarget, { sequenceNumber }: XsiEvent): boolean {
	return target.kind === 'user' && sequenceNumber === 1;
}
