import type { INodeProperties } from 'n8n-workflow';

import { byDisplayName } from '../../shared/alphabetical';
import { optionsField } from '../../shared/action/collections';
import { mandatory } from '../../shared/action/parameters';
import type { Context } from './call';
import type { MessagingPaths } from '../client/messaging/teamMessaging';

const glipPathsOption: INodeProperties = {
	displayName: 'Use Old Glip Paths',
	name: 'glipPaths',
	type: 'boolean',
	default: false,
	description:
		'Whether to use the older paths under /restapi/v1.0/glip instead of /team-messaging/v1',
};

/** Options of an operation on chats, with what it has of its own. */
export const messagingOptions = (...own: INodeProperties[]): INodeProperties =>
	optionsField([...own, glipPathsOption].sort(byDisplayName));

export const postIdField: INodeProperties = {
	displayName: 'Post ID',
	name: 'postId',
	type: 'string',
	default: '',
	description: 'ID of the post, as Get Posts or a post event gives it',
	required: true,
	placeholder: 'e.g. 1542094852',
};

export const optionsOf = ({ parameter }: Context): Record<string, unknown> =>
	parameter<Record<string, unknown>>('options', {}) ?? {};

/** An option as text; undefined for an empty one. */
export const optionOf = (context: Context, name: string): string | undefined =>
	String(optionsOf(context)[name] ?? '').trim() || undefined;

export const pathsOf = (context: Context): MessagingPaths =>
	optionsOf(context).glipPaths === true ? 'glip' : 'current';

export const chatOf = (context: Context): string => mandatory(context, 'chatId', 'Chat');

export const postOf = (context: Context): string => mandatory(context, 'postId', 'Post ID');
