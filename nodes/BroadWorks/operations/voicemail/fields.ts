import type { INodeProperties } from 'n8n-workflow';

export const messageField: INodeProperties = {
	displayName: 'Message',
	name: 'messageId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'Which message of the user: the messageId that Get Many gives',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a message of the user',
			typeOptions: { searchListMethod: 'searchMessages', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 00000000-0000-4000-8000-000000000001',
		},
	],
};

/** Which messages of a mailbox. */
export const whichField: INodeProperties = {
	displayName: 'Messages',
	name: 'which',
	type: 'options',
	options: [
		{ name: 'All', value: 'all' },
		{ name: 'New', value: 'new', description: 'Those nobody has listened to' },
		{ name: 'Read', value: 'read' },
	],
	default: 'all',
	description: 'Which messages of the mailbox',
};

/** Whether a message is one of those. */
export const isOf = (which: string, { read }: { read: boolean }): boolean =>
	which === 'all' || (which === 'read') === read;

/** A message as an item has it. */
export const listedSample = {
	duration: 14580,
	callingPartyInfo: { name: 'Jordan Smith', address: { '#text': 'tel:+15550100' } },
	time: 1796134200000,
	messageId:
		'/v2.0/user/alice@example.net/voicemessagingmessages/00000000-0000-4000-8000-000000000001',
	read: false,
	urgent: false,
	confidential: false,
	video: false,
	fax: false,
	received: '2026-11-29T14:10:00.000Z',
	userId: 'alice@example.net',
};
