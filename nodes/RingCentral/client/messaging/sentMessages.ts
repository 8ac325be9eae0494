import { isObject, objects, text, type JsonObject } from '../transport/answers';
import type { RingCentralConnection } from '../transport/connection';
import type { Notification } from '../events/notification';
import { listMessages, type Message } from './messages';

/** ms before an event in which what it counts was written; without ids it is told apart by its time. */
const SPAN = 120_000;

/** New messages that one event counts at the most; the list of an extension has so many on a page. */
const MOST = 100;

/** What an event of the message store says of new SMS. */
interface NewSms {
	/** Ids of the new messages, where the server names them. */
	ids?: ReadonlySet<string>;
}

/** Undefined where there is no new SMS (OpenAPI MessageChanges). */
function newSmsOf({ changes }: JsonObject): NewSms | undefined {
	const found = objects(changes).filter(
		({ type, newCount }) => (text(type) ?? '').toLowerCase() === 'sms' && Number(newCount) > 0,
	);
	if (found.length === 0) return undefined;
	const ids = found.flatMap(({ newMessageIds }) =>
		Array.isArray(newMessageIds) ? newMessageIds.flatMap((id) => text(id) ?? []) : [],
	);
	return ids.length > 0 ? { ids: new Set(ids) } : {};
}

/** True for an event of the message store that tells of new SMS, sent or received. */
export const hasNewSms = ({ body }: Notification): boolean => newSmsOf(body) !== undefined;

/**
 * The SMS behind an event of the message store that the extension has sent. The server tells of received ones only
 * as a whole, and counts the others (docs/protocols/ringcentral.md#event-filters).
 */
export async function sentSms(
	connection: RingCentralConnection,
	{ event, ownerId, timestamp, body }: Notification,
): Promise<Message[]> {
	const news = newSmsOf(body);
	if (news === undefined) return [];
	const extensionId = /\/extension\/([^/?]+)/.exec(event)?.[1] ?? ownerId ?? '~';
	const told = Date.parse(text(body.lastUpdated) ?? timestamp ?? '');
	const at = Number.isNaN(told) ? connection.clock.now() : told;
	const filters = {
		messageType: ['SMS'],
		direction: ['Outbound'],
		dateFrom: new Date(at - SPAN).toISOString(),
	};
	const found: Message[] = [];
	for await (const page of listMessages(connection, extensionId, filters, { limit: MOST })) {
		found.push(...page.filter(isObject));
	}
	// Oldest first, as they were sent.
	return found.filter(({ id }) => news.ids === undefined || news.ids.has(String(id))).reverse();
}
