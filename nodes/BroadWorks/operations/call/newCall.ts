import type { Operation } from '../../../shared/action/operation';
import { newCall } from '../../client/calls/calls';
import type { XsiClient } from '../../connect';
import { addressField, addressOf, userIdField, userOf } from '../../fields';

/** See docs/protocols/broadworks.md#eleven-actions, New call. */
export const newCallOperation: Operation<XsiClient> = {
	resource: 'call',
	name: 'create',
	label: 'New Call',
	action: 'Make a new call',
	description:
		'Ring the user’s phone and call a number when it is picked up (click-to-dial). User: Find by Name gives the number of a person.',
	kind: 'change',
	fields: [userIdField, addressField],
	sample: { callId: 'callhalf-31126219817:0', externalTrackingId: '129987974:1' },
	async run(context) {
		return await newCall(context.client.connection, userOf(context), addressOf(context));
	},
};
