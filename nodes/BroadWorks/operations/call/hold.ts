import type { Operation } from '../../../shared/action/operation';
import { controlCall } from '../../client/calls/calls';
import type { XsiClient } from '../../connect';
import { callIdField, callOf, userIdField, userOf } from '../../fields';

/** See docs/protocols/broadworks.md#eleven-actions, Hold. */
export const holdOperation: Operation<XsiClient> = {
	resource: 'call',
	name: 'hold',
	label: 'Hold',
	action: 'Hold a call',
	description: 'Put an active call on hold; Answer takes it back',
	kind: 'change',
	fields: [userIdField, callIdField],
	sample: { success: true, userId: 'alice@example.net', callId: 'callhalf-31126219817:0' },
	async run(context) {
		const userId = userOf(context);
		const callId = callOf(context);
		await controlCall(context.client.connection, userId, callId, 'Hold');
		return { success: true, userId, callId };
	},
};
