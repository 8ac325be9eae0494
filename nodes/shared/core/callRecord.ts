/** What comes out of nodes that give calls (docs/design.md#output). */
export type OutputShape = 'connector' | 'callRecord' | 'raw';

/** A person or line at one end of a call. */
export interface CallParty {
	name?: string;
	/** As the backend wrote it, without scheme, host and parameters. */
	number?: string;
	/** Where the backend has an address that is no number: `alice@example.net`. */
	address?: string;
	/** E.164 such as `+15550100`, where the number can be read as one. */
	e164?: string;
	/** The backend's own user id. */
	userId?: string;
	extension?: string;
}

/** One shape of a call for all backends (docs/design.md#output). Times are ISO 8601 in UTC. */
export interface CallRecord {
	/** The backend's id of this call leg. */
	id: string;
	/** Type of the backend's action node, as `ringCentral`. */
	backend: string;
	event?: string;
	direction: 'inbound' | 'outbound' | 'internal' | 'unknown';
	state: 'ringing' | 'dialing' | 'active' | 'held' | 'ended' | 'unknown';
	/** Who called. Not "caller" and "callee": n8n lets no expression read members of these names. */
	from: CallParty;
	to: CallParty;
	agent?: CallParty;
	queue?: { id?: string; name?: string; number?: string };
	startTime?: string;
	answerTime?: string;
	endTime?: string;
	/** s from start to end. */
	duration?: number;
	/** s from answer to end. */
	talkDuration?: number;
	/** s from start to answer, or to the end of a call nobody answered. */
	waitDuration?: number;
	answered?: boolean;
	recording?: { state?: string; id?: string; url?: string };
	/** All of them, where there are several; the first is `recording`. */
	recordings?: Array<{ state?: string; id?: string; url?: string }>;
	voicemail?: { id?: string; url?: string };
	/** All of them, where there are several; the first is `voicemail`. */
	voicemails?: Array<{ id?: string; url?: string }>;
	endReason?: string;
	/** True for a call read from a log after an outage. */
	recovered?: boolean;
	/** Every id the backend gave, under the backend's own names. */
	ids: Record<string, string>;
}

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

/** The same object without members that are undefined. */
export function compact<T extends object>(value: T): T {
	return Object.fromEntries(
		Object.entries(value).filter(([, member]) => member !== undefined),
	) as T;
}
