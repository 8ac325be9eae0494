import type { CallLogState, CallState, UserState } from '../state';
import type { XsiWorld } from '../world';
import type { XmlFields } from '../xml/xml';

/** Basic logs keep the last 20 calls of each kind, enhanced ones this many in all. */
const BASIC = 20;
const ENHANCED = 2000;

export const LOG_KINDS = ['placed', 'received', 'missed'] as const;

/** Writes a released call into its user's log; forwarded calls that never rang are left out. */
export function logCall(world: XsiWorld, call: CallState): void {
	const incoming = call.personality === 'Terminator';
	if (incoming && !call.offered) return;
	const kind = !incoming ? 'placed' : call.answerTime === undefined ? 'missed' : 'received';
	const { address } = call.remote;
	const entry: CallLogState = {
		kind,
		id: `${world.nextNumber()}:0`,
		callId: call.callId,
		name: call.remote.name ?? 'Unavailable',
		phoneNumber: address?.replace(/^(tel|sip):/, '') ?? 'Unavailable',
		countryCode: call.remote.countryCode,
		startTime: call.startTime,
		answerTime: call.answerTime,
		releaseTime: call.releaseTime ?? world.now(),
	};
	const { log } = world.user(call.userId);
	log.unshift(entry);
	if (log.length > ENHANCED) log.length = ENHANCED;
}

/** xs:dateTime with a zone. */
const dateTime = (ms: number) => new Date(ms).toISOString().replace('Z', '+00:00');

function basicEntry(entry: CallLogState): XmlFields {
	return {
		countryCode: entry.countryCode,
		phoneNumber: entry.phoneNumber,
		name: entry.name,
		time: dateTime(entry.startTime),
		callLogId: entry.id,
	};
}

/** Newest first, at most 20 of a kind. */
export function basicLog(user: UserState, kind: CallLogState['kind']): XmlFields {
	const entries = user.log.filter((entry) => entry.kind === kind).slice(0, BASIC);
	return { callLogsEntry: entries.map(basicEntry) };
}

/** CallLogs: every kind, those without entries left out. */
export function basicLogs(user: UserState): XmlFields {
	return Object.fromEntries(
		LOG_KINDS.filter((kind) => user.log.some((entry) => entry.kind === kind)).map((kind) => [
			kind,
			basicLog(user, kind),
		]),
	);
}

function extendedEntry(user: UserState, entry: CallLogState): XmlFields {
	const placed = entry.kind === 'placed';
	return {
		countryCode: entry.countryCode,
		callLogId: entry.id,
		callId: entry.callId,
		subscriberType: 'User',
		dialedNumber: placed ? entry.phoneNumber : undefined,
		calledNumber: placed ? entry.phoneNumber : user.number,
		callingAssertedNumber: placed ? user.number : entry.phoneNumber,
		callingPresentationNumber: placed ? user.number : entry.phoneNumber,
		callingPresentationName: placed ? `${user.firstName} ${user.lastName}` : entry.name,
		callingPresentationIndicator: entry.name === 'Unavailable' ? 'Unavailable' : 'Public',
		calledDirectoryName: placed ? entry.name : undefined,
		basicCallType: entry.countryCode ? 'Network' : 'Group',
		time: dateTime(entry.startTime),
		startTime: entry.startTime,
		answerTime: entry.answerTime,
		releaseTime: entry.releaseTime,
	};
}

export interface LogQuery {
	/** Epoch ms, inclusive. */
	from?: number;
	to?: number;
	kinds: readonly CallLogState['kind'][];
	start: number;
	results: number;
	extended: boolean;
}

/** EnhancedCallLogs: a page over all kinds together, newest first. */
export function enhancedLogs(user: UserState, query: LogQuery): XmlFields {
	const { from = 0, to = Infinity } = query;
	const found = user.log.filter(
		(entry) => query.kinds.includes(entry.kind) && entry.startTime >= from && entry.startTime <= to,
	);
	const page = found.slice(query.start - 1, query.start - 1 + query.results);
	const lists: XmlFields = {};
	for (const kind of query.kinds) {
		const entries = page.filter((entry) => entry.kind === kind);
		if (entries.length === 0) continue;
		lists[kind] = query.extended
			? { enhancedCallLogsExtendedEntry: entries.map((entry) => extendedEntry(user, entry)) }
			: { enhancedCallLogsEntry: entries.map(basicEntry) };
	}
	return { startIndex: query.start, numberOfRecords: page.length, ...lists };
}
