import { TelephonyError } from '../../../shared/core/errors';
import type { Operation, OperationContext } from '../../../shared/action/operation';
import { alertingCall, controlCall } from '../../client/calls/calls';
import type { XsiClient } from '../../connect';
import { optionalCallIdField, userIdField, userOf } from '../../fields';

async function chosenOrAlerting(context: OperationContext<XsiClient>, userId: string) {
	const chosen = String(context.parameter('callId', '') ?? '').trim();
	if (chosen !== '') return chosen;
	const call = await alertingCall(context.client.connection, userId);
	if (call) return String(call.callId);
	throw new TelephonyError(
		'notFound',
		`No call rings at ${userId} now, so there is none to answer`,
	);
}

/**
 * See docs/protocols/broadworks.md#eleven-actions, Answer: Talk on the given call or on the one that rings.
 */
export const answerOperation: Operation<XsiClient> = {
	resource: 'call',
	name: 'answer',
	label: 'Answer',
	action: 'Answer a call',
	description: 'Answer a ringing call, or take a held call back',
	kind: 'change',
	fields: [userIdField, optionalCallIdField],
	sample: { success: true, userId: 'alice@example.net', callId: 'callhalf-31126219817:0' },
	async run(context) {
		const userId = userOf(context);
		const callId = await chosenOrAlerting(context, userId);
		await controlCall(context.client.connection, userId, callId, 'Talk');
		return { success: true, userId, callId };
	},
};
