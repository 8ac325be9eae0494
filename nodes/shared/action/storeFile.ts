import { Readable } from 'node:stream';

import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';

import type { HttpStream } from '../core/ports';

/**
 * Gives n8n a file as it comes, so that it is nowhere kept a second time. When `body` throws, so does
 * this, whatever n8n makes of a stream that breaks.
 */
export async function storeFile(
	helpers: Pick<IExecuteFunctions['helpers'], 'prepareBinaryData'>,
	body: HttpStream['body'],
	fileName: string,
	mimeType?: string,
): Promise<IBinaryData> {
	const failures: unknown[] = [];
	async function* watched() {
		try {
			yield* body;
		} catch (error) {
			failures.push(error);
			throw error;
		}
	}
	const source = Readable.from(watched(), { objectMode: false });
	try {
		const stored = await helpers.prepareBinaryData(source, fileName, mimeType);
		if (failures.length > 0) throw failures[0];
		return stored;
	} catch (error) {
		throw failures[0] ?? error;
	}
}
