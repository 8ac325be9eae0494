import type { Operation } from '../../../shared/action/operation';
import {
	deviceField,
	deviceOf,
	outputField,
	partyField,
	partyFieldFor,
	partyOf,
	sessionField,
} from '../../fields/call';
import { answerParty, ignoreParty, pickUpParty } from '../../client/calls/telephony';
import type { RingCentralClient } from '../../connect';
import { answeredParty, partyDone, partySample } from './result';

/** See docs/protocols/ringcentral.md#call-control, answer. */
export const answerOperation: Operation<RingCentralClient> = {
	resource: 'call',
	name: 'answer',
	label: 'Answer',
	action: 'Answer a call',
	description: 'Answer a call that rings, with one of the user’s telephones',
	kind: 'change',
	fields: [sessionField, partyField, deviceField, outputField],
	sample: partySample,
	async run(context) {
		const party = await partyOf(context, 'answer');
		const deviceId = await deviceOf(context);
		return answeredParty(context, party, await answerParty(context.client, party, deviceId));
	},
};

/** See docs/protocols/ringcentral.md#call-control, pickup. */
export const pickUpOperation: Operation<RingCentralClient> = {
	resource: 'call',
	name: 'pickUp',
	label: 'Pick Up',
	action: 'Pick up a call',
	description: 'Take a parked call, or one that rings at somebody else',
	kind: 'change',
	fields: [
		sessionField,
		partyFieldFor({
			description:
				'Which party of the call. Empty means the one that is parked, else the one that rings.',
		}),
		deviceField,
		outputField,
	],
	sample: partySample,
	async run(context) {
		const party = await partyOf(context, 'pick up');
		const deviceId = await deviceOf(context);
		return answeredParty(context, party, await pickUpParty(context.client, party, deviceId));
	},
};

/** See docs/protocols/ringcentral.md#call-control, ignore. */
export const ignoreOperation: Operation<RingCentralClient> = {
	resource: 'call',
	name: 'ignore',
	label: 'Ignore',
	action: 'Ignore a queue call',
	description: 'Stop a queue call from ringing at a telephone; the queue offers it to others',
	kind: 'change',
	fields: [sessionField, partyField, deviceField],
	sample: { success: true, telephonySessionId: 's-279e1755', partyId: 'p-279e1755-2' },
	async run(context) {
		const party = await partyOf(context, 'ignore');
		await ignoreParty(context.client, party, await deviceOf(context));
		return partyDone(party);
	},
};
