import { TelephonyError } from '../../../shared/core/errors';
import { objects, text } from '../transport/answers';

/** One end of a party. Any member may be missing or null. */
export interface PartyEnd {
	phoneNumber?: string | null;
	name?: string | null;
	deviceId?: string | number | null;
	extensionId?: string | number | null;
	extensionNumber?: string | null;
}

/** A party of a telephony session (docs/protocols/ringcentral.md#parties; OpenAPI CallParty). */
export interface CallParty {
	id: string;
	accountId?: string | null;
	extensionId?: string | number | null;
	direction?: string | null;
	from?: PartyEnd | null;
	to?: PartyEnd | null;
	owner?: { accountId?: string | null; extensionId?: string | number | null } | null;
	status?: {
		code?: string | null;
		reason?: string | null;
		description?: string | null;
		peerId?: { sessionId?: string; telephonySessionId?: string; partyId?: string } | null;
	} | null;
	muted?: boolean | null;
	standAlone?: boolean | null;
	park?: { id?: string | null } | null;
	recordings?: Array<{ id: string | number; active?: boolean | null }> | null;
	[member: string]: unknown;
}

/** A telephony session (OpenAPI CallSessionObject). */
export interface CallSession {
	id: string;
	origin?: { type?: string | null } | null;
	creationTime?: string | null;
	voiceCallToken?: string | null;
	parties?: CallParty[] | null;
	[member: string]: unknown;
}

/** What can be done with a party, by the vendor's words. */
export type PartyAction =
	| 'answer'
	| 'pick up'
	| 'hold'
	| 'unhold'
	| 'transfer'
	| 'warm transfer'
	| 'forward'
	| 'reject'
	| 'ignore'
	| 'reply'
	| 'flip'
	| 'park'
	| 'mute'
	| 'record'
	| 'pause or resume recording'
	| 'send to voicemail'
	| 'bring in'
	| 'supervise'
	| 'drop';

const RINGING = ['Setup', 'Proceeding'];
const CONNECTED = ['Answered', 'Hold'];
const OVER = ['Disconnected', 'Gone'];

/**
 * In which states of a party an action makes sense. Forward, reject, ignore and transfer: OpenAPI;
 * the others follow from what they do. The server decides; this is for choosing a party and for telling
 * the user what is possible.
 */
const STATES: Record<PartyAction, readonly string[]> = {
	answer: RINGING,
	'pick up': ['Parked', ...RINGING],
	hold: ['Answered'],
	unhold: ['Hold'],
	transfer: CONNECTED,
	'warm transfer': CONNECTED,
	forward: RINGING,
	reject: RINGING,
	ignore: RINGING,
	reply: RINGING,
	flip: ['Answered'],
	park: ['Answered'],
	mute: CONNECTED,
	record: ['Answered'],
	'pause or resume recording': CONNECTED,
	'send to voicemail': [...RINGING, ...CONNECTED],
	'bring in': CONNECTED,
	supervise: ['Answered'],
	drop: [...RINGING, ...CONNECTED, 'Parked', 'VoiceMail', 'VoiceMailScreening', 'VMScreening'],
};

const among = (states: readonly string[], state: string) =>
	states.some((known) => known.toLowerCase() === state.toLowerCase());

/** The parties of a call. */
export const partiesOf = ({ parties }: Pick<CallSession, 'parties'>): CallParty[] =>
	objects(parties) as CallParty[];

/** The state of a party, as `Answered`; empty when the server did not say. */
export const stateOf = ({ status }: CallParty): string => text(status?.code) ?? '';

const isInbound = ({ direction }: CallParty) => text(direction)?.toLowerCase() === 'inbound';

/** Whether a party has left the call. */
export const isOver = (party: CallParty): boolean => among(OVER, stateOf(party));

/** Whether a party is neither answered nor over. */
export const isRinging = (party: CallParty): boolean => among(RINGING, stateOf(party));

/** What is possible with a party in this state, such as `drop, hold, transfer`. */
export function possibleIn(state: string): string[] {
	return (Object.keys(STATES) as PartyAction[])
		.filter((action) => among(STATES[action], state))
		.sort();
}

/**
 * The extension a party belongs to. Parties outside of the account have none. A session names it in
 * `owner`, an event in `extensionId`; else it is the end the party stands for.
 */
export function extensionOf(party: CallParty): string | undefined {
	const end = isInbound(party) ? party.to : party.from;
	return text(party.owner?.extensionId ?? party.extensionId ?? end?.extensionId);
}

function words(party: CallParty): string {
	const state = [stateOf(party), party.status?.reason].filter(Boolean).join('/');
	const extension = extensionOf(party);
	const whose = extension ? `extension ID ${extension}` : (party.to?.phoneNumber ?? 'outside');
	return `${text(party.id) ?? 'one without an ID'} (${state || 'state unknown'}, ${whose})`;
}

/** The parties of a call in words, for messages. */
export const partiesInWords = (session: CallSession): string =>
	partiesOf(session).map(words).join('; ') || 'none';

const last = <T>(list: readonly T[]): T | undefined => list[list.length - 1];

function bestFor(parties: CallParty[], action: PartyAction): CallParty | undefined {
	const living = parties.filter((party) => !isOver(party));
	return last(living.filter((party) => among(STATES[action], stateOf(party)))) ?? last(living);
}

/**
 * The party of an extension that an action is meant for: a living one, rather one whose state allows the
 * action, rather a later one. Throws `notFound` in words when there is none.
 */
export function partyOfExtension(
	session: CallSession,
	extensionId: string | number,
	action: PartyAction,
): CallParty {
	const theirs = partiesOf(session).filter((party) => extensionOf(party) === String(extensionId));
	const found = bestFor(theirs, action);
	if (found) return found;
	const why =
		theirs.length > 0
			? `Extension ID ${extensionId} has left the call ${session.id}`
			: `The call ${session.id} has no party of extension ID ${extensionId}`;
	throw new TelephonyError('notFound', `${why}. Its parties: ${partiesInWords(session)}`);
}

/**
 * The party of a call that can be picked up, whoever's it is: a parked one, else one that rings.
 * Throws `notFound` in words when there is none.
 */
export function partyToPickUp(session: CallSession): CallParty {
	const parties = partiesOf(session);
	const inbound = parties.filter(isInbound);
	const found =
		last(parties.filter((party) => among(['Parked'], stateOf(party)))) ??
		last(inbound.filter((party) => among(RINGING, stateOf(party))));
	if (found) return found;
	throw new TelephonyError(
		'notFound',
		`The call ${session.id} has no party that is parked or rings. Its parties: ${partiesInWords(session)}`,
	);
}
