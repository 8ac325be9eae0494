import { placeOf } from '../../../../shared/core/webAddress';
import type { RingCentralConnection } from '../../transport/connection';
import {
	createWebhook,
	deleteSubscription,
	listSubscriptions,
	refusedFilters,
	type Subscription,
	type WebhookRequest,
} from '../subscription';

/** An address in one form; empty for none and for what is no address. */
export const href = (address: string | undefined) => {
	try {
		return new URL(address ?? '').href;
	} catch {
		// The server may hold subscriptions of others with whatever they wrote.
		return '';
	}
};

const pathOf = (address: string | undefined): string =>
	placeOf(address).replace(/^\w+:\/\/[^/]*/, '');

/**
 * Makes sure there is exactly one active subscription for the address: takes over what is there, ends
 * what is blacklisted or leads to an older address of the same webhook (`known`: the id of the last one that
 * is certainly of this n8n and not of one that it is a copy of), and makes a new one where none is left. A new
 * one is active before those go that it takes the place of; `end` is how those end, at once where nothing is
 * given.
 */
export async function settleWebhook(
	connection: RingCentralConnection,
	request: WebhookRequest,
	known?: string,
	signal?: AbortSignal,
	end: (ids: readonly string[]) => Promise<void> | void = async (ids) =>
		await endAll(connection, ids, signal),
): Promise<Subscription> {
	const wanted = href(request.address);
	const place = placeOf(request.address);
	const all = await listSubscriptions(connection, signal);
	// A blacklisted one brings nothing to anybody, wherever n8n was when it was made.
	const ours = all.filter(({ id, address, active }) =>
		active ? placeOf(address) === place || id === known : pathOf(address) === pathOf(place),
	);
	const present = ours.find(({ active, address }) => active && href(address) === wanted);
	// A blacklisted one brings nothing, but counts; those that bring events stay until the new one is active.
	for (const { id, active } of ours) {
		if (!active) await deleteSubscription(connection, id, signal);
	}
	const made = present ?? (await makeWebhook(connection, request, signal));
	const others = ours.filter(({ id, active }) => active && id !== made.id);
	const idsOf = (isHere: boolean) =>
		others.filter(({ address }) => (placeOf(address) === place) === isHere).map(({ id }) => id);
	// One that leads elsewhere brings nothing here.
	await endAll(connection, idsOf(false), signal);
	if (idsOf(true).length > 0) await end(idsOf(true));
	return made;
}

/** Ends subscriptions; one that is gone already is as good. */
export async function endAll(
	connection: RingCentralConnection,
	ids: readonly string[],
	signal?: AbortSignal,
): Promise<void> {
	for (const id of ids) await deleteSubscription(connection, id, signal);
}

/** Subscribes. One that brings none of the events is ended again; that throws `forbidden` (`refusedFilters`). */
export async function makeWebhook(
	connection: RingCentralConnection,
	request: WebhookRequest,
	signal?: AbortSignal,
): Promise<Subscription> {
	const made = await createWebhook(connection, request, signal);
	try {
		refusedFilters(made, request.eventFilters);
	} catch (error) {
		await deleteSubscription(connection, made.id, signal);
		throw error;
	}
	return made;
}
