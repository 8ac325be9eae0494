import {
	ApiFailure,
	badParameter,
	notFound,
	type RouteContext,
	type Router,
} from '../requests/router';
import type { Chat, Post, PostAttachment } from './chats';
import { postInfo } from './infos';
import { tokenPage } from './tokens';

const POSTS = '/team-messaging/v1/chats/{chatId}/posts';

/** @throws ApiFailure 404 for a chat the user is not in */
export function chatOf({ world, user, params }: RouteContext): Chat {
	const chat = world.chats.get(user.id, params.chatId);
	if (!chat) throw notFound('chatId');
	return chat;
}

function postOf({ params }: RouteContext, chat: Chat): Post {
	const post = chat.posts.find(({ id }) => id === params.postId);
	if (!post) throw notFound('postId');
	return post;
}

/** @throws ApiFailure 403 for somebody else's post */
function ownPost(context: RouteContext, chat: Chat): Post {
	const post = postOf(context, chat);
	if (post.creatorId !== context.user.id) {
		throw new ApiFailure(403, 'CMN-404', 'Only the creator may change a post');
	}
	return post;
}

interface PostBody {
	text?: string;
	parentPostId?: string;
	attachments?: { id: string; type: PostAttachment['type'] }[];
}

function attachmentsOf({ world }: RouteContext, given: PostBody['attachments'] = []) {
	return given.map(({ id, type }, index): PostAttachment => {
		if (type !== 'File') return { id, type };
		const file = world.chats.files.get(id);
		if (!file) throw badParameter(`attachments[${index}].id`, id);
		const contentUri = world.uri(`/team-messaging/v1/files/${id}/content`);
		return { id, type, name: file.name, contentUri };
	});
}

/** Posts of chats (docs/protocols/ringcentral.md#team-messaging). */
export function addPostRoutes(router: Router): void {
	router.add('GET', POSTS, {}, (context) => {
		const { world, query } = context;
		const newest = [...chatOf(context).posts].reverse();
		const json = tokenPage(
			query,
			newest,
			({ id }) => id,
			(post) => postInfo(world, post),
		);
		return { json };
	});
	router.add('GET', '/team-messaging/v1/chats/{chatId}/threads/{threadId}/posts', {}, (context) => {
		const { world, query, params } = context;
		const { threadId } = params;
		const posts = chatOf(context).posts.filter(
			(post) => post.threadId === threadId || post.id === threadId,
		);
		if (posts.length === 0) throw notFound('threadId');
		const json = tokenPage(
			query,
			posts.reverse(),
			({ id }) => id,
			(post) => postInfo(world, post),
		);
		return { json };
	});
	router.add('POST', POSTS, {}, (context) => {
		const { world, user, body } = context;
		const chat = chatOf(context);
		if (chat.status === 'Archived') throw new ApiFailure(400, 'CMN-101', 'The team is archived');
		const { text = '', parentPostId, attachments } = body as PostBody;
		if (text === '' && !attachments?.length) throw badParameter('text');
		if (text.length > 10_000) throw badParameter('text');
		if (parentPostId !== undefined && !chat.posts.some(({ id }) => id === parentPostId)) {
			throw badParameter('parentPostId', parentPostId);
		}
		// A limit that answers with 500 (docs/protocols/ringcentral.md#team-messaging).
		if (world.chats.writtenToday(user.id) >= world.options.postsPerDay) {
			throw new ApiFailure(500, 'CMN-211', 'Posts daily limit exceeded');
		}
		const post = world.chats.post({
			chatId: chat.id,
			creatorId: user.id,
			text,
			parentPostId,
			attachments: attachmentsOf(context, attachments),
		});
		return { status: 201, json: postInfo(world, post) };
	});
	router.add('GET', `${POSTS}/{postId}`, {}, (context) => ({
		json: postInfo(context.world, postOf(context, chatOf(context))),
	}));
	router.add('PATCH', `${POSTS}/{postId}`, {}, (context) => {
		const chat = chatOf(context);
		const post = ownPost(context, chat);
		const { text } = context.body as PostBody;
		if (text === undefined || text === '') throw badParameter('text');
		return { json: postInfo(context.world, context.world.chats.edit(chat, post, text)) };
	});
	router.add('DELETE', `${POSTS}/{postId}`, {}, (context) => {
		const chat = chatOf(context);
		context.world.chats.remove(chat, ownPost(context, chat));
		return { status: 204 };
	});
}
