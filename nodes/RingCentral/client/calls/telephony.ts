import { TelephonyError } from '../../../shared/core/errors';
import { send, type ApiRequest } from '../transport/api';
import {
	isOver,
	partiesInWords,
	partyOfExtension,
	partyToPickUp,
	possibleIn,
	stateOf,
	type CallParty,
	type CallSession,
	type PartyAction,
} from './callParties';
import { getSession, sessionPath, type PartyReference, type Supervision } from './callSessions';
import type { RingCentralConnection } from '../transport/connection';
import { ownExtension } from '../account/ownExtension';
import { segment } from '../transport/urls';

/*
 * Call control (docs/protocols/ringcentral.md#call-control). Everything that changes a call is sent once: the
 * server may have done it though no answer came.
 */

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
	{ sessionId, partyId, party }: FoundParty,
): Promise<CallParty> {
	if (party) return party;
	const session = await getSession(connection, sessionId);
	const found = (session.parties ?? []).find(({ id }) => id === partyId);
	if (found) return found;
	throw new TelephonyError('notFound', noSuchParty(session, partyId));
}

const noSuchParty = (session: CallSession, partyId: string) =>
	`The call ${session.id} has no party ${partyId}. Its parties: ${partiesInWords(session)}`;

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
	const { parties } = session as CallSession;
	const details = {
		status: error.status,
		vendorCode: error.vendorCode,
		vendorText: error.vendorText,
		cause: error,
	};
	const party = (parties ?? []).find(({ id }) => id === partyId);
	if (!party) {
		return new TelephonyError('notFound', noSuchParty(session as CallSession, partyId), details);
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

/** Sends one change of a party and tells failures in words. */
async function change<T>(
	connection: RingCentralConnection,
	reference: PartyReference,
	action: PartyAction,
	request: Pick<ApiRequest, 'method' | 'body'> & { tail?: string },
): Promise<T> {
	const { tail = '', ...rest } = request;
	try {
		return await send<T>(connection, {
			...rest,
			path: `${partyPath(reference)}${tail}`,
			group: 'light',
			kind: 'change',
		});
	} catch (error) {
		throw await explained(connection, reference, action, error);
	}
}

type Connection = RingCentralConnection;

/** Answers a ringing call on a device. */
export const answerParty = async (
	connection: Connection,
	party: PartyReference,
	deviceId: string,
): Promise<CallParty> =>
	await change(connection, party, 'answer', {
		method: 'POST',
		tail: '/answer',
		body: { deviceId },
	});

/** Takes a parked call, or one that rings elsewhere, to a device. */
export const pickUpParty = async (
	connection: Connection,
	party: PartyReference,
	deviceId: string,
): Promise<CallParty> =>
	await change(connection, party, 'pick up', {
		method: 'POST',
		tail: '/pickup',
		body: { deviceId },
	});

export const holdParty = async (
	connection: Connection,
	party: PartyReference,
): Promise<CallParty> => await change(connection, party, 'hold', { method: 'POST', tail: '/hold' });

export const unholdParty = async (
	connection: Connection,
	party: PartyReference,
): Promise<CallParty> =>
	await change(connection, party, 'unhold', { method: 'POST', tail: '/unhold' });

/** Where a call goes: exactly one member. `voicemail` is the extension id of the mailbox's owner. */
export type ForwardTarget =
	| { phoneNumber: string }
	| { extensionNumber: string }
	| { extensionId: string }
	| { voicemail: string };

/** Also to a park location (extension id of the location). */
export type TransferTarget = ForwardTarget | { parkOrbit: string };

/** Transfers an answered or held call. */
export const transferParty = async (
	connection: Connection,
	party: PartyReference,
	target: TransferTarget,
): Promise<CallParty> =>
	await change(connection, party, 'transfer', {
		method: 'POST',
		tail: '/transfer',
		body: target,
	});

/** Sends a ringing call elsewhere. */
export const forwardParty = async (
	connection: Connection,
	party: PartyReference,
	target: ForwardTarget,
): Promise<CallParty> =>
	await change(connection, party, 'forward', { method: 'POST', tail: '/forward', body: target });

/** Connects the other ends of two own calls and leaves both. */
export const bridgeParty = async (
	connection: Connection,
	party: PartyReference,
	other: PartyReference,
): Promise<CallParty> =>
	await change(connection, party, 'warm transfer', {
		method: 'POST',
		tail: '/bridge',
		body: { telephonySessionId: other.sessionId, partyId: other.partyId },
	});

/** Stops the ringing; the call goes to voicemail by the user's rules. */
export const rejectParty = async (connection: Connection, party: PartyReference): Promise<void> =>
	await change(connection, party, 'reject', { method: 'POST', tail: '/reject' });

/** Ignores a queue call that rings at an agent's device. */
export const ignoreParty = async (
	connection: Connection,
	party: PartyReference,
	deviceId: string,
): Promise<void> =>
	await change(connection, party, 'ignore', {
		method: 'POST',
		tail: '/ignore',
		body: { deviceId },
	});

/** What the person who calls is told instead of an answer. */
export type CallReply =
	| { replyWithText: string }
	| { replyWithPattern: { pattern: string; time?: number; timeUnit?: string } };

export const replyParty = async (
	connection: Connection,
	party: PartyReference,
	reply: CallReply,
): Promise<CallParty> =>
	await change(connection, party, 'reply', { method: 'POST', tail: '/reply', body: reply });

/** Moves a call to another of the user's telephones (`flipNumber` of a forwarding number). */
export const flipParty = async (
	connection: Connection,
	party: PartyReference,
	callFlipId: string,
): Promise<unknown> =>
	await change(connection, party, 'flip', { method: 'POST', tail: '/flip', body: { callFlipId } });

/** Parks a call; the answer's `park.id` is the code to take it with, such as `*801`. */
export const parkParty = async (
	connection: Connection,
	party: PartyReference,
): Promise<CallParty> => await change(connection, party, 'park', { method: 'POST', tail: '/park' });

/**
 * Mutes or unmutes. The guide and the vendor's SDK send the member flat, the OpenAPI file wraps it in
 * `party`; this is the flat form (docs/protocols/ringcentral.md#call-control and
 * docs/protocols/ringcentral.md#open-points).
 */
export const muteParty = async (
	connection: Connection,
	party: PartyReference,
	muted: boolean,
): Promise<CallParty> =>
	await change(connection, party, 'mute', { method: 'PATCH', body: { muted } });

/** Takes one party out of the call. `keepConferenceAlive`: a conference goes on without its host. */
export const dropParty = async (
	connection: Connection,
	party: PartyReference,
	keepConferenceAlive?: boolean,
): Promise<void> =>
	await change(connection, party, 'drop', {
		method: 'DELETE',
		...(keepConferenceAlive === undefined ? {} : { body: { keepConferenceAlive } }),
	});

/** A recording of a running call (OpenAPI CallRecording). */
export interface RunningRecording {
	id: string | number;
	active?: boolean | null;
	mode?: string | null;
	view?: string | null;
}

export const startRecording = async (
	connection: Connection,
	party: PartyReference,
): Promise<RunningRecording> =>
	await change(connection, party, 'record', { method: 'POST', tail: '/recordings' });

/**
 * The recording of a party: one that is active or paused as asked for, else its last one. Throws `conflict`
 * when it has none.
 */
export async function findRecording(
	connection: Connection,
	found: FoundParty,
	active: boolean,
): Promise<string> {
	const recordings = (await readParty(connection, found)).recordings ?? [];
	const fitting = recordings.filter((recording) => (recording.active ?? false) === active);
	const recording = fitting.at(-1) ?? recordings.at(-1);
	if (recording) return String(recording.id);
	throw new TelephonyError('conflict', `The party ${found.partyId} is not being recorded`);
}

/** Pauses (`active` false) or resumes a recording; gives it, where the server tells it. */
export const setRecording = async (
	connection: Connection,
	party: PartyReference,
	recordingId: string,
	active: boolean,
): Promise<RunningRecording | undefined> =>
	await change(connection, party, 'pause or resume recording', {
		method: 'PATCH',
		tail: `/recordings/${segment(recordingId, 'The recording')}`,
		body: { active },
	});

/** Lets a device listen to one party. The server wants `agentExtensionId` here. */
export const superviseParty = async (
	connection: Connection,
	party: PartyReference,
	supervision: Supervision,
): Promise<CallParty> =>
	await change(connection, party, 'supervise', {
		method: 'POST',
		tail: '/supervise',
		body: { mode: 'Listen', ...supervision },
	});
