import { subscriptionDocument } from '../xml/documents';
import {
	badRequest,
	forbidden,
	noSuchChannel,
	noSuchChannelSet,
	noSuchSubscription,
	notFound,
	XsiError,
} from './errors';
import { suitsUser } from '../delivery/initialEvents';
import { MEETINGS } from '../meetings/kinds';
import { holderOf } from '../meetings/meetings';
import type { OpenChannel } from '../delivery/channels';
import type { SubscriptionRequest } from '../delivery/subscriptions';
import type { SubscriptionState } from '../state';
import { child, childText, type XmlElement } from '../xml/xml';
import { administers, isAdministrator, targetUser } from './auth';
import { requireBody } from './body';
import { queryValue, type Route, type Router, type XsiRequest } from './router';
import type { Reply } from './reply';

const CHANNEL_HEADERS = {
	'X-Frame-Options': 'SAMEORIGIN',
	'X-Content-Type-Options': 'nosniff',
	'X-XSS-Protection': '1; mode=block',
	Expires: 'Thu, 01 Jan 1970 00:00:00 GMT',
	'Content-Type': 'text/xml;charset=UTF-8',
	Server: 'HTTP Server',
};

/** The call recording package is in the enumeration but no longer subscribable. */
const RETIRED = 'Call Recording';

type Target = SubscriptionRequest['target'];

/** Who may watch a group, an enterprise or the system: administrators above it. */
function checkedTarget(request: XsiRequest, target: Target): Target {
	const { world, caller } = request;
	const { enterprise, groups } = world.state;
	const group = target.kind === 'Group' ? target.id : undefined;
	const allowed = target.kind === 'System' ? caller.level === 'system' : administers(caller, group);
	if (!allowed) throw forbidden('The subscriber may not watch this target.');
	const parent = target.kind === 'Group' ? target.parent : target.id;
	if (target.kind !== 'System' && parent !== enterprise) {
		throw notFound('The enterprise does not exist.');
	}
	if (group !== undefined && !groups.includes(group)) throw notFound('The group does not exist.');
	return target;
}

function packagesIn(body: XmlElement): { packages: string[]; asList: boolean } {
	const list = child(body, 'eventPackageList');
	const packages = (list?.children ?? body.children.filter((item) => item.name === 'event')).map(
		(item) => item.text.trim(),
	);
	if (packages.length === 0) throw badRequest('An event package is needed.');
	if (packages.includes(RETIRED)) throw badRequest(`"${RETIRED}" can no longer be subscribed to.`);
	return { packages: [...new Set(packages)], asList: list !== undefined };
}

const seconds = (body: XmlElement): number | undefined => {
	const text = childText(body, 'expires');
	return text === undefined ? undefined : Number(text);
};

const uriIn = (body: XmlElement) => childText(child(body, 'httpContact'), 'uri');

function checkedContact(contact: string | undefined): string | undefined {
	if (contact === undefined) return undefined;
	const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(contact) ? contact : `http://${contact}`;
	if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) throw badRequest('The uri is invalid.');
	return contact;
}

/** Only packages of meetings know parts of their target. @throws XsiError 400, 404 */
function checkSubTarget({ world }: XsiRequest, { id, subId = '' }: Target, packages: string[]) {
	for (const name of packages) {
		const kind = (['meetMe', 'collaborate'] as const).find((one) => MEETINGS[one].package === name);
		if (!kind) throw badRequest(`"${name}" cannot be subscribed to for a subId.`);
		holderOf(world, { kind, ownerId: id, id: subId });
	}
}

function subscribe(request: XsiRequest, target: Target): Reply {
	const { world, caller } = request;
	const body = requireBody(request.body, 'Subscription');
	const { packages, asList } = packagesIn(body);
	const channelSetId = childText(body, 'channelSetId');
	const contact = checkedContact(uriIn(body));
	if (channelSetId === undefined && contact === undefined) {
		throw badRequest('A channelSetId or an httpContact is needed.');
	}
	if (channelSetId !== undefined) requireSet(request, channelSetId);
	if (target.subId !== undefined) checkSubTarget(request, target, packages);
	if (target.kind === 'User') {
		const user = world.user(target.id);
		const unfit = packages.find((name) => !suitsUser(world, name, user));
		if (unfit) throw notFound(`The user does not have what "${unfit}" tells about.`);
	}
	const subscription = world.subscriptions.subscribe({
		owner: caller.userId,
		target,
		packages,
		asList,
		applicationId: childText(body, 'applicationId') ?? caller.userId,
		expires: seconds(body),
		channelSetId,
		contact,
	});
	afterAnswer(request, () => world.subscriptions.sendInitialEvents(subscription));
	return shortSubscription(subscription);
}

/** Events caused by a request follow its answer. */
function afterAnswer(request: XsiRequest, work: () => void): void {
	request.raw.response.once('close', work);
}

const shortSubscription = (subscription: SubscriptionState): Reply => ({
	document: {
		root: 'Subscription',
		fields: { subscriptionId: subscription.id, expires: subscription.granted },
	},
});

/** A channel set the caller may use. @throws XsiError 403 */
function requireSet(request: XsiRequest, setId: string): void {
	const owner = request.world.channels.ownerOfSet(setId);
	if (owner === undefined) throw noSuchChannelSet();
	if (owner !== request.caller.userId) throw forbidden('The channel set belongs to another.');
}

/** A subscription the caller may see. @throws XsiError 403 110862 */
function requireSubscription(request: XsiRequest): SubscriptionState {
	const subscription = request.world.subscriptions.get(request.params.subscriptionId);
	if (!subscription) throw noSuchSubscription();
	const { caller } = request;
	if (subscription.owner !== caller.userId && caller.level !== 'system') {
		throw forbidden('The subscription belongs to another.');
	}
	return subscription;
}

/** A channel the caller may use. @throws XsiError 403 or, for a heartbeat, 404 */
function requireChannel(request: XsiRequest, status: 403 | 404): OpenChannel {
	const channel = request.world.channels.get(request.params.channelId);
	if (!channel) throw noSuchChannel(status);
	const { world, caller, session } = request;
	if (channel.owner !== caller.userId) throw forbidden('The channel belongs to another.');
	// A load balancer sends a request without the cookie to another server.
	if (world.settings.requireSessionCookie && channel.session !== session) {
		throw noSuchChannel(status);
	}
	return channel;
}

/** Fits the filters of a list request. */
function listed(request: XsiRequest, item: SubscriptionState): boolean {
	const { caller } = request;
	const filters: Record<string, string | undefined> = {
		subscriberId: item.owner,
		targetId: item.targetId,
		targetSubId: item.targetSubId,
		targetEntityType: item.targetKind,
		targetGrpParentId: item.targetParent,
		extAppId: item.applicationId,
	};
	const fits = Object.entries(filters).every(([name, value]) => {
		const wanted = queryValue(request, name);
		return wanted === undefined || wanted === value;
	});
	const event = queryValue(request, 'event');
	const own = item.owner === caller.userId || caller.level === 'system';
	return fits && own && (event === undefined || item.packages.includes(event));
}

function openChannel(request: XsiRequest): undefined {
	const { world, caller, raw } = request;
	const body = requireBody(request.body, 'Channel');
	const setId = childText(body, 'channelSetId');
	if (!setId) throw badRequest('A channelSetId is needed.');
	const owner = world.channels.ownerOfSet(setId);
	if (owner !== undefined && owner !== caller.userId) {
		throw forbidden('The channel set belongs to another.');
	}
	const accepts = raw.request.headers['accept-encoding'] ?? '*';
	const isKept = world.settings.compressesStreams && /gzip|deflate|br\b|\*/.test(accepts);
	raw.response.writeHead(200, {
		...CHANNEL_HEADERS,
		...(isKept && { 'Content-Encoding': 'gzip' }),
	});
	world.channels.open(
		{
			owner: caller.userId,
			setId,
			applicationId: childText(body, 'applicationId'),
			priority: Number(childText(body, 'priority') ?? 1),
			weight: Number(childText(body, 'weight') ?? 50),
			expires: seconds(body),
			session: request.session,
		},
		raw.response,
		isKept,
	);
	return undefined;
}

/** PUT …/heartbeat. A dropped heartbeat does not count; it may even stay without answer. */
function heartbeat(request: XsiRequest): Reply | undefined {
	const channel = requireChannel(request, 404);
	if (channel.deaf) return undefined;
	const { faults, channels } = request.world;
	const dropped = faults.take('dropHeartbeats');
	if (!dropped) {
		channels.heartbeat(channel);
		return {};
	}
	return dropped.answer === true ? {} : undefined;
}

function acknowledge(request: XsiRequest): Reply {
	const { world, caller } = request;
	const refused = world.faults.take('refuseAck');
	if (refused)
		throw new XsiError(refused.status ?? 500, 110_500, 'The acknowledgement is refused.');
	const body = requireBody(request.body, 'EventResponse');
	const eventId = childText(body, 'eventID') ?? '';
	const holder = world.channels.holderOf(eventId);
	if (holder && holder.owner !== caller.userId && !isAdministrator(caller)) {
		throw forbidden('The event was sent to another.');
	}
	world.channels.acknowledge(eventId, Number(childText(body, 'statusCode')));
	return {};
}

function refuseRefresh(request: XsiRequest): void {
	const refused = request.world.faults.take('refuseRefresh');
	if (refused) throw new XsiError(refused.status ?? 403, 110_501, 'The refresh is refused.');
}

function describe(channel: OpenChannel, now: number) {
	return {
		channelId: channel.id,
		channelSetId: channel.setId,
		priority: channel.priority,
		weight: channel.weight,
		expires: Math.max(0, Math.round((channel.expiresAt - now) / 1000)),
		applicationId: channel.applicationId,
	};
}

function addTargets(router: Router): void {
	const user: Route = (request) => {
		const { userId, subId } = request.params;
		targetUser(request.world, request.caller, userId);
		return subscribe(request, { kind: 'User', id: userId, subId });
	};
	router.add('POST', '/v2.0/user/{userId}', user);
	router.add('POST', '/v2.0/user/{userId}/subscription', user);
	router.add('POST', '/v2.0/user/{userId}/subId/{subId}', user);
	for (const level of ['enterprise', 'serviceprovider']) {
		router.add('POST', `/v2.0/${level}/{parent}`, (request) => {
			const target = { kind: 'ServiceProvider' as const, id: request.params.parent };
			return subscribe(request, checkedTarget(request, target));
		});
		router.add('POST', `/v2.0/${level}/{parent}/group/{groupId}`, (request) => {
			const { parent, groupId } = request.params;
			const target = { kind: 'Group' as const, parent, id: groupId };
			return subscribe(request, checkedTarget(request, target));
		});
	}
	router.add('POST', '/v2.0/system', (request) =>
		subscribe(request, checkedTarget(request, { kind: 'System', id: '' })),
	);
}

function addSubscriptions(router: Router): void {
	router.add('GET', '/v2.0/subscription', (request) => {
		const { subscriptions } = request.world;
		const subscription = subscriptions
			.all()
			.filter((item) => listed(request, item))
			.map((item) => subscriptionDocument(item, request.world.now()));
		return { document: { root: 'SubscriptionList', fields: { subscription } } };
	});
	const one = '/v2.0/subscription/{subscriptionId}';
	router.add('GET', one, (request) => {
		const fields = subscriptionDocument(requireSubscription(request), request.world.now());
		return { document: { root: 'Subscription', fields } };
	});
	router.add('PUT', one, (request) => {
		const subscription = requireSubscription(request);
		refuseRefresh(request);
		const body = requireBody(request.body, 'Subscription');
		const contact = checkedContact(uriIn(body));
		if (contact !== undefined && subscription.channelSetId === undefined) {
			subscription.contact = contact;
		}
		if (request.world.faults.take('renameSubscription')) {
			request.world.subscriptions.rename(subscription);
		}
		request.world.subscriptions.prolong(subscription, seconds(body));
		afterAnswer(request, () => request.world.subscriptions.sendInitialEvents(subscription));
		return shortSubscription(subscription);
	});
	router.add('DELETE', one, (request) => {
		const subscription = requireSubscription(request);
		// SubscriptionTerminatedEvent follows the answer (docs/protocols/broadworks.md#termination-events).
		afterAnswer(request, () => request.world.subscriptions.terminate(subscription));
		return {};
	});
}

/** XSI-Events management; the channel stream itself is only on the async context. */
export function addEventRoutes(router: Router): void {
	addTargets(router);
	addSubscriptions(router);
	const one = '/v2.0/channel/{channelId}';
	router.add('PUT', `${one}/heartbeat`, heartbeat);
	router.add('POST', '/v2.0/channel/eventresponse', acknowledge);
	router.add('PUT', one, (request) => {
		const channel = requireChannel(request, 403);
		refuseRefresh(request);
		const body = requireBody(request.body, 'Channel');
		const expires = request.world.channels.prolong(channel, seconds(body));
		return { document: { root: 'Channel', fields: { channelId: channel.id, expires } } };
	});
	const remove: Route = (request) => {
		const channel = requireChannel(request, 403);
		afterAnswer(request, () => request.world.channels.terminate(channel, 'ExplicitDelete'));
		return {};
	};
	router.add('DELETE', one, remove);
	// Clients of one operator delete this way.
	router.add('DELETE', `${one}/delete`, remove);
	router.add('GET', '/v2.0/channelset/{setId}', (request) => {
		const { world, params } = request;
		requireSet(request, params.setId);
		const channel = world.channels.ofSet(params.setId).map((item) => describe(item, world.now()));
		if (channel.length === 0) throw noSuchChannelSet();
		return { document: { root: 'ChannelSet', fields: { channel } } };
	});
}

/** The one route of the async context that streams. */
export function addChannelRoute(router: Router): void {
	router.add('POST', '/v2.0/channel', openChannel);
}
