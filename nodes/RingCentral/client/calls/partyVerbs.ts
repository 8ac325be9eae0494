import type { CallParty, PartyAction } from './callParties';
import type { PartyReference, Supervision } from './callSessions';
import { changeParty } from './telephony';
import type { ApiRequest } from '../transport/api';
import type { RingCentralConnection } from '../transport/connection';
import { segment } from '../transport/urls';

/** Something done with one party; `value` is what the verb needs besides. */
type PartyVerb<Answer, Value> = (
	connection: RingCentralConnection,
	party: PartyReference,
	value: Value,
) => Promise<Answer>;

/** `tail`: of the path, behind the party. */
const verb =
	<Answer, Value = void>(
		action: PartyAction,
		method: ApiRequest['method'],
		tail: string | ((value: Value) => string),
		body?: (value: Value) => object | undefined,
	): PartyVerb<Answer, Value> =>
	async (connection, party, value) =>
		await changeParty(connection, party, action, {
			method,
			tail: typeof tail === 'string' ? tail : tail(value),
			body: body?.(value),
		});

const onDevice = (deviceId: string) => ({ deviceId });

/*
 * The verbs of call control, as docs/protocols/ringcentral.md#call-control lists them. Each throws `notFound`
 * for a call or party that is gone and `conflict` for a state that does not allow it, with what is possible.
 */

/** Answers a ringing call on a device. */
export const answerParty = verb<CallParty, string>('answer', 'POST', '/answer', onDevice);

/** Takes a parked call, or one that rings elsewhere, to a device. */
export const pickUpParty = verb<CallParty, string>('pick up', 'POST', '/pickup', onDevice);

/** Ignores a queue call that rings at an agent's device. */
export const ignoreParty = verb<void, string>('ignore', 'POST', '/ignore', onDevice);

/** Stops the ringing; the call goes to voicemail by the user's rules. */
export const rejectParty = verb<void>('reject', 'POST', '/reject');

/** What the person who calls is told instead of an answer. */
export type CallReply =
	| { replyWithText: string }
	| { replyWithPattern: { pattern: string; time?: number; timeUnit?: string } };

/** Has the person who calls told something without an answer. */
export const replyParty = verb<CallParty, CallReply>('reply', 'POST', '/reply', (reply) => reply);

/** Where a call goes: exactly one member. `voicemail` is the extension id of the mailbox's owner. */
export type ForwardTarget =
	| { phoneNumber: string }
	| { extensionNumber: string }
	| { extensionId: string }
	| { voicemail: string };

/** Also to a park location (extension id of the location). */
export type TransferTarget = ForwardTarget | { parkOrbit: string };

/** Sends a ringing call elsewhere. */
export const forwardParty = verb<CallParty, ForwardTarget>(
	'forward',
	'POST',
	'/forward',
	(target) => target,
);

/** Transfers an answered or held call. */
export const transferParty = verb<CallParty, TransferTarget>(
	'transfer',
	'POST',
	'/transfer',
	(target) => target,
);

/** Connects the other ends of two own calls and leaves both. */
export const bridgeParty = verb<CallParty, PartyReference>(
	'warm transfer',
	'POST',
	'/bridge',
	({ sessionId, partyId }) => ({ telephonySessionId: sessionId, partyId }),
);

export const holdParty = verb<CallParty>('hold', 'POST', '/hold');

export const unholdParty = verb<CallParty>('unhold', 'POST', '/unhold');

/**
 * Mutes or unmutes. The guide and the vendor's SDK send the member flat, the OpenAPI file wraps it in
 * `party`; this is the flat form (docs/protocols/ringcentral.md#open-points).
 */
export const muteParty = verb<CallParty, boolean>('mute', 'PATCH', '', (muted) => ({ muted }));

/** Parks a call; the answer's `park.id` is the code to take it with, such as `*801`. */
export const parkParty = verb<CallParty>('park', 'POST', '/park');

/** Moves a call to another of the user's telephones (`flipNumber` of a forwarding number). */
export const flipParty = verb<unknown, string>('flip', 'POST', '/flip', (callFlipId) => ({
	callFlipId,
}));

/** Takes one party out of the call. The value: whether a conference goes on without its host. */
export const dropParty = verb<void, boolean | void>('drop', 'DELETE', '', (keepConferenceAlive) =>
	keepConferenceAlive === undefined ? undefined : { keepConferenceAlive },
);

/** A recording of a running call (OpenAPI CallRecording). */
export interface RunningRecording {
	id: string | number;
	active?: boolean | null;
	mode?: string | null;
	view?: string | null;
}

export const startRecording = verb<RunningRecording>('record', 'POST', '/recordings');

/** Pauses (`active` false) or resumes a recording; gives it, where the server tells it. */
export const setRecording = verb<
	RunningRecording | undefined,
	{ recordingId: string; active: boolean }
>(
	'pause or resume recording',
	'PATCH',
	({ recordingId }) => `/recordings/${segment(recordingId, 'The recording')}`,
	({ active }) => ({ active }),
);

/** Lets a device listen to one party. The server wants `agentExtensionId` here. */
export const superviseParty = verb<CallParty, Supervision>(
	'supervise',
	'POST',
	'/supervise',
	(supervision) => ({ mode: 'Listen', ...supervision }),
);
