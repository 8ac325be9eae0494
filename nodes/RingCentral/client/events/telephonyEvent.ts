import {
	callRecord,
	compact,
	someone,
	type CallParty,
	type CallRecord,
	type CallTransfer,
} from '../../../shared/core/callRecord';
import { e164Of } from '../../../shared/core/e164';
import { withoutScheme } from '../../../shared/core/telephoneNumber';
import { wordTable } from '../../../shared/core/parsing/wordTable';
import { isObject, objects, sessionIdOf, text, type JsonObject } from '../transport/answers';
import { directionOf } from '../callLog/callRecord';
import type { Notification } from './notification';

export type CallState = CallRecord['state'];

/** One party of a telephony session event; its members as the vendor names them. */
export interface SessionParty {
	/** Id of the party. */
	id: string;
	extensionId?: string;
	direction?: string;
	/** `status.code` in lower case: Setup, Proceeding, Answered, Hold, Disconnected ... */
	code: string;
	/** `status.reason` in lower case. */
	reason: string;
	missed: boolean;
	fields: JsonObject;
}

/** The body of a telephony session event (docs/protocols/ringcentral.md#telephony-events). */
export interface SessionEvent {
	telephonySessionId: string;
	sessionId?: string;
	sequence?: number;
	/** ISO 8601. */
	eventTime?: string;
	parties: SessionParty[];
}

/** Reasons with which a party leaves a call that goes on elsewhere (CallStatusInfo of the OpenAPI file). */
const MOVED =
	/transfer|flip|park|pickup|takeover|agentanswered|agentdropped|callredirected|callswitch|callerinputredirect/;

const lower = (value: unknown) => (text(value) ?? '').toLowerCase();

function partyOf(fields: JsonObject, body: JsonObject): SessionParty {
	const status = isObject(fields.status) ? fields.status : {};
	return {
		id: text(fields.id) ?? '',
		extensionId: text(fields.extensionId) ?? text(body.extensionId),
		direction: text(fields.direction),
		code: lower(status.code),
		reason: lower(status.reason),
		missed: fields.missedCall === true,
		fields,
	};
}

/** The session event in a notification; undefined for a notification about something else. */
export function sessionEventOf({ body }: Notification): SessionEvent | undefined {
	const telephonySessionId = sessionIdOf(body.telephonySessionId);
	if (telephonySessionId === undefined) return undefined;
	const sequence = Number(text(body.sequence));
	return {
		telephonySessionId,
		sessionId: sessionIdOf(body.sessionId),
		sequence: Number.isFinite(sequence) ? sequence : undefined,
		eventTime: text(body.eventTime),
		parties: objects(body.parties).map((fields) => partyOf(fields, body)),
	};
}

/** True when the party has left the call, wherever the call is now. */
export const hasLeft = ({ code }: SessionParty) => code === 'disconnected' || code === 'gone';

/** True when the party's end is that of the call, as far as one party can tell. */
export const hasEnded = (party: SessionParty) => hasLeft(party) && !MOVED.test(party.reason);

const STATES: Record<string, CallState> = wordTable({
	answered: 'active',
	hold: 'held',
	parked: 'held',
	disconnected: 'ended',
	gone: 'ended',
	voicemail: 'active',
	faxreceive: 'active',
	voicemailscreening: 'active',
	vmscreening: 'active',
});

/** What the party's status means in the words of the call record. */
export function stateOf({ code, direction }: SessionParty): CallState {
	if (code === 'setup' || code === 'proceeding') {
		return lower(direction) === 'outbound' ? 'dialing' : 'ringing';
	}
	return STATES[code] ?? 'unknown';
}

/** Short numbers of everybody: for emergencies (results of the call log name 911 and 933) and for help. */
const SERVICES = new Set(['112', '911', '933', '988', '999']);

function endOf(value: unknown): CallParty {
	if (!isObject(value)) return {};
	const number = withoutScheme(text(value.phoneNumber));
	const extension = text(value.extensionNumber);
	const isShort = number !== undefined && /^\d{1,8}$/.test(number) && !SERVICES.has(number);
	return compact({
		name: text(value.name),
		number: number ?? extension,
		e164: isShort ? undefined : e164Of(number),
		userId: text(value.extensionId),
		extension: extension ?? (isShort ? number : undefined),
	});
}

/** True for a party that a call queue rings (Attributes of the OpenAPI file). */
export function isQueueCall({ fields }: SessionParty): boolean {
	const { attributes, queueCall } = fields;
	return queueCall === true || (isObject(attributes) && attributes.queueCall === true);
}

/** The queue of such a party, where the event names another one than the party itself as called. */
function queueOf(party: SessionParty, to: CallParty): CallRecord['queue'] {
	if (!isQueueCall(party) || to.userId === undefined || to.userId === party.extensionId) {
		return undefined;
	}
	return compact({ id: to.userId, name: to.name, number: to.number ?? to.extension });
}

/** What came of a party's call; undefined while it goes on, or goes on elsewhere. */
function resultOf(party: SessionParty, answered: boolean | undefined): CallRecord['result'] {
	if (!hasEnded(party)) return undefined;
	if (answered) return 'answered';
	if (/busy/.test(party.reason)) return 'busy';
	if (party.missed) return 'missed';
	return answered === undefined ? undefined : 'missed';
}

/** A party whose call was moved says how; the other session names where it went (docs/protocols/ringcentral.md#telephony-events). */
function transfersOf(party: SessionParty): CallTransfer[] {
	if (!hasLeft(party) || hasEnded(party)) return [];
	const kind = /redirect|dropped|agentanswered/.test(party.reason) ? 'forward' : 'transfer';
	return [{ kind, reason: party.reason }];
}

const statusOf = ({ fields }: SessionParty): JsonObject =>
	isObject(fields.status) ? fields.status : {};

/** One party of an event as a call record; `times`: what the events before have told. */
export function partyRecord(
	session: SessionEvent,
	party: SessionParty,
	event?: string,
	times: Partial<CallRecord> = {},
): CallRecord {
	const { fields } = party;
	const [from, to] = [endOf(fields.from), endOf(fields.to)];
	const state = stateOf(party);
	const own = party.extensionId;
	const { reason, description, peerId } = statusOf(party);
	const answered = party.missed ? false : times.answered;
	const account = text(fields.accountId);
	const { name, number, e164, extension } = to;
	return callRecord({
		id: party.id,
		backend: 'ringCentral',
		account: someone({ id: account }),
		event,
		direction: directionOf(party.direction, from, to),
		state,
		from,
		to,
		dialed: someone({ name, number, e164, extension }),
		agent: own === undefined ? undefined : { userId: own },
		queue: queueOf(party, to),
		transfers: transfersOf(party),
		...times,
		result: resultOf(party, answered),
		answered,
		ringDuration: times.waitDuration,
		endTime: state === 'ended' ? session.eventTime : undefined,
		recordings: objects(fields.recordings).map(({ id }) => compact({ id: text(id) })),
		hangUpCause: state === 'ended' ? text(description) : undefined,
		endReason: state === 'ended' ? text(reason) : undefined,
		relatedIds: [
			session.telephonySessionId,
			session.sessionId,
			isObject(peerId) ? text(peerId.telephonySessionId ?? peerId.sessionId) : undefined,
		],
		ids: compact({
			telephonySessionId: session.telephonySessionId,
			sessionId: session.sessionId,
			partyId: party.id,
			extensionId: own,
			accountId: account,
		}) as Record<string, string>,
	});
}
