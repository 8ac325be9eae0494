import type { Operation } from '../../../shared/action/operation';
import { controlCall } from '../../client/calls/calls';
import type { XsiClient } from '../../connect';
import { callIdField, callOf, userIdField, userOf } from '../../fields';

/** See docs/protocols/broadworks.md#eleven-actions, Transfer to voice mail. */
export const transferToVoicemailOperation: Operation<XsiClient> = {
	resource: 'call',
	name: 'transferToVoicemail',
	label: 'Transfer to Voicemail',
	action: 'Transfer a call to voicemail',
	description: 'Move a ringing or active call to a mailbox',
	kind: 'change',
	fields: [
		userIdField,
		callIdField,
		{
			displayName: 'Mailbox Number',
			name: 'mailboxAddress',
			type: 'string',
			default: '',
			placeholder: 'e.g. 1002',
			description: 'Number or extension of another mailbox. Empty means the user’s own.',
		},
	],
	sample: { success: true, userId: 'alice@example.net', callId: 'callhalf-31126219817:0' },
	async run(context) {
		const userId = userOf(context);
		const callId = callOf(context);
		const address = String(context.parameter('mailboxAddress', '') ?? '').trim() || undefined;
		await controlCall(context.client.connection, userId, callId, 'VmTransfer', { address });
		return { success: true, userId, callId, ...(address === undefined ? {} : { address }) };
	},
};
