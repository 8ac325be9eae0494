import { present } from '../callLog/callLogRecord';
import {
	ApiFailure,
	badParameter,
	notFound,
	type RouteContext,
	type RouteReply,
	type Router,
} from '../requests/router';
import type { World } from '../world';
import type { ChatItem, ChatItemKind } from './items';
import { chatOf } from './postRoutes';
import { filtersOf, tokenPage } from './tokens';

const TM = '/team-messaging/v1';
const LONGEST_TITLE = 250;

const NAMES: Record<ChatItemKind, string> = { cards: 'cardId', tasks: 'taskId', notes: 'noteId' };

/** What all three have. */
const commonInfo = (world: World, item: ChatItem) => ({
	id: item.id,
	creationTime: world.iso(item.created),
	lastModifiedTime: world.iso(item.modified),
	creator: { id: item.creatorId },
	chatIds: [item.chatId],
});

/** OAS AdaptiveCardShortInfo. */
const cardInfo = (world: World, item: ChatItem) => ({
	...commonInfo(world, item),
	$schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
	type: 'AdaptiveCard',
	version: item.content.version,
});

/** OAS TMTaskInfo. */
const taskInfo = (world: World, item: ChatItem) =>
	present({
		completenessCondition: 'Simple',
		color: 'Black',
		...item.content,
		...commonInfo(world, item),
		type: 'Task',
		status: item.status,
		assignees: item.assignees,
		completenessPercentage: item.completenessPercentage,
	});

/** OAS TMNoteInfo. */
const noteInfo = (world: World, item: ChatItem) => ({
	...commonInfo(world, item),
	type: 'Note',
	title: item.content.title,
	preview: String(item.content.body ?? '')
		.replace(/<[^>]*>/g, '')
		.slice(0, 150),
	lastModifiedBy: { id: item.changedBy ?? item.creatorId },
	status: item.status,
});

/** @throws ApiFailure 404 for one that is in no chat of the user, or a draft of somebody else */
function itemOf({ world, user, params }: RouteContext, kind: ChatItemKind): ChatItem {
	const item = world.chatItems[kind].get(params[NAMES[kind]]);
	const isHidden = kind === 'notes' && item?.status === 'Draft' && item.creatorId !== user.id;
	if (!item || isHidden || !world.chats.get(user.id, item.chatId)) throw notFound(NAMES[kind]);
	return item;
}

/** @throws ApiFailure 403 for somebody else's */
function ownItem(context: RouteContext, kind: ChatItemKind): ChatItem {
	const item = itemOf(context, kind);
	if (item.creatorId !== context.user.id) {
		throw new ApiFailure(403, 'CMN-404', 'Only the creator may change it');
	}
	return item;
}

const contentOf = ({ body }: RouteContext) => ({ ...(body as Record<string, unknown>) });

/** @throws ApiFailure 400 for an empty or too long one */
function checkTitle(name: string, value: unknown): void {
	const text = String(value ?? '');
	if (text === '' || text.length > LONGEST_TITLE) throw badParameter(name, text.slice(0, 20));
}

function removing(kind: ChatItemKind) {
	return (context: RouteContext): RouteReply => {
		context.world.chatItems[kind].delete(ownItem(context, kind).id);
		return { status: 204 };
	};
}

function addCardRoutes(router: Router): void {
	router.add('POST', `${TM}/chats/{chatId}/adaptive-cards`, {}, (context) => {
		const { world, user } = context;
		const given = { chatId: chatOf(context).id, creatorId: user.id, content: contentOf(context) };
		return { status: 201, json: cardInfo(world, world.chatItems.add('cards', given)) };
	});
	router.add('GET', `${TM}/adaptive-cards/{cardId}`, {}, (context) => {
		const item = itemOf(context, 'cards');
		return { json: { ...item.content, ...cardInfo(context.world, item) } };
	});
	router.add('PUT', `${TM}/adaptive-cards/{cardId}`, {}, (context) => {
		const { world } = context;
		const item = ownItem(context, 'cards');
		world.chatItems.change(item, { content: contentOf(context) });
		return { json: cardInfo(world, item) };
	});
	router.add('DELETE', `${TM}/adaptive-cards/{cardId}`, {}, removing('cards'));
}

type Assignees = { id?: string }[];

/** @throws ApiFailure 400 for nobody, or who is not in the chat */
function assigneesOf({ world }: RouteContext, chatId: string, given: Assignees) {
	const members = world.chats.chats.get(chatId)?.members ?? [];
	return given.map(({ id = '' }, index) => {
		if (!members.includes(id)) throw badParameter(`assignees[${index}].id`, id);
		return { id, status: 'Pending' as const };
	});
}

/** The filters of a list of tasks. */
function isWanted(item: ChatItem, query: URLSearchParams): boolean {
	const among = (name: string, ...values: string[]) => {
		const wanted = query.getAll(name);
		return wanted.length === 0 || values.some((value) => wanted.includes(value));
	};
	const from = query.get('creationTimeFrom');
	const to = query.get('creationTimeTo');
	return (
		among('status', item.status ?? '') &&
		among('creatorId', item.creatorId) &&
		among('assigneeId', ...(item.assignees ?? []).map(({ id }) => id)) &&
		(from === null || item.created >= Date.parse(from)) &&
		(to === null || item.created <= Date.parse(to))
	);
}

const listing =
	(kind: ChatItemKind, info: (world: World, item: ChatItem) => unknown) =>
	(context: RouteContext): RouteReply => {
		const { world, user, query } = context;
		const filters = filtersOf(query);
		const found = world.chatItems
			.of(kind, chatOf(context).id)
			.filter((item) => item.status !== 'Draft' || item.creatorId === user.id)
			.filter((item) => isWanted(item, filters));
		const json = tokenPage(
			query,
			found,
			({ id }) => id,
			(item) => info(world, item),
		);
		return { json };
	};

function addTaskRoutes(router: Router): void {
	router.add('GET', `${TM}/chats/{chatId}/tasks`, {}, listing('tasks', taskInfo));
	router.add('POST', `${TM}/chats/{chatId}/tasks`, {}, (context) => {
		const { world, user } = context;
		const { assignees, ...content } = contentOf(context);
		const chatId = chatOf(context).id;
		checkTitle('subject', content.subject);
		if ((assignees as Assignees).length === 0) throw badParameter('assignees');
		const item = world.chatItems.add('tasks', {
			chatId,
			creatorId: user.id,
			content,
			status: 'Pending',
			assignees: assigneesOf(context, chatId, assignees as Assignees),
		});
		return { status: 201, json: taskInfo(world, item) };
	});
	router.add('GET', `${TM}/tasks/{taskId}`, {}, (context) => ({
		json: taskInfo(context.world, itemOf(context, 'tasks')),
	}));
	router.add('PATCH', `${TM}/tasks/{taskId}`, {}, (context) => {
		const { world } = context;
		const item = itemOf(context, 'tasks');
		const { assignees, ...content } = contentOf(context);
		if (content.subject !== undefined) checkTitle('subject', content.subject);
		world.chatItems.change(item, {
			content: { ...item.content, ...content },
			...(assignees === undefined
				? {}
				: { assignees: assigneesOf(context, item.chatId, assignees as Assignees) }),
		});
		return { json: { records: [taskInfo(world, item)] } };
	});
	router.add('POST', `${TM}/tasks/{taskId}/complete`, {}, (context) => {
		const item = itemOf(context, 'tasks');
		const { status, completenessPercentage } = contentOf(context);
		const done = status === 'Complete';
		context.world.chatItems.change(item, {
			status: done ? 'Completed' : 'Pending',
			assignees: item.assignees?.map(({ id }) => ({ id, status: done ? 'Completed' : 'Pending' })),
			completenessPercentage: completenessPercentage as number | undefined,
		});
		return { status: 204 };
	});
	router.add('DELETE', `${TM}/tasks/{taskId}`, {}, removing('tasks'));
}

function addNoteRoutes(router: Router): void {
	router.add('GET', `${TM}/chats/{chatId}/notes`, {}, listing('notes', noteInfo));
	router.add('POST', `${TM}/chats/{chatId}/notes`, {}, (context) => {
		const { world, user } = context;
		const content = contentOf(context);
		checkTitle('title', content.title);
		const given = { chatId: chatOf(context).id, creatorId: user.id, content, status: 'Draft' };
		return { json: noteInfo(world, world.chatItems.add('notes', given)) };
	});
	router.add('GET', `${TM}/notes/{noteId}`, {}, (context) => {
		const item = itemOf(context, 'notes');
		const { body = '' } = item.content;
		return { json: { ...noteInfo(context.world, item), body } };
	});
	router.add('PATCH', `${TM}/notes/{noteId}`, {}, (context) => {
		const { world, user } = context;
		const item = itemOf(context, 'notes');
		const content = { ...item.content, ...contentOf(context) };
		checkTitle('title', content.title);
		world.chatItems.change(item, { content, changedBy: user.id });
		return { json: noteInfo(world, item) };
	});
	router.add('POST', `${TM}/notes/{noteId}/publish`, {}, (context) => {
		const { world } = context;
		const item = ownItem(context, 'notes');
		if (item.status === 'Active') throw badParameter('noteId', item.id);
		return { json: noteInfo(world, world.chatItems.change(item, { status: 'Active' })) };
	});
	router.add('DELETE', `${TM}/notes/{noteId}`, {}, removing('notes'));
}

/** Adaptive cards, tasks and notes (docs/protocols/ringcentral.md#cards-tasks-and-notes). */
export function addItemRoutes(router: Router): void {
	addCardRoutes(router);
	addTaskRoutes(router);
	addNoteRoutes(router);
}
