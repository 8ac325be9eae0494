import {
	callRecord,
	compact,
	secondsOf,
	someone,
	spansOf,
	type CallParty,
	type CallRecord,
	type CallTransfer,
} from '../../shared/core/callRecord';
import { isNobody } from '../../shared/core/callerWords';
import { e164Of } from '../../shared/core/e164';
import { recordOf } from '../../shared/core/records';
import { withoutScheme } from '../../shared/core/telephoneNumber';
import { wordTable } from '../../shared/core/parsing/wordTable';
import { timeOf, type DimensionsFields, type DimensionsPush, type DimensionsValue } from './push';

const text = (value: DimensionsValue | undefined) =>
	typeof value === 'string' && value !== '' ? value : undefined;
/** A name or number that is one. */
const said = (value: DimensionsValue | undefined) => (isNobody(value) ? undefined : text(value));

const DIRECTIONS: Record<string, CallRecord['direction']> = wordTable({
	internal: 'internal',
	inbound: 'inbound',
	outbound: 'outbound',
});

const party = (cdr: DimensionsFields, prefix: string): CallParty | undefined =>
	someone({
		name: said(cdr[`${prefix}Name`]),
		userId: said(cdr[`${prefix}Num`]),
		extension: said(cdr[`${prefix}Num`]),
	});

function firstParty(cdr: DimensionsFields, prefixes: string[]): CallParty | undefined {
	return prefixes.map((prefix) => party(cdr, prefix)).find((found) => found !== undefined);
}

const ID_FIELDS = ['id', 'pbxId'];

/** FreeSWITCH's names of clear causes for a call that could not be put through. */
const FAILED =
	/UNALLOCATED|NO_ROUTE|INCOMPATIBLE|INVALID|FAILURE|CONGESTION|UNAVAIL|NOT_SUBSCRIBED|BARRED|OUT_OF_ORDER/;

/** What came of it: `aban` is a call that rang too short to be taken (docs/protocols/dimensions.md#members-of-cdr). */
function resultOf({ ans, aban, cause }: DimensionsFields): CallRecord['result'] {
	const word = text(cause)?.toUpperCase() ?? '';
	if (ans === true) return 'answered';
	if (aban === true) return 'abandoned';
	if (word === 'USER_BUSY') return 'busy';
	return FAILED.test(word) ? 'failed' : 'missed';
}

/** Who answered first and who answered last are two people where somebody moved it on. */
function transfersOf(cdr: DimensionsFields): CallTransfer[] {
	const [first, last] = ['ans', 'lAns'].map((when) =>
		firstParty(cdr, [`${when}Agt`, `${when}Usr`, `${when}Dev`]),
	);
	if (first === undefined || last === undefined || first.userId === last.userId) return [];
	return [{ kind: 'transfer', from: first, to: last }];
}

const recordingsOf = ({ recordingIds, hasRec }: DimensionsFields) => {
	const found = Array.isArray(recordingIds)
		? recordingIds.map((id) => compact({ id: text(id) }))
		: [];
	return found.length === 0 && hasRec === true ? [{}] : found;
};

/** A finished call as call record (docs/protocols/dimensions.md#members-of-cdr). */
export function callRecordOf({ cdr, fields, triggerId, tenantId }: DimensionsPush): CallRecord {
	const number = withoutScheme(said(cdr.cliNum));
	const dialled = withoutScheme(said(cdr.ddiNum));
	const called = compact({ name: said(cdr.ddiName), number: dialled, e164: e164Of(dialled) });
	const group = text(cdr.ansGroupName) ?? text(cdr.lRngGroupName) ?? text(cdr.fRngGroupName);
	const answered = cdr.ans === true;
	const [start, answer, end] = [cdr.start, cdr.answer, cdr.end].map((time) => timeOf(time, cdr.tz));
	const spans = spansOf({ start, answer, end, answered });
	// `talk` leaves the time on hold out.
	const talked = (secondsOf(cdr.talk) ?? 0) + (secondsOf(cdr.hold) ?? 0);
	const ids = {
		...Object.fromEntries(ID_FIELDS.map((name) => [name, text(cdr[name])])),
		triggerId,
		tenantId,
	};
	return callRecord({
		id: text(cdr.id) ?? '',
		backend: 'dimensions',
		event: 'callFinished',
		account: someone({ id: tenantId }),
		direction: DIRECTIONS[String(cdr.dirText)] ?? 'unknown',
		state: 'ended',
		result: resultOf(cdr),
		answered,
		from: compact({ name: said(cdr.cliName), number, e164: e164Of(number) }),
		to: called,
		dialed: someone(called),
		agent: firstParty(cdr, answered ? ['ansAgt', 'ansUsr', 'ansDev'] : ['lRngAgt', 'lRngUsr']),
		queue: group === undefined ? undefined : { name: group },
		transfers: transfersOf(cdr),
		...spans,
		duration: spans.duration ?? secondsOf(cdr.dur),
		talkDuration: answered ? (spans.talkDuration ?? talked) : undefined,
		// Nothing rings while a caller is in a menu or queue: a `ring` of 0 does not say that nobody waited.
		waitDuration: spans.waitDuration ?? (secondsOf(cdr.ring) || undefined),
		ringDuration: secondsOf(cdr.ring),
		holdDuration: secondsOf(cdr.hold),
		hangUpCause: text(cdr.cause),
		endReason: text(cdr.cause),
		recordings: recordingsOf(cdr),
		customData: recordOf(fields.customData),
		ids: compact(ids) as Record<string, string>,
	});
}
