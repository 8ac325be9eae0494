import type { Operation } from '../../../shared/action/operation';
import { outputField, partyField, partyOf, sessionField } from '../../fields/call';
import { holdParty, muteParty, unholdParty } from '../../client/calls/telephony';
import type { RingCentralClient } from '../../connect';
import { answeredParty, partySample } from './result';

/** See docs/protocols/ringcentral.md#call-control, hold. */
export const holdOperation: Operation<RingCentralClient> = {
	resource: 'call',
	name: 'hold',
	label: 'Hold',
	action: 'Hold a call',
	description: 'Put a call on hold',
	kind: 'change',
	fields: [sessionField, partyField, outputField],
	sample: { ...partySample, status: 'Hold' },
	async run(context) {
		const party = await partyOf(context, 'hold');
		return answeredParty(context, party, await holdParty(context.client, party));
	},
};

/** See docs/protocols/ringcentral.md#call-control, unhold. */
export const unholdOperation: Operation<RingCentralClient> = {
	resource: 'call',
	name: 'unhold',
	label: 'Unhold',
	action: 'Resume a held call',
	description: 'Take a call back from hold',
	kind: 'change',
	fields: [sessionField, partyField, outputField],
	sample: partySample,
	async run(context) {
		const party = await partyOf(context, 'unhold');
		return answeredParty(context, party, await unholdParty(context.client, party));
	},
};

/** See docs/protocols/ringcentral.md#call-control, mute. */
export const muteOperation: Operation<RingCentralClient> = {
	resource: 'call',
	name: 'mute',
	label: 'Mute',
	action: 'Mute or unmute a call',
	description: 'Mute the user in a call, or unmute',
	kind: 'change',
	fields: [
		sessionField,
		partyField,
		{
			displayName: 'Muted',
			name: 'muted',
			type: 'boolean',
			default: true,
			description:
				'Whether the party is muted afterwards. It does not undo a mute of the telephone.',
		},
		outputField,
	],
	sample: { ...partySample, muted: true },
	async run(context) {
		const muted = Boolean(context.parameter('muted', true));
		const party = await partyOf(context, 'mute');
		return answeredParty(context, party, await muteParty(context.client, party, muted));
	},
};
