import type { EventHub } from '../events/hub';
import { idsOf, parseFilter, type EventFilter } from '../events/filters';
import { ApiFailure, badParameter } from '../requests/failure';
import type { Extension } from '../people/people';
import type { RouteContext, Router } from '../requests/router';
import type { World } from '../world';
import { subscriptionView, type DisabledFilter, type Subscription } from './store';
import { handshake, Webhook, type WebhookTarget } from './webhook';

const SUBSCRIPTION = '/restapi/v1.0/subscription';

/** OAS CreateSubscriptionRequest and UpdateSubscriptionRequest. */
export interface SubscriptionBody {
	eventFilters?: string[];
	/** s */
	expiresIn?: number;
	deliveryMode?: { transportType?: string; address?: string; verificationToken?: string };
}

const hasScope = ({ scopes }: World, scope: string) => scopes.includes(scope);

const needsScope = (scope: string) =>
	`In order to call this API endpoint, application needs to have [${scope}] permission`;

function refusal(world: World, user: Extension, filter: EventFilter): DisabledFilter | undefined {
	const { scope, name } = filter.kind;
	const disabled = (reason: string, message: string) => ({
		filter: filter.text,
		reason,
		message,
	});
	if (scope !== undefined && !hasScope(world, scope)) {
		return disabled('CMN-401', needsScope(scope));
	}
	const [accountId, id] = idsOf(filter);
	if (accountId !== undefined && accountId !== world.accountId) {
		return disabled('CMN-102', 'Resource for parameter [accountId] is not found');
	}
	if (id === undefined) return undefined;
	if (!world.people.extensions.has(id)) {
		return disabled('CMN-102', 'Resource for parameter [extensionId] is not found');
	}
	if (id !== user.id && !user.admin && name !== 'queuePresence') {
		return disabled('CMN-404', 'Access to the extension is not allowed');
	}
	return undefined;
}

/**
 * The filters of a request, those the user may have and those not
 * (docs/protocols/ringcentral.md#event-filters, `partial`).
 * @throws ApiFailure 400 CMN-101 for an unknown one, 403 when not one may be had
 */
export function filtersFor(
	world: World,
	user: Extension,
	texts: readonly string[],
): { filters: EventFilter[]; disabled: DisabledFilter[] } {
	const own = { accountId: world.accountId, extensionId: user.id };
	const parsed = texts.map((text) => {
		const filter = parseFilter(text, own);
		if (!filter) throw badParameter('eventFilters', text);
		return { filter, refused: refusal(world, user, filter) };
	});
	const filters = parsed.filter(({ refused }) => !refused).map(({ filter }) => filter);
	const disabled = parsed.flatMap(({ refused }) => refused ?? []);
	// A reminder alone is no event anybody waits for.
	if (filters.every(({ kind }) => kind.name === 'reminder') && disabled.length > 0) {
		const [{ reason, message }] = disabled;
		const permissionName = /\[(\w+)\]/.exec(message)?.[1];
		throw new ApiFailure(403, reason, message, { permissionName });
	}
	return { filters, disabled };
}

function targetOf(body: SubscriptionBody): WebhookTarget {
	const { transportType, address, verificationToken } = body.deliveryMode ?? {};
	if (transportType !== 'WebHook') throw badParameter('deliveryMode.transportType', transportType);
	if (address === undefined || !/^https?:/.test(address) || !URL.canParse(address)) {
		throw badParameter('deliveryMode.address', address);
	}
	return { address, ...(verificationToken === undefined ? {} : { verificationToken }) };
}

/** Subscriptions by REST: webhooks; those of the gateway can be read here too. */
export function addSubscriptionRoutes(router: Router, hub: EventHub): void {
	const { subscriptions } = hub;
	const view = ({ world }: RouteContext, subscription: Subscription) =>
		subscriptionView(subscription, { server: world.baseUrl, now: world.now() });
	const find = ({ params, user }: RouteContext) =>
		subscriptions.get(params.subscriptionId, user.id);

	router.add('GET', SUBSCRIPTION, {}, (context) => ({
		json: {
			uri: context.world.uri(SUBSCRIPTION),
			records: subscriptions.list(context.user.id).map((item) => view(context, item)),
		},
	}));

	router.add('POST', SUBSCRIPTION, {}, async (context) => {
		const { world, user } = context;
		const body = context.body as SubscriptionBody;
		if (!hasScope(world, 'SubscriptionWebhook')) {
			const permissionName = 'SubscriptionWebhook';
			throw new ApiFailure(403, 'CMN-401', needsScope(permissionName), { permissionName });
		}
		const chosen = filtersFor(world, user, body.eventFilters ?? []);
		const target = targetOf(body);
		subscriptions.checkLimit(user.id);
		await handshake(target);
		const subscription = subscriptions.create({
			...chosen,
			ownerId: user.id,
			expiresIn: body.expiresIn,
			transport: new Webhook(target, world.options, world.clock, (reason) =>
				subscriptions.blacklist(subscription, reason),
			),
		});
		return { json: view(context, subscription) };
	});

	router.add('GET', `${SUBSCRIPTION}/{subscriptionId}`, {}, (context) => ({
		json: view(context, find(context)),
	}));

	router.add('PUT', `${SUBSCRIPTION}/{subscriptionId}`, {}, async (context) => {
		const subscription = find(context);
		const { target } = subscription.transport;
		if (!target) throw badParameter('subscriptionId', subscription.id);
		const { eventFilters, expiresIn } = (context.body ?? {}) as SubscriptionBody;
		const chosen =
			eventFilters === undefined ? {} : filtersFor(context.world, context.user, eventFilters);
		// Inferred (docs/protocols/ringcentral.md#open-points): a second handshake comes with an update.
		if (!subscription.blacklisted) await handshake(target);
		subscriptions.update(subscription, { ...chosen, expiresIn });
		return { json: view(context, subscription) };
	});

	router.add('POST', `${SUBSCRIPTION}/{subscriptionId}/renew`, {}, (context) => {
		const subscription = find(context);
		subscriptions.extend(subscription);
		return { json: view(context, subscription) };
	});

	router.add('DELETE', `${SUBSCRIPTION}/{subscriptionId}`, {}, (context) => {
		subscriptions.remove(find(context));
		return { status: 204 };
	});
}
