import { TelephonyError } from '../../../shared/core/errors';
import { childText, parseXml } from '../../../shared/core/parsing/xml';
import { bodyText, bodyXml } from '../transport/answers';
import { startedCall } from '../controls/control';
import { segment, send, type XsiConnection, type XsiQuery } from '../transport/connection';
import { elementValue, type XsiObject } from './values';

/** An entry of a user's call list (docs/protocols/broadworks.md#eleven-actions, sample calls-two). */
export interface CallReference {
	callId: string;
	uri: string;
}

const userPath = (userId: string) => `/v2.0/user/${segment(userId, 'The user')}`;
const callPath = (userId: string, callId: string) =>
	`${userPath(userId)}/calls/${segment(callId, 'The call')}`;

/** The calls a user has now. Throws `TelephonyError`. */
export async function listCalls(
	connection: XsiConnection,
	userId: string,
): Promise<CallReference[]> {
	const response = await send(connection, { method: 'GET', path: `${userPath(userId)}/calls` });
	return bodyXml(response)
		.children.filter(({ name }) => name === 'call')
		.map((call) => ({
			callId: childText(call, 'callId') ?? '',
			uri: childText(call, 'uri') ?? '',
		}));
}

async function callDocument(
	connection: XsiConnection,
	userId: string,
	callId: string,
): Promise<string> {
	return bodyText(await send(connection, { method: 'GET', path: callPath(userId, callId) }));
}

const fieldsOf = (xml: string) => elementValue(parseXml(xml)) as XsiObject;

/** One call with state, parties and times (sample call-detail). */
export async function getCall(
	connection: XsiConnection,
	userId: string,
	callId: string,
): Promise<XsiObject> {
	return fieldsOf(await callDocument(connection, userId, callId));
}

/** A call with the document as it came; undefined for one that has ended since it was listed. */
export async function presentCall(
	connection: XsiConnection,
	userId: string,
	callId: string,
): Promise<{ fields: XsiObject; xml: string } | undefined> {
	try {
		const xml = await callDocument(connection, userId, callId);
		return { fields: fieldsOf(xml), xml };
	} catch (error) {
		if (error instanceof TelephonyError && error.kind === 'notFound') return undefined;
		throw error;
	}
}

/**
 * Starts a call from the user's phone, which rings first (docs/protocols/broadworks.md#click-to-dial).
 * Gives `callId` and `externalTrackingId`, as far as the server tells them.
 */
export async function newCall(
	connection: XsiConnection,
	userId: string,
	address: string,
): Promise<XsiObject> {
	const response = await send(connection, {
		method: 'POST',
		path: `${userPath(userId)}/calls/New`,
		query: { address },
		body: '',
	});
	return startedCall(response);
}

/**
 * The verbs of a call that answer 200 with an empty body (docs/protocols/broadworks.md#eleven-actions and
 * docs/protocols/broadworks.md#call-control).
 */
export type CallVerb =
	| 'Talk'
	| 'Hold'
	| 'BlindTransfer'
	| 'VmTransfer'
	| 'Record'
	| 'PauseRecording'
	| 'ResumeRecording'
	| 'StopRecording';

/** Moves a call. It is sent once: the server may have done it though no answer came. */
export async function controlCall(
	connection: XsiConnection,
	userId: string,
	callId: string,
	verb: CallVerb,
	query?: XsiQuery,
): Promise<void> {
	await send(connection, {
		method: 'PUT',
		path: `${callPath(userId, callId)}/${verb}`,
		query,
		body: '',
	});
}

export interface EndOptions {
	/** Rejects an unanswered call instead of letting it go on ringing elsewhere. */
	decline?: boolean;
	declineReason?: 'Busy' | 'TemporarilyUnavailable';
}

/** Releases a call, or declines it (docs/protocols/broadworks.md#eleven-actions). */
export async function endCall(
	connection: XsiConnection,
	userId: string,
	callId: string,
	{ decline, declineReason }: EndOptions = {},
): Promise<void> {
	await send(connection, {
		method: 'DELETE',
		path: callPath(userId, callId),
		query: decline ? { decline: true, declineReason } : undefined,
	});
}

/** The first call that rings at the user's phone, or undefined. */
export async function alertingCall(
	connection: XsiConnection,
	userId: string,
): Promise<XsiObject | undefined> {
	for (const { callId } of await listCalls(connection, userId)) {
		const call = (await presentCall(connection, userId, callId))?.fields;
		if (call?.state === 'Alerting' && call.personality !== 'Originator') return call;
	}
	return undefined;
}
