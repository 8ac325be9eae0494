import { TelephonyError } from '../../../shared/core/errors';
import { send, type ApiRequest } from '../transport/api';
import type { CallParty, CallSession } from './callParties';
import type { RingCentralConnection } from '../transport/connection';
import { segment } from '../transport/urls';

/*
 * Whole calls (docs/protocols/ringcentral.md#call-control). Everything that changes a call is sent once: the
 * server may have done it though no answer came.
 */

const TELEPHONY = '/restapi/v1.0/account/~/telephony';

export const sessionPath = (sessionId: string): string =>
	`${TELEPHONY}/sessions/${segment(sessionId, 'The session')}`;

/** A party of a call by its ids. */
export interface PartyReference {
	sessionId: string;
	partyId: string;
}

const gone = (sessionId: string, error: TelephonyError) =>
	new TelephonyError(
		'notFound',
		`The call ${sessionId} is gone: it has ended, or it is not a call of this account`,
		{
			status: error.status,
			vendorCode: error.vendorCode,
			vendorText: error.vendorText,
			cause: error,
		},
	);

/** A call with its parties. Throws `notFound` in words when it is gone. */
export async function getSession(
	connection: RingCentralConnection,
	sessionId: string,
): Promise<CallSession> {
	try {
		return await send<CallSession>(connection, { method: 'GET', path: sessionPath(sessionId) });
	} catch (error) {
		if (error instanceof TelephonyError && error.kind === 'notFound') throw gone(sessionId, error);
		throw error;
	}
}

/** How a call is listened to; whisper and barge-in are not in the vendor's interface. */
export interface Supervision {
	supervisorDeviceId: string;
	/** Which agent's conversation; one of the two. */
	agentExtensionId?: string;
	agentExtensionNumber?: string;
	autoAnswer?: boolean;
	mediaSDP?: 'sendOnly' | 'sendRecv';
}

/** Something done with a whole call, told in words when the call is gone. */
async function changeSession<T>(
	connection: RingCentralConnection,
	sessionId: string,
	request: Pick<ApiRequest, 'method' | 'body'> & { tail?: string },
): Promise<T> {
	const { tail = '', ...rest } = request;
	try {
		return await send<T>(connection, { ...rest, path: `${sessionPath(sessionId)}${tail}` });
	} catch (error) {
		if (error instanceof TelephonyError && error.kind === 'notFound') {
			const session = await getSession(connection, sessionId).catch((failure: unknown) => failure);
			if (session instanceof TelephonyError && session.kind === 'notFound') throw session;
		}
		throw error;
	}
}

/** Lets a device listen to a whole call, both ends in one channel. */
export const superviseSession = async (
	connection: RingCentralConnection,
	sessionId: string,
	supervision: Supervision,
): Promise<CallParty> =>
	await changeSession(connection, sessionId, {
		method: 'POST',
		tail: '/supervise',
		body: { mode: 'Listen', ...supervision },
	});

/** Brings the other end of an own call into a conference of the login; gives its new party, where told. */
export const bringIn = async (
	connection: RingCentralConnection,
	conferenceId: string,
	{ sessionId, partyId }: PartyReference,
): Promise<CallParty | undefined> =>
	await changeSession(connection, conferenceId, {
		method: 'POST',
		tail: '/parties/bring-in',
		body: { sessionId, partyId },
	});

/** Ends a call for everybody. */
export const endSession = async (
	connection: RingCentralConnection,
	sessionId: string,
): Promise<void> => await changeSession(connection, sessionId, { method: 'DELETE' });

export interface CallOut {
	from: { deviceId: string };
	to: { phoneNumber: string } | { extensionNumber: string };
	/** Whose dial plan a national number is read by. */
	countryId?: number;
}

/** Starts a call from a device of the login (Heavy). Some answers wrap the call in `session`. */
export async function callOut(
	connection: RingCentralConnection,
	call: CallOut,
): Promise<CallSession> {
	const answer = await send<CallSession & { session?: CallSession }>(connection, {
		method: 'POST',
		path: `${TELEPHONY}/call-out`,
		body: call,
	});
	return answer.session ?? answer;
}

/** Opens a conference (Heavy); its `voiceCallToken` is what a softphone dials to be its host. */
export async function createConference(connection: RingCentralConnection): Promise<CallSession> {
	const answer = await send<CallSession & { session?: CallSession }>(connection, {
		method: 'POST',
		path: `${TELEPHONY}/conference`,
	});
	return answer.session ?? answer;
}
