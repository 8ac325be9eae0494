import { TelephonyError } from '../../../shared/core/errors';
import type { HttpStream } from '../../../shared/core/ports';
import { isObject, objects, text, type JsonObject } from '../transport/answers';
import { openStream, send, sendAny, tokenPages, type TokenPageOptions } from '../transport/api';
import type { RingCentralConnection } from '../transport/connection';
import { multipart } from '../transport/multipart';
import { segment } from '../transport/urls';

/**
 * Under which paths Team Messaging is asked: the current ones, or those of its time as Glip
 * (docs/protocols/ringcentral.md#team-messaging).
 */
export type MessagingPaths = 'current' | 'glip';

const BASES: Record<MessagingPaths, string> = {
	current: '/team-messaging/v1',
	glip: '/restapi/v1.0/glip',
};

/** The most a page can have (docs/protocols/ringcentral.md#paging). */
const MOST_PER_PAGE = 250;

const LIGHT_READ = { method: 'GET', group: 'light', kind: 'read' } as const;
const MEDIUM_READ = { method: 'GET', group: 'medium', kind: 'read' } as const;
const CHANGE = { group: 'medium', kind: 'change' } as const;

const chatPath = (chatId: string, paths: MessagingPaths) =>
	`${BASES[paths]}/chats/${segment(chatId, 'The chat')}`;

/** The old API lists and takes posts of a group; the rest is as today. */
const postsPath = (chatId: string, paths: MessagingPaths) =>
	paths === 'glip'
		? `${BASES.glip}/groups/${segment(chatId, 'The chat')}/posts`
		: `${chatPath(chatId, paths)}/posts`;

const postPath = (chatId: string, postId: string, paths: MessagingPaths) =>
	`${chatPath(chatId, paths)}/posts/${segment(postId, 'The post')}`;

/** A period of posts, by `creationTime`; ISO 8601. The server has no such filter. */
export interface PostPeriod {
	from?: string;
	to?: string;
}

const timeOf = (value: unknown) => Date.parse(String(value));

/** True for a page before the period in a list that runs back in time: what follows is older still. */
function isPast(page: readonly JsonObject[], from: number): boolean {
	const times = page.map((post) => timeOf(post.creationTime));
	return times.every((time) => time < from) && times[0] >= times[times.length - 1];
}

/** Posts of a chat, page by page, as the server orders them (newest first). */
export async function* postPages(
	connection: RingCentralConnection,
	chatId: string,
	{ from, to }: PostPeriod = {},
	{ limit = Infinity, recordCount = MOST_PER_PAGE }: TokenPageOptions = {},
	paths: MessagingPaths = 'current',
): AsyncGenerator<JsonObject[]> {
	const start = from === undefined ? -Infinity : timeOf(from);
	const end = to === undefined ? Infinity : timeOf(to);
	const isBounded = from !== undefined || to !== undefined;
	const within = (post: JsonObject) => {
		const time = timeOf(post.creationTime);
		return !isBounded || (time >= start && time <= end);
	};
	let left = limit;
	const all = tokenPages(
		connection,
		{ ...MEDIUM_READ, path: postsPath(chatId, paths) },
		{ limit: isBounded ? Infinity : limit, recordCount },
	);
	for await (const page of all) {
		const kept = page.filter(within).slice(0, left);
		left -= kept.length;
		if (kept.length > 0) yield kept;
		if (left <= 0 || isPast(page, start)) return;
	}
}

export async function getPost(
	connection: RingCentralConnection,
	chatId: string,
	postId: string,
	paths: MessagingPaths = 'current',
): Promise<JsonObject> {
	return await send(connection, { ...LIGHT_READ, path: postPath(chatId, postId, paths) });
}

/** What a new post says; at least a text or an attachment. */
export interface NewPost {
	/** `![:Person](id)` and `![:Team](id)` mention somebody. */
	text?: string;
	/** `{id, type}` with type `File`, `Note`, `Event` or `Card`. */
	attachments?: ReadonlyArray<{ id: string; type: string }>;
	parentPostId?: string;
	threadId?: string;
}

const isMissing = (value: string | undefined) => value === undefined || value.trim() === '';

/** Posts to a chat. Throws `badRequest` for a post without text and attachment. */
export async function createPost(
	connection: RingCentralConnection,
	chatId: string,
	post: NewPost,
	paths: MessagingPaths = 'current',
): Promise<JsonObject> {
	const attachments = post.attachments?.length ? post.attachments : undefined;
	if (isMissing(post.text) && attachments === undefined) {
		throw new TelephonyError('badRequest', 'A post needs a text or an attachment');
	}
	const body = {
		text: post.text,
		attachments,
		parentPostId: post.parentPostId || undefined,
		threadId: post.threadId || undefined,
	};
	return await send(connection, {
		...CHANGE,
		method: 'POST',
		path: postsPath(chatId, paths),
		body,
	});
}

/** Replaces the text of a post. */
export async function updatePost(
	connection: RingCentralConnection,
	chatId: string,
	postId: string,
	newText: string,
	paths: MessagingPaths = 'current',
): Promise<JsonObject> {
	const path = postPath(chatId, postId, paths);
	return await send(connection, { ...CHANGE, method: 'PATCH', path, body: { text: newText } });
}

export async function deletePost(
	connection: RingCentralConnection,
	chatId: string,
	postId: string,
	paths: MessagingPaths = 'current',
): Promise<void> {
	await send(connection, { ...CHANGE, method: 'DELETE', path: postPath(chatId, postId, paths) });
}

/** Chats of the login, page by page. `types`: `Personal`, `Direct`, `Group`, `Team`, `Everyone`. */
export function chatPages(
	connection: RingCentralConnection,
	types: readonly string[] = [],
	{ limit, recordCount = MOST_PER_PAGE }: TokenPageOptions = {},
	paths: MessagingPaths = 'current',
): AsyncGenerator<JsonObject[]> {
	const query = { type: types.length > 0 ? types : undefined };
	return tokenPages(
		connection,
		{ ...MEDIUM_READ, path: `${BASES[paths]}/chats`, query },
		{ limit, recordCount },
	);
}

export async function getChat(
	connection: RingCentralConnection,
	chatId: string,
	paths: MessagingPaths = 'current',
): Promise<JsonObject> {
	return await send(connection, { ...LIGHT_READ, path: chatPath(chatId, paths) });
}

/** Opens the chat with these persons, or finds it; the login's own id may be left out. */
export async function openConversation(
	connection: RingCentralConnection,
	members: ReadonlyArray<{ id: string } | { email: string }>,
	paths: MessagingPaths = 'current',
): Promise<JsonObject> {
	const path = `${BASES[paths]}/conversations`;
	return await send(connection, { ...CHANGE, method: 'POST', path, body: { members } });
}

/** A person: of a user the id is that of the extension, of a guest it begins with `glip-`. */
export async function getPerson(
	connection: RingCentralConnection,
	personId: string,
	paths: MessagingPaths = 'current',
): Promise<JsonObject> {
	const path = `${BASES[paths]}/persons/${segment(personId, 'The person')}`;
	return await send(connection, { ...LIGHT_READ, path });
}

/** The company of an account; `~` for that of the login. */
export async function getCompany(
	connection: RingCentralConnection,
	companyId: string,
	paths: MessagingPaths = 'current',
): Promise<JsonObject> {
	const path = `${BASES[paths]}/companies/${segment(companyId, 'The company')}`;
	return await send(connection, { ...LIGHT_READ, path });
}

export interface NewFile {
	name: string;
	bytes: Uint8Array;
	mimeType: string;
	/** The chat to share the file in; without it the id can be attached to a post. */
	chatId?: string;
}

/** Uploads a file; `{id, contentUri, name}`. */
export async function uploadFile(
	connection: RingCentralConnection,
	{ name, bytes, mimeType, chatId }: NewFile,
	paths: MessagingPaths = 'current',
): Promise<JsonObject> {
	const part = { name: 'body', content: bytes, contentType: mimeType, fileName: name };
	const answer = await sendAny(connection, {
		method: 'POST',
		path: `${BASES[paths]}/files`,
		query: { name, groupId: chatId || undefined },
		rawBody: multipart([part], connection.random),
		group: 'heavy',
		kind: 'change',
	});
	// A list of one for the one file (schema TMAddFileResponse).
	const [file] = Array.isArray(answer) ? objects(answer) : [answer];
	if (isObject(file) && text(file.id) !== undefined) return file;
	throw new TelephonyError('protocolViolation', 'The server took the file but gave no ID for it');
}

/** Opens a file attached to a post, by the `contentUri` of the attachment. */
export async function openFile(
	connection: RingCentralConnection,
	contentUri: string,
): Promise<HttpStream> {
	return await openStream(connection, { ...MEDIUM_READ, path: contentUri });
}
