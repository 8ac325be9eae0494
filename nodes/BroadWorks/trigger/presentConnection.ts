import type { XsiCredential } from '../authorization';
import { following, type XsiConnection } from '../client/transport/connection';
import type { SubscriptionSpec } from '../client/subscriptions/subscriptions';
import type { TriggerSettings } from './settings';

/** The login a trigger works with now, for what outlives a change of the credential. */
export class PresentConnection {
	/** Goes wherever the present login goes. */
	readonly connection: XsiConnection;

	ownUserId: string;

	private now: XsiConnection;

	constructor(first: XsiConnection, credential: XsiCredential) {
		this.now = first;
		this.ownUserId = ownUserIdOf(credential);
		this.connection = following(first, () => this.now);
	}

	use(next: XsiConnection, credential: XsiCredential): void {
		this.now = next;
		this.ownUserId = ownUserIdOf(credential);
	}
}

export const ownUserIdOf = ({ userId }: XsiCredential): string => String(userId ?? '').trim();

/** What is subscribed to with this credential: without a chosen user its own. */
export function specWith(settings: TriggerSettings, credential: XsiCredential): SubscriptionSpec {
	const userId = ownUserIdOf(credential);
	if (!settings.listensToOwnUser || userId === '') return settings.spec;
	return { ...settings.spec, target: { kind: 'user', userId } };
}
