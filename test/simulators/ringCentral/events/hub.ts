import { EventEmitter } from 'node:events';

import type { SimulatorClock } from '../../shared/clock';
import { Ring } from '../../shared/ring';
import type { RingCentralSettings } from '../options';
import { Subscriptions, type Subscription } from '../subscriptions/store';
import type { EventPublisher, PublishedEvent } from '../world';
import { DeliveryFaults } from './deliveryFaults';
import { notificationId, wrapped, type Envelope } from './envelope';
import { eventName, matches, shapeFor } from './filters';

/** A notification that was handed to a subscription, for tests and the page. */
export interface SentEntry {
	n: number;
	/** Epoch ms. */
	time: number;
	transport: 'WebHook' | 'WebSocket';
	envelope: Envelope;
}

const SENT_KEPT = 2_000;

/** Takes what happens in the world to every subscription that asked for it. */
export class EventHub implements EventPublisher {
	readonly subscriptions: Subscriptions;

	readonly faults: DeliveryFaults;

	readonly sent = new Ring<SentEntry>(SENT_KEPT);

	/** `happening` for every event published, `sent` for every notification. */
	readonly signals = new EventEmitter();

	/** Telephony events come in the `pn_apns` wrapper. */
	wrapApns: boolean;

	constructor(
		settings: RingCentralSettings,
		private readonly clock: SimulatorClock,
	) {
		this.signals.setMaxListeners(0);
		this.wrapApns = settings.wrapApns;
		this.faults = new DeliveryFaults(clock);
		this.subscriptions = new Subscriptions(settings, clock, (subscription, event) =>
			this.remind(subscription, event),
		);
	}

	/** Tells every live subscription with a matching filter, each once. */
	publish(happening: PublishedEvent): void {
		this.signals.emit('happening', happening);
		for (const subscription of this.subscriptions.live()) {
			const filter = subscription.filters.find((item) =>
				matches(item, happening, subscription.ownerId),
			);
			if (!filter) continue;
			const event = eventName(filter, happening);
			const body = shapeFor(filter, happening.body);
			this.send(subscription, event, body, happening.uuid);
		}
	}

	/** Sends the same to every live subscription, whatever its filters are. */
	sendToAll(event: string, body: Record<string, unknown>): void {
		for (const subscription of this.subscriptions.live()) this.send(subscription, event, body);
	}

	close(): void {
		this.faults.clear();
		this.subscriptions.close();
	}

	private remind(subscription: Subscription, event: string): void {
		this.send(subscription, event, {});
	}

	private send(
		subscription: Subscription,
		event: string,
		body: Record<string, unknown>,
		uuid = notificationId(),
	): void {
		const envelope: Envelope = {
			uuid,
			event,
			timestamp: new Date(this.clock.now()).toISOString(),
			subscriptionId: subscription.id,
			ownerId: subscription.ownerId,
			// A copy: what is delivered later must not show what happened since.
			body: structuredClone(body),
		};
		const wrap = this.wrapApns && /\/telephony\/sessions$/.test(event);
		const message = wrap ? wrapped(envelope) : { ...envelope };
		this.faults.pass(() => {
			const entry: SentEntry = {
				n: this.sent.nextNumber(),
				time: this.clock.now(),
				transport: subscription.transport.type,
				envelope,
			};
			this.sent.add(entry);
			this.signals.emit('sent', entry);
			subscription.transport.deliver(message);
		});
	}
}
