import type { CallRecord } from '../../../shared/core/callRecord';
import { mapBounded } from '../../../shared/core/flow/concurrency';
import { isTransient, TelephonyError } from '../../../shared/core/errors';
import type { Log } from '../../../shared/core/ports';
import { readCallLog, type LoggedCall, type Span } from './callLogs';
import type { CallMemory } from './callMemory';
import { loggedRecord } from './loggedRecord';
import type { XsiConnection } from '../transport/connection';
import type { XsiTarget } from '../subscriptions/subscriptions';
import { directoryPages } from './users';

/** Logs read at once: a recovery must not be a burden on a server that has just come back. */
const LOGS_AT_ONCE = 4;

/** A call that began shortly before the line went down may not have been told. */
const MARGIN = 30_000;

/** Where ends are told: a log is sorted by beginning, and what ended in an outage may have begun so long before. */
const LONG_CALL = 2 * 60 * 60_000;

/** ms by which clocks may differ, and that an end is on its way. */
const SKEW = 5_000;

/** A logged call as call record, marked as recovered. */
export const recoveredRecord = (logged: LoggedCall): CallRecord => ({
	...loggedRecord(logged),
	event: 'RecoveredCall',
	recovered: true,
});

async function directoryUsers(
	connection: XsiConnection,
	userId: string,
	target: XsiTarget,
): Promise<string[]> {
	const found: string[] = [];
	for await (const entries of directoryPages(connection, userId, { results: 1_000 })) {
		const wanted = entries.filter(
			({ groupId }) =>
				target.kind !== 'group' || groupId === undefined || groupId === target.groupId,
		);
		found.push(...wanted.map((entry) => entry.userId));
	}
	return found;
}

/** Users around whom the directory is looked for: an administrator is no user and has none. */
const ENTRANCES = 3;

/** Whose logs to read: the user, or everyone the directory and the events so far tell of. */
async function affectedUsers(
	connection: XsiConnection,
	ownUserId: string,
	target: XsiTarget,
	memory: CallMemory,
	log: Log,
): Promise<string[]> {
	if (target.kind === 'user') return [target.userId];
	const known = memory.users();
	const around = [ownUserId, ...known.slice(-ENTRANCES)].filter(Boolean);
	let reason = 'the credential has no user ID, and no event has named a user';
	for (const userId of new Set(around)) {
		try {
			return [...new Set([...(await directoryUsers(connection, userId, target)), ...known])];
		} catch (error) {
			if (isTransient(error)) throw error;
			reason = (error as Error).message;
		}
	}
	log.warn('The directory cannot be read; missed calls are recovered for users seen so far only', {
		users: known.length,
		reason,
	});
	return known;
}

export interface RecoveryRequest {
	/** The outage. */
	span: Span;
	/**
	 * Begin of the time of which the memory knows all calls that were told, ms since 1970;
	 * default the begin of the outage.
	 */
	rememberedFrom?: number;
	target: XsiTarget;
	ownUserId: string;
	memory: CallMemory;
	log: Log;
	/** Whose logs to read; default everybody's whom the target has. */
	users?: readonly string[];
}

export interface RecoveredCalls {
	calls: LoggedCall[];
	/** Users whose logs the server could not give just now: they are to be asked for again. */
	unread: string[];
}

/** The logs of these users. Where the server limits requests, the others are not asked for at all. */
async function readLogs(
	connection: XsiConnection,
	users: readonly string[],
	span: Span,
	log: Log,
): Promise<RecoveredCalls> {
	const failures: unknown[] = [];
	const unread: string[] = [];
	let isLimited = false;
	const logs = await mapBounded(users, LOGS_AT_ONCE, async (user) => {
		try {
			if (!isLimited) return await readCallLog(connection, user, span);
			unread.push(user);
		} catch (error) {
			const reason = error instanceof TelephonyError ? error.message : String(error);
			if (isTransient(error)) {
				failures.push(error);
				unread.push(user);
				isLimited ||= error instanceof TelephonyError && error.kind === 'rateLimited';
			} else {
				log.warn('A call log cannot be read; calls missed there are not recovered', {
					user,
					reason,
				});
			}
		}
		return [];
	});
	if (failures.length > 0 && unread.length === users.length) throw failures[0];
	return { calls: logs.flat(), unread };
}

/**
 * Calls of the affected users that began during an outage and were not seen, oldest first; where a call counts when
 * it has ended, those that ended during it too, as far as the log tells ends. A user whose log cannot be read at any
 * time is named in the log and left out. Throws `unavailable` or `rateLimited` when the server gives no log at all, so
 * that it can be asked again later.
 */
export async function recoverCalls(
	connection: XsiConnection,
	request: RecoveryRequest,
): Promise<RecoveredCalls> {
	const { span, rememberedFrom = span.from, target, ownUserId, memory, log } = request;
	const users = request.users ?? (await affectedUsers(connection, ownUserId, target, memory, log));
	const isOfEnds = memory.countsWhen === 'ended';
	const began = span.from - MARGIN;
	const wide = { from: isOfEnds ? span.from - LONG_CALL : began, to: span.to };
	const { calls, unread } = await readLogs(connection, users, wide, log);
	const endedSince = ({ releaseTime = -Infinity }: LoggedCall, from: number) =>
		isOfEnds && releaseTime >= from;
	const isOfOutage = (logged: LoggedCall) =>
		logged.startTime >= began || endedSince(logged, span.from - SKEW);
	const isForgotten = (logged: LoggedCall) =>
		logged.startTime < rememberedFrom &&
		!endedSince(logged, rememberedFrom) &&
		memory.mayHaveForgotten(logged);
	return {
		calls: calls
			.filter((logged) => isOfOutage(logged) && !memory.knows(logged) && !isForgotten(logged))
			.sort((a, b) => a.startTime - b.startTime),
		unread,
	};
}
