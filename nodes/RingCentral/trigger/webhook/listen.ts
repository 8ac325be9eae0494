import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';

import { staticDataOf } from '../../../shared/trigger/staticData';
import type { Log } from '../../../shared/core/ports';
import type { LineWatch } from '../../../shared/trigger/line/lineWatch';
import { serverPace, type Heard } from '../../../shared/trigger/line/serverPace';
import { handedOver, registerLive, triggerKey } from '../../../shared/trigger/liveTriggers';
import {
	AcceptedSecrets,
	OLD_SECRETS,
} from '../../../shared/trigger/webhook/subscribed/acceptedSecrets';
import { unregisterLater } from '../../../shared/trigger/webhook/subscribed/stragglers';
import type { StoredSubscription } from '../../../shared/trigger/webhook/subscribed/storedSubscription';
import { systemClock } from '../../../shared/systemPorts';
import { plainHttp } from '../../../shared/transport/nodeHttp';
import { isReminder, readNotification, type Notification } from '../../client/events/notification';
import type { WebhookRequest } from '../../client/events/subscription';
import { askServer } from '../../client/events/webhook/serverPulse';
import { WebhookSubscription } from '../../client/events/webhook/webhookSubscription';
import type { RingCentralContext } from '../../context';
import type { LiveConnection } from '../liveConnection';
import type { LiveReceiver } from '../liveReceiver';
import { watchLogin } from '../loginWatch';
import type { TriggerSettings } from '../settings';
import { becameActive, subscriptionFacts } from '../watchedReceiver';
import { renewedRequest } from './address';
import type { WebhookHandover } from './hooks';

/**
 * Delivery by webhook: n8n's webhook methods make the subscription, and this looks after it, because
 * n8n 2.x calls none of them again while the workflow runs (docs/n8n.md#one-node-with-trigger-and-webhook).
 */
export async function listenWebhook(
	node: ITriggerFunctions,
	connection: LiveConnection,
	settings: TriggerSettings,
	receiver: LiveReceiver,
	lineWatch: LineWatch,
	log: Log,
): Promise<ITriggerResponse> {
	const key = triggerKey(node.getWorkflow(), node.getNode());
	let closed = false;
	let subscription: WebhookSubscription | undefined;
	let request: WebhookRequest | undefined;
	const receive = (document: string): string => {
		// Sent again, a straggler finds the version of the workflow that takes the place.
		if (closed || !receiver.hasRoom) return 'full';
		let notification: Notification;
		try {
			notification = readNotification(document);
		} catch (error) {
			log.warn('RingCentral posted something that cannot be read; it is skipped', {
				reason: (error as Error).message,
			});
			return 'unreadable';
		}
		if (isReminder(notification)) subscription?.remind();
		else receiver.take(notification);
		return 'accepted';
	};
	lineWatch.about.subscriptions = () =>
		subscriptionFacts(settings, subscription?.subscriptionId, subscription?.expiresAt);
	const onHeard: Heard = (failure) => subscription?.heard(failure);
	let pace = serverPace(connection.server, onHeard);
	const http = plainHttp(node as unknown as RingCentralContext);
	const pulse = {
		interval: () => pace.interval(),
		ask: async (signal: AbortSignal) =>
			await askServer(http, connection.server, systemClock.now(), signal),
		heard: ((failure) => pace.heard(failure)) as Heard,
	};
	const secrets = new AcceptedSecrets(staticDataOf<StoredSubscription>(node));
	let subscribedBy = connection.present;
	const onLogin = async () => {
		if (closed) return;
		// The changed credential may name another server.
		pace.leave();
		pace = serverPace(connection.server, onHeard);
		if (!request || !subscription) return;
		const before = request.verificationToken;
		request = await renewedRequest(node, request);
		// Posts of the subscription before are good until the new one is active.
		secrets.use(request.verificationToken, before);
		subscription.change(request, subscribedBy);
		subscribedBy = connection.present;
	};
	const unregister = registerLive(key, {
		receive,
		leave: async () => await subscription?.leave(),
		subscriptionId: () => subscription?.subscriptionId,
		accepts: (secret) => secrets.has(secret),
	});
	const watch = await watchLogin(node, connection, log, {
		onLogin: () =>
			void onLogin().catch((error: Error) => {
				log.error('The subscription stays as it is', { reason: error.message });
			}),
		onToken: () => subscription?.tryNow(),
	});
	/** The version of the workflow before may have had another secret; its subscription ends now. */
	const forgetOlder = async (of: WebhookRequest) => {
		await systemClock.sleep(OLD_SECRETS);
		if (!closed && request === of) secrets.use(of.verificationToken);
	};
	const begin = async () => {
		const handover = await handedOver<WebhookHandover>(key);
		if (closed) return;
		const { checkInterval } = settings;
		request = handover.request;
		if (handover.subscription) void forgetOlder(handover.request);
		subscription = new WebhookSubscription(
			connection,
			request,
			{ checkInterval, pulse },
			(change) => receiver.changed(change),
			() => request && secrets.use(request.verificationToken),
		);
		subscription.begin(handover.subscription);
		if (handover.subscription) becameActive(lineWatch, receiver);
	};
	void begin().catch((error: Error) => {
		log.error('RingCentral subscription cannot be looked after', { reason: error.message });
	});
	return {
		async closeFunction() {
			closed = true;
			pace.leave();
			watch.close();
			unregisterLater(unregister);
			await subscription?.leave();
			await receiver.close();
		},
	};
}
