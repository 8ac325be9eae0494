import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';

import { storeFile } from '../shared/action/storeFile';
import { wordsOf } from '../shared/core/words';
import { openRecording } from './client/callLog/callLog';
import { recordingsOf } from './client/callLog/recordMedia';
import { text, type JsonObject } from './client/transport/answers';
import type { RingCentralConnection } from './client/transport/connection';

/** The files of a call, or what the item says of why there are none. */
export interface FetchedRecordings {
	file?: IBinaryKeyData;
	failure?: IDataObject;
}

/** Fetches the sound of every recording that a record of the call log names. Never throws. */
export type FetchRecordings = (record: JsonObject) => Promise<FetchedRecordings>;

interface Where {
	/** Where n8n keeps files. */
	helpers: Parameters<typeof storeFile>[0];
	/** Field of the first file; the next have `_1`, `_2` behind it. Undefined where no file is wanted. */
	audioField: string | undefined;
}

/** Undefined where no file is wanted. */
export function recordingFiles(
	connection: RingCentralConnection,
	{ helpers, audioField }: Where,
): FetchRecordings | undefined {
	if (audioField === undefined) return undefined;
	return async (record) => {
		const file: IBinaryKeyData = {};
		try {
			for (const [index, { id, contentUri }] of recordingsOf(record).entries()) {
				const recordingId = text(id);
				if (recordingId === undefined) continue;
				const sound = await openRecording(connection, recordingId, text(contentUri));
				const name = index === 0 ? audioField : `${audioField}_${index}`;
				file[name] = await storeFile(helpers, sound.body, sound.fileName, sound.mimeType);
			}
			return { file };
		} catch (error) {
			return { file, failure: { audioError: wordsOf(error) } };
		}
	};
}

/**
 * Calls whose recordings are being fetched. Until then they count as waited for, so that neither a kill of n8n nor the
 * next version of the workflow loses them.
 */
export class RecordingFetches<Call> {
	private readonly calls = new Set<Call>();

	private isClosed = false;

	constructor(private readonly fetch?: FetchRecordings) {}

	get pending(): Call[] {
		return [...this.calls];
	}

	/** Undefined where no file is wanted; otherwise `then` gets them, unless it is closed before. */
	take(
		call: Call,
		record: JsonObject,
		then: (fetched: FetchedRecordings) => void,
	): Promise<void> | undefined {
		if (!this.fetch) return undefined;
		this.calls.add(call);
		return this.fetch(record).then((fetched) => {
			this.calls.delete(call);
			if (!this.isClosed) then(fetched);
		});
	}

	close(): void {
		this.isClosed = true;
	}
}
