import { TelephonyError } from '../../nodes/shared/core/errors';
import { readEvent } from '../../nodes/BroadWorks/client/channel/decode';
import { DocumentSplitter } from '../../nodes/BroadWorks/client/channel/frames';
import { cpuTime } from './cpuTime';
import { pickMutation } from './mutations';
import type { SeededRandom } from './random';

/** ms of processor time that one round may take; a document that takes longer would hold up n8n. */
export const LONGEST_ROUND = 5_000;

/** Bytes of one read at the most. */
const LARGEST_READ = 4_096;

/** What a round found. */
export interface Round {
	/** Broken documents sent. */
	documents: number;
	/** What came out of the splitter and was refused. */
	refused: number;
	/** ms of processor time */
	took: number;
}

/** A finding, with what is needed to see it again. */
export class Finding extends Error {
	constructor(
		what: string,
		readonly stream: Buffer,
		options?: ErrorOptions,
	) {
		super(what, options);
		this.name = 'Finding';
	}
}

const GOOD =
	'<?xml version="1.0" encoding="UTF-8"?><xsi:Event xmlns:xsi="http://schema.broadsoft.com/xsi" ' +
	'xmlns:xsi1="http://www.w3.org/2001/XMLSchema-instance" xsi1:type="xsi:SubscriptionEvent">' +
	'<xsi:eventID>ID</xsi:eventID><xsi:sequenceNumber>1</xsi:sequenceNumber><xsi:eventData ' +
	'xsi1:type="xsi:CallReleasedEvent"><xsi:call><xsi:callId>1:0</xsi:callId><xsi:name>Zoë 😀</xsi:name>' +
	'</xsi:call></xsi:eventData></xsi:Event>';

/** Good documents after the broken ones. */
const GOOD_IDS = ['good-1', 'good-2', 'good-3'];

const goodDocuments = GOOD_IDS.map((id) => Buffer.from(GOOD.replace('>ID<', `>${id}<`)));

/**
 * Comments and CDATA may hold any text, an XML declaration too: when one is left open, what follows is
 * part of it until it is closed or the limit for a document is reached.
 */
function leavesOpen(broken: Buffer): boolean {
	const text = broken.toString('latin1');
	return /<!(?:-|\[)/.test(text);
}

function broken(random: SeededRandom, corpus: readonly Buffer[]): Buffer {
	let document = random.pick(corpus);
	for (let count = 1 + random.below(3); count > 0; count--) {
		document = pickMutation(random).apply(document, random, corpus);
	}
	return document;
}

function* reads(stream: Buffer, random: SeededRandom): Generator<Buffer> {
	const largest = random.chance(0.2) ? 1 + random.below(8) : LARGEST_READ;
	for (let at = 0; at < stream.length; ) {
		const end = Math.min(stream.length, at + 1 + random.below(largest));
		yield stream.subarray(at, end);
		at = end;
	}
}

const foreign = (cause: unknown, stream: Buffer) =>
	new Finding(`An error that is none of the client's: ${String(cause)}`, stream, { cause });

function* split(stream: Buffer, random: SeededRandom): Generator<string> {
	const splitter = new DocumentSplitter();
	try {
		for (const read of reads(stream, random)) yield* splitter.push(read);
	} catch (cause) {
		throw foreign(cause, stream);
	}
}

/**
 * A mutated document or two and then good ones, in reads with borders anywhere, through splitter,
 * parser and decoder. Throws a `Finding` for any error but `TelephonyError`, for a good document that
 * does not come out, and for a round that takes too long.
 */
export function fuzzRound(random: SeededRandom, corpus: readonly Buffer[]): Round {
	const bad = Array.from({ length: 1 + random.below(2) }, () => broken(random, corpus));
	const stream = Buffer.concat([...bad, ...goodDocuments]);
	const found = new Set<string | undefined>();
	const round: Round = { documents: bad.length, refused: 0, took: 0 };
	round.took = cpuTime(() => {
		for (const text of split(stream, random)) {
			try {
				found.add(readEvent(text).eventId);
			} catch (error) {
				if (!(error instanceof TelephonyError)) throw foreign(error, stream);
				round.refused++;
			}
		}
	});
	if (round.took > LONGEST_ROUND) {
		throw new Finding(
			`${stream.length} bytes took ${round.took.toFixed(0)} ms of processor time`,
			stream,
		);
	}
	const missing = GOOD_IDS.filter((id) => !found.has(id));
	if (missing.length > 0 && !bad.some(leavesOpen)) {
		throw new Finding(`Good documents did not come out: ${missing.join(', ')}`, stream);
	}
	return round;
}
