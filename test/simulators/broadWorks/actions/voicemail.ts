import { notFound } from '../http/errors';
import type { Router } from '../http/router';
import {
	deleteMessage,
	findMessage,
	markMessages,
	messageInfo,
	voiceMessage,
} from '../people/voicemail';
import { serviceDocument } from '../people/services';
import { DONE, userRoutes } from './user';

/** Voice mail messages (docs/protocols/broadworks.md#directories-logs-voice-mail). */
export function addVoicemailRoutes(router: Router): void {
	const route = userRoutes(router, '/VoiceMessagingMessages');
	route('GET', '', (_request, user) => {
		serviceDocument(user, 'VoiceMessaging');
		const list = user.messages.map((message) => messageInfo(user, message));
		const fields = { messageInfoList: { messageInfo: list } };
		return { document: { root: 'VoiceMessagingMessages', fields } };
	});
	for (const read of [true, false]) {
		const verb = read ? 'Read' : 'Unread';
		route('PUT', `/MarkAllAs${verb}`, ({ world }, user) => {
			markMessages(world, user, user.messages, read);
			return DONE;
		});
		route('PUT', `/{messageId}/MarkAs${verb}`, ({ world, params }, user) => {
			markMessages(world, user, [findMessage(user, params.messageId)], read);
			return DONE;
		});
	}
	route('GET', '/{messageId}', ({ params }, user) => ({
		document: {
			root: 'VoiceMessage',
			fields: voiceMessage(user, findMessage(user, params.messageId)),
		},
	}));
	route('GET', '/{messageId}/transcript', ({ params }, user) => {
		const { transcript } = findMessage(user, params.messageId);
		if (transcript === undefined) throw notFound('The resource does not exist.');
		const fields = { status: 'READY', content: { '@lang': 'en', $: transcript } };
		return { document: { root: 'VoiceMessageTranscript', fields } };
	});
	route('DELETE', '/{messageId}', ({ world, params }, user) => {
		deleteMessage(world, user, params.messageId);
		return DONE;
	});
}
