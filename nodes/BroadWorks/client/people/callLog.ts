import { TelephonyError } from '../../../shared/core/errors';
import {
	lacksEnhancedLog,
	LOG_KINDS,
	readBasicLog,
	readEnhancedLog,
	type LogEntry,
	type LoggedCall,
	type Span,
} from '../calls/callLogs';
import { segment, send, type XsiConnection } from '../transport/connection';
import { naming, userWords } from '../transport/naming';

/** Which of the two logs: `automatic` is the enhanced one where the user has it, else the basic one. */
export type LogChoice = 'automatic' | 'basic' | 'enhanced';

export type LogKind = LoggedCall['kind'];

export interface UserLogRequest {
	log: LogChoice;
	/** One list; undefined for all three. */
	kind?: LogKind;
	span: Partial<Span>;
	limit?: number;
}

export interface UserLog {
	log: 'basic' | 'enhanced';
	/** Newest first. */
	entries: LogEntry[];
}

/** Does the work with the chosen log, or with the first of the two that the user has. */
async function inLog<T>(
	choice: LogChoice,
	work: (log: 'basic' | 'enhanced') => Promise<T>,
): Promise<T> {
	if (choice !== 'automatic') return await work(choice);
	try {
		return await work('enhanced');
	} catch (error) {
		if (!lacksEnhancedLog(error)) throw error;
		return await work('basic');
	}
}

/**
 * A user's calls of the past (docs/protocols/broadworks.md#directories-logs-voice-mail). Basic logs know neither
 * times nor pages: they are read whole.
 */
export async function userLog(
	connection: XsiConnection,
	userId: string,
	{ log: choice, kind, span, limit }: UserLogRequest,
): Promise<UserLog> {
	const words = {
		notFound: `The server knows no user ${userWords(userId)}, or the user has no ${choice === 'automatic' ? '' : `${choice} `}call logs`,
	};
	return await naming(words, async () =>
		inLog(choice, async (log) => {
			const read =
				log === 'enhanced'
					? await readEnhancedLog(connection, userId, { kind, span, limit })
					: await readBasicLog(connection, userId, kind);
			const { from = -Infinity, to = Infinity } = span;
			const entries = read
				.filter(({ startTime }) => !(startTime < from || startTime > to))
				.sort((a, b) => b.startTime - a.startTime)
				.slice(0, limit);
			return { log, entries };
		}),
	);
}

const TREES = { basic: 'CallLogs', enhanced: 'EnhancedCallLogs' };

/** `Missed`, as the path has it. Throws `badRequest` for what is no list. */
function listOf(kind: LogKind): string {
	if (LOG_KINDS.includes(kind)) return kind[0].toUpperCase() + kind.slice(1);
	throw new TelephonyError(
		'badRequest',
		`"${String(kind)}" is not a list of the call log: use one of ${LOG_KINDS.join(', ')}`,
	);
}

/**
 * Deletes one entry, one list, or all three (docs/protocols/broadworks.md#directories-logs-voice-mail). Gives the log
 * it was done in.
 */
export async function deleteFromLog(
	connection: XsiConnection,
	userId: string,
	{ log: choice, kind, callLogId }: { log: LogChoice; kind?: LogKind; callLogId?: string },
): Promise<'basic' | 'enhanced'> {
	const list = kind === undefined ? '' : `/${listOf(kind)}`;
	const entry = callLogId === undefined ? '' : `/${segment(callLogId, 'The call log entry')}`;
	const what =
		callLogId === undefined
			? `${userWords(userId)} has no such call log`
			: `There is no entry ${callLogId} among the ${kind} calls of ${userWords(userId)}`;
	return await naming({ notFound: what }, async () =>
		inLog(choice, async (log) => {
			const base = `/v2.0/user/${segment(userId, 'The user')}/directories/${TREES[log]}`;
			await send(connection, { method: 'DELETE', path: `${base}${list}${entry}` });
			return log;
		}),
	);
}
