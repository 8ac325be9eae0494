import { sessionIdOf, text, type JsonObject } from '../transport/answers';
import { pages } from '../transport/api';
import type { RingCentralConnection } from '../transport/connection';
import { callLogPath, isFinished } from './endedCalls';

/** Times in ms since 1970. */
export interface Span {
	from: number;
	to: number;
}

/** A time whose calls are to be read, ms since 1970; without `to` it is not over. */
export type UnreadSpan = Pick<Span, 'from'> & Partial<Span>;

/** A call out of a call log. */
export interface LoggedCall {
	/** Its `telephonySessionId`; the older `sessionId` where the record has no other; perhaps none. */
	sessionId?: string;
	/** Whose call log it was in; undefined for that of the company. */
	extensionId?: string;
	record: JsonObject;
}

/** Calls that began so long before the time in question are read too: the log is sorted by beginning. */
const LONG_CALL = 2 * 60 * 60_000;

/** ms by which clocks may differ, and by which a record's whole seconds are short. */
export const SKEW = 5_000;

/** When the call of a record ended, ms since 1970; NaN for one without times. */
export const endOf = ({ startTime, duration }: JsonObject): number =>
	Date.parse(text(startTime) ?? '') + Number(text(duration) ?? 0) * 1000;

/** Which calls of the log. */
export interface LoggedCallFilter {
	/** Whose call logs; undefined for that of the company. */
	extensionIds?: readonly string[];
	/**
	 * Only calls from or to it. In any writing; sent as E.164 without `+`
	 * (docs/protocols/ringcentral.md#list-query).
	 */
	phoneNumber?: string;
	/** Also those that are in progress, or whose records say so still. */
	inProgress?: boolean;
}

/** The calls that ended in a time, oldest first. Throws what `send` throws. */
export async function loggedCalls(
	connection: RingCentralConnection,
	{ extensionIds, phoneNumber, inProgress = false }: LoggedCallFilter,
	{ from, to }: Span,
	signal?: AbortSignal,
): Promise<LoggedCall[]> {
	const found: LoggedCall[] = [];
	const isWanted = (record: JsonObject) =>
		isFinished(record) ? endOf(record) >= from - SKEW : inProgress && endOf(record) > 0;
	for (const extensionId of extensionIds ?? [undefined]) {
		const request = {
			method: 'GET' as const,
			path: callLogPath(extensionId),
			query: {
				view: 'Detailed',
				dateFrom: new Date(from - LONG_CALL).toISOString(),
				dateTo: new Date(to + SKEW).toISOString(),
				phoneNumber: phoneNumber?.replace(/\D/g, ''),
			},
			signal,
		};
		for await (const page of pages<JsonObject>(connection, request, { perPage: 1_000 })) {
			for (const record of page) {
				const sessionId = sessionIdOf(record.telephonySessionId) ?? sessionIdOf(record.sessionId);
				if (text(record.id) === undefined && sessionId === undefined) continue;
				if (isWanted(record)) found.push({ sessionId, extensionId, record });
			}
		}
	}
	return found.sort((a, b) => endOf(a.record) - endOf(b.record));
}

/**
 * True for a call that rang and was not taken, in the words of the call log
 * (docs/protocols/ringcentral.md#records).
 */
export function wasMissed({ direction, result }: JsonObject): boolean {
	const inbound = (text(direction) ?? '').toLowerCase() === 'inbound';
	return inbound && /^(missed|no answer|abandoned)$/i.test(text(result) ?? '');
}
