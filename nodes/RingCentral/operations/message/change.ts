import type { IDataObject } from 'n8n-workflow';

import { TelephonyError } from '../../../shared/core/errors';
import type { Operation } from '../../../shared/action/operation';
import { extensionOf, listOf, type Context } from '../../fields/call';
import { deleteMessages, markMessages, type MessageOutcome } from '../../client/messaging/messages';
import type { RingCentralClient } from '../../connect';
import { mailboxField, messageIdsField, messageItem, messageSample } from './message';

function idsOf(context: Context): string[] {
	const ids = listOf(context, 'messageIds');
	if (ids.length > 0) return ids;
	throw new TelephonyError('badRequest', 'The parameter "Message IDs" is empty');
}

/**
 * One item per message. What was not done is an item too, with `success` false, for the others were done;
 * only when nothing was done at all it is an error.
 */
function itemsOf(
	outcomes: readonly MessageOutcome[],
	done: (outcome: MessageOutcome) => IDataObject,
): IDataObject[] {
	const [first] = outcomes;
	if (first?.failure && outcomes.every(({ failure }) => failure)) throw first.failure;
	return outcomes.map((outcome) => {
		const { id, failure } = outcome;
		if (!failure) return { success: true, ...done(outcome), id };
		const { message: error, status, vendorCode: errorCode } = failure;
		return { success: false, id, error, status, errorCode };
	});
}

const PER_ID = 'One item per message; success is false for those it was not done to.';

/** Reading and unreading differ in nothing but a word. */
function marking(readStatus: 'Read' | 'Unread'): Operation<RingCentralClient> {
	return {
		resource: 'message',
		name: `mark${readStatus}`,
		label: `Mark as ${readStatus}`,
		action: `Mark messages as ${readStatus.toLowerCase()}`,
		description: `Mark messages as ${readStatus.toLowerCase()}. ${PER_ID}`,
		kind: 'change',
		fields: [mailboxField, messageIdsField],
		sample: { success: true, ...messageSample, readStatus },
		async run(context) {
			const ids = idsOf(context);
			const { client } = context;
			const outcomes = await markMessages(client, extensionOf(context), ids, readStatus);
			return itemsOf(outcomes, ({ message }) => (message ? messageItem(message) : { readStatus }));
		},
	};
}

/** See docs/protocols/ringcentral.md#messages. */
export const markReadOperation = marking('Read');

/** See docs/protocols/ringcentral.md#messages. */
export const markUnreadOperation = marking('Unread');

/** See docs/protocols/ringcentral.md#messages. */
export const deleteMessageOperation: Operation<RingCentralClient> = {
	resource: 'message',
	name: 'delete',
	label: 'Delete',
	action: 'Delete messages',
	description: `Delete messages. ${PER_ID}`,
	kind: 'change',
	fields: [
		mailboxField,
		messageIdsField,
		{
			displayName: 'Purge',
			name: 'purge',
			type: 'boolean',
			default: false,
			description:
				'Whether to remove for good at once. A message that is only deleted can be restored.',
		},
	],
	sample: { success: true, deleted: true, id: '401654758008' },
	async run(context) {
		const ids = idsOf(context);
		const purge = Boolean(context.parameter('purge', false));
		const outcomes = await deleteMessages(context.client, extensionOf(context), ids, purge);
		return itemsOf(outcomes, () => ({ deleted: true }));
	},
};
