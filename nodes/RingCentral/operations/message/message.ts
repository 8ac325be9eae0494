import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { filtersField } from '../../../shared/action/collections';
import { compact } from '../../../shared/core/callRecord';
import type { Operation } from '../../../shared/action/operation';
import { mandatory } from '../../../shared/action/parameters';
import { collected, extensionOf, listOf, ownExtensionField, type Context } from '../../fields/call';
import { idsField } from '../../fields/ids';
import { limitField, limitOf, returnAllField } from '../../../shared/action/limitFields';
import { objects, text } from '../../client/transport/answers';
import {
	getMessage,
	listMessages,
	type Message,
	type MessageFilters,
} from '../../client/messaging/messages';
import type { RingCentralClient } from '../../connect';
import { utcOf } from '../../../shared/action/times';

/** What all messages have. */
const everyMessage: IDataObject = {
	id: '401654758008',
	readStatus: 'Unread',
	availability: 'Alive',
	creationTime: '2026-01-12T08:05:00.000Z',
	from: { phoneNumber: '+16505550190' },
	to: [{ phoneNumber: '+16505550101', name: 'Alice Adams' }],
};

/** A message that was just sent. */
export const sentSample: IDataObject = {
	...everyMessage,
	direction: 'Outbound',
	messageStatus: 'Queued',
	attachments: [],
};

/** A voicemail. */
export const messageSample: IDataObject = {
	...everyMessage,
	type: 'VoiceMail',
	direction: 'Inbound',
	messageStatus: 'Received',
	attachments: [
		{ id: '1', type: 'AudioRecording', contentType: 'audio/mpeg', vmDuration: 12 },
		{ id: '2', type: 'AudioTranscription', contentType: 'text/plain' },
	],
	vmTranscriptionStatus: 'Completed',
};

/** Whose a shared message is. */
const sharedBy = { extensionId: '62290000016', extensionType: 'Department', name: 'Sales' };

/** Ids are text wherever they come from: conversation ids are longer than a number can be. */
export const messageItem = (message: Message): IDataObject =>
	compact({
		...message,
		id: text(message.id),
		conversationId:
			text((message.conversation as { id?: unknown } | null | undefined)?.id) ??
			text(message.conversationId),
		attachments: objects(message.attachments).map((attachment) => ({
			...attachment,
			id: text(attachment.id),
		})),
	}) as IDataObject;

/** One message or several, as text with commas or as a list. */
export const messageIdsField: INodeProperties = {
	displayName: 'Message IDs',
	name: 'messageIds',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 401654758008,401642088008',
	description:
		'One ID or several, as Get Many gives them, separated by commas, or a list from an expression',
};

export const messageIdField: INodeProperties = {
	displayName: 'Message ID',
	name: 'messageId',
	type: 'string',
	default: '',
	description: 'ID of the message, as Get Many or a message event gives it',
	required: true,
	placeholder: 'e.g. 401654758008',
};

export const mailboxField = ownExtensionField('Whose messages');

export const messageIdOf = (context: Context): string =>
	mandatory(context, 'messageId', 'Message ID');

const choices = (names: string[]) => names.map((name) => ({ name, value: name }));

const OWNERS =
	'Only messages that these extensions share, such as queues; they take precedence over Owner. ';

/** Types of extension that a caller or sender can reach, a part of AllExtensionTypesEnum. */
const OWNER_TYPES = [
	{ name: 'Announcement', value: 'Announcement' },
	{ name: 'Call Queue', value: 'Department' },
	{ name: 'IVR Menu', value: 'IvrMenu' },
	{ name: 'Limited', value: 'Limited' },
	{ name: 'Shared Lines Group', value: 'SharedLinesGroup' },
	{ name: 'Site', value: 'Site' },
	{ name: 'User', value: 'User' },
	{ name: 'Virtual User', value: 'VirtualUser' },
	{ name: 'Voicemail', value: 'Voicemail' },
];

const filters: INodeProperties = filtersField([
	{
		displayName: 'Availability',
		name: 'availability',
		type: 'multiOptions',
		options: [
			{ name: 'Alive', value: 'Alive' },
			{ name: 'Deleted', value: 'Deleted' },
			{ name: 'Purged', value: 'Purged' },
		],
		default: ['Alive'],
		description: 'Only messages that are alive, deleted, or purged; none chosen means alive ones',
	},
	{
		displayName: 'Conversation ID',
		name: 'conversationId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 4534173861163921400',
		description:
			'Only messages of this conversation: the conversationId of another message, as Get Many gives it',
	},
	{
		displayName: 'Direction',
		name: 'direction',
		type: 'multiOptions',
		options: choices(['Inbound', 'Outbound']),
		default: [],
		description: 'Only messages in these directions; none chosen means both',
	},
	{
		displayName: 'From',
		name: 'dateFrom',
		type: 'dateTime',
		default: '',
		description: 'Start of the period. By default 24 hours before its end.',
	},
	{
		displayName: 'Newest of Conversations Only',
		name: 'distinctConversations',
		type: 'boolean',
		default: true,
		description: 'Whether only the newest message of every conversation is returned',
	},
	{
		displayName: 'Owner',
		name: 'owner',
		type: 'options',
		options: [
			{ name: 'Any', value: 'Any', description: 'Own messages and shared ones' },
			{ name: 'Personal', value: 'Personal', description: 'Only those of the extension itself' },
			{
				name: 'Shared',
				value: 'Shared',
				description: 'Only those that queues and other extensions share with it',
			},
		],
		default: 'Any',
		description:
			'Whose messages the extension sees: its own, or those shared with it, which say in owner whose they are. Without this filter only its own.',
	},
	idsField({ displayName: 'Owner Names or IDs', name: 'ownerIds' }, 'getExtensions', OWNERS),
	{
		displayName: 'Owner Types',
		name: 'ownerExtensionType',
		type: 'multiOptions',
		options: OWNER_TYPES,
		default: [],
		description: 'Only shared messages of owners of these kinds; none chosen means all',
	},
	{
		displayName: 'Phone Number',
		name: 'phoneNumber',
		type: 'string',
		default: '',
		placeholder: 'e.g. +16505550190',
		description: 'Only messages from or to this number',
	},
	{
		displayName: 'Read Status',
		name: 'readStatus',
		type: 'multiOptions',
		options: choices(['Read', 'Unread']),
		default: [],
		description: 'Only messages that were read, or were not; none chosen means both',
	},
	{
		displayName: 'To',
		name: 'dateTo',
		type: 'dateTime',
		default: '',
		description: 'End of the period. By default now.',
	},
	{
		displayName: 'Type',
		name: 'messageType',
		type: 'multiOptions',
		options: [
			{ name: 'Fax', value: 'Fax' },
			{ name: 'Pager', value: 'Pager', description: 'Messages between extensions' },
			{ name: 'SMS', value: 'SMS' },
			{ name: 'Voicemail', value: 'VoiceMail' },
		],
		default: [],
		description: 'Only messages of these kinds; none chosen means all',
	},
]);

type Chosen = Omit<MessageFilters, 'dateFrom' | 'dateTo' | 'owner'> & {
	owner?: string;
	ownerIds?: string[];
	dateFrom?: unknown;
	dateTo?: unknown;
};

const some = (values: readonly string[] | undefined) =>
	values && values.length > 0 ? values : undefined;

function filtersOf({ parameter, timeZone }: Context): MessageFilters {
	const chosen = parameter<Chosen>('filters', {});
	const ids = (name: keyof Chosen) => some(listOf({ parameter: <T>() => chosen[name] as T }, name));
	return {
		messageType: some(chosen.messageType),
		readStatus: some(chosen.readStatus),
		direction: some(chosen.direction),
		availability: some(chosen.availability),
		dateFrom: utcOf(chosen.dateFrom, timeZone, 'From'),
		dateTo: utcOf(chosen.dateTo, timeZone, 'To'),
		conversationId: chosen.conversationId?.trim() || undefined,
		phoneNumber: chosen.phoneNumber?.trim() || undefined,
		distinctConversations: chosen.distinctConversations ? true : undefined,
		owner: ids('ownerIds') ?? (chosen.owner || undefined),
		ownerExtensionType: some(chosen.ownerExtensionType),
	};
}

/** Messages per page: the default of the OpenAPI file, which names no larger one as allowed. */
const PER_PAGE = 100;

/** See docs/protocols/ringcentral.md#messages. */
export const getMessagesOperation: Operation<RingCentralClient> = {
	resource: 'message',
	name: 'getMany',
	label: 'Get Many',
	action: 'Get messages',
	description: 'Get voicemails, SMS and faxes of a user, newest first, one item per message',
	kind: 'read',
	fields: [mailboxField, returnAllField, limitField, filters],
	sample: { ...messageSample, owner: sharedBy },
	async run(context) {
		const list = listMessages(context.client, extensionOf(context), filtersOf(context), {
			limit: limitOf(context),
			perPage: PER_PAGE,
		});
		return (await collected(list)).map(messageItem);
	},
};

/** See docs/protocols/ringcentral.md#messages. */
export const getMessageOperation: Operation<RingCentralClient> = {
	resource: 'message',
	name: 'get',
	label: 'Get',
	action: 'Get a message',
	description: 'Get a voicemail, SMS or fax',
	kind: 'read',
	fields: [mailboxField, messageIdField],
	sample: messageSample,
	async run(context) {
		const id = messageIdOf(context);
		return messageItem(await getMessage(context.client, extensionOf(context), id));
	},
};
