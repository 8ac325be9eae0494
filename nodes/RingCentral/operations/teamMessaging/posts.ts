import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../../shared/action/operation';
import { mandatory, optional } from '../../../shared/action/parameters';
import { collected, listOf, type Context } from '../../fields/call';
import { idsField } from '../../fields/ids';
import { limitField, limitOf, returnAllField } from '../../../shared/action/limitFields';
import {
	createPost,
	deletePost,
	getPost,
	postPages,
	updatePost,
	type NewPost,
} from '../../client/messaging/teamMessaging';
import type { RingCentralClient } from '../../connect';
import { chatField } from '../../fields/index';
import {
	chatOf,
	messagingOptions,
	optionOf,
	optionsOf,
	pathsOf,
	postIdField,
	postOf,
} from '../../fields/messaging';
import { utcOf } from '../../../shared/action/times';
import { typedList } from '../../../shared/core/parsing/typedList';

const resource = 'teamMessaging';

const sample = {
	id: '1542094852',
	groupId: '74241081350',
	type: 'TextMessage',
	text: 'Missed call from +14155550100',
	creatorId: '62288329016',
	creationTime: '2026-05-31T14:45:16.822Z',
	lastModifiedTime: '2026-05-31T14:45:16.822Z',
};

const textField = {
	displayName: 'Text',
	name: 'text',
	type: 'string' as const,
	typeOptions: { rows: 4 },
	default: '',
	description: 'Up to 10,000 characters; ![:Person](ID) and ![:Team](ID) mention somebody',
};

/** See docs/protocols/ringcentral.md#team-messaging. */
export const getPostsOperation: Operation<RingCentralClient> = {
	resource,
	name: 'getPosts',
	label: 'Get Posts',
	action: 'Get posts of a chat',
	description: 'Get the posts of a chat, newest first',
	kind: 'read',
	fields: [
		chatField,
		returnAllField,
		limitField,
		messagingOptions(
			{
				displayName: 'From',
				name: 'dateFrom',
				type: 'dateTime',
				default: '',
				description: 'Only posts written since then',
			},
			{
				displayName: 'To',
				name: 'dateTo',
				type: 'dateTime',
				default: '',
				description: 'Only posts written until then',
			},
		),
	],
	sample,
	async run(context) {
		const { dateFrom, dateTo } = optionsOf(context);
		const period = {
			from: utcOf(dateFrom, context.timeZone, 'From'),
			to: utcOf(dateTo, context.timeZone, 'To'),
		};
		const limit = limitOf(context);
		const posts = postPages(context.client, chatOf(context), period, { limit }, pathsOf(context));
		return (await collected(posts)) as IDataObject[];
	},
};

export const getPostOperation: Operation<RingCentralClient> = {
	resource,
	name: 'getPost',
	label: 'Get Post',
	action: 'Get a post',
	description: 'Get one post of a chat',
	kind: 'read',
	fields: [chatField, postIdField, messagingOptions()],
	sample,
	async run(context) {
		const { client } = context;
		return (await getPost(
			client,
			chatOf(context),
			postOf(context),
			pathsOf(context),
		)) as IDataObject;
	},
};

/** Files that are attached: their ids alone are enough. */
const filesOf = (ids: string | undefined): NewPost['attachments'] =>
	ids === undefined ? undefined : typedList(ids, /[\s,;]+/).map((id) => ({ id, type: 'File' }));

const MENTIONS = 'Who is mentioned in front of the text, and told of it. ';

/** `![:Person](id)` in front of the text (docs/protocols/ringcentral.md#team-messaging). */
function mentioning(context: Context, text: string): string {
	const { mentions } = optionsOf(context);
	const ids = listOf({ parameter: <T>() => mentions as T }, 'mentions');
	return [...ids.map((id) => `![:Person](${id})`), text].filter(Boolean).join(' ');
}

export const createPostOperation: Operation<RingCentralClient> = {
	resource,
	name: 'createPost',
	label: 'Create Post',
	action: 'Create a post',
	description: 'Write a post in a chat',
	kind: 'change',
	fields: [
		chatField,
		textField,
		messagingOptions(
			{
				displayName: 'File IDs',
				name: 'fileIds',
				type: 'string',
				default: '',
				placeholder: 'e.g. 960004108, 960004109',
				description: 'Files to attach, as Upload File gives their IDs, separated by commas',
			},
			idsField(
				{ displayName: 'Mention Names or IDs', name: 'mentions' },
				'getExtensions',
				MENTIONS,
			),
			{
				displayName: 'Parent Post ID',
				name: 'parentPostId',
				type: 'string',
				default: '',
				placeholder: 'e.g. 1542094852',
				description: 'The post that this one answers: its ID as Get Posts gives it',
			},
			{
				displayName: 'Thread ID',
				name: 'threadId',
				type: 'string',
				default: '',
				placeholder: 'e.g. 1542094852',
				description:
					'The thread to write in: the threadId of one of its posts, as Get Posts gives it',
			},
		),
	],
	sample,
	async run(context) {
		const post = {
			text: mentioning(context, optional(context, 'text')) || undefined,
			attachments: filesOf(optionOf(context, 'fileIds')),
			parentPostId: optionOf(context, 'parentPostId'),
			threadId: optionOf(context, 'threadId'),
		};
		const { client } = context;
		return (await createPost(client, chatOf(context), post, pathsOf(context))) as IDataObject;
	},
};

export const updatePostOperation: Operation<RingCentralClient> = {
	resource,
	name: 'updatePost',
	label: 'Update Post',
	action: 'Update a post',
	description: 'Replace the text of a post',
	kind: 'change',
	fields: [chatField, postIdField, { ...textField, required: true }, messagingOptions()],
	sample,
	async run(context) {
		const text = mandatory(context, 'text', 'Text');
		const { client } = context;
		const chatId = chatOf(context);
		return (await updatePost(
			client,
			chatId,
			postOf(context),
			text,
			pathsOf(context),
		)) as IDataObject;
	},
};

export const deletePostOperation: Operation<RingCentralClient> = {
	resource,
	name: 'deletePost',
	label: 'Delete Post',
	action: 'Delete a post',
	description: 'Delete a post of a chat',
	kind: 'change',
	fields: [chatField, postIdField, messagingOptions()],
	sample: { deleted: true },
	async run(context) {
		await deletePost(context.client, chatOf(context), postOf(context), pathsOf(context));
		return { deleted: true };
	},
};
