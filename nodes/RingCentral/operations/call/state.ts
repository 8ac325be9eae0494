import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../../shared/action/operation';
import type { OutputShape } from '../../../shared/core/callRecord';
import {
	outputField,
	ownExtensionField,
	extensionOf,
	sessionField,
	sessionOf,
} from '../../fields/call';
import { objects, text } from '../../client/transport/answers';
import { getSession } from '../../client/calls/callSessions';
import { getPresence, type ActiveCall } from '../../client/account/presence';
import { activeCallOutput } from '../../client/events/sessionFields';
import type { RingCentralClient } from '../../connect';
import { answeredSession, sessionSample } from './result';

/** See docs/protocols/ringcentral.md#call-control, session. */
export const getCallOperation: Operation<RingCentralClient> = {
	resource: 'call',
	name: 'get',
	label: 'Get',
	action: 'Get a call',
	description: 'Get a call in progress, with its parties; as call records one item per party',
	kind: 'read',
	fields: [sessionField, outputField],
	sample: sessionSample,
	async run(context) {
		return answeredSession(context, await getSession(context.client, sessionOf(context)));
	},
};

/**
 * See docs/protocols/ringcentral.md#call-control and docs/protocols/ringcentral.md#presence: `activeCalls` of
 * the presence.
 */
export const getActiveCallsOperation: Operation<RingCentralClient> = {
	resource: 'call',
	name: 'getActive',
	label: 'Get Active Calls',
	action: 'Get the active calls of a user',
	description: 'Get the calls a user has now, one item per call, with the IDs that control them',
	kind: 'read',
	fields: [ownExtensionField('Whose calls'), outputField],
	sample: {
		id: 'Y3MxNzE4NDE5MDM0MzQwMTgzODRAMTAuNjIuMjUuMTEx',
		direction: 'Inbound',
		from: '+16505550190',
		to: '+16505550101',
		toName: 'Alice Adams',
		startTime: '2026-01-12T08:05:00.000Z',
		telephonyStatus: 'CallConnected',
		sessionId: '402936341008',
		telephonySessionId: 's-279e175539444bdc96d16c1e2fe4dbe9',
		partyId: 'p-279e175539444bdc96d16c1e2fe4dbe9-2',
		extensionId: '62288329016',
	},
	async run(context) {
		const output = context.parameter<OutputShape>('output', 'connector');
		const presence = await getPresence(context.client, extensionOf(context), {
			detailedTelephonyState: true,
		});
		const extensionId = text(presence.extension?.id);
		const calls = objects(presence.activeCalls) as ActiveCall[];
		return calls.map(
			(call) =>
				activeCallOutput(call, extensionId, output, context.client.numberPlan) as IDataObject,
		);
	},
};
