import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { partyOf } from '../client/calls/callRecord';
import { bareMessageId, listMessages, type VoiceMessage } from '../client/people/voicemail';
import { fits, withUser } from './loading';

function labelOf({ callingPartyInfo, received, read }: VoiceMessage): string {
	const { name, number } = partyOf(callingPartyInfo);
	const party = [name, number].filter(Boolean).join(' ') || 'unknown number';
	const time = typeof received === 'string' ? `${received.slice(0, 16).replace('T', ' ')} UTC` : '';
	return [party, time, read ? '' : 'new'].filter(Boolean).join(' – ');
}

/** The messages of the chosen user. */
export async function searchMessages(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return await withUser(this, async (client, userId) => {
		const messages = await listMessages(client.connection, userId);
		const results = messages.map((message) => ({
			name: labelOf(message),
			value: bareMessageId(message.messageId),
		}));
		return { results: results.filter(({ name }) => fits(name, filter)) };
	});
}
