import { isNobody } from '../../../shared/core/callerWords';
import { timeInMs } from '../../../shared/core/callRecord';
import { isPage } from '../../../shared/core/errorAnswer';
import { TelephonyError } from '../../../shared/core/errors';
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
	/** Of a number that tells no country: the calling code, such as `61`. */
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

const KINDS = ['placed', 'received', 'missed'] as const;
const PAGE = 200;

function entryOf(userId: string, kind: LoggedCall['kind'], element: XmlElement): LoggedCall {
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
	};
}

function entriesOf(userId: string, document: XmlElement): LoggedCall[] {
	return KINDS.flatMap((kind) =>
		(child(document, kind)?.children ?? [])
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

async function enhanced(connection: XsiConnection, userId: string, span: Span) {
	const found = new Map<string, LoggedCall>();
	for (let start = 1; ; start += PAGE) {
		const document = await read(connection, userId, 'EnhancedCallLogs', {
			startTime: new Date(span.from).toISOString(),
			endTime: new Date(span.to).toISOString(),
			start,
			results: PAGE,
		});
		const entries = entriesOf(userId, document);
		const before = found.size;
		for (const entry of entries) {
			const { kind, callLogId, number, startTime } = entry;
			found.set([kind, callLogId, number, startTime].join(), entry);
		}
		const counted = Number(childText(document, 'numberOfRecords') ?? entries.length);
		// A server that knows no pages gives the same ones again and again.
		if (found.size === before || counted < PAGE) return [...found.values()];
	}
}

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
		found = await enhanced(connection, userId, span);
	} catch (error) {
		// Of a path that it does not have, a server's web container may say so with a page of its own.
		const notLicensed =
			error instanceof TelephonyError &&
			(['forbidden', 'notFound', 'badRequest'].includes(error.kind) || isPage(error));
		if (!notLicensed) throw error;
		found = entriesOf(userId, await read(connection, userId, 'CallLogs'));
	}
	return found
		.filter(({ startTime }) => startTime >= span.from && startTime <= span.to)
		.sort((a, b) => a.startTime - b.startTime);
}
