import type { Operation } from '../../../shared/action/operation';
import { mandatory } from '../../../shared/action/parameters';
import { locator, outputField, partyField, partyOf, sessionField } from '../../fields/call';
import { flipParty, parkParty } from '../../client/calls/telephony';
import type { RingCentralClient } from '../../connect';
import { answeredParty, partyDone, partySample } from './result';

/** See docs/protocols/ringcentral.md#call-control, park. */
export const parkOperation: Operation<RingCentralClient> = {
	resource: 'call',
	name: 'park',
	label: 'Park',
	action: 'Park a call',
	description:
		'Park an incoming call; parkId of the result is the code to take it with, such as *801',
	kind: 'change',
	fields: [sessionField, partyField, outputField],
	sample: { ...partySample, status: 'Parked', reason: 'CallPark', parkId: '*801' },
	async run(context) {
		const party = await partyOf(context, 'park');
		return answeredParty(context, party, await parkParty(context.client, party));
	},
};

/** See docs/protocols/ringcentral.md#call-control, flip. */
export const flipOperation: Operation<RingCentralClient> = {
	resource: 'call',
	name: 'flip',
	label: 'Flip',
	action: 'Flip a call to another telephone',
	description: 'Move a call to another of the user’s telephones',
	kind: 'change',
	fields: [
		sessionField,
		partyField,
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
	sample: { success: true, telephonySessionId: 's-279e1755', partyId: 'p-279e1755-2' },
	async run(context) {
		const callFlipId = mandatory(context, 'callFlipId', 'Flip To');
		const party = await partyOf(context, 'flip');
		await flipParty(context.client, party, callFlipId);
		return partyDone(party);
	},
};
