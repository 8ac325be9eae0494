import { deviceField, deviceOf, partyFieldFor } from '../../fields/call';
import {
	answerParty,
	forwardParty,
	ignoreParty,
	pickUpParty,
	rejectParty,
	replyParty,
} from '../../client/calls/partyVerbs';
import { onParty, onPartyUnanswered } from './onParty';
import { replyFields, replyOf } from './reply';
import { forwardFields, forwardTargetOf } from './target';

/** With a call that rings (docs/protocols/ringcentral.md#call-control). */
export const ringingOperations = [
	onParty({
		name: 'answer',
		label: 'Answer',
		action: 'Answer a call',
		description: 'Answer a call that rings, with one of the user’s telephones',
		verb: 'answer',
		fields: [deviceField],
		send: async (context, party) =>
			await answerParty(context.client, party, await deviceOf(context)),
	}),
	onParty({
		name: 'pickUp',
		label: 'Pick Up',
		action: 'Pick up a call',
		description: 'Take a parked call, or one that rings at somebody else',
		verb: 'pick up',
		party: partyFieldFor({
			description:
				'Which party of the call, as a call event or Call, Get gives its ID. Empty means the one that is parked, else the one that rings.',
		}),
		fields: [deviceField],
		send: async (context, party) =>
			await pickUpParty(context.client, party, await deviceOf(context)),
	}),
	onPartyUnanswered({
		name: 'ignore',
		label: 'Ignore',
		action: 'Ignore a queue call',
		description: 'Stop a queue call from ringing at a telephone; the queue offers it to others',
		verb: 'ignore',
		fields: [deviceField],
		send: async (context, party) =>
			await ignoreParty(context.client, party, await deviceOf(context)),
	}),
	onPartyUnanswered({
		name: 'reject',
		label: 'Reject',
		action: 'Reject a ringing call',
		description:
			'Stop a call from ringing at the user; it goes on by the user’s rules, for example to voicemail',
		verb: 'reject',
		send: async ({ client }, party) => await rejectParty(client, party),
	}),
	onParty(
		{
			name: 'reply',
			label: 'Reply',
			action: 'Reply to a ringing call with a message',
			description: 'Have a text or a prepared message spoken to the caller, without answering',
			verb: 'reply',
			fields: replyFields,
			value: replyOf,
			send: async ({ client }, party, reply) => await replyParty(client, party, reply),
		},
		{ status: 'Disconnected', reason: 'CallReplied' },
	),
	onParty(
		{
			name: 'forward',
			label: 'Forward',
			action: 'Forward a ringing call',
			description:
				'Send a call that rings to a number, extension or voicemail without answering it',
			verb: 'forward',
			fields: forwardFields,
			value: forwardTargetOf,
			send: async ({ client }, party, target) => await forwardParty(client, party, target),
		},
		{ status: 'Disconnected', reason: 'CallRedirected' },
	),
];
