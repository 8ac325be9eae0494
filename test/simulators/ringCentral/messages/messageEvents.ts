import type { World } from '../world';
import { messageInfo } from './messageInfo';
import type { Message } from './store';

/** The message as events carry it: ids are strings there (fixtures event.voicemail, event.instant-message). */
function eventBody(world: World, message: Message): Record<string, unknown> {
	const {
		uri: _uri,
		extensionId: _extensionId,
		attachments,
		owner: _owner,
		...body
	} = messageInfo(world, message);
	const { conversation: _conversation, conversationId, ...rest } = body;
	return {
		...rest,
		id: message.id,
		...(conversationId === undefined ? {} : { conversationId: message.conversationId }),
		attachments: (attachments as { id: number }[]).map((item) => ({
			...item,
			id: String(item.id),
		})),
	};
}

/** Tells about a message that came or changed: the count of changes always, more for what came in. */
export function announce(world: World, message: Message, what: 'new' | 'updated'): void {
	const extension = world.extensionPath(message.ownerId);
	const { ownerId, type, direction } = message;
	world.events.publish({
		path: `${extension}/message-store`,
		ownerId,
		body: {
			accountId: world.accountId,
			extensionId: ownerId,
			lastUpdated: world.iso(message.modified),
			changes: [
				{
					type,
					newCount: what === 'new' ? 1 : 0,
					updatedCount: what === 'updated' ? 1 : 0,
					...(what === 'new' ? { newMessageIds: [Number(message.id)] } : {}),
				},
			],
		},
	});
	const inbound = direction === 'Inbound';
	const finished = what === 'updated' && message.vmTranscriptionStatus === 'Completed';
	if (type === 'VoiceMail' && (what === 'new' || finished) && message.readStatus === 'Unread') {
		world.events.publish({
			path: `${extension}/voicemail`,
			ownerId,
			body: eventBody(world, message),
		});
	}
	if (what !== 'new') return;
	if (type === 'Fax') {
		world.events.publish({
			path: `${extension}/fax`,
			ownerId,
			query: { direction },
			body: eventBody(world, message),
		});
	}
	if ((type === 'SMS' || type === 'Pager') && inbound) {
		world.events.publish({
			path: `${extension}/message-store/instant`,
			ownerId,
			query: { type },
			body: eventBody(world, message),
		});
	}
}
