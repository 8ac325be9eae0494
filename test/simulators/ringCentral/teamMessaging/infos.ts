import { present } from '../callLog/callLogRecord';
import type { World } from '../world';
import type { Chat, Person, Post } from './chats';

/** OAS TMChatInfo. */
export const chatInfo = (world: World, chat: Chat): Record<string, unknown> =>
	present({
		id: chat.id,
		type: chat.type,
		public: chat.public,
		name: chat.name,
		description: chat.description,
		status: chat.status,
		creationTime: world.iso(chat.created),
		lastModifiedTime: world.iso(chat.modified),
		members: chat.members.map((id) => ({ id })),
	});

/** OAS TMConversationInfo. */
export const conversationInfo = (world: World, chat: Chat): Record<string, unknown> => ({
	id: chat.id,
	type: chat.type,
	creationTime: world.iso(chat.created),
	lastModifiedTime: world.iso(chat.modified),
	members: chat.members.map((id) => ({ id })),
});

function mentionsOf(world: World, text: string) {
	const found = [...text.matchAll(/!\[:(Person|Team)\]\(([\w-]+)\)/g)].map(([, type, id]) => {
		const person = type === 'Person' ? world.chats.person(id) : undefined;
		const name = person
			? `${person.firstName} ${person.lastName}`
			: (world.chats.chats.get(id)?.name ?? id);
		return { id, type, name };
	});
	return found.length > 0 ? found : null;
}

/** OAS TMPostInfo; what is not set comes as null (fixture seed004.glip-posts.json). */
export const postInfo = (world: World, post: Post): Record<string, unknown> => ({
	...present({
		id: post.id,
		groupId: post.chatId,
		parentPostId: post.parentPostId,
		threadId: post.threadId,
		isParent: post.isParent,
		type: post.type,
		text: post.text,
		creatorId: post.creatorId,
	}),
	addedPersonIds: null,
	creationTime: world.iso(post.created),
	lastModifiedTime: world.iso(post.modified),
	attachments: post.attachments.length > 0 ? post.attachments : null,
	activity: null,
	title: null,
	iconUri: null,
	iconEmoji: null,
	mentions: mentionsOf(world, post.text),
});

/** OAS TMPersonInfo. */
export const personInfo = (world: World, person: Person): Record<string, unknown> => ({
	id: person.id,
	firstName: person.firstName,
	lastName: person.lastName,
	email: person.email,
	companyId: person.companyId,
	creationTime: world.iso(person.created),
	lastModifiedTime: world.iso(person.created),
});
