import { parsedText } from '../records';
import { HIDING_NAMES } from './hidingNames';

/** Levels of a nested name; deeper ones stay as they are written. */
const MAX_DEPTH = 8;

/** Names that would reach the prototype of an object, or hide what every object has from it. */
const RESERVED = new Set(['__proto__', 'constructor', 'prototype', ...HIDING_NAMES]);

type Node = Map<string, unknown>;

/** `a[b].c` as `a`, `b`, `c`; `a[]` ends with an empty name. */
function pathOf(name: string): string[] {
	if (!/^[^.[\]]+(\[[^.[\]]*\]|\.[^.[\]]+)+$/.test(name)) return [name];
	const path = name.replace(/\]/g, '').split(/[.[]/);
	return path.length > MAX_DEPTH || path.some((part) => RESERVED.has(part)) ? [name] : path;
}

/** A value of a form field; a document written into one is read, what only begins like one is a text. */
function valueOf(value: unknown): unknown {
	if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return value;
	return parsedText(value) ?? value;
}

function insert(node: Node, [name, ...rest]: string[], value: unknown): void {
	if (rest.length === 0) {
		node.set(name, value);
		return;
	}
	if (rest.length === 1 && rest[0] === '') {
		const known = node.get(name);
		const list = [value].flat() as unknown[];
		// The list is this function's own: growing it in place keeps many of them linear.
		if (Array.isArray(known)) for (const entry of list) known.push(entry);
		else node.set(name, known === undefined ? list : [known, ...list]);
		return;
	}
	const known = node.get(name);
	const inner: Node = known instanceof Map ? (known as Node) : new Map<string, unknown>();
	node.set(name, inner);
	insert(inner, rest, value);
}

/** A node whose names are exactly 0 to n-1 is a list; any other numbers are keys that would be lost. */
function plain(value: unknown): unknown {
	if (!(value instanceof Map)) return value;
	const node = value as Node;
	const indexes = [...node.keys()].map((_name, index) => String(index));
	if (node.size > 0 && indexes.every((index) => node.has(index))) {
		return indexes.map((index) => plain(node.get(index)));
	}
	return Object.fromEntries([...node].map(([name, inner]) => [name, plain(inner)]));
}

/**
 * Puts flat form names back into their nested shape: `a.b`, `a[b]`, `a[0]`, `a[]`; fields that hold JSON
 * are read. Values stay texts otherwise.
 */
export function nestNames(fields: Record<string, unknown>): Record<string, unknown> {
	const root: Node = new Map();
	for (const [name, value] of Object.entries(fields)) insert(root, pathOf(name), valueOf(value));
	return Object.fromEntries([...root].map(([name, value]) => [name, plain(value)]));
}
