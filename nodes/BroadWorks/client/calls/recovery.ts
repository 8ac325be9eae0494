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
}

/**
 * Calls of the affected users that began during an outage and were not seen, oldest first. A user
 * whose log cannot be read is named in the log and left out. Throws `unavailable` or `rateLimited`
 * when the server gives no log at all, so that it can be asked again later.
 */
export async function recoverCalls(
	connection: XsiConnection,
	{ span, rememberedFrom = span.from, target, ownUserId, memory, log }: RecoveryRequest,
): Promise<LoggedCall[]> {
	const users = await affectedUsers(connection, ownUserId, target, memory, log);
	const wide = { from: span.from - MARGIN, to: span.to };
	const unavailable: unknown[] = [];
	const logs = await mapBounded(users, LOGS_AT_ONCE, async (userId) => {
		try {
			return await readCallLog(connection, userId, wide);
		} catch (error) {
			if (isTransient(error)) unavailable.push(error);
			const failure = error instanceof TelephonyError ? error.message : String(error);
			log.warn('A call log cannot be read; calls missed there are not recovered', {
				user: userId,
				reason: failure,
			});
			return [];
		}
	});
	if (unavailable.length > 0 && unavailable.length === users.length) throw unavailable[0];
	const isNotified = (logged: LoggedCall) =>
		memory.knows(logged) || (logged.startTime < rememberedFrom && memory.mayHaveForgotten(logged));
	return logs
		.flat()
		.filter((logged) => !isNotified(logged))
		.sort((a, b) => a.startTime - b.startTime);
}
