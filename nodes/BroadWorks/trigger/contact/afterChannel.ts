import { specKey, type SubscriptionSpec } from '../../client/subscriptions/subscriptions';
import { takePlace } from '../line/leftPlaces';
import type { LiveListener } from '../liveListener';

/**
 * A listener for HTTP contact that goes on where a version of the workflow before it had the streaming channel:
 * what comes there is for this one until its own subscription is active. What comes of both in that moment has
 * two ids, and runs twice rather than is lost.
 * @param key of the trigger
 */
export function afterChannel(
	key: string,
	spec: SubscriptionSpec,
	live: LiveListener,
): LiveListener {
	const place = takePlace(key);
	if (place?.events !== specKey(spec)) {
		void place?.end();
		return live;
	}
	const { has, listener } = live;
	live.goOn();
	place.follow({ has, onEvent: listener.onEvent });
	let left = false;
	const leave = () => {
		if (!left) void place.end();
		left = true;
	};
	return {
		...live,
		close() {
			leave();
			live.close();
		},
		listener: {
			...listener,
			onActive() {
				leave();
				listener.onActive?.();
			},
		},
	};
}
