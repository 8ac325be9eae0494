import { TelephonyError } from '../../../shared/core/errors';
import { boundedJson } from '../../../shared/core/parsing/boundedJson';
import { givenId } from '../../../shared/core/records';
import { isObject, text, type JsonObject } from '../transport/answers';

/**
 * One event notification (docs/protocols/ringcentral.md#webhook-subscriptions). Ids are text, whatever they
 * came as.
 */
export interface Notification {
	/** Id of the event, equal in every repetition; absent from some printed samples. */
	uuid?: string;
	/** Path of the event, with the ids of those it is about. */
	event: string;
	/** ISO 8601. */
	timestamp?: string;
	subscriptionId?: string;
	/** Extension id of the user who subscribed. */
	ownerId?: string;
	body: JsonObject;
	/** As it came, with any wrapper. */
	received: JsonObject;
}

/** Bytes a notification may have; the largest of the fixtures has 3,000. */
export const MAX_NOTIFICATION_BYTES = 1024 * 1024;

/** The printed samples of some events wrap the notification in what a mobile push would carry. */
function unwrapped(received: JsonObject): JsonObject {
	const { pn_apns: wrapped, ...outside } = received;
	if (!isObject(wrapped) || isObject(received.body)) return received;
	return { ...outside, ...wrapped };
}

/** Reads a notification from its object. Throws `protocolViolation` for anything else. */
export function notificationOf(received: unknown): Notification {
	if (!isObject(received)) {
		throw new TelephonyError('protocolViolation', 'RingCentral sent no event notification');
	}
	const { uuid, event, timestamp, subscriptionId, ownerId, body } = unwrapped(received);
	if (typeof event !== 'string' || !isObject(body ?? {})) {
		throw new TelephonyError('protocolViolation', 'RingCentral sent no event notification');
	}
	return {
		uuid: givenId(uuid),
		event,
		timestamp: text(timestamp),
		subscriptionId: text(subscriptionId),
		ownerId: text(ownerId),
		body: (body ?? {}) as JsonObject,
		received,
	};
}

/**
 * Reads a notification from JSON, within the limits of every push. Throws `protocolViolation` for anything else.
 */
export function readNotification(json: string): Notification {
	let received: unknown;
	try {
		received = boundedJson(json);
	} catch (cause) {
		throw new TelephonyError(
			'protocolViolation',
			`RingCentral sent no event notification: ${(cause as Error).message}`,
			{ cause },
		);
	}
	return notificationOf(received);
}

/**
 * True for the reminder that a subscription is about to expire
 * (docs/protocols/ringcentral.md#webhook-subscriptions).
 */
export function isReminder({ event }: Notification): boolean {
	return /\/subscription\/[^/]+$/.test(event.split('?')[0]);
}
