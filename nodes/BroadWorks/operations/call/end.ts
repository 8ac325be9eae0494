import type { Operation } from '../../../shared/action/operation';
import { endCall, type EndOptions } from '../../client/calls/calls';
import type { XsiClient } from '../../connect';
import { callIdField, callOf, userIdField, userOf } from '../../fields';

/** See docs/protocols/broadworks.md#eleven-actions, End. */
export const endOperation: Operation<XsiClient> = {
	resource: 'call',
	name: 'end',
	label: 'End',
	action: 'End a call',
	description: 'Hang up, or decline a call that rings',
	kind: 'change',
	fields: [
		userIdField,
		callIdField,
		{
			displayName: 'Decline',
			name: 'decline',
			type: 'boolean',
			default: false,
			description:
				'Whether to reject an unanswered call, instead of letting it go on ringing elsewhere',
		},
		{
			displayName: 'Decline Reason',
			name: 'declineReason',
			type: 'options',
			options: [
				{ name: 'Busy', value: 'Busy' },
				{ name: 'None', value: '' },
				{ name: 'Temporarily Unavailable', value: 'TemporarilyUnavailable' },
			],
			default: '',
			description: 'What the caller is told',
			displayOptions: { show: { decline: [true] } },
		},
	],
	sample: { success: true, userId: 'alice@example.net', callId: 'callhalf-31126219817:0' },
	async run(context) {
		const userId = userOf(context);
		const callId = callOf(context);
		const decline = Boolean(context.parameter('decline', false));
		const declineReason = decline
			? (context.parameter('declineReason', '') as EndOptions['declineReason'] | '') || undefined
			: undefined;
		await endCall(context.client.connection, userId, callId, { decline, declineReason });
		return { success: true, userId, callId };
	},
};
