import { TelephonyError } from '../../../shared/core/errors';
import type { Operation } from '../../../shared/action/operation';
import { mandatory, optional } from '../../../shared/action/parameters';
import {
	locator,
	otherSessionField,
	outputField,
	partyField,
	partyFieldFor,
	partyOf,
	sessionField,
	sessionOf,
} from '../../fields/call';
import { isRinging } from '../../client/calls/callParties';
import { ownExtension } from '../../client/account/ownExtension';
import {
	bridgeParty,
	findParty,
	forwardParty,
	readParty,
	transferParty,
} from '../../client/calls/telephony';
import type { RingCentralClient } from '../../connect';
import { answeredParty, partySample } from './result';
import { forwardFields, forwardTargetOf, transferFields, transferTargetOf } from './target';

const transferred = { ...partySample, status: 'Disconnected', reason: 'BlindTransfer' };

/** See docs/protocols/ringcentral.md#call-control, transfer. */
export const transferOperation: Operation<RingCentralClient> = {
	resource: 'call',
	name: 'transfer',
	label: 'Transfer',
	action: 'Transfer a call',
	description:
		'Transfer an answered or held call to a number, extension, voicemail or park location',
	kind: 'change',
	fields: [sessionField, partyField, ...transferFields, outputField],
	sample: transferred,
	async run(context) {
		const target = transferTargetOf(context);
		const party = await partyOf(context, 'transfer');
		return answeredParty(context, party, await transferParty(context.client, party, target));
	},
};

/** See docs/protocols/ringcentral.md#call-control, bridge. */
export const warmTransferOperation: Operation<RingCentralClient> = {
	resource: 'call',
	name: 'warmTransfer',
	label: 'Warm Transfer',
	action: 'Transfer a call with consultation (warm transfer)',
	description: 'Connect the other ends of two of the user’s calls; the user leaves both',
	kind: 'change',
	fields: [
		sessionField,
		partyField,
		otherSessionField('Other Call', 'The call with the person who takes over'),
		partyFieldFor({ displayName: 'Other Party ID', name: 'otherPartyId' }),
		outputField,
	],
	sample: { ...partySample, status: 'Gone', reason: 'AttendedTransfer' },
	async run(context) {
		const otherSession = mandatory(context, 'otherSessionId', 'Other Call');
		if (otherSession === sessionOf(context)) {
			throw new TelephonyError('badRequest', '"Call" and "Other Call" are the same call');
		}
		const party = await partyOf(context, 'warm transfer');
		const otherParty = optional(context, 'otherPartyId');
		const other = await findParty(context.client, otherSession, otherParty, 'warm transfer');
		return answeredParty(context, party, await bridgeParty(context.client, party, other));
	},
};

/** See docs/protocols/ringcentral.md#call-control, forward. */
export const forwardOperation: Operation<RingCentralClient> = {
	resource: 'call',
	name: 'forward',
	label: 'Forward',
	action: 'Forward a ringing call',
	description: 'Send a call that rings to a number, extension or voicemail without answering it',
	kind: 'change',
	fields: [sessionField, partyField, ...forwardFields, outputField],
	sample: { ...partySample, status: 'Disconnected', reason: 'CallRedirected' },
	async run(context) {
		const target = forwardTargetOf(context);
		const party = await partyOf(context, 'forward');
		return answeredParty(context, party, await forwardParty(context.client, party, target));
	},
};

/**
 * See docs/protocols/ringcentral.md#call-control: forward while it rings, transfer afterwards, with
 * `voicemail`.
 */
export const toVoicemailOperation: Operation<RingCentralClient> = {
	resource: 'call',
	name: 'toVoicemail',
	label: 'Send to Voicemail',
	action: 'Send a call to voicemail',
	description: 'Send a call to a voicemail box, whether it rings or is answered',
	kind: 'change',
	fields: [
		sessionField,
		partyField,
		locator({
			displayName: 'Mailbox',
			name: 'mailboxId',
			description: 'Whose voicemail. Empty means that of the credential’s user.',
			search: 'searchExtensions',
			placeholder: 'e.g. 62288330016',
			none: 'The user of the credential',
		}),
		outputField,
	],
	sample: { ...partySample, status: 'Disconnected', reason: 'Voicemail' },
	async run(context) {
		const { client } = context;
		const chosen = optional(context, 'mailboxId');
		const voicemail = chosen === '' ? String((await ownExtension(client)).id) : chosen;
		const reference = await partyOf(context, 'send to voicemail');
		const send = isRinging(await readParty(client, reference)) ? forwardParty : transferParty;
		return answeredParty(context, reference, await send(client, reference, { voicemail }));
	},
};
