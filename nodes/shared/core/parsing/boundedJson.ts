import { TelephonyError } from '../errors';
import { exactJson } from './exactJson';

/** What a JSON document from outside may cost. */
export const JSON_LIMITS = {
	/** Lists and objects inside each other; what walks through a document later does so by recursion. */
	depth: 64,
	/** Members and elements in all. */
	members: 100_000,
	/** Members of one object, as fields of a form: each name costs more than the value it has. */
	names: 2_000,
	/** Names in all. */
	allNames: 30_000,
};

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

const tooMany = (what: string, most: number) => `in which ${what} has more than ${most} names`;

/** What keeps a document from being parsed; in one pass, before anything of it is built. */
function excessOf(text: string): string | undefined {
	let depth = 0;
	let members = 0;
	let allNames = 0;
	/** Names of the objects that are open, by depth. */
	const names = new Uint32Array(JSON_LIMITS.depth + 1);
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
		} else if (code === COLON) {
			if (++names[depth] > JSON_LIMITS.names) return tooMany('an object', JSON_LIMITS.names);
			if (++allNames > JSON_LIMITS.allNames) return tooMany('it', JSON_LIMITS.allNames);
		} else if (OPENING.has(code)) {
			depth++;
			members++;
			if (depth > JSON_LIMITS.depth) return `nested more than ${JSON_LIMITS.depth} levels deep`;
			names[depth] = 0;
		} else if (CLOSING.has(code)) {
			// What is closed without having been opened is no JSON; the parser says so.
			depth = Math.max(0, depth - 1);
		}
		if (members > JSON_LIMITS.members) return `of more than ${JSON_LIMITS.members} members`;
	}
	return undefined;
}

/**
 * Parses JSON that somebody else wrote: bounded in depth and members, in linear time. Throws `badRequest`
 * for what is none and for what is beyond the limits.
 */
export function boundedJson(text: string): unknown {
	const excess = excessOf(text);
	if (excess !== undefined) throw new TelephonyError('badRequest', `The body is JSON ${excess}`);
	try {
		return exactJson(text);
	} catch (cause) {
		throw new TelephonyError('badRequest', 'The body is no valid JSON', { cause });
	}
}
