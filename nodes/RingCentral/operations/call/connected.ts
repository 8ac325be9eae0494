import { TelephonyError } from '../../../shared/core/errors';
import { mandatory, optional } from '../../../shared/action/parameters';
import {
	locator,
	otherSessionField,
	partyFieldFor,
	sessionOf,
	type Context,
} from '../../fields/call';
import { ownExtension } from '../../client/account/ownExtension';
import { isRinging } from '../../client/calls/callParties';
import {
	bridgeParty,
	flipParty,
	forwardParty,
	holdParty,
	muteParty,
	parkParty,
	transferParty,
	unholdParty,
} from '../../client/calls/partyVerbs';
import { findParty, readParty } from '../../client/calls/telephony';
import { onParty, onPartyUnanswered } from './onParty';
import { transferFields, transferTargetOf } from './target';

/** The call of the person who takes over; its party is looked up after the own one. */
function otherCallOf(context: Context) {
	const sessionId = mandatory(context, 'otherSessionId', 'Other Call');
	if (sessionId === sessionOf(context)) {
		throw new TelephonyError('badRequest', '"Call" and "Other Call" are the same call');
	}
	return { sessionId, partyId: optional(context, 'otherPartyId') };
}

/** With a call that is answered or held (docs/protocols/ringcentral.md#call-control). */
export const connectedOperations = [
	onParty(
		{
			name: 'hold',
			label: 'Hold',
			action: 'Hold a call',
			description: 'Put a call on hold',
			verb: 'hold',
			send: async ({ client }, party) => await holdParty(client, party),
		},
		{ status: 'Hold' },
	),
	onParty({
		name: 'unhold',
		label: 'Unhold',
		action: 'Resume a held call',
		description: 'Take a call back from hold',
		verb: 'unhold',
		send: async ({ client }, party) => await unholdParty(client, party),
	}),
	onParty(
		{
			name: 'mute',
			label: 'Mute',
			action: 'Mute or unmute a call',
			description: 'Mute the user in a call, or unmute',
			verb: 'mute',
			fields: [
				{
					displayName: 'Muted',
					name: 'muted',
					type: 'boolean',
					default: true,
					description:
						'Whether the party is muted afterwards. It does not undo a mute of the telephone.',
				},
			],
			value: ({ parameter }) => Boolean(parameter('muted', true)),
			send: async ({ client }, party, muted) => await muteParty(client, party, muted),
		},
		{ muted: true },
	),
	onParty(
		{
			name: 'transfer',
			label: 'Transfer',
			action: 'Transfer a call',
			description:
				'Transfer an answered or held call to a number, extension, voicemail or park location',
			verb: 'transfer',
			fields: transferFields,
			value: transferTargetOf,
			send: async ({ client }, party, target) => await transferParty(client, party, target),
		},
		{ status: 'Disconnected', reason: 'BlindTransfer' },
	),
	onParty(
		{
			name: 'warmTransfer',
			label: 'Warm Transfer',
			action: 'Transfer a call with consultation (warm transfer)',
			description: 'Connect the other ends of two of the user’s calls; the user leaves both',
			verb: 'warm transfer',
			fields: [
				otherSessionField(
					'Other Call',
					'The call with the person who takes over: the telephonySessionId of a call event or of Get Active Calls',
				),
				partyFieldFor({ displayName: 'Other Party ID', name: 'otherPartyId' }),
			],
			value: otherCallOf,
			async send({ client }, party, { sessionId, partyId }) {
				const other = await findParty(client, sessionId, partyId, 'warm transfer');
				return await bridgeParty(client, party, other);
			},
		},
		{ status: 'Gone', reason: 'AttendedTransfer' },
	),
	onParty(
		{
			name: 'toVoicemail',
			label: 'Send to Voicemail',
			action: 'Send a call to voicemail',
			description: 'Send a call to a voicemail box, whether it rings or is answered',
			verb: 'send to voicemail',
			fields: [
				locator({
					displayName: 'Mailbox',
					name: 'mailboxId',
					description:
						'Whose voicemail, by the ID that Extension, Search Directory gives. Empty means that of the credential’s user.',
					search: 'searchExtensions',
					placeholder: 'e.g. 62288330016',
					none: 'The user of the credential',
				}),
			],
			async value(context) {
				const chosen = optional(context, 'mailboxId');
				return chosen === '' ? String((await ownExtension(context.client)).id) : chosen;
			},
			/** Forwards while it rings and transfers afterwards. */
			async send({ client }, party, voicemail) {
				const send = isRinging(await readParty(client, party)) ? forwardParty : transferParty;
				return await send(client, party, { voicemail });
			},
		},
		{ status: 'Disconnected', reason: 'Voicemail' },
	),
	onParty(
		{
			name: 'park',
			label: 'Park',
			action: 'Park a call',
			description:
				'Park an incoming call; parkId of the result is the code to take it with, such as *801',
			verb: 'park',
			send: async ({ client }, party) => await parkParty(client, party),
		},
		{ status: 'Parked', reason: 'CallPark', parkId: '*801' },
	),
	onPartyUnanswered({
		name: 'flip',
		label: 'Flip',
		action: 'Flip a call to another telephone',
		description: 'Move a call to another of the user’s telephones',
		verb: 'flip',
		fields: [
			locator({
				displayName: 'Flip To',
				name: 'callFlipId',
				description: 'Flip number of one of the user’s forwarding numbers',
				search: 'searchFlipNumbers',
				by: 'By Flip Number',
				placeholder: 'e.g. 3',
				required: true,
			}),
		],
		value: (context) => mandatory(context, 'callFlipId', 'Flip To'),
		send: async ({ client }, party, flipNumber) => await flipParty(client, party, flipNumber),
	}),
];
