import { EVERYONE, type BroadWorksEvent } from './entry';

/** What people want to know of a mailbox beside the numbers of its messages. */
export const voicemailEvents: readonly BroadWorksEvent[] = [
	{
		name: 'newVoicemail',
		label: 'New Voicemail',
		action: 'On new voicemail',
		description:
			'Somebody left a voicemail: who, when, how long, and its sound as a file if wanted. One item per message; reading and deleting start nothing.',
		wire: 'Voice Mail Message Summary',
		types: [],
		moment: 'newMessage',
		targets: EVERYONE,
		fixture: 'broadWorks/composed/voicemail-list.xml',
		sample: {
			type: 'VoiceMailMessageSummaryEvent',
			event: 'Voice Mail Message Summary',
			targetId: 'alice@example.net',
			messageId:
				'/v2.0/user/alice@example.net/voicemessagingmessages/8c9f49e3-0000-4000-8000-000000000001',
			from: { name: 'Jordan Smith', number: '2918', userId: 'jordan' },
			duration: 14580,
			seconds: 15,
			time: 1600733992928,
			received: '2020-09-22T00:19:52.928Z',
			read: false,
			urgent: false,
		},
	},
];
