import { TelephonyError } from '../errors';
import { exactJson } from './exactJson';
import { HIDING_NAMES } from './hidingNames';

/** What a JSON document from outside may cost. */
const JSON_LIMITS = {
	/** Lists and objects inside each other; what walks through a document later does so by recursion. */
	depth: 64,
	/** Members and elements in all. */
	members: 100_000,
	/** Members of one object, as fields of a form: each name costs more than the value it has. */
	names: 2_000,
	/** Names in all. */
	allNames: 30_000,
};

/** What an answer may cost that was asked for: its size is bounded already, and long lists are wanted. */
const ANSWER_LIMITS: typeof JSON_LIMITS = {
	depth: JSON_LIMITS.depth,
	members: Infinity,
	names: Infinity,
	allNames: Infinity,
};

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

const tooMany = (what: string, most: number) => `in which ${what} has more than ${most} names`;

/** What keeps a document from being parsed; in one pass, before anything of it is built. */
function excessOf(text: string, limits: typeof JSON_LIMITS): string | undefined {
	let depth = 0;
	let members = 0;
	let allNames = 0;
	/** Names of the objects that are open, by depth. */
	const names = new Uint32Array(limits.depth + 1);
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
			if (++names[depth] > limits.names) return tooMany('an object', limits.names);
			if (++allNames > limits.allNames) return tooMany('it', limits.allNames);
		} else if (OPENING.has(code)) {
			depth++;
			members++;
			if (depth > limits.depth) return `nested more than ${limits.depth} levels deep`;
			names[depth] = 0;
		} else if (CLOSING.has(code)) {
			// What is closed without having been opened is no JSON; the parser says so.
			depth = Math.max(0, depth - 1);
		}
		if (members > limits.members) return `of more than ${limits.members} members`;
	}
	return undefined;
}

/** Whether a document may have such members; their names may be escaped. */
const MAY_HIDE = /"(?:toString|valueOf)"|\\u/;

/** Takes such members out. No deeper than the limits. */
function bare(value: unknown): unknown {
	if (typeof value !== 'object' || value === null) return value;
	for (const name of HIDING_NAMES)
		if (Object.hasOwn(value, name)) Reflect.deleteProperty(value, name);
	for (const inner of Object.values(value)) bare(inner);
	return value;
}

const parsed = (text: string): unknown =>
	MAY_HIDE.test(text) ? bare(exactJson(text)) : exactJson(text);

/**
 * Parses JSON that somebody else wrote: bounded in depth and members, in linear time. Members that hide an
 * object's own methods are left out. Throws `badRequest` for what is none and for what is beyond the limits.
 */
export function boundedJson(text: string): unknown {
	const excess = excessOf(text, JSON_LIMITS);
	if (excess !== undefined) throw new TelephonyError('badRequest', `The body is JSON ${excess}`);
	try {
		return parsed(text);
	} catch (cause) {
		throw new TelephonyError('badRequest', 'The body is not valid JSON', { cause });
	}
}

/**
 * Parses the JSON of an answer, bounded in depth: whatever walks through a document later does so by recursion.
 * Linear time. Throws `protocolViolation` for what is none, and for what is nested deeper.
 */
export function answerJson(text: string): unknown {
	const excess = excessOf(text, ANSWER_LIMITS);
	if (excess !== undefined) {
		throw new TelephonyError('protocolViolation', `The answer is JSON ${excess}`);
	}
	try {
		return parsed(text);
	} catch (cause) {
		throw new TelephonyError('protocolViolation', 'The answer is not valid JSON', { cause });
	}
}
