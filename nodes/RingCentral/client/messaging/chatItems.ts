import { TelephonyError } from '../../../shared/core/errors';
import { isObject, objects, type JsonObject } from '../transport/answers';
import { send, tokenPages, type TokenPageOptions } from '../transport/api';
import type { RingCentralConnection } from '../transport/connection';
import { segment, type Query } from '../transport/urls';

/*
 * What stands in a chat beside its posts: adaptive cards, tasks and notes
 * (docs/protocols/ringcentral.md#cards-tasks-and-notes).
 */

const BASE = '/team-messaging/v1';

/** `cards` is short for what the path calls `adaptive-cards`. */
export type ChatItemKind = 'adaptive-cards' | 'tasks' | 'notes';

/** The most a page can have (docs/protocols/ringcentral.md#paging). */
const MOST_PER_PAGE = 250;

const WORDS: Record<ChatItemKind, string> = {
	'adaptive-cards': 'The card',
	tasks: 'The task',
	notes: 'The note',
};

const itemPath = (kind: ChatItemKind, id: string) => `${BASE}/${kind}/${segment(id, WORDS[kind])}`;

const listPath = (chatId: string, kind: ChatItemKind) =>
	`${BASE}/chats/${segment(chatId, 'The chat')}/${kind}`;

/** Tasks or notes of a chat, page by page. Cards have no list. */
export function chatItemPages(
	connection: RingCentralConnection,
	chatId: string,
	kind: 'tasks' | 'notes',
	filters: Query,
	{ limit, recordCount = MOST_PER_PAGE }: TokenPageOptions = {},
): AsyncGenerator<JsonObject[]> {
	const path = listPath(chatId, kind);
	return tokenPages(connection, { method: 'GET', path, query: filters }, { limit, recordCount });
}

export async function getChatItem(
	connection: RingCentralConnection,
	kind: ChatItemKind,
	id: string,
): Promise<JsonObject> {
	return await send(connection, { method: 'GET', path: itemPath(kind, id) });
}

export async function createChatItem(
	connection: RingCentralConnection,
	chatId: string,
	kind: ChatItemKind,
	body: object,
): Promise<JsonObject> {
	return await send(connection, { method: 'POST', path: listPath(chatId, kind), body });
}

/** Changes an item and gives it as it is then. A card goes as a whole; of a task, members that are not sent stay. */
export async function updateChatItem(
	connection: RingCentralConnection,
	kind: ChatItemKind,
	id: string,
	body: object,
): Promise<JsonObject> {
	const method = kind === 'adaptive-cards' ? 'PUT' : 'PATCH';
	const answer = await send<JsonObject>(connection, { method, path: itemPath(kind, id), body });
	// The task comes in a list of one (OpenAPI patchTaskNew).
	const [first] = Array.isArray(answer.records) ? objects(answer.records) : [answer];
	if (isObject(first)) return first;
	throw new TelephonyError('protocolViolation', `${WORDS[kind]} was changed but not told`);
}

export async function deleteChatItem(
	connection: RingCentralConnection,
	kind: ChatItemKind,
	id: string,
): Promise<void> {
	await send(connection, { method: 'DELETE', path: itemPath(kind, id) });
}

/** How far a task is done; without assignees for all of them. */
export interface TaskCompletion {
	status: 'Complete' | 'Incomplete';
	assignees?: ReadonlyArray<{ id: string }>;
	/** 0 to 100, for tasks that are completed by percentage. */
	completenessPercentage?: number;
}

export async function completeTask(
	connection: RingCentralConnection,
	taskId: string,
	completion: TaskCompletion,
): Promise<void> {
	const path = `${itemPath('tasks', taskId)}/complete`;
	await send(connection, { method: 'POST', path, body: completion });
}

/** Makes a note that is a draft visible to the others of the chat. */
export async function publishNote(
	connection: RingCentralConnection,
	noteId: string,
): Promise<JsonObject> {
	return await send(connection, { method: 'POST', path: `${itemPath('notes', noteId)}/publish` });
}
