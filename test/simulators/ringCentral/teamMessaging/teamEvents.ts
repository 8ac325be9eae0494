import type { World } from '../world';
import type { Chat, Post } from './chats';
import { postInfo } from './infos';

export type PostEvent = 'PostAdded' | 'PostChanged' | 'PostRemoved';

/** Tells the members about a post (fixtures event.tm-post.*). */
export function announcePost(world: World, chat: Chat, post: Post, eventType: PostEvent): void {
	world.events.publish({
		path: '/team-messaging/v1/posts',
		visibleTo: chat.members,
		body: {
			...(eventType === 'PostRemoved' ? { id: post.id } : postInfo(world, post)),
			eventType,
		},
	});
}

/** Tells the members about their chat (fixture event.tm-chat.group-joined.json). */
export function announceChat(
	world: World,
	chat: Chat,
	eventType: 'GroupJoined' | 'GroupChanged' | 'GroupLeft',
	visibleTo: readonly string[] = chat.members,
): void {
	world.events.publish({
		path: '/team-messaging/v1/chats',
		visibleTo,
		body: {
			id: chat.id,
			name: chat.name ?? null,
			description: chat.description ?? null,
			type: chat.type,
			status: chat.status,
			members: chat.members,
			isPublic: chat.public ?? null,
			creationTime: world.iso(chat.created),
			lastModifiedTime: world.iso(chat.modified),
			eventType,
		},
	});
}
