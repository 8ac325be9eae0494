import type { Clock, Log } from '../../../shared/core/ports';
import { registerLive } from '../../../shared/trigger/liveTriggers';
import { endNow } from '../../../shared/trigger/webhook/subscribed/putOff';
import { readPosted, type Reception } from '../../client/subscriptions/contact';
import type { SubscriptionSpec } from '../../client/subscriptions/subscriptions';
import type { LiveListener } from '../liveListener';
import { takeContact } from './leftContacts';
import { STRAGGLERS, stragglers } from './stragglers';

/**
 * A listener for the streaming channel that goes on where a version of the workflow before it had HTTP contact.
 * n8n takes the webhook away before it asks the node anything (docs/n8n.md#webhook-triggers), so
 * what is posted until the channel stands meets 404 and comes no more: the state that the server sends with
 * the new subscription tells of it, and the call log. What had got in by then is taken here, and the old
 * subscription goes when the new one stands.
 * @param key of the trigger
 */
export function afterContact(
	key: string,
	spec: SubscriptionSpec,
	live: LiveListener,
	{ clock, log }: { clock: Clock; log: Log },
): LiveListener {
	const left = takeContact(key, spec, clock);
	if (!left) return live;
	live.goOn(left.memory, left.since);
	const { listener } = live;
	const receive = (document: string): Reception => {
		const event = readPosted(document, log);
		if (!event) return 'unreadable';
		// The end of the old subscription is no event.
		if (event.type === 'SubscriptionTerminatedEvent') return 'accepted';
		listener.onEvent(event, spec, false).catch((error: unknown) => {
			log.error('BroadWorks event could not be processed', { reason: String(error) });
		});
		return 'accepted';
	};
	const unregister = registerLive(key, {
		receive,
		leave: async () => await Promise.resolve(),
		subscriptionId: () => undefined,
	});
	for (const document of stragglers.take(key)) receive(document);
	let stands = false;
	return {
		...live,
		close() {
			unregister();
			live.close();
		},
		listener: {
			...listener,
			onStanding() {
				listener.onStanding?.();
				if (stands) return;
				stands = true;
				void endNow(key);
				void clock.sleep(STRAGGLERS).then(unregister);
			},
		},
	};
}
