import type { IDataObject } from 'n8n-workflow';

import { TelephonyError } from '../../../shared/core/errors';
import type { Operation } from '../../../shared/action/operation';
import { mandatory } from '../../../shared/action/parameters';
import { collected, listOf } from '../../fields/call';
import { limitField, limitOf, returnAllField } from '../../../shared/action/limitFields';
import {
	chatPages,
	getChat,
	getPerson,
	openConversation,
} from '../../client/messaging/teamMessaging';
import type { RingCentralClient } from '../../connect';
import { chatField } from '../../fields/index';
import { chatOf, messagingOptions, pathsOf } from '../../fields/messaging';

const resource = 'teamMessaging';

const sample = {
	id: '74241081350',
	type: 'Team',
	name: 'Sales',
	public: false,
	status: 'Active',
	members: [{ id: '62288329016' }, { id: '62288330016' }],
};

/** See docs/protocols/ringcentral.md#team-messaging. */
export const getChatsOperation: Operation<RingCentralClient> = {
	resource,
	name: 'getChats',
	label: 'Get Chats',
	action: 'Get chats',
	description: 'Get the chats of the login, and public teams it may join',
	kind: 'read',
	fields: [
		{
			displayName: 'Types',
			name: 'types',
			type: 'multiOptions',
			options: [
				{ name: 'Direct', value: 'Direct', description: 'Two persons' },
				{ name: 'Everyone', value: 'Everyone', description: 'The whole company' },
				{ name: 'Group', value: 'Group', description: 'Three or more persons, without a name' },
				{ name: 'Personal', value: 'Personal', description: 'The login with itself' },
				{ name: 'Team', value: 'Team' },
			],
			default: [],
			description: 'None chosen means all',
		},
		returnAllField,
		limitField,
		messagingOptions(),
	],
	sample,
	async run(context) {
		const types = listOf(context, 'types');
		const limit = limitOf(context);
		const chats = chatPages(context.client, types, { limit }, pathsOf(context));
		return (await collected(chats)) as IDataObject[];
	},
};

export const getChatOperation: Operation<RingCentralClient> = {
	resource,
	name: 'getChat',
	label: 'Get Chat',
	action: 'Get a chat',
	description: 'Get one chat with its members',
	kind: 'read',
	fields: [chatField, messagingOptions()],
	sample,
	async run(context) {
		return (await getChat(context.client, chatOf(context), pathsOf(context))) as IDataObject;
	},
};

export const createConversationOperation: Operation<RingCentralClient> = {
	resource,
	name: 'createConversation',
	label: 'Create Conversation',
	action: 'Create a conversation',
	description: 'Open the chat with some persons, or find the one there is already',
	kind: 'change',
	fields: [
		{
			displayName: 'Members',
			name: 'members',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 62288330016, carol@example.com',
			description: 'Person IDs (those of extensions) or e-mail addresses, separated by commas',
		},
		messagingOptions(),
	],
	sample: { id: sample.id, type: 'Direct', members: sample.members },
	async run(context) {
		const members = listOf(context, 'members').map((member) =>
			member.includes('@') ? { email: member } : { id: member },
		);
		if (members.length === 0) {
			throw new TelephonyError('badRequest', 'The parameter "Members" is empty');
		}
		return (await openConversation(context.client, members, pathsOf(context))) as IDataObject;
	},
};

export const getPersonOperation: Operation<RingCentralClient> = {
	resource,
	name: 'getPerson',
	label: 'Get Person',
	action: 'Get a person',
	description: 'Get name and e-mail address of the person who wrote a post',
	kind: 'read',
	fields: [
		{
			displayName: 'Person ID',
			name: 'personId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 62288329016',
			description:
				'The creatorId of a post, as Get Posts gives it: of a user the ID of the extension, of a guest it begins with glip-',
		},
		messagingOptions(),
	],
	sample: {
		id: '62288329016',
		firstName: 'Alice',
		lastName: 'Adams',
		email: 'alice@example.com',
		companyId: '401131424008',
	},
	async run(context) {
		const id = mandatory(context, 'personId', 'Person ID');
		return (await getPerson(context.client, id, pathsOf(context))) as IDataObject;
	},
};
