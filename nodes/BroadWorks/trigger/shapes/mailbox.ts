import { storeFile } from '../../../shared/action/storeFile';
import type { Log } from '../../../shared/core/ports';
import { wordsOf } from '../../../shared/core/words';
import { listMessages } from '../../client/people/voicemail';
import { openMessage } from '../../client/people/voicemailMedia';
import type { XsiConnection } from '../../client/transport/connection';
import type { TriggerSettings } from '../settings';
import type { Mailbox } from './shaped';

/** Mailboxes at the server, whose sounds n8n keeps. */
export function mailboxAt(
	connection: XsiConnection,
	{ helpers }: { helpers: Parameters<typeof storeFile>[0] },
	{ audioField }: Pick<TriggerSettings, 'audioField'>,
	log: Log,
	known: Pick<Mailbox, 'since' | 'isKnown'> & { onRefused?(error: unknown): void },
): Mailbox {
	return {
		since: known.since,
		isKnown: known.isKnown,
		list: async (userId) => await listMessages(connection, userId),
		...(audioField !== undefined && {
			async file(userId, messageId) {
				const { body, fileName, mimeType } = await openMessage(connection, userId, messageId);
				return { [audioField]: await storeFile(helpers, body, fileName, mimeType) };
			},
		}),
		onRefused(user, error) {
			log.error('A mailbox cannot be read; its new messages are not reported', {
				user,
				reason: wordsOf(error),
			});
			known.onRefused?.(error);
		},
	};
}
