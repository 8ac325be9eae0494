import { compact, type CallParty, type CallRecord } from '../../shared/core/callRecord';
import { e164Of } from '../../shared/core/e164';
import { isObject, objects, text, type JsonObject } from './answers';

/** Results of a call somebody answered, and of one nobody did; lower case (protocol page 4). */
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
	const number = text(value.phoneNumber);
	return compact({
		name: text(value.name),
		number,
		e164: e164Of(number),
		userId: text(value.extensionId),
		extension: text(value.extensionNumber),
	});
}

const isInside = ({ number, extension, userId }: CallParty) =>
	number === undefined && (extension !== undefined || userId !== undefined);

function directionOf(record: JsonObject, from: CallParty, to: CallParty): CallRecord['direction'] {
	if (isInside(from) && isInside(to)) return 'internal';
	const direction = folded(record.direction);
	return direction === 'inbound' || direction === 'outbound' ? direction : 'unknown';
}

function stateOf({ result }: JsonObject): CallRecord['state'] {
	// While a call runs the result may be missing (protocol page ringcentral 4).
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
	return number(durationMs) ?? (seconds === undefined ? undefined : seconds * 1000);
}

function recordingOf({ recording }: JsonObject): CallRecord['recording'] {
	if (!isObject(recording)) return undefined;
	const { id, type, contentUri } = recording;
	return compact({ id: text(id), state: text(type), url: text(contentUri) });
}

function voicemailOf({ message }: JsonObject): CallRecord['voicemail'] {
	if (!isObject(message) || folded(message.type) !== 'voicemail') return undefined;
	return compact({ id: text(message.id), url: text(message.uri) });
}

/** What a record itself does not say. */
export interface RecordContext extends Pick<CallRecord, 'event' | 'recovered'> {
	/** It is of the list of active calls, where a call has its result once it is connected. */
	isActive?: boolean;
}

/** A record of the call log as call record (protocol page ringcentral 4). `duration` is that of the log. */
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
		sessionId: text(record.sessionId),
		telephonySessionId: text(record.telephonySessionId),
		partyId: text(record.partyId),
		extensionId: extensionIdOf(record),
	};
	return compact({
		id: text(record.id) ?? text(record.telephonySessionId) ?? '',
		backend: 'ringCentral' as const,
		event,
		direction: directionOf(record, from, to),
		state,
		from,
		to,
		agent: agentOf(record, answered),
		startTime: isoOf(start),
		endTime: state === 'ended' && length !== undefined ? isoOf(start + length) : undefined,
		duration: length === undefined ? undefined : Math.round(length / 1000),
		answered,
		recording: recordingOf(record),
		voicemail: voicemailOf(record),
		endReason: state === 'ended' ? text(record.result) : undefined,
		recovered,
		ids: compact(ids) as Record<string, string>,
	});
}
