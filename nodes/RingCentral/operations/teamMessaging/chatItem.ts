import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../../shared/action/operation';
import { deleteChatItem, getChatItem, type ChatItemKind } from '../../client/messaging/chatItems';
import type { RingCentralClient } from '../../connect';
import type { Context } from '../../fields/call';

/** What stands in a chat beside its posts, in the words of the editor. */
export interface ChatItem {
	kind: ChatItemKind;
	/** As in a label: `Card`. */
	noun: string;
	/** As in an action: `an adaptive card`. */
	words: string;
	idField: INodeProperties;
	idOf(context: Context): string;
}

const resource = 'teamMessaging';

/** Gets one item by its ID. */
export const getItemOperation = (
	{ kind, noun, words, idField, idOf }: ChatItem,
	description: string,
	sample: IDataObject,
): Operation<RingCentralClient> => ({
	resource,
	name: `get${noun}`,
	label: `Get ${noun}`,
	action: `Get ${words}`,
	description,
	kind: 'read',
	fields: [idField],
	sample,
	async run(context) {
		return (await getChatItem(context.client, kind, idOf(context))) as IDataObject;
	},
});

/** Deletes one item by its ID. */
export const deleteItemOperation = ({
	kind,
	noun,
	words,
	idField,
	idOf,
}: ChatItem): Operation<RingCentralClient> => ({
	resource,
	name: `delete${noun}`,
	label: `Delete ${noun}`,
	action: `Delete ${words}`,
	description: `Delete ${words}`,
	kind: 'change',
	fields: [idField],
	sample: { deleted: true },
	async run(context) {
		await deleteChatItem(context.client, kind, idOf(context));
		return { deleted: true };
	},
});
