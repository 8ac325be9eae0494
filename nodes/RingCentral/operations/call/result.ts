import type { IDataObject } from 'n8n-workflow';

import type { Context } from '../../fields/call';
import type { CallParty, CallSession } from '../../client/calls/callParties';
import type { PartyReference } from '../../client/calls/callSessions';
import type { OutputShape } from '../../../shared/core/callRecord';
import { partyOutput, sessionOutput } from '../../client/events/sessionFields';

/** A party of a call as it is given out by default. */
export const partySample: IDataObject = {
	telephonySessionId: 's-279e175539444bdc96d16c1e2fe4dbe9',
	partyId: 'p-279e175539444bdc96d16c1e2fe4dbe9-2',
	extensionId: '62288329016',
	direction: 'Inbound',
	status: 'Answered',
	from: '+16505550190',
	to: '+16505550101',
	toName: 'Alice Adams',
	toExtensionId: '62288329016',
	muted: false,
	standAlone: false,
};

export const sessionSample: IDataObject = {
	telephonySessionId: 's-279e175539444bdc96d16c1e2fe4dbe9',
	origin: 'Call',
	creationTime: '2026-01-12T08:05:00Z',
	parties: [partySample],
};

/** What `partyDone` gives. */
export const doneSample: IDataObject = {
	success: true,
	telephonySessionId: 's-279e1755',
	partyId: 'p-279e1755-2',
};

/** What is said of a change that the server answers with nothing; no party id where none is known. */
export const partyDone = ({ sessionId, partyId }: PartyReference): IDataObject => ({
	success: true,
	telephonySessionId: sessionId,
	...(partyId === '' ? {} : { partyId }),
});

const outputOf = ({ parameter }: Context) => parameter<OutputShape>('output', 'connector');

/** The party a change was answered with, in the wanted shape; its ids alone where there was none. */
export function answeredParty(
	context: Context,
	reference: PartyReference,
	party: CallParty | undefined,
): IDataObject {
	if (party?.id === undefined) return partyDone(reference);
	const { numberPlan } = context.client;
	return partyOutput(reference.sessionId, party, outputOf(context), numberPlan) as IDataObject;
}

/** A call in the wanted shape: one item, or as call records one for each party. */
export const answeredSession = (context: Context, session: CallSession): IDataObject[] =>
	sessionOutput(session, outputOf(context), context.client.numberPlan) as IDataObject[];
