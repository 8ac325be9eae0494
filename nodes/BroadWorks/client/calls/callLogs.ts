import { isNobody } from '../../../shared/core/callerWords';
import { timeInMs } from '../../../shared/core/callRecord';
import { isPage } from '../../../shared/core/errorAnswer';
import { TelephonyError } from '../../../shared/core/errors';
import { endlessList } from '../../../shared/core/flow/endless';
import { child, childText, type XmlElement } from '../../../shared/core/parsing/xml';
import { bodyXml } from '../transport/answers';
import { isInternal } from './callRecord';
import { segment, send, type XsiConnection, type XsiQuery } from '../transport/connection';
import { elementValue, type XsiObject } from './values';

/** One entry of a user's call log. Times in ms since 1970. */
export interface LoggedCall {
	userId: string;
	kind: 'placed' | 'received' | 'missed';
	callLogId: string;
	/** Only in enhanced logs of newer servers. */
	callId?: string;
	number: string;
	/** Calling code of a number that tells no country, such as `61`. */
	countryCode?: string;
	name?: string;
	/** Within the group or enterprise; undefined where the log does not tell, as a basic one never does. */
	internal?: boolean;
	startTime: number;
	answerTime?: number;
	releaseTime?: number;
	/** The entry as it came. */
	fields: XsiObject;
}

/** A span of time in ms since 1970. */
export interface Span {
	from: number;
	to: number;
}

/** The three lists of a log. */
export const LOG_KINDS = ['placed', 'received', 'missed'] as const;
const PAGE = 200;

/** A call with the element it was read from. */
export interface LogEntry extends LoggedCall {
	element: XmlElement;
}

function entryOf(userId: string, kind: LoggedCall['kind'], element: XmlElement): LogEntry {
	const fields = elementValue(element) as XsiObject;
	const other =
		kind === 'placed'
			? (fields.dialedNumber ?? fields.calledNumber)
			: (fields.callingPresentationNumber ?? fields.callingAssertedNumber);
	const otherName = kind === 'placed' ? fields.calledDirectoryName : fields.callingPresentationName;
	const name = String(fields.name ?? otherName ?? '');
	return {
		userId,
		kind,
		callLogId: String(fields.callLogId ?? ''),
		callId: fields.callId === undefined ? undefined : String(fields.callId),
		number: String(fields.phoneNumber ?? other ?? ''),
		countryCode: fields.countryCode === undefined ? undefined : String(fields.countryCode),
		// The server writes "Unavailable" for an unknown name
		// (docs/protocols/broadworks.md#directories-logs-voice-mail).
		name: name === '' || isNobody(name) ? undefined : name,
		internal: isInternal(fields.basicCallType),
		// Basic entries have a date with zone (docs/protocols/broadworks.md#directories-logs-voice-mail); a
		// number is taken for ms, as of voice mail.
		startTime:
			timeInMs(fields.startTime) ?? timeInMs(fields.time) ?? Date.parse(String(fields.time)),
		answerTime: timeInMs(fields.answerTime),
		releaseTime: timeInMs(fields.releaseTime),
		fields,
		element,
	};
}

/** The document of one list is the list itself (docs/protocols/broadworks.md#directories-logs-voice-mail). */
const listIn = (document: XmlElement, kind: LoggedCall['kind']) =>
	document.name.toLowerCase() === kind ? document : child(document, kind);

/** The calls that a document of a log tells of. */
export function entriesOf(userId: string, document: XmlElement): LogEntry[] {
	return LOG_KINDS.flatMap((kind) =>
		(listIn(document, kind)?.children ?? [])
			.filter(({ name }) => /Entry$/.test(name))
			.map((element) => entryOf(userId, kind, element)),
	);
}

async function read(connection: XsiConnection, userId: string, list: string, query?: XsiQuery) {
	const response = await send(connection, {
		method: 'GET',
		path: `/v2.0/user/${segment(userId)}/directories/${list}`,
		query,
	});
	return bodyXml(response);
}

export interface LogRequest {
	span?: Partial<Span>;
	/** One list only. */
	kind?: LoggedCall['kind'];
	/** Entries to read at the most, as far as the server gives pages. */
	limit?: number;
}

const pathOf = (tree: string, kind: string | undefined) =>
	kind === undefined ? tree : `${tree}/${kind[0].toUpperCase()}${kind.slice(1)}`;

const timeOf = (ms: number | undefined) =>
	ms === undefined ? undefined : new Date(ms).toISOString();

/** The enhanced log, in the order of the server. */
export async function readEnhancedLog(
	connection: XsiConnection,
	userId: string,
	{ span = {}, kind, limit = Infinity }: LogRequest = {},
): Promise<LogEntry[]> {
	const found = new Map<string, LogEntry>();
	const size = Math.min(PAGE, limit);
	const look = endlessList();
	for (let start = 1; ; start += size) {
		const document = await read(connection, userId, pathOf('EnhancedCallLogs', kind), {
			startTime: timeOf(span.from),
			endTime: timeOf(span.to),
			start,
			results: size,
		});
		const entries = entriesOf(userId, document);
		const before = found.size;
		for (const entry of entries) {
			const { kind: list, callLogId, number, startTime } = entry;
			found.set([list, callLogId, number, startTime].join(), entry);
		}
		const counted = Number(childText(document, 'numberOfRecords') ?? entries.length);
		// A server that knows no pages gives the same ones again and again.
		const isLast = found.size === before || counted < size;
		if (isLast || found.size >= limit) return [...found.values()];
		look(entries);
	}
}

/** The basic log, which keeps the last 20 or so calls of each kind. */
export async function readBasicLog(
	connection: XsiConnection,
	userId: string,
	kind?: LoggedCall['kind'],
): Promise<LogEntry[]> {
	return entriesOf(userId, await read(connection, userId, pathOf('CallLogs', kind)));
}

/** Whether a server says that it has no enhanced logs for the user. */
export const lacksEnhancedLog = (error: unknown): boolean =>
	error instanceof TelephonyError &&
	// Of a path that it does not have, a server's web container may say so with a page of its own.
	(['forbidden', 'notFound', 'badRequest'].includes(error.kind) || isPage(error));

/**
 * The calls of a user that began in a span of time: from the enhanced log where it is licensed, else
 * from the basic one, which keeps only the last 20 or so of each kind
 * (docs/protocols/broadworks.md#directories-logs-voice-mail).
 */
export async function readCallLog(
	connection: XsiConnection,
	userId: string,
	span: Span,
): Promise<LoggedCall[]> {
	let found: LoggedCall[];
	try {
		found = await readEnhancedLog(connection, userId, { span });
	} catch (error) {
		if (!lacksEnhancedLog(error)) throw error;
		found = await readBasicLog(connection, userId);
	}
	return found
		.filter(({ startTime }) => startTime >= span.from && startTime <= span.to)
		.sort((a, b) => a.startTime - b.startTime);
}
