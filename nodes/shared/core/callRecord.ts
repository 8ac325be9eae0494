import type { CallRecord } from './record/shape';

/** What comes out of nodes that give calls (docs/design.md#output). */
export type OutputShape = 'connector' | 'callRecord' | 'raw';

export type { CallParty, CallRecord, CallTransfer } from './record/shape';

/** ms since 1970 of the last moment a Date can hold. */
const LAST_TIME = 8_640_000_000_000_000;

/** A time in ms since 1970; undefined for 0, which means none, and for what is no date. */
export const timeInMs = (value: unknown): number | undefined =>
	typeof value === 'number' && value > 0 && value <= LAST_TIME ? value : undefined;

/** ISO 8601 UTC of a time in ms since 1970; undefined for nothing, for 0 and for what is no date. */
export function isoTime(ms: number | undefined): string | undefined {
	const time = timeInMs(ms);
	return time === undefined ? undefined : new Date(time).toISOString();
}

/** Whole seconds between two times in ms, never less than none; undefined when one is missing. */
export function secondsBetween(
	from: number | undefined,
	to: number | undefined,
): number | undefined {
	// Clocks of two servers may differ by more than a short call lasts.
	return from === undefined || to === undefined
		? undefined
		: Math.max(0, Math.round((to - from) / 1000));
}

/** Whole seconds, of whatever a backend wrote; undefined for what is no number, and for less than none. */
export function secondsOf(value: unknown): number | undefined {
	return typeof value === 'number' && value >= 0 && Number.isFinite(value)
		? Math.round(value)
		: undefined;
}

/** A copy of an object without members that are undefined. */
export function compact<T extends object>(value: T): T {
	return Object.fromEntries(
		Object.entries(value).filter(([, member]) => member !== undefined),
	) as T;
}

/** When a call began, was answered and ended, ms since 1970. */
interface Moments {
	start?: number;
	answer?: number;
	end?: number;
	/** Where it is known without the time: then nobody knows how long the caller waited. */
	answered?: boolean;
}

type Spans = Pick<
	CallRecord,
	'startTime' | 'answerTime' | 'endTime' | 'duration' | 'talkDuration' | 'waitDuration'
>;

/**
 * Times and durations of a call. No moment is before the one that it follows: where clocks of two servers
 * differ, it is the same.
 */
export function spansOf({ start, answer, end, answered: isAnswered }: Moments): Spans {
	const notBefore = (earlier: number | undefined, time: number | undefined) =>
		time === undefined || earlier === undefined ? time : Math.max(earlier, time);
	const answered = notBefore(start, timeInMs(answer));
	const ended = notBefore(answered ?? start, timeInMs(end));
	return {
		startTime: isoTime(start),
		answerTime: isoTime(answered),
		endTime: isoTime(ended),
		duration: secondsBetween(start, ended),
		talkDuration: secondsBetween(answered, ended),
		waitDuration: secondsBetween(start, answered ?? (isAnswered ? undefined : ended)),
	};
}

const filled = <T>(list: readonly T[] | undefined) =>
	list !== undefined && list.length > 0 ? [...list] : undefined;

/** A party that something is known of. */
export const someone = <T extends object>(party: T): T | undefined =>
	Object.values(party).some((member) => member !== undefined) ? compact(party) : undefined;

/** What a backend tells of a call: the rest of the record follows from it. */
type Told = Omit<CallRecord, 'schemaVersion' | 'recording' | 'voicemail' | 'relatedIds'> & {
	relatedIds?: ReadonlyArray<string | undefined>;
};

/** A call record of what a backend tells (docs/call-record.md). Members that are undefined or empty are left out. */
export function callRecord(told: Told): CallRecord {
	const { relatedIds = [], recordings, voicemails, transfers } = told;
	const related = relatedIds.filter((id): id is string => id !== undefined && id !== '');
	return compact<CallRecord>({
		schemaVersion: '1.0',
		...told,
		relatedIds: filled([...new Set(related)]),
		transfers: filled(transfers),
		recording: recordings?.[0],
		recordings: filled(recordings),
		voicemail: voicemails?.[0],
		voicemails: filled(voicemails),
	});
}
