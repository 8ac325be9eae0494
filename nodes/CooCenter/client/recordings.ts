import { TelephonyError } from '../../shared/core/errors';
import { within } from '../../shared/core/flow/deadline';
import { leadsElsewhere } from '../../shared/core/typedPath';
import type { Clock, HttpRequest, HttpResponse, HttpStream } from '../../shared/core/ports';
import { wordTable } from '../../shared/core/parsing/wordTable';
import { errorOf, header, isRefused } from './answers';
import { authorized, baseOf, withAuthorization, type CooCenterConnection } from './connection';

/** A recording that is coming. */
export interface Recording {
	fileName: string;
	/** As the PBX says, else by the name's ending, else `audio/wav`. */
	mimeType: string;
	/** Bytes, where the PBX tells. */
	size?: number;
	/** Throws `unavailable` when the file is cut in the middle; never ends early. */
	body: HttpStream['body'];
}

const TYPES: Record<string, string> = wordTable({
	wav: 'audio/wav',
	wav49: 'audio/wav',
	mp3: 'audio/mpeg',
	gsm: 'audio/gsm',
	ogg: 'audio/ogg',
	opus: 'audio/ogg',
	m4a: 'audio/mp4',
});

/** What servers say that do not know the type of a file. */
const NO_TYPES = new Set(['', 'application/octet-stream', 'text/html', 'text/plain']);

/** ms until the PBX must begin to answer, and the longest pause after that. */
const TIMEOUT = 30_000;
const LONGEST_PAUSE = 60_000;

/** ms between two tries for a file that is not there yet. */
const RETRY_AFTER = 2_000;

/** Bytes of an error answer that are read. */
const MAX_ERROR = 64 * 1024;

/**
 * Where generation 2 may keep its recordings, and its API may not
 * (docs/protocols/coocenter.md#tls-and-recordings, open point).
 */
const SECOND_PREFIX = /^asterisk\/monitor\//;

/**
 * The segments of a recording's path, encoded. Throws `badRequest` for an empty path and for one that
 * leaves the folder of recordings.
 */
export function recordingPath(filePath: string): string {
	const segments = filePath
		.trim()
		.split(/[\\/]+/)
		.filter((segment) => segment !== '');
	if (segments.length === 0) {
		throw new TelephonyError('badRequest', 'The call has no recording: the file path is empty');
	}
	// The folders of a Windows share, as some events write them.
	const leaves = leadsElsewhere(segments.join('/'));
	if (leaves || /^[a-z][a-z0-9+.-]*:[\\/]{2}/i.test(filePath.trim())) {
		throw new TelephonyError(
			'badRequest',
			'The file path must lie below the folder of recordings: no "..", no full address',
		);
	}
	return segments.map(encodeURIComponent).join('/');
}

function stopped(): never {
	throw new TelephonyError('unavailable', 'The PBX stopped in the middle of the recording');
}

/** What comes, as it comes. Throws when the PBX falls silent; closes the answer however it ends. */
async function* partsOf(stream: HttpStream, clock: Clock): AsyncGenerator<Uint8Array> {
	const source = stream.body[Symbol.asyncIterator]();
	try {
		for (;;) {
			const part = await within(clock, LONGEST_PAUSE, source.next(), stopped);
			if (part.done) return;
			yield part.value;
		}
	} finally {
		stream.close();
	}
}

async function readUpTo(stream: HttpStream, limit: number, clock: Clock): Promise<Uint8Array> {
	const parts: Uint8Array[] = [];
	let size = 0;
	const until = clock.elapsed() + LONGEST_PAUSE;
	for await (const part of partsOf(stream, clock)) {
		parts.push(part);
		size += part.length;
		// It may come byte by byte.
		if (size >= limit || clock.elapsed() >= until) break;
	}
	return Buffer.concat(parts).subarray(0, limit);
}

async function open(connection: CooCenterConnection, path: string): Promise<HttpStream> {
	const { http, clock } = connection;
	const request: HttpRequest = {
		method: 'GET',
		url: `${baseOf(connection.server)}/monitor/${path}`,
		// Packed on the way, the length would say nothing about what arrives.
		headers: { Accept: '*/*', 'Accept-Encoding': 'identity' },
		timeout: TIMEOUT,
	};
	const opened = await authorized<{ status: number; stream: HttpStream; other?: HttpResponse }>(
		connection,
		async (authorization) => {
			const stream = await http.stream(withAuthorization(request, authorization));
			const { status, headers } = stream;
			const isDocument = /json/i.test(header(headers, 'content-type'));
			if (status === 200 && !isDocument) return { status, stream };
			const body = await readUpTo(stream, MAX_ERROR, clock);
			return { status, stream, other: { status, headers, body } };
		},
		({ other }) => other !== undefined && isRefused(other),
	);
	if (opened.other) throw errorOf(opened.other, clock.now());
	return opened.stream;
}

/** The size that a WAV file says it has, or undefined. */
function riffSize(start: Uint8Array): number | undefined {
	const head = Buffer.from(start);
	if (head.length < 12 || head.toString('latin1', 0, 4) !== 'RIFF') return undefined;
	const told = head.readUInt32LE(4);
	// What is still being written says nothing, or everything.
	return told === 0 || told === 0xffffffff ? undefined : told + 8;
}

/** A web page or JSON. Told by its beginning, because some servers call every file text/html. */
const isNoAudio = (start: Uint8Array) =>
	/^\s*(<(!doctype|html)|\{\s*")/i.test(Buffer.from(start.subarray(0, 100)).toString('latin1'));

const cut = (got: number, wanted: number) =>
	new TelephonyError(
		'unavailable',
		`The recording was cut off: ${got} of ${wanted} bytes arrived. Try again`,
	);

async function* checked(
	stream: HttpStream,
	size: number | undefined,
	clock: Clock,
): AsyncGenerator<Uint8Array> {
	let got = 0;
	let start: Uint8Array = new Uint8Array();
	for await (const part of partsOf(stream, clock)) {
		if (got === 0 && isNoAudio(part)) {
			throw new TelephonyError(
				'protocolViolation',
				'A web page or message came instead of the recording',
			);
		}
		got += part.length;
		if (start.length < 12) start = Buffer.concat([start, part]).subarray(0, 12);
		yield part;
	}
	const wanted = size ?? riffSize(start);
	if (wanted !== undefined && got < wanted) throw cut(got, wanted);
	if (got === 0) throw new TelephonyError('unavailable', 'The recording is empty');
}

async function openWaiting(
	connection: CooCenterConnection,
	paths: string[],
	waitMs: number,
): Promise<HttpStream> {
	const { clock } = connection;
	const until = clock.elapsed() + waitMs;
	for (;;) {
		for (const [index, path] of paths.entries()) {
			try {
				return await open(connection, path);
			} catch (error) {
				if (!(error instanceof TelephonyError)) throw error;
				// Files come from a web server, which has a page of its own for what is not there.
				const isAbsent = error.status === 404;
				// What a path is refused with that does not exist, no source says.
				if (index < paths.length - 1 && (isAbsent || error.kind === 'badRequest')) continue;
				if (!isAbsent) throw error;
				if (clock.elapsed() + RETRY_AFTER <= until) continue;
				throw new TelephonyError('notFound', 'The PBX has no such recording (yet)', {
					status: error.status,
					vendorText: error.vendorText,
				});
			}
		}
		await clock.sleep(RETRY_AFTER);
	}
}

/**
 * Opens a recording (docs/protocols/coocenter.md#tls-and-recordings). `filePath`: the member filePath,
 * recordfile or record_filename of an event. It may come later than the event: a file that is not there is
 * asked for again, for `waitMs`.
 */
export async function openRecording(
	connection: CooCenterConnection,
	filePath: string,
	waitMs = 0,
): Promise<Recording> {
	const path = recordingPath(filePath);
	const paths = SECOND_PREFIX.test(path) ? [path, path.replace(SECOND_PREFIX, '')] : [path];
	const stream = await openWaiting(connection, paths, waitMs);
	const fileName =
		filePath
			.trim()
			.split(/[\\/]+/)
			.filter(Boolean)
			.at(-1) ?? 'recording.wav';
	const told = header(stream.headers, 'content-type').split(';')[0].trim().toLowerCase();
	const ending = fileName.split('.').at(-1)?.toLowerCase() ?? '';
	const length = header(stream.headers, 'content-length');
	const size = /^\d+$/.test(length) ? Number(length) : undefined;
	return {
		fileName,
		mimeType: NO_TYPES.has(told) ? (TYPES[ending] ?? 'audio/wav') : told,
		...(size === undefined ? {} : { size }),
		body: checked(stream, size, connection.clock),
	};
}
