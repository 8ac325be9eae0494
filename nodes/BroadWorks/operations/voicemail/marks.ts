import type { Operation } from '../../../shared/action/operation';
import { bareMessageId, markMessages } from '../../client/people/voicemail';
import type { XsiClient } from '../../connect';
import { mandatory, userIdField, userOf } from '../../fields';
import { messageField } from './fields';

const resource = 'voicemail';
const userId = 'alice@example.net';

/** What a message can be marked as. */
const MARKS = [
	{ as: 'Read', read: true, meaning: 'it is no longer new' },
	{ as: 'Unread', read: false, meaning: 'it is new again' },
] as const;

/** One message. */
export const markOperations: ReadonlyArray<Operation<XsiClient>> = MARKS.map(
	({ as, read, meaning }) => ({
		resource,
		name: `markAs${as}`,
		label: `Mark as ${as}`,
		action: `Mark a voicemail message as ${as.toLowerCase()}`,
		description: `Mark a voicemail message of a user as ${as.toLowerCase()}: ${meaning}`,
		kind: 'change',
		fields: [userIdField, messageField],
		sample: {
			success: true,
			userId,
			messageId: '00000000-0000-4000-8000-000000000001',
			read,
		},
		async run(context) {
			const user = userOf(context);
			const message = mandatory(context, 'messageId', 'Message');
			await markMessages(context.client.connection, user, read, message);
			return { success: true, userId: user, messageId: bareMessageId(message), read };
		},
	}),
);

/** The whole mailbox. */
export const markAllOperations: ReadonlyArray<Operation<XsiClient>> = MARKS.map(({ as, read }) => ({
	resource,
	name: `markAllAs${as}`,
	label: `Mark All as ${as}`,
	action: `Mark all voicemail messages of a user as ${as.toLowerCase()}`,
	description: `Mark every voicemail message in the mailbox of a user as ${as.toLowerCase()}`,
	kind: 'change',
	fields: [userIdField],
	sample: { success: true, userId, read },
	async run(context) {
		const user = userOf(context);
		await markMessages(context.client.connection, user, read);
		return { success: true, userId: user, read };
	},
}));
