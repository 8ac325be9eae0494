import { TelephonyError } from '../../../shared/core/errors';
import { isObject, objects, text, type JsonObject } from '../transport/answers';
import { send } from '../transport/api';
import type { RingCentralConnection } from '../transport/connection';
import { REMINDER_FILTER } from './eventFilters';
import { segment } from '../transport/urls';

/**
 * s of the longest life a webhook subscription may have: ten years
 * (docs/protocols/ringcentral.md#webhook-subscriptions).
 */
export const LONGEST_LIFE = 315_360_000;

/**
 * ms for which a subscription stays when another has taken its place: what the server has not posted yet
 * would go with it, and a busy n8n takes a second or more for each post.
 */
export const DRAIN = 10_000;

/** A filter that the login may not have. */
export interface DisabledFilter {
	filter: string;
	reason?: string;
	message?: string;
}

/** A subscription as the server tells it. */
export interface Subscription {
	id: string;
	/** False for one that is blacklisted: it stays so for ever. */
	active: boolean;
	/** Where notifications are posted to; undefined for a WebSocket. */
	address?: string;
	/** s it lives from now. */
	expiresIn?: number;
	disabledFilters: DisabledFilter[];
	/** Why it was blacklisted. */
	blacklistReason?: string;
}

export interface WebhookRequest {
	eventFilters: readonly string[];
	address: string;
	/** Comes back with every notification in the header `Verification-Token`. */
	verificationToken: string;
	/** s */
	expiresIn: number;
}

const PATH = '/restapi/v1.0/subscription';

/** Reads what the server tells about a subscription. Throws `protocolViolation` without an id. */
export function subscriptionOf(answer: unknown): Subscription {
	const fields: JsonObject = isObject(answer) ? answer : {};
	const id = text(fields.id);
	if (id === undefined) {
		throw new TelephonyError('protocolViolation', 'RingCentral named no subscription');
	}
	const delivery = isObject(fields.deliveryMode) ? fields.deliveryMode : {};
	const blacklisted = isObject(fields.blacklistedData) ? fields.blacklistedData : {};
	const expiresIn = Number(text(fields.expiresIn));
	return {
		id,
		active: (text(fields.status) ?? 'Active').toLowerCase() === 'active',
		address: text(delivery.address),
		expiresIn: expiresIn > 0 ? expiresIn : undefined,
		disabledFilters: objects(fields.disabledFilters).map((entry) => ({
			filter: text(entry.filter) ?? '',
			reason: text(entry.reason),
			message: text(entry.message),
		})),
		blacklistReason: text(blacklisted.reason),
	};
}

const nameOf = ({ filter, reason, message }: DisabledFilter) =>
	`${filter}: ${[reason, message].filter(Boolean).join(', ') || 'no reason given'}`;

/** What a user is told about filters that were refused. */
export function describeDisabled(disabled: readonly DisabledFilter[]): string {
	return disabled.map(nameOf).join('; ');
}

/**
 * The refused filters among the wanted ones. Throws `forbidden` when none of those is left
 * (docs/protocols/ringcentral.md#event-filters): such a subscription would be silent for ever.
 */
export function refusedFilters(
	{ disabledFilters }: Subscription,
	wanted: readonly string[],
): DisabledFilter[] {
	const refused = disabledFilters.filter(({ filter }) => !filter.includes('/subscription/'));
	if (refused.length === 0 || refused.length < wanted.length) return refused;
	throw new TelephonyError(
		'forbidden',
		`RingCentral allows none of these events to the credential: ${describeDisabled(refused)}. Add the permission to the app in the RingCentral developer console, or choose other events`,
		{ status: 403 },
	);
}

/**
 * Subscribes with the longest life wanted and reminders before its end. The webhook must listen
 * already: the server shakes hands with it during this call. Throws `badRequest` (SUB-525) when that
 * fails.
 */
export async function createWebhook(
	connection: RingCentralConnection,
	{ eventFilters, address, verificationToken, expiresIn }: WebhookRequest,
	signal?: AbortSignal,
): Promise<Subscription> {
	const answer = await send(connection, {
		method: 'POST',
		path: PATH,
		body: {
			eventFilters: [...eventFilters, REMINDER_FILTER],
			expiresIn,
			deliveryMode: { transportType: 'WebHook', address, verificationToken },
		},
		signal,
	});
	return subscriptionOf(answer);
}

/** All subscriptions of the login and app; the server allows no more than 30. */
export async function listSubscriptions(
	connection: RingCentralConnection,
	signal?: AbortSignal,
): Promise<Subscription[]> {
	return (await listEventSubscriptions(connection, signal)).map(({ subscription }) => subscription);
}

/** A subscription with what it is for. */
export interface EventSubscription {
	subscription: Subscription;
	/** As the server writes them. */
	eventFilters: string[];
	/** ms since 1970, where the server tells. */
	createdAt?: number;
}

/** As `listSubscriptions`, with the events. */
export async function listEventSubscriptions(
	connection: RingCentralConnection,
	signal?: AbortSignal,
): Promise<EventSubscription[]> {
	const { records } = await send<JsonObject>(connection, { method: 'GET', path: PATH, signal });
	return objects(records).map((record) => ({
		subscription: subscriptionOf(record),
		eventFilters: Array.isArray(record.eventFilters) ? record.eventFilters.map(String) : [],
		createdAt: Date.parse(text(record.creationTime) ?? '') || undefined,
	}));
}

/** One subscription; undefined when the server no longer has it. */
export async function readSubscription(
	connection: RingCentralConnection,
	id: string,
	signal?: AbortSignal,
): Promise<Subscription | undefined> {
	return await unlessGone(async () =>
		subscriptionOf(
			await send(connection, {
				method: 'GET',
				path: `${PATH}/${segment(id, 'The subscription')}`,
				signal,
			}),
		),
	);
}

/**
 * Begins the life of a subscription anew; undefined when the server no longer has it. Not by `/renew`,
 * which would give it the default life of a week.
 */
export async function renewSubscription(
	connection: RingCentralConnection,
	id: string,
	{ eventFilters, expiresIn }: Pick<WebhookRequest, 'eventFilters' | 'expiresIn'>,
	signal?: AbortSignal,
): Promise<Subscription | undefined> {
	return await unlessGone(async () =>
		subscriptionOf(
			await send(connection, {
				method: 'PUT',
				path: `${PATH}/${segment(id, 'The subscription')}`,
				body: { eventFilters: [...eventFilters, REMINDER_FILTER], expiresIn },
				// Twice is as good as once.
				kind: 'read',
				signal,
			}),
		),
	);
}

/** Ends a subscription. One that is gone already is as good. */
export async function deleteSubscription(
	connection: RingCentralConnection,
	id: string,
	signal?: AbortSignal,
): Promise<void> {
	await unlessGone(async () => {
		await send(connection, {
			method: 'DELETE',
			path: `${PATH}/${segment(id, 'The subscription')}`,
			kind: 'read',
			signal,
		});
		return undefined;
	});
}

async function unlessGone<T>(ask: () => Promise<T>): Promise<T | undefined> {
	try {
		return await ask();
	} catch (error) {
		if (error instanceof TelephonyError && error.kind === 'notFound') return undefined;
		throw error;
	}
}
