import { TelephonyError } from '../../../shared/core/errors';
import { within } from '../../../shared/core/flow/deadline';
import type { Clock, HttpStream } from '../../../shared/core/ports';
import { header } from './answers';

/** ms that a file may pause before it counts as stuck. */
const LONGEST_PAUSE = 60_000;

/** Bytes the answer says it has. */
export function sizeOf({ headers }: HttpStream): number | undefined {
	const length = header(headers, 'content-length').trim();
	return /^\d+$/.test(length) ? Number(length) : undefined;
}

function stopped(): never {
	throw new TelephonyError('unavailable', 'RingCentral stopped in the middle of the file');
}

async function* checked(stream: HttpStream, clock: Clock): AsyncGenerator<Uint8Array> {
	const wanted = sizeOf(stream);
	const source = stream.body[Symbol.asyncIterator]();
	let got = 0;
	try {
		for (;;) {
			const part = await within(clock, LONGEST_PAUSE, source.next(), stopped);
			if (part.done) break;
			got += part.value.length;
			yield part.value;
		}
	} finally {
		stream.close();
	}
	if (wanted !== undefined && got !== wanted) {
		throw new TelephonyError(
			'unavailable',
			`The file was cut off: ${got} of ${wanted} bytes arrived. Try again`,
		);
	}
	if (got === 0) throw new TelephonyError('unavailable', 'The file is empty');
}

/** A stream whose body throws `unavailable` when the file is short, empty or stuck. */
export function wholeStream(stream: HttpStream, clock: Clock): HttpStream {
	return { ...stream, body: checked(stream, clock), close: () => stream.close() };
}
