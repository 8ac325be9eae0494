import { randomBytes } from 'node:crypto';

/**
 * A notification as it goes over the wire (docs/protocols/ringcentral.md#webhook-subscriptions, `delivery`).
 */
export interface Envelope {
	uuid: string;
	event: string;
	/** ISO 8601 */
	timestamp: string;
	subscriptionId: string;
	/** Extension id of the subscriber. */
	ownerId: string;
	body: Record<string, unknown>;
}

/** A notification number like the vendor's: up to 19 decimal digits. */
export function notificationId(): string {
	return String(randomBytes(8).readBigUInt64BE() >> 1n);
}

/** The mobile push form of the printed samples (fixture …account.apns-envelope.json). */
export function wrapped(envelope: Envelope): Record<string, unknown> {
	const { uuid, subscriptionId, ownerId } = envelope;
	const aps = { 'content-available': 1 };
	return { uuid, subscriptionId, ownerId, pn_apns: { aps, ...envelope } };
}
