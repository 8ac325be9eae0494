import { ApiFailure, badParameter, notFound } from '../requests/failure';
import { filtersFor, type SubscriptionBody } from '../subscriptions/routes';
import { subscriptionView, type Subscription } from '../subscriptions/store';
import type { ClientRequest } from './frames';
import type { Gateway } from './gateway';
import type { GatewaySession } from './session';

const SUBSCRIPTION = /^\/restapi\/v1\.0\/subscription(?:\/([\w-]+))?\/?$/;

interface Reply {
	status: number;
	json?: unknown;
}

/**
 * Answers a ClientRequest. Only subscriptions are modelled: a connection has one at the most, a
 * second one takes the place of the first (docs/protocols/ringcentral.md#websocket).
 * @throws ApiFailure
 */
export function answerRequest(
	gateway: Gateway,
	session: GatewaySession,
	{ method, path }: ClientRequest,
	body: unknown,
): Reply {
	const [, id] = SUBSCRIPTION.exec(path.split('?')[0]) ?? [];
	if (!SUBSCRIPTION.test(path.split('?')[0])) throw notFound('path');
	const { subscriptions } = gateway.hub;
	const { ownerId } = session;
	const view = (subscription: Subscription) => {
		const { baseUrl: server } = gateway.world;
		return subscriptionView(subscription, { server, now: gateway.world.now() });
	};
	if (method === 'POST' && id === undefined) {
		return { status: 200, json: view(subscribe(gateway, session, body as SubscriptionBody)) };
	}
	if (method === 'GET' && id === undefined) {
		const uri = gateway.world.uri('/restapi/v1.0/subscription');
		return { status: 200, json: { uri, records: subscriptions.list(ownerId).map(view) } };
	}
	if (id === undefined) throw notAllowed(method);
	const subscription = subscriptions.get(id, ownerId);
	switch (method) {
		case 'GET':
			return { status: 200, json: view(subscription) };
		case 'PUT': {
			const texts = (body as SubscriptionBody | undefined)?.eventFilters;
			const { people } = gateway.world;
			const change = texts && filtersFor(gateway.world, people.get(ownerId), texts);
			subscriptions.update(subscription, change ?? {});
			return { status: 200, json: view(subscription) };
		}
		case 'DELETE':
			subscriptions.remove(subscription);
			if (session.subscription === subscription) session.subscription = undefined;
			return { status: 204 };
		default:
			throw notAllowed(method);
	}
}

const notAllowed = (method: string) =>
	new ApiFailure(405, 'CMN-101', `Method ${method} is not allowed`);

function subscribe(
	{ world, hub }: Gateway,
	session: GatewaySession,
	body: SubscriptionBody | undefined,
): Subscription {
	const transportType = body?.deliveryMode?.transportType;
	if (transportType !== 'WebSocket') {
		throw badParameter('deliveryMode.transportType', transportType);
	}
	const texts = body?.eventFilters ?? [];
	if (texts.length === 0) throw badParameter('eventFilters');
	const chosen = filtersFor(world, world.people.get(session.ownerId), texts);
	if (session.subscription) hub.subscriptions.remove(session.subscription);
	session.subscription = undefined;
	session.subscription = hub.subscriptions.create({
		...chosen,
		ownerId: session.ownerId,
		transport: {
			type: 'WebSocket',
			deliver: (message) => session.notify(message),
			close: () => undefined,
		},
	});
	return session.subscription;
}
