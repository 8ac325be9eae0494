import {
	compact,
	isoTime,
	secondsBetween,
	type CallParty,
	type CallRecord,
} from '../../shared/core/callRecord';
import { isNobody } from '../../shared/core/callerWords';
import { e164Of } from '../../shared/core/e164';
import { withoutScheme } from '../../shared/core/telephoneNumber';
import { timeOf, type DimensionsFields, type DimensionsPush, type DimensionsValue } from './push';

const text = (value: DimensionsValue | undefined) =>
	typeof value === 'string' && value !== '' ? value : undefined;
/** A name or number that is one. */
const said = (value: DimensionsValue | undefined) => (isNobody(value) ? undefined : text(value));
const seconds = (value: DimensionsValue | undefined) =>
	typeof value === 'number' ? value : undefined;

const DIRECTIONS: Record<string, CallRecord['direction']> = {
	internal: 'internal',
	inbound: 'inbound',
	outbound: 'outbound',
};

function party(cdr: DimensionsFields, prefix: string): CallParty | undefined {
	const found = compact({
		name: said(cdr[`${prefix}Name`]),
		userId: said(cdr[`${prefix}Num`]),
		extension: said(cdr[`${prefix}Num`]),
	});
	return Object.keys(found).length > 0 ? found : undefined;
}

function firstParty(cdr: DimensionsFields, prefixes: string[]): CallParty | undefined {
	return prefixes.map((prefix) => party(cdr, prefix)).find((found) => found !== undefined);
}

const ID_FIELDS = ['id', 'pbxId'];

/** A finished call as call record (docs/protocols/dimensions.md#members-of-cdr). */
export function callRecordOf({ cdr, triggerId, tenantId }: DimensionsPush): CallRecord {
	const number = withoutScheme(said(cdr.cliNum));
	const dialled = withoutScheme(said(cdr.ddiNum));
	const group = text(cdr.ansGroupName) ?? text(cdr.lRngGroupName) ?? text(cdr.fRngGroupName);
	const [recording] = Array.isArray(cdr.recordingIds) ? cdr.recordingIds : [];
	const answered = cdr.ans === true;
	const answer = timeOf(cdr.answer, cdr.tz);
	const end = timeOf(cdr.end, cdr.tz);
	// `talk` leaves the time on hold out.
	const talked = (seconds(cdr.talk) ?? 0) + (seconds(cdr.hold) ?? 0);
	const ids = {
		...Object.fromEntries(ID_FIELDS.map((name) => [name, text(cdr[name])])),
		triggerId,
		tenantId,
	};
	return compact({
		id: text(cdr.id) ?? '',
		backend: 'dimensions' as const,
		event: 'callFinished',
		direction: DIRECTIONS[String(cdr.dirText)] ?? 'unknown',
		state: 'ended' as const,
		from: compact({ name: said(cdr.cliName), number, e164: e164Of(number) }),
		to: compact({ name: said(cdr.ddiName), number: dialled, e164: e164Of(dialled) }),
		agent: firstParty(cdr, answered ? ['ansAgt', 'ansUsr', 'ansDev'] : ['lRngAgt', 'lRngUsr']),
		queue: group === undefined ? undefined : { name: group },
		startTime: isoTime(timeOf(cdr.start, cdr.tz)),
		answerTime: isoTime(answer),
		endTime: isoTime(end),
		duration: seconds(cdr.dur),
		talkDuration: answered ? (secondsBetween(answer, end) ?? talked) : undefined,
		waitDuration: seconds(cdr.ring),
		answered,
		recording:
			cdr.hasRec === true || recording !== undefined ? compact({ id: text(recording) }) : undefined,
		endReason: text(cdr.cause),
		ids: compact(ids) as Record<string, string>,
	});
}
