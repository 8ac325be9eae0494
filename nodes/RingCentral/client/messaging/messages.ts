import { TelephonyError } from '../../../shared/core/errors';
import { errorOf, isObject, objects, text } from '../transport/answers';
import { pages, send, sendAny } from '../transport/api';
import type { RingCentralConnection } from '../transport/connection';
import { segment } from '../transport/urls';

/*
 * The message store: voicemail, SMS, fax (docs/protocols/ringcentral.md#messages).
 */

/** OpenAPI MessageAttachmentInfo; ids may be text or number. */
export interface MessageAttachment {
	id: string | number;
	uri?: string | null;
	/** `AudioRecording`, `AudioTranscription`, `RenderedDocument`, ...: an open list. */
	type?: string | null;
	contentType?: string | null;
	fileName?: string | null;
	/** The fax answers write it so. */
	filename?: string | null;
	size?: number | null;
	/** s */
	vmDuration?: number | null;
	[member: string]: unknown;
}

/** OpenAPI GetMessageInfoResponse. */
export interface Message {
	id: string | number;
	type?: string | null;
	attachments?: MessageAttachment[] | null;
	/** State of the text of a voicemail: `InProgress`, `Completed`, ... */
	vmTranscriptionStatus?: string | null;
	[member: string]: unknown;
}

export interface MessageFilters {
	/** `VoiceMail`, `SMS`, `Fax`, `Pager` */
	messageType?: readonly string[];
	readStatus?: readonly string[];
	direction?: readonly string[];
	/** `Alive`, `Deleted`, `Purged` */
	availability?: readonly string[];
	/** ISO 8601 with zone. Default: 24 hours before `dateTo`. */
	dateFrom?: string;
	/** ISO 8601 with zone. Default: now. */
	dateTo?: string;
	conversationId?: string;
	phoneNumber?: string;
	/** Only the newest message of every conversation. */
	distinctConversations?: boolean;
	/**
	 * `Any`, `Personal` (the default), `Shared`, or ids of the extensions that share their messages
	 * (docs/protocols/ringcentral.md#shared-messages).
	 */
	owner?: string | readonly string[];
	/** Kinds of the extensions that share: `Department` is a queue. */
	ownerExtensionType?: readonly string[];
}

/** Asks for the answers of several ids in one JSON list (guide: bulk requests). */
const BULK = 'application/vnd.ringcentral.multipart+json';

/** Ids in one path (OpenAPI updateMessage). */
const IDS_AT_ONCE = 50;

const storePath = (extensionId: string) =>
	`/restapi/v1.0/account/~/extension/${segment(extensionId, 'The extension')}/message-store`;

/**
 * The path of messages. Throws `badRequest` for what is no id: without one the server would take the whole
 * mailbox (OpenAPI deleteMessage).
 */
function pathOf(extensionId: string, ids: readonly string[]): string {
	const wrong = ids.find((id) => !/^\d+$/.test(id));
	if (ids.length === 0 || wrong !== undefined) {
		throw new TelephonyError('badRequest', `"${wrong ?? ''}" is not a message ID: digits only`);
	}
	return `${storePath(extensionId)}/${ids.join(',')}`;
}

/** Messages of an extension, newest first, page by page. */
export function listMessages(
	connection: RingCentralConnection,
	extensionId: string,
	filters: MessageFilters,
	options?: { limit?: number; perPage?: number },
): AsyncGenerator<Message[]> {
	return pages<Message>(
		connection,
		{ method: 'GET', path: storePath(extensionId), query: { ...filters } },
		options,
	);
}

export async function getMessage(
	connection: RingCentralConnection,
	extensionId: string,
	messageId: string,
): Promise<Message> {
	return await send<Message>(connection, { method: 'GET', path: pathOf(extensionId, [messageId]) });
}

/** What became of one message of several. */
export interface MessageOutcome {
	id: string;
	/** The message afterwards, where the server gives it. */
	message?: Message;
	/** Why nothing was done to this one. */
	failure?: TelephonyError;
}

/** One part of a 207 answer. */
interface Part {
	resourceId?: string | number;
	status?: number;
	body?: unknown;
}

function outcomeOf(
	{ clock }: RingCentralConnection,
	id: string,
	part: Part | undefined,
): MessageOutcome {
	if (part === undefined) {
		const failure = new TelephonyError(
			'protocolViolation',
			`The server did not name message ${id}`,
		);
		return { id, failure };
	}
	const { status = 200, body } = part;
	if (status >= 200 && status < 300) {
		return body ? { id, message: body as Message } : { id };
	}
	const bytes = new TextEncoder().encode(JSON.stringify(body ?? {}));
	return { id, failure: errorOf({ status, headers: {}, body: bytes }, clock.now()) };
}

/** The parts of a 207 by id; in their order where they name none. */
function outcomesOf(
	connection: RingCentralConnection,
	ids: readonly string[],
	parts: readonly Part[],
): MessageOutcome[] {
	const named = new Map(parts.map((part) => [text(part.resourceId), part]));
	return ids.map((id, index) => {
		const unnamed = parts[index]?.resourceId === undefined ? parts[index] : undefined;
		return outcomeOf(connection, id, named.get(id) ?? unnamed);
	});
}

type BulkRequest = Pick<Parameters<typeof send>[1], 'method' | 'body' | 'rawBody' | 'query'>;

/** Some ids in one request. Whatever was not done is told per id; a refusal of the whole is thrown. */
async function changeSome(
	connection: RingCentralConnection,
	extensionId: string,
	ids: readonly string[],
	request: BulkRequest,
): Promise<MessageOutcome[]> {
	const answer = await sendAny(connection, {
		...request,
		path: pathOf(extensionId, ids),
		headers: ids.length > 1 ? { Accept: BULK } : undefined,
	});
	if (Array.isArray(answer)) return outcomesOf(connection, ids, objects(answer) as Part[]);
	// One message is given as it is; several that all were deleted are answered with nothing at all.
	return ids.map((id) => (isObject(answer) ? { id, message: answer as Message } : { id }));
}

async function changeAll(
	ids: readonly string[],
	some: (ids: readonly string[]) => Promise<MessageOutcome[]>,
): Promise<MessageOutcome[]> {
	const different = [...new Set(ids)];
	const outcomes: MessageOutcome[] = [];
	for (let at = 0; at < different.length; at += IDS_AT_ONCE) {
		const chunk = different.slice(at, at + IDS_AT_ONCE);
		try {
			outcomes.push(...(await some(chunk)));
		} catch (error) {
			// What was done before is not to be lost behind an error about the rest.
			if (at === 0 || !(error instanceof TelephonyError)) throw error;
			outcomes.push(...chunk.map((id) => ({ id, failure: error })));
		}
	}
	return outcomes;
}

/** Marks messages. Sent once; several ids go in one request, whose 207 tells each one's fate. */
export async function markMessages(
	connection: RingCentralConnection,
	extensionId: string,
	ids: readonly string[],
	readStatus: 'Read' | 'Unread',
): Promise<MessageOutcome[]> {
	return await changeAll(ids, async (some) => {
		const bulk = some.map(() => ({ body: { readStatus } }));
		return await changeSome(connection, extensionId, some, {
			method: 'PUT',
			...(some.length > 1
				? {
						rawBody: {
							bytes: new TextEncoder().encode(JSON.stringify(bulk)),
							contentType: BULK,
						},
					}
				: { body: { readStatus } }),
		});
	});
}

/** Deletes messages, to the bin or with `purge` for good. Sent once. */
export async function deleteMessages(
	connection: RingCentralConnection,
	extensionId: string,
	ids: readonly string[],
	purge: boolean,
): Promise<MessageOutcome[]> {
	return await changeAll(
		ids,
		async (some) =>
			await changeSome(connection, extensionId, some, {
				method: 'DELETE',
				query: { purge: purge ? true : undefined },
			}),
	);
}
