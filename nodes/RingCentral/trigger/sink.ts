import type { LineChange } from '../client/events/lineChange';
import type { Notification } from '../client/events/notification';

/** Where what a line brings goes to. */
export interface Sink {
	/** False when too much waits already. */
	readonly hasRoom: boolean;
	take(notification: Notification): void;
	changed(change: LineChange): void;
}
