import { timeOf } from '../callLog/callLogQuery';
import { mediaReply } from '../callLog/media';
import { listReply } from '../requests/paging';
import {
	ApiFailure,
	badParameter,
	notFound,
	type RouteContext,
	type RouteReply,
	type Router,
} from '../requests/router';
import { messageFilter } from './filter';
import { messageInfo } from './messageInfo';
import { isMultipart, partsOf } from './multipart';
import { sendFax, sendMms, sendSms } from './send';
import type { Message } from './store';
import { syncMessages } from './sync';

const EXTENSION = '/restapi/v1.0/account/{accountId}/extension/{extensionId}';
const MESSAGE = `${EXTENSION}/message-store/{messageId}`;
/** Most ids a request may name. */
const MOST_IDS = 50;
const MULTI = 'application/vnd.ringcentral.multipart+json';

const SHARING = ['Any', 'Personal', 'Shared'];

/** Own messages, shared ones, or those of some who share (docs/protocols/ringcentral.md#shared-messages). */
function ownedBy({ world, query }: RouteContext, extensionId: string): Message[] {
	const owners = query.getAll('owner');
	const [owner = 'Personal'] = owners;
	const named = owners.length > 1 || /^\d+$/.test(owner);
	if (!named && !SHARING.includes(owner)) throw badParameter('owner', owner);
	if (named && owners.some((id) => !/^\d+$/.test(id))) throw badParameter('owner', owner);
	const types = query.getAll('ownerExtensionType');
	const shared = world.messages
		.sharedWith(extensionId)
		.filter(({ ownerId }) => !named || owners.includes(ownerId))
		.filter(({ ownerId }) => !types.length || types.includes(world.people.get(ownerId).type));
	const own = world.messages.of(extensionId);
	const found = owner === 'Personal' ? own : owner === 'Any' ? [...own, ...shared] : shared;
	return found.sort((a, b) => b.created - a.created || b.revision - a.revision);
}

function list(context: RouteContext): RouteReply {
	const { world, query, params } = context;
	const found = ownedBy(context, params.extensionId).filter(messageFilter(world, query));
	return listReply(context, found, (message) => messageInfo(world, message));
}

function idsOf({ params }: RouteContext): string[] {
	const ids = params.messageId.split(',');
	if (ids.length > MOST_IDS) throw badParameter('messageId', params.messageId);
	return ids;
}

/** @throws ApiFailure 404 CMN-102 */
function messageOf({ world, params }: RouteContext, id: string): Message {
	const message = world.messages.get(params.extensionId, id);
	if (!message) throw notFound('messageId');
	return message;
}

/** One answer, or one for each of several ids with HTTP 207. */
function each(
	context: RouteContext,
	answer: (id: string, index: number) => Record<string, unknown>,
): RouteReply {
	const ids = idsOf(context);
	if (ids.length === 1) return { json: answer(ids[0], 0) };
	const entries = ids.map((resourceId, index) => {
		try {
			return { resourceId, status: 200, body: answer(resourceId, index) };
		} catch (error) {
			if (!(error instanceof ApiFailure)) throw error;
			return { resourceId, status: error.status, body: error.body };
		}
	});
	return { status: 207, json: entries, headers: { 'Content-Type': MULTI } };
}

type Change = Partial<Pick<Message, 'readStatus' | 'availability'>>;

/** The body; of multipart, a list of what its parts hold. */
function changesIn({ body, rawBody, headers }: RouteContext): unknown {
	const contentType = headers['content-type'] ?? '';
	if (!isMultipart(contentType)) return body;
	try {
		const parts = partsOf(rawBody, contentType);
		return parts.map(({ bytes }) => ({ body: JSON.parse(bytes.toString('utf8')) as Change }));
	} catch (error) {
		if (error instanceof SyntaxError) throw badParameter('body');
		throw error;
	}
}

/** One change for every id, or a list with one for each. */
function changeOf(body: unknown, index: number): Change {
	if (!Array.isArray(body)) return body as Change;
	const entry = body[index] as { body?: Change } | undefined;
	if (!entry?.body) throw badParameter(`[${index}]`);
	return entry.body;
}

function update(context: RouteContext): RouteReply {
	const changes = changesIn(context);
	return each(context, (id, index) => {
		const { readStatus, availability } = changeOf(changes, index);
		const message = messageOf(context, id);
		if (availability === 'Purged') throw badParameter('availability', availability);
		const changed = context.world.messages.change(message, {
			...(readStatus === undefined ? {} : { readStatus }),
			...(availability === undefined ? {} : { availability }),
		});
		return messageInfo(context.world, changed);
	});
}

/** A first deletion moves to the deleted ones, a second (or `purge=true`) removes for good. */
function remove(context: RouteContext): RouteReply {
	const { world, query } = context;
	const messages = idsOf(context).map((id) => messageOf(context, id));
	for (const message of messages) removeOne(world, message, query.get('purge') === 'true');
	return { status: 204 };
}

function removeOne(world: RouteContext['world'], message: Message, purge: boolean): void {
	if (purge || message.availability === 'Deleted') world.messages.purge(message);
	else world.messages.change(message, { availability: 'Deleted' });
}

function removeMany({ world, query, params }: RouteContext): RouteReply {
	const until = timeOf(query, 'dateTo') ?? Infinity;
	const type = query.get('type') ?? 'All';
	const conversations = query.getAll('conversationId');
	for (const message of world.messages.of(params.extensionId)) {
		const meant =
			message.created < until &&
			(type === 'All' || message.type === type) &&
			(conversations.length === 0 || conversations.includes(message.conversationId ?? ''));
		if (meant) removeOne(world, message, query.get('purge') === 'true');
	}
	return { status: 204 };
}

function content(context: RouteContext): RouteReply {
	const { params, query } = context;
	const message = messageOf(context, params.messageId);
	const attachment = message.attachments.find(({ id }) => id === params.attachmentId);
	if (!attachment) throw notFound('attachmentId');
	const { bytes, contentType, fileName } = attachment;
	const name = fileName?.replace(/\.\w+$/, '') ?? `${message.type.toLowerCase()}-${message.id}`;
	return mediaReply(query, { bytes, contentType, name });
}

/** Message store, its synchronisation, SMS, MMS and fax (docs/protocols/ringcentral.md#messages). */
export function addMessageRoutes(router: Router): void {
	router.add('GET', `${EXTENSION}/message-store`, {}, list);
	router.add('DELETE', `${EXTENSION}/message-store`, {}, removeMany);
	router.add('GET', `${EXTENSION}/message-sync`, {}, syncMessages);
	router.add('GET', MESSAGE, {}, (context) =>
		each(context, (id) => messageInfo(context.world, messageOf(context, id))),
	);
	router.add('PUT', MESSAGE, {}, update);
	router.add('PATCH', MESSAGE, {}, update);
	router.add('DELETE', MESSAGE, {}, remove);
	router.add('GET', `${MESSAGE}/content/{attachmentId}`, {}, content);
	router.add('POST', `${EXTENSION}/sms`, {}, sendSms);
	router.add('POST', `${EXTENSION}/mms`, {}, sendMms);
	router.add('POST', `${EXTENSION}/fax`, {}, sendFax);
}
