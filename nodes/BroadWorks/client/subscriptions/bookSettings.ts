import type { GracePeriod } from '../delivery/bufferedEvents';
import type { Reading } from './lastEvents';
import type { StandingSubscription } from './subscriptions';

/** Where events go: to the channels of a set, or to a web address. */
export type Destination = { channelSetId: string } | { httpContact: string };

export interface BookSettings {
	destination: Destination;
	applicationId: string;
	/** s asked for; the server decides. */
	expires: number;
	/** ms until the next probe whether the server still has the subscriptions. */
	checkInterval(): number;
	/** Of events of subscriptions that nobody has asked for here; default none. */
	gracePeriod?: GracePeriod;
	/** How events are read, where the server sends them in one stream. */
	reading?: Reading;
}

export const NO_GRACE: GracePeriod = { during: 0, wait: () => 0, longest: () => 0 };

/** As after a new password in the credential while n8n did not run. */
export function leadsElsewhere(
	{ httpContact }: StandingSubscription,
	{ destination }: BookSettings,
): boolean {
	if (httpContact === undefined || !('httpContact' in destination)) return false;
	return httpContact !== destination.httpContact;
}
