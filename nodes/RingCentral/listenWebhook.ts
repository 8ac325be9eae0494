import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';

import type { Log } from '../shared/core/ports';
import { handedOver, registerLive, triggerKey } from '../shared/liveTriggers';
import { systemClock } from '../shared/systemPorts';
import type { RingCentralConnection } from './client/connection';
import { isReminder, readNotification, type Notification } from './client/notification';
import { WebhookSubscription } from './client/webhookSubscription';
import type { LiveReceiver } from './liveReceiver';
import type { TriggerSettings } from './triggerSettings';
import type { WebhookHandover } from './webhookHooks';

/** ms for which posts that are on their way still find a trigger that was closed. */
const STRAGGLERS = 5_000;

/**
 * Delivery by webhook: n8n's webhook methods make the subscription, and this looks after it, because
 * n8n 2.x calls none of them again while the workflow runs (handbook 3.4).
 */
export function listenWebhook(
	node: ITriggerFunctions,
	connection: RingCentralConnection,
	settings: TriggerSettings,
	receiver: LiveReceiver,
	log: Log,
): ITriggerResponse {
	const key = triggerKey(node.getWorkflow(), node.getNode());
	let closed = false;
	let subscription: WebhookSubscription | undefined;
	const receive = (document: string): string => {
		if (!receiver.hasRoom) return 'full';
		let notification: Notification;
		try {
			notification = readNotification(document);
		} catch (error) {
			log.warn('RingCentral posted what cannot be read; it is left out', {
				reason: (error as Error).message,
			});
			return 'unreadable';
		}
		if (isReminder(notification)) subscription?.remind();
		else receiver.take(notification);
		return 'accepted';
	};
	const unregister = registerLive(key, {
		receive,
		leave: async () => await subscription?.leave(),
		subscriptionId: () => subscription?.subscriptionId,
	});
	const begin = async () => {
		const { request, subscription: standing } = await handedOver<WebhookHandover>(key);
		if (closed) return;
		const { checkInterval } = settings;
		subscription = new WebhookSubscription(connection, request, { checkInterval }, (change) =>
			receiver.changed(change),
		);
		subscription.begin(standing);
	};
	void begin().catch((error: Error) => {
		log.error('RingCentral subscription cannot be looked after', { reason: error.message });
	});
	return {
		async closeFunction() {
			closed = true;
			void systemClock.sleep(STRAGGLERS).then(unregister);
			await subscription?.leave();
			await receiver.close();
		},
	};
}
