import { TelephonyError } from './errors';
import { exactJson } from './exactJson';

/** What a JSON document from outside may cost. */
export interface JsonLimits {
	/** Lists and objects inside each other; what walks through a document later does so by recursion. */
	depth: number;
	/** Members and elements in all. */
	members: number;
}

/** Of one that somebody pushes. */
export const JSON_LIMITS: JsonLimits = { depth: 64, members: 100_000 };

/** Of an answer that was asked for, which may be a long list. */
export const ANSWER_LIMITS: JsonLimits = { depth: 64, members: 2_000_000 };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/** What keeps a document from being parsed; in one pass, before anything of it is built. */
function excessOf(text: string, limits: JsonLimits): string | undefined {
	let depth = 0;
	let members = 0;
	let quoted = false;
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (quoted) {
			if (code === BACKSLASH) at++;
			else if (code === QUOTE) quoted = false;
		} else if (code === QUOTE) {
			quoted = true;
		} else if (code === COMMA) {
			members++;
		} else if (OPENING.has(code)) {
			depth++;
			members++;
			if (depth > limits.depth) return `nested more than ${limits.depth} levels deep`;
		} else if (CLOSING.has(code)) {
			depth--;
		}
		if (members > limits.members) return `of more than ${limits.members} members`;
	}
	return undefined;
}

/**
 * Parses JSON that somebody else wrote: bounded in depth and members, in linear time, whole numbers beyond
 * 2^53 as text. Throws `badRequest`
 * for what is none and for what is beyond the limits.
 */
export function boundedJson(text: string, limits = JSON_LIMITS): unknown {
	const excess = excessOf(text, limits);
	if (excess !== undefined) throw new TelephonyError('badRequest', `The body is JSON ${excess}`);
	try {
		return exactJson(text);
	} catch (cause) {
		throw new TelephonyError('badRequest', 'The body is no valid JSON', { cause });
	}
}
