import { TelephonyError } from '../../../shared/core/errors';
import { objects } from '../transport/answers';
import { send, type ApiRequest } from '../transport/api';
import {
	isOver,
	partiesInWords,
	partiesOf,
	partyOfExtension,
	partyToPickUp,
	possibleIn,
	stateOf,
	type CallParty,
	type CallSession,
	type PartyAction,
} from './callParties';
import { getSession, sessionPath, type PartyReference } from './callSessions';
import type { RingCentralConnection } from '../transport/connection';
import { ownExtension } from '../account/ownExtension';
import { segment } from '../transport/urls';

const partyPath = ({ sessionId, partyId }: PartyReference) =>
	`${sessionPath(sessionId)}/parties/${segment(partyId, 'The party')}`;

/** A party, with its state where it had to be looked up. */
export interface FoundParty extends PartyReference {
	party?: CallParty;
}

/**
 * The party an action is meant for. Without a party id it is looked up in the call: the login's own
 * party (the only one it may act upon), or for picking up the one that is parked or rings.
 */
export async function findParty(
	connection: RingCentralConnection,
	sessionId: string,
	partyId: string,
	action: PartyAction,
): Promise<FoundParty> {
	if (partyId !== '') return { sessionId, partyId };
	const session = await getSession(connection, sessionId);
	const party =
		action === 'pick up'
			? partyToPickUp(session)
			: partyOfExtension(session, (await ownExtension(connection)).id, action);
	return { sessionId, partyId: party.id, party };
}

/** The state of a party: the one it was found with, else read from the call. */
export async function readParty(
	connection: RingCentralConnection,
	reference: FoundParty,
): Promise<CallParty> {
	const { sessionId, partyId, party } = reference;
	if (party) return party;
	const session = await getSession(connection, sessionId);
	const found = partiesOf(session).find(({ id }) => id === partyId);
	if (found) return found;
	throw new TelephonyError('notFound', noSuchParty(reference, session));
}

const noSuchParty = ({ sessionId, partyId }: PartyReference, session: CallSession) =>
	`The call ${sessionId} has no party ${partyId}. Its parties: ${partiesInWords(session)}`;

/**
 * Why an action did not work, in the user's words: the call is gone, has no such party, or the party's
 * state does not allow it. The call is read for that; every other failure stays as it is.
 */
async function explained(
	connection: RingCentralConnection,
	{ sessionId, partyId }: PartyReference,
	action: PartyAction,
	error: unknown,
): Promise<unknown> {
	if (!(error instanceof TelephonyError)) return error;
	if (error.kind !== 'notFound' && error.kind !== 'conflict') return error;
	const session = await getSession(connection, sessionId).catch((failure: unknown) => failure);
	if (session instanceof TelephonyError) return session.kind === 'notFound' ? session : error;
	if (session instanceof Error) return error;
	const details = {
		status: error.status,
		vendorCode: error.vendorCode,
		vendorText: error.vendorText,
		cause: error,
	};
	const party = partiesOf(session as CallSession).find(({ id }) => id === partyId);
	if (!party) {
		const text = noSuchParty({ sessionId, partyId }, session as CallSession);
		return new TelephonyError('notFound', text, details);
	}
	if (isOver(party)) {
		const text = `Cannot ${action}: the party ${partyId} has left the call (${stateOf(party)}${
			party.status?.reason ? `, ${party.status.reason}` : ''
		})`;
		return new TelephonyError(error.kind, text, details);
	}
	if (error.kind === 'notFound') return error;
	const state = stateOf(party);
	const possible = possibleIn(state).filter((other) => other !== action);
	// Of a state that is not known nobody can say what it allows.
	const instead = possible.length > 0 ? `. Possible in this state: ${possible.join(', ')}` : '';
	return new TelephonyError(
		'conflict',
		`Cannot ${action}: the party ${partyId} is in state ${state || 'unknown'}${instead}`,
		details,
	);
}

/**
 * Sends one change of a party, once: the server may have done it though no answer came. Failures are told in
 * words (docs/protocols/ringcentral.md#call-control).
 */
export async function changeParty<T>(
	connection: RingCentralConnection,
	reference: PartyReference,
	action: PartyAction,
	request: Pick<ApiRequest, 'method' | 'body'> & { tail?: string },
): Promise<T> {
	const { tail = '', ...rest } = request;
	try {
		return await send<T>(connection, { ...rest, path: `${partyPath(reference)}${tail}` });
	} catch (error) {
		throw await explained(connection, reference, action, error);
	}
}

/**
 * The recording of a party: one that is active or paused as asked for, else its last one. Throws `conflict`
 * when it has none.
 */
export async function findRecording(
	connection: RingCentralConnection,
	found: FoundParty,
	active: boolean,
): Promise<string> {
	const recordings = objects((await readParty(connection, found)).recordings);
	const fitting = recordings.filter((recording) => (recording.active ?? false) === active);
	const recording = fitting.at(-1) ?? recordings.at(-1);
	if (recording) return String(recording.id);
	throw new TelephonyError('conflict', `The party ${found.partyId} is not being recorded`);
}
