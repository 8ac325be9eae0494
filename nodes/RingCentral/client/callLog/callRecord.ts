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
import { recordingsOf, voicemailsOf } from './recordMedia';

/**
 * What came of a call, by the log's word in lower case (docs/protocols/ringcentral.md#records). The words that
 * are not here leave it open.
 */
const RESULTS: Record<string, NonNullable<CallRecord['result']>> = wordTable({
	accepted: 'answered',
	'call connected': 'answered',
	abandoned: 'abandoned',
	'answered not accepted': 'missed',
	blocked: 'failed',
	busy: 'busy',
	'call failed': 'failed',
	declined: 'missed',
	'hang up': 'missed',
	'international disabled': 'failed',
	'international restricted': 'failed',
	'ip phone offline': 'failed',
	missed: 'missed',
	'no answer': 'missed',
	'no calling credit': 'failed',
	rejected: 'missed',
	'restricted number': 'failed',
	'sent to voicemail': 'voicemail',
	stopped: 'failed',
	'suspended account': 'failed',
	voicemail: 'voicemail',
	'wrong number': 'failed',
});

const folded = (value: unknown) => (text(value) ?? '').toLowerCase();

const resultOf = (value: unknown): CallRecord['result'] => RESULTS[folded(value)];

/** True or false where the result says it; undefined for the results that leave it open. */
export function answeredOf(value: unknown): boolean | undefined {
	const result = resultOf(value);
	return result === undefined ? undefined : result === 'answered';
}

function partyOf(value: unknown): CallParty {
	if (!isObject(value)) return {};
	const number = withoutScheme(text(value.phoneNumber));
	const extension = text(value.extensionNumber);
	return compact({
		name: text(value.name),
		// As events write it, in which colleagues call each other by extension.
		number: number ?? extension,
		e164: e164Of(number),
		userId: text(value.extensionId),
		extension,
	});
}

/** Whether a party belongs to the account: whoever calls from outside has a number only. */
const isInside = ({ extension, userId }: CallParty) =>
	extension !== undefined || userId !== undefined;

/** Direction of a call, in records as in live events: internal between two of the account, whatever was told. */
export function directionOf(
	told: unknown,
	from: CallParty,
	to: CallParty,
): CallRecord['direction'] {
	if (isInside(from) && isInside(to)) return 'internal';
	const direction = folded(told);
	return direction === 'inbound' || direction === 'outbound' ? direction : 'unknown';
}

function stateOf({ result }: JsonObject): CallRecord['state'] {
	// While a call runs the result may be missing (docs/protocols/ringcentral.md#records).
	if (text(result) === undefined) return 'unknown';
	return folded(result) === 'in progress' ? 'active' : 'ended';
}

const extensionIdOf = ({ extension }: JsonObject) =>
	isObject(extension) ? text(extension.id) : undefined;

/** Who of the account spoke: the last leg that was accepted, else whose log it is. */
function agentOf(record: JsonObject, answered: boolean | undefined): CallParty | undefined {
	const accepted = answered
		? objects(record.legs).filter(
				(leg) => extensionIdOf(leg) !== undefined && answeredOf(leg.result) === true,
			)
		: [];
	const source = accepted.at(-1) ?? record;
	const userId = extensionIdOf(source);
	if (userId === undefined) return undefined;
	const named = [source.from, source.to].filter(isObject);
	const own = named.find((party) => text(party.extensionId) === userId);
	return compact({ userId, name: text(own?.name), extension: text(own?.extensionNumber) });
}

const number = (value: unknown) =>
	typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** ISO 8601 in UTC; undefined for a moment that no calendar has. */
const isoOf = (ms: number): string | undefined =>
	Number.isNaN(new Date(ms).getTime()) ? undefined : new Date(ms).toISOString();

/** ms of a call; the log gives whole seconds, and newer records ms beside them. */
function lengthOf({ duration, durationMs }: JsonObject): number | undefined {
	const seconds = number(duration);
	const length = number(durationMs) ?? (seconds === undefined ? undefined : seconds * 1000);
	return length === undefined || length === Infinity ? undefined : Math.max(0, length);
}

const mediaOf = (record: JsonObject) => ({
	recordings: recordingsOf(record).map(({ id, type, contentUri }) =>
		compact({ id: text(id), state: text(type), url: text(contentUri) }),
	),
	voicemails: voicemailsOf(record).map(({ id, uri }) => compact({ id: text(id), url: text(uri) })),
});

/** What the caller dialled: whom the first leg came in for. */
function dialledOf(record: JsonObject): CallParty | undefined {
	const { to } = objects(record.legs).find(({ master }) => master === true) ?? record;
	const { name, number, e164, extension } = partyOf(to);
	const written = withoutScheme(isObject(to) ? text(to.dialedPhoneNumber) : undefined);
	const dialled =
		written === undefined ? { number, e164 } : { number: written, e164: e164Of(written) };
	return someone({ name, ...dialled, extension });
}

/** Legs that somebody made by moving the call (LegInfo of the OpenAPI file). */
const transfersOf = (record: JsonObject): CallTransfer[] =>
	objects(record.legs)
		.filter(({ action }) => folded(action) === 'transfer')
		.map(({ from, to, startTime, legType, action }) =>
			compact<CallTransfer>({
				kind: 'transfer',
				from: someone(partyOf(from)),
				to: someone(partyOf(to)),
				time: isoOf(Date.parse(text(startTime) ?? '')),
				reason: text(legType) ?? text(action),
			}),
		);

/** A record says whose account it is of in its address only. */
const accountIdOf = ({ uri }: JsonObject) => /\/account\/(\d+)\//.exec(text(uri) ?? '')?.[1];

/** How a queue or a group reaches those it rings (CallLegType of the OpenAPI file). */
const HUNTS = /^(hunting|findme|followme|ringme|ringdirectly|callqueue)/;

const hunts = ({ action, legType }: JsonObject) =>
	[action, legType].some((value) => HUNTS.test(folded(value).replace(/\s/g, '')));

/** The queue or group that a call went to: whoever was called and had others rung. */
function queueOf(record: JsonObject): CallRecord['queue'] {
	const legs = objects(record.legs);
	const rung = new Set(legs.filter(hunts).map(extensionIdOf));
	rung.delete(undefined);
	if (rung.size === 0) return undefined;
	const isCalled = (leg: JsonObject) => !hunts(leg) && folded(leg.direction) !== 'outbound';
	const ownerOf = (leg: JsonObject) =>
		extensionIdOf(leg) ?? (isObject(leg.to) ? text(leg.to.extensionId) : undefined);
	const own = legs.find((leg) => {
		const owner = isCalled(leg) ? ownerOf(leg) : undefined;
		return owner !== undefined && !rung.has(owner);
	});
	if (!own || !isObject(own.to)) return undefined;
	const called = partyOf(own.to);
	const name = called.name ?? partyOf(record.to).name;
	return compact({ id: ownerOf(own), name, number: called.number ?? called.extension });
}

/** What a record itself does not say. */
export interface RecordContext extends Pick<CallRecord, 'event' | 'recovered'> {
	/** It is of the list of active calls, where a call has its result once it is connected. */
	isActive?: boolean;
}

/**
 * A record of the call log as call record (docs/protocols/ringcentral.md#records). `duration` is that of the
 * log.
 */
export function callRecordOf(
	record: JsonObject,
	{ event, recovered, isActive = false }: RecordContext = {},
): CallRecord {
	const from = partyOf(record.from);
	const to = partyOf(record.to);
	const answered = answeredOf(record.result);
	const start = Date.parse(text(record.startTime) ?? '');
	const length = lengthOf(record);
	const runs = isActive && answered === true && (length ?? 0) === 0;
	const state = runs ? 'active' : stateOf(record);
	const ids = {
		callRecordId: text(record.id),
		sessionId: sessionIdOf(record.sessionId),
		telephonySessionId: sessionIdOf(record.telephonySessionId),
		partyId: text(record.partyId),
		extensionId: extensionIdOf(record),
	};
	return callRecord({
		id: text(record.id) ?? sessionIdOf(record.telephonySessionId) ?? '',
		backend: 'ringCentral',
		account: someone({ id: accountIdOf(record) }),
		event,
		direction: directionOf(record.direction, from, to),
		state,
		result: state === 'ended' ? resultOf(record.result) : undefined,
		answered,
		from,
		to,
		dialed: dialledOf(record),
		agent: agentOf(record, answered),
		queue: queueOf(record),
		transfers: transfersOf(record),
		startTime: isoOf(start),
		endTime: state === 'ended' && length !== undefined ? isoOf(start + length) : undefined,
		duration: length === undefined ? undefined : Math.round(length / 1000),
		...mediaOf(record),
		hangUpCause:
			state === 'ended' ? (text(record.reasonDescription) ?? text(record.reason)) : undefined,
		endReason: state === 'ended' ? text(record.result) : undefined,
		recovered,
		relatedIds: [ids.telephonySessionId, ids.sessionId],
		ids: compact(ids) as Record<string, string>,
	});
}
