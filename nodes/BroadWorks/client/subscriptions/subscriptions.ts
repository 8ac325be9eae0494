import { TelephonyError } from '../../../shared/core/errors';
import { grantedSeconds } from '../../../shared/core/flow/granted';
import { child, childText } from '../../../shared/core/parsing/xml';
import { bodyXml } from '../transport/answers';
import { segment, send, type XsiConnection } from '../transport/connection';
import { xsiDocument, type DocumentContent } from '../channel/documents';
import { applicationOf, packagesOf, type ChosenPackages } from './packages';

/** An enterprise, or what is known as a service provider to the server, as an organization of Webex is. */
interface Enterprise {
	enterpriseId: string;
	isServiceProvider?: boolean;
}

/** Whose events are wanted (docs/protocols/broadworks.md#subscriptions). A call centre is a user here. */
export type XsiTarget =
	/** `subId`: a conference or room of it. `thing`: how people call a virtual user, as `call center`. */
	| { kind: 'user'; userId: string; subId?: string; thing?: string }
	| ({ kind: 'group'; groupId: string } & Enterprise)
	| ({ kind: 'enterprise' } & Enterprise)
	| { kind: 'system' };

/** What to subscribe to. */
export interface SubscriptionSpec extends ChosenPackages {
	target: XsiTarget;
}

export interface SubscriptionGrant {
	subscriptionId: string;
	/** s, decided by the server. */
	expires: number;
}

/** What the server says of a subscription. */
export interface FoundSubscription {
	/** The web address events go to; undefined for a channel. */
	httpContact?: string;
	/** s that are left. */
	expires: number;
}

export interface SubscriptionRequest extends SubscriptionSpec {
	channelSetId?: string;
	httpContact?: string;
	/** Names the line or workflow; a list of packages gets one of its own. */
	applicationId: string;
	/** s; the server may give more. */
	expires: number;
}

const FALLBACK_EXPIRES = 3600;

/** A key that is equal for equal subscriptions. */
export function specKey(spec: SubscriptionSpec): string {
	return JSON.stringify([...packagesOf(spec), targetPath(spec.target)]);
}

/** `<event>`, or the list of several. */
function packageElements(spec: SubscriptionSpec): DocumentContent {
	const events = packagesOf(spec).map((name): [string, string] => ['event', name]);
	return events.length === 1 ? events : [['eventPackageList', events]];
}

const below = (subId: string | undefined) =>
	subId === undefined ? '' : `/subId/${segment(subId, 'The Sub-Target ID')}`;

const enterprisePath = ({ enterpriseId, isServiceProvider }: Enterprise) =>
	`/v2.0/${isServiceProvider ? 'serviceprovider' : 'enterprise'}/${segment(enterpriseId)}`;

export function targetPath(target: XsiTarget): string {
	switch (target.kind) {
		case 'user':
			return `/v2.0/user/${segment(target.userId)}${below(target.subId)}`;
		case 'group':
			return `${enterprisePath(target)}/group/${segment(target.groupId)}`;
		case 'enterprise':
			return enterprisePath(target);
		case 'system':
			return '/v2.0/system';
	}
}

/** A target in words, for log lines and messages. */
export function describeTarget(target: XsiTarget): string {
	switch (target.kind) {
		case 'user':
			return [target.thing ?? 'user', target.userId, target.subId].filter(Boolean).join(' ');
		case 'group':
			return `group ${target.groupId} of ${target.enterpriseId}`;
		case 'enterprise':
			return `enterprise ${target.enterpriseId}`;
		case 'system':
			return 'the system';
	}
}

const expiresOf = (text: string | undefined, asked: number) =>
	grantedSeconds(text, Math.max(asked, FALLBACK_EXPIRES));

/** Subscribes. The same owner, target, packages and application id replace what was there. */
export async function subscribe(
	connection: XsiConnection,
	request: SubscriptionRequest,
	signal?: AbortSignal,
): Promise<SubscriptionGrant> {
	const response = await send(connection, {
		method: 'POST',
		context: 'events',
		path: targetPath(request.target),
		body: xsiDocument('Subscription', [
			...packageElements(request),
			['expires', request.expires],
			[
				'httpContact',
				request.httpContact === undefined ? undefined : [['uri', request.httpContact]],
			],
			['channelSetId', request.channelSetId],
			['applicationId', applicationOf(request.applicationId, request)],
		]),
		signal,
	});
	const document = bodyXml(response);
	const subscriptionId = childText(document, 'subscriptionId');
	if (subscriptionId === undefined) {
		throw new TelephonyError('protocolViolation', 'The server gave no id for the subscription');
	}
	return {
		subscriptionId,
		expires: expiresOf(childText(document, 'expires'), request.expires),
	};
}

/**
 * Extends a subscription; gives the s the server granted, and its id from now on: some server may answer
 * with another (docs/protocols/broadworks.md#subscriptions).
 */
export async function renewSubscription(
	connection: XsiConnection,
	subscriptionId: string,
	expires: number,
	signal?: AbortSignal,
): Promise<SubscriptionGrant> {
	const response = await send(connection, {
		method: 'PUT',
		context: 'events',
		path: `/v2.0/subscription/${segment(subscriptionId)}`,
		body: xsiDocument('Subscription', [['expires', expires]]),
		signal,
	});
	if (response.body.length === 0) return { subscriptionId, expires };
	const document = bodyXml(response);
	return {
		subscriptionId: childText(document, 'subscriptionId') ?? subscriptionId,
		expires: expiresOf(childText(document, 'expires'), expires),
	};
}

/**
 * See docs/protocols/broadworks.md#error-cases: 403, 404, and 500 with an ErrorInfo mean that a subscription
 * is gone. The page of a proxy means nothing, whatever its status: it is `unavailable`.
 */
export function meansGone(error: unknown): boolean {
	if (!(error instanceof TelephonyError)) return false;
	const { kind, status } = error;
	return (
		kind === 'forbidden' ||
		kind === 'notFound' ||
		(status === 500 && error.vendorText !== undefined)
	);
}

/**
 * The ids of the subscriptions of one application id that the server lists
 * (docs/protocols/broadworks.md#subscriptions; known from documentation only, so it may be refused, or leave
 * some out).
 */
export async function listSubscriptions(
	connection: XsiConnection,
	applicationId: string,
	signal?: AbortSignal,
): Promise<Set<string>> {
	const response = await send(connection, {
		method: 'GET',
		context: 'events',
		path: '/v2.0/subscription',
		query: { extAppId: applicationId },
		signal,
		retries: 0,
	});
	const document = bodyXml(response);
	if (document.name !== 'SubscriptionList') {
		throw new TelephonyError(
			'protocolViolation',
			`The server gave ${document.name} instead of SubscriptionList`,
		);
	}
	const ids = document.children.map((element) => childText(element, 'subscriptionId'));
	return new Set(ids.filter((id) => id !== undefined));
}

/** Reads a subscription. Throws an error of which `meansGone` is true when the server has none with this id. */
export async function readSubscription(
	connection: XsiConnection,
	subscriptionId: string,
	signal?: AbortSignal,
): Promise<FoundSubscription> {
	const response = await send(connection, {
		method: 'GET',
		context: 'events',
		path: `/v2.0/subscription/${segment(subscriptionId)}`,
		signal,
	});
	const document = bodyXml(response);
	const contact = child(document, 'httpContact');
	return {
		httpContact: contact && childText(contact, 'uri'),
		expires: expiresOf(childText(document, 'expires'), 0),
	};
}

/** Ends a subscription; `timeout` in ms. */
export async function deleteSubscription(
	connection: XsiConnection,
	subscriptionId: string,
	timeout?: number,
): Promise<void> {
	await send(connection, {
		method: 'DELETE',
		context: 'events',
		path: `/v2.0/subscription/${segment(subscriptionId)}`,
		timeout,
	});
}
