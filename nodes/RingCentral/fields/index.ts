import type { INodeProperties } from 'n8n-workflow';

import { locator } from './call';

/** The first parameter of both nodes. */
export const authenticationField: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'OAuth2', value: 'oAuth2', description: 'A person logs in with the browser' },
		{ name: 'JWT', value: 'jwt', description: 'A JWT of the developer console; best for servers' },
	],
	default: 'oAuth2',
	description: 'How the node logs in; each way has a credential of its own',
};

export const chatField: INodeProperties = locator({
	displayName: 'Chat',
	name: 'chatId',
	description: 'A team, conversation or direct chat of the login, as Get Chats gives its ID',
	search: 'searchChats',
	placeholder: 'e.g. 74241081350',
	required: true,
});

export const optionalChatField: INodeProperties = locator({
	displayName: 'Chat',
	name: 'chatId',
	description:
		'The chat to share the file in, as Get Chats gives its ID; empty to attach it to a post later',
	search: 'searchChats',
	placeholder: 'e.g. 74241081350',
	none: 'No chat',
});

export const recordingIdField = (description: string): INodeProperties => ({
	displayName: 'Recording ID',
	name: 'recordingId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 1662272004',
	description,
});

/** The id of a recording; it may be given by its address too. */
export const recordingIdOf = (given: string): string =>
	/\/recording\/([^/?]+)/.exec(given)?.[1] ?? given;
