import { TelephonyError } from '../../../shared/core/errors';
import type { HttpStream } from '../../../shared/core/ports';
import { wordTable } from '../../../shared/core/parsing/wordTable';
import { header, isObject, objects, text, type JsonObject } from '../transport/answers';
import { openStream, pages, send, type ApiRequest } from '../transport/api';
import type { RingCentralConnection } from '../transport/connection';
import { sizeOf } from '../transport/streams';
import { fileAddress, segment, type Query } from '../transport/urls';

/** Whose calls: those of the whole account, or of one extension (`~` for the login's own). */
export type LogOwner = 'company' | { extensionId: string };

export type CallLogView = 'Simple' | 'Detailed';

/** What to list; members that are undefined do not narrow (docs/protocols/ringcentral.md#list-query). */
export interface CallLogFilters {
	view?: CallLogView;
	/** ISO 8601 with zone. Without both dates the server lists the last 24 hours. */
	dateFrom?: string;
	dateTo?: string;
	/** `Inbound`, `Outbound`. */
	direction?: readonly string[];
	/** `Voice`, `Fax`. */
	type?: readonly string[];
	/** In any writing; sent as E.164 without `+`. Not together with `extensionNumber`. */
	phoneNumber?: string;
	extensionNumber?: string;
	/** `Automatic`, `OnDemand`, `All`: only calls with such a recording. */
	recordingType?: string;
	sessionId?: string;
	telephonySessionId?: string;
	/** `PSTN`, `VoIP`; only in the log of a user. */
	transport?: readonly string[];
	/** Only in the log of a user. */
	showBlocked?: boolean;
	showDeleted?: boolean;
	/** Categories of metadata, as add-ons of RingCentral write it: only calls that have one. */
	metadataCategory?: readonly string[];
	/** `AudioConferencing`, `Meetings`; only of active calls. */
	conferenceType?: readonly string[];
	/** `Missed`, `Voicemail`...: the server has no such filter, so what does not fit is left out here. */
	results?: readonly string[];
}

export interface ListOptions {
	/** Calls in all; every one there is when not given. */
	limit?: number;
	/** At most 1000. */
	perPage?: number;
	signal?: AbortSignal;
}

const ACCOUNT = '/restapi/v1.0/account/~';

/** Records per page: with 10 requests a minute, the most there can be. */
const MOST_PER_PAGE = 1000;

const HEAVY_READ = { method: 'GET', group: 'heavy', kind: 'read' } as const;

const ownerPath = (owner: LogOwner) =>
	owner === 'company'
		? ACCOUNT
		: `${ACCOUNT}/extension/${segment(owner.extensionId, 'The extension')}`;

const given = (values: readonly string[] | undefined) =>
	values && values.length > 0 ? values : undefined;

const digitsOf = (number: string | undefined) => number?.replace(/\D/g, '') || undefined;

function queryOf(owner: LogOwner, filters: CallLogFilters): Query {
	const extensionNumber = filters.extensionNumber?.trim() || undefined;
	const phoneNumber = digitsOf(filters.phoneNumber);
	if (extensionNumber !== undefined && phoneNumber !== undefined) {
		throw new TelephonyError(
			'badRequest',
			'Calls can be listed by a phone number or by an extension number, not by both',
		);
	}
	return {
		view: filters.view,
		dateFrom: filters.dateFrom,
		dateTo: filters.dateTo,
		direction: given(filters.direction),
		type: given(filters.type),
		phoneNumber,
		extensionNumber,
		recordingType: filters.recordingType,
		sessionId: filters.sessionId,
		telephonySessionId: filters.telephonySessionId,
		showDeleted: filters.showDeleted,
		metadataCategory: given(filters.metadataCategory),
		...(owner === 'company'
			? {}
			: { transport: given(filters.transport), showBlocked: filters.showBlocked }),
	};
}

/**
 * Calls of the log, newest first, page by page. Throws `badRequest` for a phone and an extension number
 * together. With a start but no end, the end is now: calls that come meanwhile would shift the pages.
 */
export async function* callPages(
	connection: RingCentralConnection,
	owner: LogOwner,
	filters: CallLogFilters,
	{ limit = Infinity, perPage, signal }: ListOptions = {},
): AsyncGenerator<JsonObject[]> {
	const { dateFrom, dateTo, results = [] } = filters;
	const end =
		dateTo ?? (dateFrom === undefined ? undefined : new Date(connection.clock.now()).toISOString());
	const request: ApiRequest = {
		...HEAVY_READ,
		path: `${ownerPath(owner)}/call-log`,
		query: queryOf(owner, { ...filters, dateTo: end }),
		signal,
	};
	const wanted = new Set(results.map((result) => result.toLowerCase()));
	const fits = ({ result }: JsonObject) =>
		wanted.size === 0 || wanted.has(String(result ?? '').toLowerCase());
	const size = Math.min(perPage ?? (Number.isFinite(limit) ? limit : MOST_PER_PAGE), MOST_PER_PAGE);
	// Of a page that is narrowed here, nobody knows how much is left.
	const narrowed = wanted.size > 0;
	let left = limit;
	const all = pages(connection, request, {
		limit: narrowed ? Infinity : limit,
		perPage: narrowed ? (perPage ?? MOST_PER_PAGE) : size,
	});
	for await (const page of all) {
		const kept = page.filter(fits).slice(0, left);
		left -= kept.length;
		if (kept.length > 0) yield kept;
		if (left <= 0) return;
	}
}

/** One call of the log. */
export async function getCall(
	connection: RingCentralConnection,
	owner: LogOwner,
	callRecordId: string,
	view?: CallLogView,
): Promise<JsonObject> {
	const path = `${ownerPath(owner)}/call-log/${segment(callRecordId, 'The call record')}`;
	return await send(connection, { ...HEAVY_READ, path, query: { view } });
}

/** Calls that run now, page by page. The list lags some seconds, and keeps what ended for two minutes. */
export function activeCallPages(
	connection: RingCentralConnection,
	owner: LogOwner,
	filters: Pick<CallLogFilters, 'view' | 'direction' | 'type' | 'transport' | 'conferenceType'>,
	{ limit, perPage = MOST_PER_PAGE, signal }: ListOptions = {},
): AsyncGenerator<JsonObject[]> {
	const { view, direction, type, transport, conferenceType } = filters;
	const request: ApiRequest = {
		...HEAVY_READ,
		path: `${ownerPath(owner)}/active-calls`,
		query: {
			view,
			direction: given(direction),
			type: given(type),
			transport: given(transport),
			conferenceType: given(conferenceType),
		},
		signal,
	};
	return pages(connection, request, { limit, perPage });
}

export interface SyncOptions {
	/** Token that came with the last answer; without one a full synchronization (FSync) begins. */
	syncToken?: string;
	/** What to do about a token that is too old: begin anew (default), or fail. */
	restart?: boolean;
	/** Calls of a full synchronization, at most 250. */
	recordCount?: number;
	/** ISO 8601, at most 30 days back; only for a full synchronization. */
	dateFrom?: string;
	view?: CallLogView;
	recordingType?: string;
	/** `Missed`, `All`. */
	statusGroup?: string;
	showDeleted?: boolean;
}

export interface SyncAnswer {
	records: JsonObject[];
	/** To be kept for the next time. */
	syncToken: string;
	/** ISO 8601. */
	syncTime?: string;
	syncType: 'FSync' | 'ISync';
	/** True when the token was too old, so that everything was read anew and changes may be missing. */
	restarted: boolean;
}

/** Calls of a full synchronization (docs/protocols/ringcentral.md#synchronisation). */
const MOST_SYNCED = 250;

/**
 * What changed in the log since the last time. The same call comes again whenever it changed: it is to
 * be updated by `id`. A token that the server no longer takes (400) begins a full synchronization, unless
 * `restart` is false: then it throws `badRequest`.
 */
export async function syncCalls(
	connection: RingCentralConnection,
	owner: LogOwner,
	options: SyncOptions,
): Promise<SyncAnswer> {
	const { view, recordingType, statusGroup, showDeleted, dateFrom } = options;
	const token = options.syncToken?.trim() || undefined;
	const common = { view, recordingType, statusGroup };
	const recordCount = Math.min(options.recordCount ?? MOST_SYNCED, MOST_SYNCED);
	const ask = async (query: Query) =>
		await send(connection, { ...HEAVY_READ, path: `${ownerPath(owner)}/call-log-sync`, query });
	const full = async () => await ask({ syncType: 'FSync', recordCount, dateFrom, ...common });
	if (token === undefined) return syncAnswer(await full(), false);
	try {
		return syncAnswer(
			await ask({ syncType: 'ISync', syncToken: token, showDeleted, ...common }),
			false,
		);
	} catch (error) {
		if (!(error instanceof TelephonyError) || error.kind !== 'badRequest') throw error;
		if (options.restart === false) throw tokenTooOld(error);
	}
	connection.log.info('The synchronization of the call log begins anew: its token was too old');
	return syncAnswer(await full(), true);
}

const tokenTooOld = ({ status, vendorCode, vendorText }: TelephonyError) =>
	new TelephonyError(
		'badRequest',
		'RingCentral no longer takes this sync token: it is too old, or more than 250 calls have changed. Begin again without a token',
		{ status, vendorCode, vendorText },
	);

function syncAnswer(answer: JsonObject | undefined, restarted: boolean): SyncAnswer {
	const info = isObject(answer?.syncInfo) ? answer.syncInfo : {};
	const syncToken = text(info.syncToken);
	if (syncToken === undefined) {
		throw new TelephonyError('protocolViolation', 'The server answered without a sync token');
	}
	return {
		records: objects(answer?.records),
		syncToken,
		syncTime: text(info.syncTime),
		syncType: String(info.syncType).toLowerCase() === 'isync' ? 'ISync' : 'FSync',
		restarted,
	};
}

/** A recording that is coming. */
export interface Recording {
	fileName: string;
	mimeType: string;
	/** Bytes, where the server tells. */
	size?: number;
	/** s. */
	duration?: number;
	/** Throws `unavailable` when less arrives than the server said; never ends early. */
	body: HttpStream['body'];
	/** Ends the download early. */
	close(): void;
}

const ENDINGS: Record<string, string> = wordTable({
	'audio/mpeg': 'mp3',
	'audio/mp3': 'mp3',
	'audio/wav': 'wav',
	'audio/x-wav': 'wav',
});

const recordingPath = (id: string) => `${ACCOUNT}/recording/${segment(id, 'The recording')}`;

/** `{id, contentUri, contentType, duration}`. */
export async function getRecording(
	connection: RingCentralConnection,
	recordingId: string,
): Promise<JsonObject> {
	return await send(connection, { ...HEAVY_READ, path: recordingPath(recordingId) });
}

/**
 * Opens the sound of a recording, `recording.id` of a call. With its `contentUri` that is one request of the
 * ten in a minute, and two without; only without the duration is told. Throws `notFound` while there is
 * none: it comes later than the call's record, and not at all for calls under half a minute.
 */
export async function openRecording(
	connection: RingCentralConnection,
	recordingId: string,
	contentUri?: string,
): Promise<Recording> {
	const facts: JsonObject =
		contentUri === undefined ? await getRecording(connection, recordingId) : { contentUri };
	const own = `${recordingPath(recordingId)}/content`;
	const path = fileAddress(connection.server, text(facts.contentUri), own);
	const stream = await openStream(connection, { ...HEAVY_READ, path });
	const told = header(stream.headers, 'content-type').split(';')[0].trim().toLowerCase();
	const vague = told === '' || told === 'application/octet-stream';
	const mimeType = vague ? (text(facts.contentType) ?? 'audio/mpeg') : told;
	return {
		fileName: `${recordingId}.${ENDINGS[mimeType.toLowerCase()] ?? 'mp3'}`,
		mimeType,
		size: sizeOf(stream),
		duration: typeof facts.duration === 'number' ? facts.duration : undefined,
		body: stream.body,
		close: () => stream.close(),
	};
}
