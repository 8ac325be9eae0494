import { createHash } from 'node:crypto';

import type { XsiLine } from './client/line';

/** Lines of this process by key. Triggers with the same key share channel and connection. */
const lines = new Map<string, XsiLine>();

/** The line of a key, made by `create` when there is none or the last one has ended. */
export function sharedLine(key: string, create: () => XsiLine): XsiLine {
	for (const [known, line] of lines) if (line.ended) lines.delete(known);
	const line = lines.get(key) ?? create();
	lines.set(key, line);
	return line;
}

/** A short stable id of several texts, without giving any of them away. */
export function stableId(...parts: string[]): string {
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}
