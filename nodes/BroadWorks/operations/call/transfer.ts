import type { Operation } from '../../../shared/action/operation';
import { controlCall } from '../../client/calls/calls';
import type { XsiClient } from '../../connect';
import { addressField, addressOf, callIdField, callOf, userIdField, userOf } from '../../fields';

/** See docs/protocols/broadworks.md#eleven-actions, Transfer (blind). */
export const transferOperation: Operation<XsiClient> = {
	resource: 'call',
	name: 'transfer',
	label: 'Transfer',
	action: 'Transfer a call',
	description: 'Move a call to another number without asking there first (blind transfer)',
	kind: 'change',
	fields: [userIdField, callIdField, addressField],
	sample: {
		success: true,
		userId: 'alice@example.net',
		callId: 'callhalf-31126219817:0',
		address: '+15550177',
	},
	async run(context) {
		const userId = userOf(context);
		const callId = callOf(context);
		const address = addressOf(context);
		await controlCall(context.client.connection, userId, callId, 'BlindTransfer', { address });
		return { success: true, userId, callId, address };
	},
};
