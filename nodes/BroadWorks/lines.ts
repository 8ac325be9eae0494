import { createHash } from 'node:crypto';

import type { XsiLine } from './client/line';

/** Lines of this process by key, with the ids of their channel sets. */
const lines = new Map<string, { line: XsiLine; id: string }>();

/**
 * The line of a key, made by `create` when there is none or the last one has ended: triggers with the
 * same key share channel and connection. `id` is that of the channel set, but another where a line with
 * another key has it, as after a change of the password: the server would give either the other's events.
 */
export function sharedLine(key: string, id: string, create: (id: string) => XsiLine): XsiLine {
	for (const [known, { line }] of lines) if (line.ended) lines.delete(known);
	const known = lines.get(key);
	if (known) return known.line;
	const taken = new Set([...lines.values()].map((entry) => entry.id));
	let free = id;
	for (let count = 2; taken.has(free); count++) free = `${id}-${count}`;
	const line = create(free);
	lines.set(key, { line, id: free });
	return line;
}

/** A short stable id of several texts, without giving any of them away. */
export function stableId(...parts: string[]): string {
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}
