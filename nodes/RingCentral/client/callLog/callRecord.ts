import { compact, type CallParty, type CallRecord } from '../../../shared/core/callRecord';
import { e164Of } from '../../../shared/core/e164';
import { withoutScheme } from '../../../shared/core/telephoneNumber';
import { isObject, objects, sessionIdOf, text, type JsonObject } from '../transport/answers';
import { recordingsOf, voicemailsOf } from './recordMedia';

/**
 * Results of a call somebody answered, and of one nobody did; lower case
 * (docs/protocols/ringcentral.md#records).
 */
const ANSWERED = new Set(['accepted', 'call connected']);
const NOT_ANSWERED = new Set([
	'abandoned',
	'answered not accepted',
	'blocked',
	'busy',
	'call failed',
	'declined',
	'hang up',
	'international disabled',
	'international restricted',
	'ip phone offline',
	'missed',
	'no answer',
	'no calling credit',
	'rejected',
	'restricted number',
	'sent to voicemail',
	'stopped',
	'suspended account',
	'voicemail',
	'wrong number',
]);

const folded = (value: unknown) => String(value ?? '').toLowerCase();

/** True or false where the result says it; undefined for the results that leave it open. */
export function answeredOf(result: unknown): boolean | undefined {
	if (ANSWERED.has(folded(result))) return true;
	return NOT_ANSWERED.has(folded(result)) ? false : undefined;
}

function partyOf(value: unknown): CallParty {
	if (!isObject(value)) return {};
	const number = withoutScheme(text(value.phoneNumber));
	return compact({
		name: text(value.name),
		number,
		e164: e164Of(number),
		userId: text(value.extensionId),
		extension: text(value.extensionNumber),
	});
}

/** Of the account: whoever calls from outside has a number only. */
const isInside = ({ extension, userId }: CallParty) =>
	extension !== undefined || userId !== undefined;

/** The same for records and for live events: between two of the account it is internal, whoever tells it. */
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

function isoOf(ms: number): string | undefined {
	return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

/** ms of a call; the log gives whole seconds, and newer records ms beside them. */
function lengthOf({ duration, durationMs }: JsonObject): number | undefined {
	const seconds = number(duration);
	const length = number(durationMs) ?? (seconds === undefined ? undefined : seconds * 1000);
	return length === undefined ? undefined : Math.max(0, length);
}

/** The first as one, and all where there are several. */
const severally = <One extends string, Several extends string, Value>(
	one: One,
	several: Several,
	values: readonly Value[],
) =>
	({
		[one]: values[0],
		[several]: values.length > 1 ? values : undefined,
	}) as Partial<Record<One, Value> & Record<Several, Value[]>>;

const mediaOf = (record: JsonObject) => ({
	...severally(
		'recording',
		'recordings',
		recordingsOf(record).map(({ id, type, contentUri }) =>
			compact({ id: text(id), state: text(type), url: text(contentUri) }),
		),
	),
	...severally(
		'voicemail',
		'voicemails',
		voicemailsOf(record).map(({ id, uri }) => compact({ id: text(id), url: text(uri) })),
	),
});

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
	const start = Date.parse(String(record.startTime));
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
	return compact({
		id: text(record.id) ?? sessionIdOf(record.telephonySessionId) ?? '',
		backend: 'ringCentral' as const,
		event,
		direction: directionOf(record.direction, from, to),
		state,
		from,
		to,
		agent: agentOf(record, answered),
		queue: queueOf(record),
		startTime: isoOf(start),
		endTime: state === 'ended' && length !== undefined ? isoOf(start + length) : undefined,
		duration: length === undefined ? undefined : Math.round(length / 1000),
		answered,
		...mediaOf(record),
		endReason: state === 'ended' ? text(record.result) : undefined,
		recovered,
		ids: compact(ids) as Record<string, string>,
	});
}
