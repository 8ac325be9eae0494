import type { Operation } from '../../../shared/action/operation';
import { limitField, limitOf, returnAllField } from '../../../shared/action/limitFields';
import {
	bareMessageId,
	deleteMessage,
	listMessages,
	messageSummary,
} from '../../client/people/voicemail';
import type { XsiClient } from '../../connect';
import { mandatory, userIdField, userOf } from '../../fields';
import { isOf, listedSample, messageField, whichField } from './fields';

const resource = 'voicemail';
const userId = 'alice@example.net';
const messageId = '00000000-0000-4000-8000-000000000001';

/** The messages of a mailbox (docs/protocols/broadworks.md#directories-logs-voice-mail). */
export const messageOperations: ReadonlyArray<Operation<XsiClient>> = [
	{
		resource,
		name: 'getMany',
		label: 'Get Many',
		action: 'Get many voicemail messages of a user',
		description: 'Get who left voicemail messages and when, one item per message, without sound',
		kind: 'read',
		fields: [userIdField, whichField, returnAllField, limitField],
		sample: listedSample,
		async run(context) {
			const user = userOf(context);
			const which = context.parameter<string>('which', 'all');
			const messages = await listMessages(context.client.connection, user);
			return messages
				.filter((message) => isOf(which, message))
				.slice(0, limitOf(context))
				.map((message) => ({ ...message, userId: user }));
		},
	},
	{
		resource,
		name: 'delete',
		label: 'Delete',
		action: 'Delete a voicemail message',
		description: 'Delete a voicemail message for good',
		kind: 'change',
		fields: [userIdField, messageField],
		sample: { success: true, userId, messageId },
		async run(context) {
			const user = userOf(context);
			const message = mandatory(context, 'messageId', 'Message');
			await deleteMessage(context.client.connection, user, message);
			return { success: true, userId: user, messageId: bareMessageId(message) };
		},
	},
	{
		resource,
		name: 'deleteAll',
		label: 'Delete All',
		action: 'Delete all voicemail messages of a user',
		description: 'Delete all voicemail messages of a user, or only the read ones, for good',
		kind: 'change',
		fields: [userIdField, { ...whichField, default: 'read' }],
		sample: { success: true, userId, deleted: 3 },
		async run(context) {
			const user = userOf(context);
			const { connection } = context.client;
			const which = context.parameter<string>('which', 'read');
			const messages = (await listMessages(connection, user)).filter((one) => isOf(which, one));
			for (const one of messages) await deleteMessage(connection, user, one.messageId);
			return { success: true, userId: user, deleted: messages.length };
		},
	},
	{
		resource,
		name: 'getSummary',
		label: 'Get Summary',
		action: 'Get how many voicemail messages a user has',
		description: 'Get the numbers of new, read and urgent voicemail messages of a user',
		kind: 'read',
		fields: [userIdField],
		sample: {
			userId,
			newMessages: 2,
			oldMessages: 1,
			newUrgentMessages: 1,
			oldUrgentMessages: 0,
		},
		async run(context) {
			const user = userOf(context);
			return { userId: user, ...(await messageSummary(context.client.connection, user)) };
		},
	},
];
