import { TelephonyError } from '../../../shared/core/errors';
import { isObject, objects, text, type JsonObject } from '../transport/answers';
import { send } from '../transport/api';
import type { RingCentralConnection } from '../transport/connection';
import type { Query } from '../transport/urls';
import type { CallLogView } from './callLog';

/** What of the company's log is extracted. */
export interface ExtractOptions {
	/** Token that came with the last extract; without one the extract begins at `dateFrom`. */
	syncToken?: string;
	/** ISO 8601; one hour ago where it is left out. */
	dateFrom?: string;
	view?: CallLogView;
	/** Only calls with metadata of one of these categories. */
	metadataCategory?: readonly string[];
}

/** A part of an extract. */
export interface ExtractPart {
	records: JsonObject[];
	/** To be kept for the next extract. */
	syncToken: string;
}

const PATH = '/restapi/v1.0/account/~/call-log-extract-sync';

/** Calls of the first part (docs/protocols/ringcentral.md#extract). */
const MOST = 1000;

function partOf(answer: JsonObject): ExtractPart & { hasMore: boolean } {
	const info = isObject(answer.syncInfo) ? answer.syncInfo : {};
	const syncToken = text(info.syncToken);
	if (syncToken === undefined) {
		throw new TelephonyError('protocolViolation', 'The server answered without a sync token');
	}
	return { records: objects(answer.records), syncToken, hasMore: info.newerRecordsExist === true };
}

/**
 * The company's calls that were changed since a time or a token, oldest change first, part by part. Each part is a
 * heavy request. Throws `protocolViolation` for a server that always has more and never moves on.
 */
export async function* extractParts(
	connection: RingCentralConnection,
	{ syncToken, dateFrom, view, metadataCategory = [] }: ExtractOptions,
): AsyncGenerator<ExtractPart> {
	const common = {
		view,
		metadataCategory: metadataCategory.length > 0 ? metadataCategory : undefined,
	};
	let query: Query =
		syncToken === undefined
			? { syncType: 'FSync', dateFrom, recordCount: MOST, ...common }
			: { syncType: 'ISync', syncToken, ...common };
	for (let token = syncToken; ; ) {
		const { hasMore, ...part } = partOf(
			await send(connection, { method: 'GET', path: PATH, query }),
		);
		yield part;
		if (!hasMore) return;
		if (part.syncToken === token || part.records.length === 0) {
			throw new TelephonyError(
				'protocolViolation',
				'The server says that there are more calls, and gives none',
			);
		}
		token = part.syncToken;
		query = { syncType: 'ISync', syncToken: token, ...common };
	}
}
