import { mediaReply } from '../callLog/media';
import { partsOf } from '../messages/multipart';
import {
	ApiFailure,
	badParameter,
	notFound,
	type RouteContext,
	type RouteReply,
	type Router,
} from '../requests/router';
import { COMPANY_ID, type Chat, type ChatType, type Person } from './chats';
import { chatInfo, conversationInfo, personInfo } from './infos';
import { chatOf } from './postRoutes';
import { filtersOf, tokenPage } from './tokens';

const TM = '/team-messaging/v1';

const CONVERSATIONS: readonly ChatType[] = ['Direct', 'Group', 'Personal'];

function listChats(context: RouteContext, types: readonly string[], info: typeof chatInfo) {
	const { world, user, query } = context;
	const chats = world.chats
		.of(user.id)
		.filter(({ type }) => types.length === 0 || types.includes(type));
	return {
		json: tokenPage(
			query,
			chats,
			({ id }) => id,
			(chat) => info(world, chat),
		),
	};
}

function chatAmong(context: RouteContext, types: readonly ChatType[]): Chat {
	const chat = chatOf(context);
	if (!types.includes(chat.type)) throw notFound('chatId');
	return chat;
}

interface Members {
	members?: { id?: string; email?: string }[];
}

/** Persons of a list of ids and addresses. @throws ApiFailure 400 for one nobody knows */
function membersOf({ world }: RouteContext, { members = [] }: Members): string[] {
	return members.map(({ id, email }, index) => {
		const person = id === undefined ? byEmail(world, email ?? '') : world.chats.person(id);
		if (!person) throw badParameter(`members[${index}].id`, id ?? email);
		return person.id;
	});
}

function byEmail(world: RouteContext['world'], email: string): Person | undefined {
	const user = world.people.users().find((extension) => extension.email === email);
	if (user) return world.chats.person(user.id);
	return [...world.chats.guests.values()].find((guest) => guest.email === email);
}

function converse(context: RouteContext): RouteReply {
	const { world, user, body } = context;
	const members = [...new Set([user.id, ...membersOf(context, body as Members)])].sort();
	const type: ChatType =
		members.length === 1 ? 'Personal' : members.length === 2 ? 'Direct' : 'Group';
	const known = world.chats
		.of(user.id)
		.find((chat) => chat.type === type && [...chat.members].sort().join() === members.join());
	if (known) return { status: 200, json: conversationInfo(world, known) };
	return { status: 201, json: conversationInfo(world, world.chats.add({ type, members })) };
}

interface TeamBody extends Members {
	name?: string;
	description?: string;
	public?: boolean;
}

function addTeamRoutes(router: Router): void {
	const team = (context: RouteContext) => chatAmong(context, ['Team']);
	router.add('GET', `${TM}/teams`, {}, (context) => listChats(context, ['Team'], chatInfo));
	router.add('POST', `${TM}/teams`, {}, (context) => {
		const { world, user, body } = context;
		const { name, description, public: open = false } = body as TeamBody;
		const members = [...new Set([user.id, ...membersOf(context, body as TeamBody)])];
		const chat = world.chats.add({ type: 'Team', name, description, public: open, members });
		return { status: 201, json: chatInfo(world, chat) };
	});
	router.add('GET', `${TM}/teams/{chatId}`, {}, (context) => ({
		json: chatInfo(context.world, team(context)),
	}));
	router.add('POST', `${TM}/teams/{chatId}/add`, {}, (context) => {
		const chat = team(context);
		const members = [...new Set([...chat.members, ...membersOf(context, context.body as Members)])];
		context.world.chats.changeChat(chat, { members });
		return { status: 204 };
	});
	router.add('POST', `${TM}/teams/{chatId}/remove`, {}, (context) => {
		const chat = team(context);
		const gone = membersOf(context, context.body as Members);
		const members = chat.members.filter((id) => !gone.includes(id));
		context.world.chats.changeChat(chat, { members });
		return { status: 204 };
	});
	router.add('PATCH', `${TM}/teams/{chatId}`, {}, (context) => {
		const { name, description, public: open } = context.body as TeamBody;
		if (name !== undefined && (name === '' || name.length > 250)) throw badParameter('name', name);
		const chat = context.world.chats.changeChat(team(context), {
			...(name === undefined ? {} : { name }),
			...(description === undefined ? {} : { description }),
			...(open === undefined ? {} : { public: open }),
		});
		return { json: chatInfo(context.world, chat) };
	});
	router.add('DELETE', `${TM}/teams/{chatId}`, {}, (context) => {
		context.world.chats.removeChat(team(context));
		return { status: 204 };
	});
	router.add('POST', `${TM}/teams/{chatId}/join`, {}, ({ world, user, params }) => {
		const chat = world.chats.chats.get(params.chatId);
		if (chat?.type !== 'Team') throw notFound('chatId');
		if (!chat.public) throw new ApiFailure(403, 'CMN-404', 'The team is not public');
		if (!chat.members.includes(user.id)) {
			world.chats.changeChat(chat, { members: [...chat.members, user.id] });
		}
		return { status: 204 };
	});
	router.add('POST', `${TM}/teams/{chatId}/leave`, {}, (context) => {
		const chat = team(context);
		const members = chat.members.filter((id) => id !== context.user.id);
		context.world.chats.changeChat(chat, { members });
		return { status: 204 };
	});
	for (const [action, status] of [
		['archive', 'Archived'],
		['unarchive', 'Active'],
	] as const) {
		router.add('POST', `${TM}/teams/{chatId}/${action}`, {}, (context) => {
			context.world.chats.changeChat(team(context), { status });
			return { status: 204 };
		});
	}
}

function addFileRoutes(router: Router): void {
	router.add('POST', `${TM}/files`, {}, (context): RouteReply => {
		const { world, user, query, headers, rawBody } = context;
		const parts = partsOf(rawBody, headers['content-type'] ?? '').filter(
			({ fileName }) => fileName !== undefined,
		);
		if (parts.length === 0) throw badParameter('body');
		const files = parts.map(({ fileName = 'file', contentType, bytes }) =>
			world.chats.keepFile({ name: query.get('name') ?? fileName, contentType, bytes }),
		);
		const described = files.map(({ id, name }) => ({
			id,
			contentUri: world.uri(`${TM}/files/${id}/content`),
			name,
		}));
		const groupId = query.get('groupId');
		if (groupId !== null) {
			const chat = world.chats.get(user.id, groupId);
			if (!chat) throw notFound('groupId');
			const attachments = described.map((file) => ({ ...file, type: 'File' as const }));
			world.chats.post({ chatId: chat.id, creatorId: user.id, text: '', attachments });
		}
		return { json: described };
	});
	// Where the vendor keeps files is not written down; the contentUri says it.
	const access = { group: 'medium', scope: 'TeamMessaging' } as const;
	router.add('GET', `${TM}/files/{fileId}/content`, access, ({ world, params, query }) => {
		const file = world.chats.files.get(params.fileId);
		if (!file) throw notFound('fileId');
		const name = file.name.replace(/\.\w+$/, '');
		return mediaReply(query, { bytes: file.bytes, contentType: file.contentType, name });
	});
}

function person({ world, params }: RouteContext): RouteReply {
	const ids = params.personId.split(',');
	const entries = ids.map((resourceId) => {
		const found = world.chats.person(resourceId);
		if (!found) return { resourceId, status: 404, body: notFound('personId').body };
		return { resourceId, status: 200, body: personInfo(world, found) };
	});
	const [{ status, body }] = entries;
	if (ids.length > 1) return { status: 207, json: entries };
	if (status === 404) throw notFound('personId');
	return { json: body };
}

/** Chats, conversations, teams, persons and files (docs/protocols/ringcentral.md#team-messaging). */
export function addChatRoutes(router: Router): void {
	router.add('GET', `${TM}/chats`, {}, (context) =>
		listChats(context, filtersOf(context.query).getAll('type'), chatInfo),
	);
	router.add('GET', `${TM}/chats/{chatId}`, {}, (context) => ({
		json: chatInfo(context.world, chatOf(context)),
	}));
	router.add('GET', `${TM}/recent/chats`, {}, (context) => {
		const { records } = listChats(context, context.query.getAll('type'), chatInfo).json;
		return { json: { records } };
	});
	router.add('GET', `${TM}/everyone`, {}, ({ world, user }) => {
		const chat = world.chats.of(user.id).find(({ type }) => type === 'Everyone');
		if (!chat) throw new ApiFailure(404, 'CMN-102', 'There is no Everyone chat');
		const { members: _members, public: _public, ...info } = chatInfo(world, chat);
		return { json: info };
	});
	router.add('GET', `${TM}/conversations`, {}, (context) =>
		listChats(context, CONVERSATIONS, conversationInfo),
	);
	router.add('POST', `${TM}/conversations`, {}, converse);
	router.add('GET', `${TM}/conversations/{chatId}`, {}, (context) => ({
		json: conversationInfo(context.world, chatAmong(context, CONVERSATIONS)),
	}));
	addTeamRoutes(router);
	addFileRoutes(router);
	router.add('GET', `${TM}/persons/{personId}`, {}, person);
	router.add('GET', `${TM}/companies/{companyId}`, {}, ({ world, params }) => {
		if (params.companyId !== '~' && params.companyId !== COMPANY_ID) throw notFound('companyId');
		const at = world.iso();
		const company = { id: COMPANY_ID, name: 'Example', domain: 'example.com' };
		return { json: { ...company, creationTime: at, lastModifiedTime: at } };
	});
}
