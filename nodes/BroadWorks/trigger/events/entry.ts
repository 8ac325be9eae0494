import type { EventEntry } from '../../../shared/trigger/eventCatalogue';
import type { CallMoment } from '../../client/calls/callMoments';

/** Whose events a trigger may ask for. */
export type TargetType = 'user' | 'group' | 'enterprise' | 'callCenter' | 'routePoint';

/** What is made of events: a moment of a call, or a message in a mailbox. */
export type Moment = CallMoment | 'newMessage';

/** One choice of *Trigger On*. */
export interface BroadWorksEvent extends EventEntry<TargetType> {
	/** More packages on the wire. */
	further?: readonly string[];
	/** The types that start the workflow where none is chosen; absent for all of the package. */
	only?: readonly string[];
	/** What becomes an item in place of the events themselves. */
	moment?: Moment;
}

export const EVERYONE: readonly TargetType[] = ['user', 'group', 'enterprise'];
export const CALL_CENTERS: readonly TargetType[] = ['group', 'enterprise', 'callCenter'];
export const ROUTE_POINTS: readonly TargetType[] = ['routePoint', 'group', 'enterprise'];
