import type { Operation } from '../../../shared/action/operation';
import { sessionField, sessionOf } from '../../fields/call';
import { endSession } from '../../client/calls/callSessions';
import { dropParty } from '../../client/calls/partyVerbs';
import type { RingCentralClient } from '../../connect';
import { onPartyUnanswered } from './onParty';

/** See docs/protocols/ringcentral.md#call-control, drop party. */
export const dropOperation = onPartyUnanswered({
	name: 'drop',
	label: 'Drop',
	action: 'Hang up, or take a party out of a call',
	description: 'Hang up for the user, or take another party out of the user’s conference',
	verb: 'drop',
	fields: [
		{
			displayName: 'Keep Conference Alive',
			name: 'keepConferenceAlive',
			type: 'boolean',
			default: false,
			description: 'Whether a conference goes on when its host is taken out',
		},
	],
	value: ({ parameter }) => Boolean(parameter('keepConferenceAlive', false)),
	send: async ({ client }, party, keep) => await dropParty(client, party, keep || undefined),
});

/** See docs/protocols/ringcentral.md#call-control, end session. */
export const endOperation: Operation<RingCentralClient> = {
	resource: 'call',
	name: 'end',
	label: 'End',
	action: 'End a call for everybody',
	description: 'End a call for all its parties',
	kind: 'change',
	fields: [sessionField],
	sample: { success: true, telephonySessionId: 's-279e175539444bdc96d16c1e2fe4dbe9' },
	async run(context) {
		const telephonySessionId = sessionOf(context);
		await endSession(context.client, telephonySessionId);
		return { success: true, telephonySessionId };
	},
};
